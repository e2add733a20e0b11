"""The smaller parts: columns, lists, and the order of work."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from functools import partial

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_table import FACTS

from triage.backends.columnar.lists import Listing
from triage.cohort.columns import Columns, Wishes, columns_of
from triage.cohort.in_order import in_order
from triage.errors import FactsError


def test_columns_stand_for_facts_are_kept_or_ignored() -> None:
    wishes = Wishes({"AGE": "a.age"}, keep=("id",), ignore=("secret",))
    columns = columns_of(["id", "AGE", "a.yes", "secret"], FACTS, wishes)
    assert columns == Columns({"a.age": "AGE", "a.yes": "a.yes"}, ("id",))
    assert columns.needed == ["AGE", "a.yes", "id"]


def test_a_fact_can_be_kept_as_well() -> None:
    assert columns_of(["a.age"], FACTS, Wishes(keep=("a.age",))).needed == ["a.age"]


@pytest.mark.parametrize(
    ("names", "wishes", "problems"),
    [
        (["a.ages"], Wishes(), ["a.ages: no such fact", "did you mean `a.age`?"]),
        (["id"], Wishes(), ["id: no such fact", "--keep", "--ignore"]),
        (["a.age", "a.age"], Wishes(), ["a.age: 2 columns have this name"]),
        (["AGE"], Wishes({"AGE": "a.agee"}), ["a.agee: no such fact", "did you mean `a.age`?"]),
        (["AGE"], Wishes({"AGES": "a.age"}), ["AGES: no such column", "did you mean `AGE`?"]),
        (["a.age"], Wishes(keep=("id",)), ["id: no such column"]),
        (
            ["AGE", "a.age"],
            Wishes({"AGE": "a.age"}),
            ["a.age: columns `AGE` and `a.age` both stand for it"],
        ),
        (["row"], Wishes(keep=("row",)), ["row: the result has a column of this name"]),
        (["", "x\ny"], Wishes(), ["(no name): no such fact", "x?y: no such fact"]),
    ],
)
def test_columns_that_fit_nothing_are_refused(
    names: list[str], wishes: Wishes, problems: list[str]
) -> None:
    with pytest.raises(FactsError) as refused:
        columns_of(names, FACTS, wishes, ("row",))
    for problem in problems:
        assert problem in str(refused.value)


@given(
    st.integers(0, 40).flatmap(
        lambda height: st.lists(
            st.lists(st.sampled_from([True, False, None]), min_size=height, max_size=height),
            max_size=6,
        ).map(lambda columns: (height, columns))
    )
)
def test_lists_hold_the_entries_that_hold_in_their_order(
    drawn: tuple[int, list[list[bool | None]]],
) -> None:
    height, columns = drawn
    series = [pl.Series(column, dtype=pl.Boolean) for column in columns]
    names = ["b", "a", "c", "b", "d", "a"][: len(columns)]
    kind = pl.Enum(list(dict.fromkeys(names)))
    listing = Listing(series, height)
    expected = [
        [name for name, column in zip(names, columns, strict=True) if column[row]]
        for row in range(height)
    ]
    assert listing.names(names, kind).to_list() == expected
    texts = [
        pl.Series([f"{name} {row}" for row in rows], dtype=pl.String)
        for name, rows in zip(names, listing.rows, strict=True)
    ]
    with_rows = [[f"{name} {row}" for name in held] for row, held in enumerate(expected)]
    assert listing.texts(texts).to_list() == with_rows


def test_a_part_of_a_column_is_listed_as_that_part() -> None:
    column = pl.Series([True, False, True, True, False, True])[3:]
    assert Listing([column], 3).names(["x"], pl.Enum(["x"])).to_list() == [["x"], [], ["x"]]


def test_results_come_in_order_and_only_a_few_are_under_way() -> None:
    taken = 0
    most_ahead = 0
    yielded = 0

    def work() -> Iterator[Callable[[], int]]:
        nonlocal taken, most_ahead
        for number in range(30):
            taken += 1
            most_ahead = max(most_ahead, taken - yielded)
            yield partial(_slowly, number)

    results = []
    for one in in_order(work(), at_once=3):
        yielded += 1
        results.append(one)
    assert results == list(range(30))
    assert most_ahead <= 3 + 2


def _slowly(number: int) -> int:
    time.sleep(0.002 * (number % 3))
    return number


def test_the_first_error_ends_the_work() -> None:
    def fail() -> int:
        message = "at two"
        raise ValueError(message)

    started: list[int] = []

    def work() -> Iterator[Callable[[], int]]:
        for number in range(100):
            started.append(number)
            yield fail if number == 2 else partial(_slowly, number)

    results = in_order(work(), at_once=2)
    with pytest.raises(ValueError, match="at two"):
        list(results)
    assert len(started) < 10
    assert not [one for one in threading.enumerate() if one.name.startswith("cohort")]
