"""Kleene's strong tables, value by value; and negation normal form keeps them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.logic.truth import Truth, at_least, conjoin, disjoin, negate

T, F, U = True, False, None
TRUTHS = st.sampled_from((T, F, U))
LISTS = st.lists(TRUTHS, max_size=6)


@pytest.mark.parametrize(("value", "expected"), [(T, F), (F, T), (U, U)])
def test_the_negation_of_unknown_is_unknown(value: Truth, expected: Truth) -> None:
    assert negate(value) is expected


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (T, T, T, T),
        (T, F, F, T),
        (T, U, U, T),
        (F, T, F, T),
        (F, F, F, F),
        (F, U, F, U),
        (U, T, U, T),
        (U, F, F, U),
        (U, U, U, U),
    ],
)
def test_and_and_or_follow_the_strong_tables(
    left: Truth, right: Truth, both: Truth, either: Truth
) -> None:
    assert conjoin([left, right]) is both
    assert disjoin([left, right]) is either


def test_nothing_to_hold_is_true_and_nothing_to_choose_from_is_false() -> None:
    assert conjoin([]) is True
    assert disjoin([]) is False


@pytest.mark.parametrize(
    ("count", "values", "expected"),
    [
        (2, [T, T, F], T),
        (2, [T, T, U], T),
        (2, [T, F, F], F),
        (2, [T, U, F], U),
        (2, [U, U, F], U),
        (2, [U, F, F], F),
        (2, [T], F),
        (1, [], F),
        (0, [], T),
        (3, [T, T, T], T),
        (3, [T, T, U], U),
        (3, [T, T, F], F),
    ],
)
def test_at_least_waits_only_while_the_unknown_could_decide(
    count: int, values: list[Truth], expected: Truth
) -> None:
    assert at_least(count, values) is expected


@given(LISTS)
def test_at_least_one_is_or_and_at_least_all_is_and(values: list[Truth]) -> None:
    assert at_least(1, values) is disjoin(values)
    assert at_least(len(values), values) is conjoin(values)


@given(LISTS)
def test_de_morgan_holds_with_unknowns(values: list[Truth]) -> None:
    turned = [negate(value) for value in values]
    assert negate(conjoin(values)) is disjoin(turned)
    assert negate(disjoin(values)) is conjoin(turned)


@given(LISTS, st.integers(0, 7))
def test_a_count_is_what_every_completion_of_the_unknowns_agrees_on(
    values: list[Truth], count: int
) -> None:
    sure = sum(value is True for value in values)
    perhaps = sum(value is None for value in values)
    outcomes = {sure + extra >= count for extra in range(perhaps + 1)}
    expected = outcomes.pop() if len(outcomes) == 1 else None
    assert at_least(count, values) is expected


@given(LISTS, st.integers(0, 7), st.data())
def test_the_order_of_parts_does_not_matter(
    values: list[Truth], count: int, data: st.DataObject
) -> None:
    mixed = data.draw(st.permutations(values))
    assert conjoin(mixed) is conjoin(values)
    assert disjoin(mixed) is disjoin(values)
    assert at_least(count, mixed) is at_least(count, values)
