"""Cells become facts or reasons: strict in value, lenient in spelling, the same for every type."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import polars as pl
import pytest

from triage.backends.columnar.comparisons import MOST_CHOICES
from triage.cohort.intake import Intake, TakenIn
from triage.errors import CompileError
from triage.model.fact import FactDefinition, FactKind, nearest_whole
from triage.terms import NotSure

FACTS = {
    one.id: one
    for one in (
        FactDefinition(id="plain", kind=FactKind.BOOL, label="", question=""),
        FactDefinition(
            id="guarded", kind=FactKind.BOOL, label="", question="", not_sure=NotSure.AS_YES
        ),
        FactDefinition(
            id="age", kind=FactKind.NUMBER, label="", question="", at_least=0, at_most=120
        ),
        FactDefinition(
            id="place", kind=FactKind.CHOICE, label="", question="", choices=("low", "high")
        ),
        FactDefinition(
            id="where", kind=FactKind.SET, label="", question="", choices=("back", "neck", "leg")
        ),
        FactDefinition(
            id="odd", kind=FactKind.CHOICE, label="", question="", choices=("not_sure", "NA")
        ),
    )
}


def taken(values: dict[str, list[object]] | pl.DataFrame, *unknown: str) -> TakenIn:
    frame = values if isinstance(values, pl.DataFrame) else pl.DataFrame(values, strict=False)
    return Intake(FACTS, unknown=tuple(unknown)).take_in(frame)


def read(fact: str, values: pl.Series) -> list[object]:
    """Return the facts read from a column, all of which must be right."""
    result = taken(pl.DataFrame({fact: values}))
    assert result.rejects.rows() == []
    return result.facts[fact].to_list()


def refused(fact: str, values: pl.Series) -> list[str]:
    """Return the reasons for a column of which every cell must be wrong."""
    result = taken(pl.DataFrame({fact: values}))
    assert result.facts.height == 0
    assert result.rejects["row"].to_list() == list(range(len(values)))
    return result.rejects["reason"].to_list()


@pytest.mark.parametrize(
    "values",
    [
        pl.Series([True, False, None]),
        pl.Series([1, 0, None], dtype=pl.Int8),
        pl.Series([1.0, 0.0, None]),
        pl.Series([Decimal(1), Decimal(0), None]),
        pl.Series(["true", "false", ""]),
        pl.Series(["Yes", "NO", None]),
        pl.Series([" yes", "fAlse ", "  "]),
        pl.Series(["1", "0", "not_sure"]),
        pl.Series(["true", "false", None], dtype=pl.Categorical),
        pl.Series(["true", "false", None], dtype=pl.Enum(["false", "true"])),
    ],
)
def test_yes_and_no_are_read_from_any_type(values: pl.Series) -> None:
    assert read("plain", values) == [True, False, None]


@pytest.mark.parametrize(
    "values",
    [
        pl.Series([45, 0, None], dtype=pl.UInt8),
        pl.Series([45.0, 0.0, None]),
        pl.Series([Decimal("45.0"), Decimal(0), None]),
        pl.Series(["45", "0", ""]),
        pl.Series([" 45.0", "0 ", "not_sure"]),
        pl.Series([45, 0, None], dtype=pl.Int128),
    ],
)
def test_whole_numbers_are_read_from_any_type(values: pl.Series) -> None:
    assert read("age", values) == [45, 0, None]


@pytest.mark.parametrize("count", [64, 65, 300])
def test_more_choices_than_a_column_can_hold_are_refused_in_words(count: int) -> None:
    choices = tuple(f"r{at}" for at in range(count))
    several = FactDefinition(id="r", kind=FactKind.SET, label="", question="", choices=choices)
    one = several.model_copy(update={"id": "one", "kind": FactKind.CHOICE})
    last = pl.DataFrame({"r": [choices[-1]], "one": [choices[-1]]})
    assert Intake({"one": one}).take_in(last).facts["one"].to_list() == [choices[-1]]
    if count > MOST_CHOICES:
        with pytest.raises(CompileError, match="`r` has more than 64 choices"):
            Intake({"r": several})
    else:
        assert Intake({"r": several}).take_in(last).facts["r"].to_list() == [1 << 63]


@pytest.mark.parametrize(
    "as_given",
    [
        lambda amounts: pl.Series(amounts, dtype=pl.Float64),
        lambda amounts: pl.Series(amounts, dtype=pl.Float32),
        lambda amounts: pl.Series([str(one) for one in amounts]),
        lambda amounts: pl.Series([Decimal(str(one)) for one in amounts]),
    ],
)
def test_a_number_is_rounded_as_where_it_is_defined(
    as_given: Callable[[list[float]], pl.Series],
) -> None:
    amounts = [70.5, 71.5, 70.25, 70.75, 0.5, -0.5, 119.5, 120.5, 45.0]
    assert read("age", as_given(amounts)) == [nearest_whole(one) for one in amounts]


@pytest.mark.parametrize(
    "values",
    [
        pl.Series([["back", "leg"], ["neck"], None]),
        pl.Series([["leg", "back", "leg"], ["neck", "neck"], None]),
        pl.Series(["back;leg", "neck", ""]),
        pl.Series([" leg ; back", "neck", "not_sure"]),
        pl.Series([["back", "leg"], ["neck"], None], dtype=pl.List(pl.Categorical)),
        pl.Series([["back", "leg"], ["neck", "neck"], None], dtype=pl.Array(pl.String, 2)),
    ],
)
def test_sets_are_read_from_lists_and_from_text(values: pl.Series) -> None:
    assert read("where", values) == [0b101, 0b010, None]


def test_a_choice_is_read_trimmed_but_not_in_another_case() -> None:
    assert read("place", pl.Series(["low", " high ", "", "not_sure"])) == [
        "low",
        "high",
        None,
        None,
    ]
    assert refused("place", pl.Series(["Low"])) == ["`place`: `Low` is not a choice here"]


def test_not_sure_counts_as_yes_only_where_the_question_says_so() -> None:
    assert read("guarded", pl.Series(["not_sure", "false"])) == [True, False]
    assert read("plain", pl.Series(["not_sure", "false"])) == [None, False]


def test_not_sure_is_a_choice_where_the_question_has_it() -> None:
    assert read("odd", pl.Series(["not_sure", "NA"])) == ["not_sure", "NA"]


def test_texts_named_as_unknown_are_unknown_even_where_they_are_a_choice() -> None:
    result = taken(
        {"plain": ["NA", "true"], "odd": ["NA", "not_sure"], "where": ["NA", "leg"]}, "NA"
    )
    assert result.rejects.is_empty()
    assert result.facts["plain"].to_list() == [None, True]
    assert result.facts["odd"].to_list() == [None, "not_sure"]
    assert result.facts["where"].to_list() == [None, 0b100]


@pytest.mark.parametrize(
    "values",
    [
        pl.Series(["maybe", "truee", "NA", "2"]),
        pl.Series([2, -1, 100]),
        pl.Series([0.5, float("nan"), float("inf")]),
        pl.Series([["true"], []]),
        pl.Series([b"true"]),
    ],
)
def test_what_is_neither_yes_nor_no_is_wrong_and_never_unknown(values: pl.Series) -> None:
    for reason in refused("plain", values):
        assert reason.startswith("`plain`: should be true, false or not_sure, not `")


@pytest.mark.parametrize(
    "values",
    [
        pl.Series([-1, 121, 10**18]),
        pl.Series([120.6, -0.6, float("nan"), float("-inf"), 1e300]),
        pl.Series(["120.6", "45,5", "forty", "1e400", "nan", "0x10", "١٢٣٤"]),
        pl.Series([True, False]),
        pl.Series([10**30], dtype=pl.Int128),
    ],
)
def test_what_is_no_whole_number_in_bounds_is_wrong(values: pl.Series) -> None:
    for reason in refused("age", values):
        assert reason.startswith("`age`: should be a whole number from 0 to 120, not `")


@pytest.mark.parametrize(
    "values",
    [
        pl.Series([["back", "elbow"], [], [None], ["back", None]], dtype=pl.List(pl.String)),
        pl.Series(["back;elbow", "back;", ";"]),
        pl.Series([[1], [2]]),
        pl.Series([{"back": True}]),
        pl.Series([3, 1]),
    ],
)
def test_what_is_no_set_of_choices_is_wrong(values: pl.Series) -> None:
    for reason in refused("where", values):
        assert reason.startswith("`where`: `")
        assert reason.endswith("` is not a list of choices here")


def test_a_bad_row_takes_no_other_row_with_it_and_tells_all_its_reasons() -> None:
    result = taken(
        {
            "plain": ["true", "perhaps", "no", "x"],
            "age": ["1", "200", "3", "4"],
            "place": ["low", "low", "high", "low"],
        }
    )
    assert result.good is not None
    assert result.good.to_list() == [True, False, True, False]
    assert result.facts["age"].to_list() == [1, 3]
    assert result.rejects.rows() == [
        (
            1,
            (
                "`plain`: should be true, false or not_sure, not `perhaps`; "
                "`age`: should be a whole number from 0 to 120, not `200`"
            ),
        ),
        (3, "`plain`: should be true, false or not_sure, not `x`"),
    ]


def test_a_hostile_value_neither_floods_nor_fakes_a_reason() -> None:
    (reason,) = refused("place", pl.Series(["x\n\x1b[2J" + "y" * 10_000]))
    assert reason.isprintable()
    assert len(reason) < 120


def test_columns_of_other_names_are_read_for_their_facts() -> None:
    intake = Intake(FACTS, {"age": "AGE {} years", "plain": "age"})
    result = intake.take_in(pl.DataFrame({"AGE {} years": [300, 30], "age": [True, False]}))
    assert result.facts.select("age", "plain").rows() == [(30, False)]
    (reason,) = result.rejects["reason"]
    assert reason == "`AGE {} years`: should be a whole number from 0 to 120, not `300`"


def test_facts_without_a_column_are_unknown() -> None:
    facts = taken({"age": [1, 2]}).facts
    assert facts.columns == list(FACTS)
    assert facts.drop("age").null_count().row(0) == (2,) * (len(FACTS) - 1)


def test_no_rows_give_no_rows() -> None:
    result = taken(pl.DataFrame(schema={"plain": pl.String, "where": pl.List(pl.String)}))
    assert (result.facts.height, result.rejects.height) == (0, 0)
