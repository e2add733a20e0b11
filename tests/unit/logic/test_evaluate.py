"""The meaning of each comparison and connective, true, false and unknown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_conditions import USUAL, conditions
from random_questions import topics, values_of

from triage.logic.reference import evaluate
from triage.logic.truth import Truth
from triage.model.condition import (
    All,
    AnyOf,
    Condition,
    Count,
    FactAtLeast,
    FactAtMost,
    FactIncludes,
    FactIs,
    FactOneOf,
    Not,
    RuleIs,
    facts_of,
)
from triage.model.fact import FactValue

YES = FactIs(fact="a", value=True)
NO = FactIs(fact="a", value=False)
OTHER = FactIs(fact="b", value=True)


@pytest.mark.parametrize(
    ("test", "value", "expected"),
    [
        (YES, True, True),
        (YES, False, False),
        (NO, False, True),
        (NO, True, False),
        (FactIs(fact="a", value="heat"), "heat", True),
        (FactIs(fact="a", value="heat"), "cold", False),
        (FactOneOf(fact="a", values=("heat", "cold")), "cold", True),
        (FactOneOf(fact="a", values=("heat", "cold")), "none", False),
        (FactIncludes(fact="a", value="neck"), frozenset({"neck", "hip"}), True),
        (FactIncludes(fact="a", value="neck"), frozenset({"hip"}), False),
        (FactAtLeast(fact="a", bound=5), 5, True),
        (FactAtLeast(fact="a", bound=5), 4, False),
        (FactAtMost(fact="a", bound=5), 5, True),
        (FactAtMost(fact="a", bound=5), 6, False),
        (FactAtLeast(fact="a", bound=0), 0, True),
        (FactAtMost(fact="a", bound=-1), -1, True),
    ],
)
def test_a_comparison_with_a_known_fact_is_settled(
    test: Condition, value: FactValue, expected: Truth
) -> None:
    assert evaluate(test, {"a": value}, {}) is expected
    assert evaluate(Not(of=test), {"a": value}, {}) is not expected


@pytest.mark.parametrize(
    "test",
    [
        YES,
        NO,
        FactOneOf(fact="a", values=("heat",)),
        FactIncludes(fact="a", value="neck"),
        FactAtLeast(fact="a", bound=5),
        FactAtMost(fact="a", bound=5),
    ],
)
def test_unknown_is_not_no(test: Condition) -> None:
    assert evaluate(test, {}, {}) is None
    assert evaluate(Not(of=test), {}, {}) is None
    assert evaluate(All(of=(test,)), {"b": True}, {}) is None


@pytest.mark.parametrize("truth", [True, False, None])
def test_a_node_is_read_in_either_polarity(truth: Truth) -> None:
    verdicts = {"finding.x": truth}
    assert evaluate(RuleIs(rule="finding.x"), {}, verdicts) is truth
    opposite = None if truth is None else not truth
    assert evaluate(RuleIs(rule="finding.x", value=False), {}, verdicts) is opposite


def test_one_false_part_rules_out_a_conjunction_whatever_is_unknown() -> None:
    assert evaluate(All(of=(YES, OTHER)), {"b": False}, {}) is False
    assert evaluate(All(of=(YES, OTHER)), {"b": True}, {}) is None


def test_one_true_part_decides_a_disjunction_whatever_is_unknown() -> None:
    assert evaluate(AnyOf(of=(YES, OTHER)), {"b": True}, {}) is True
    assert evaluate(AnyOf(of=(YES, OTHER)), {"b": False}, {}) is None


def test_a_count_settles_as_soon_as_it_can() -> None:
    third = FactIs(fact="c", value=True)
    two = Count(count=2, of=(YES, OTHER, third))
    assert evaluate(two, {"a": True}, {}) is None
    assert evaluate(two, {"a": True, "c": True}, {}) is True
    assert evaluate(two, {"a": False, "c": False}, {}) is False


def test_a_condition_does_not_reason_across_its_parts() -> None:
    """Kleene's logic is truth-functional: `a or not a` stays unknown while a is."""
    assert evaluate(AnyOf(of=(YES, NO)), {}, {}) is None


@given(st.data())
def test_only_the_facts_a_condition_names_can_change_it(data: st.DataObject) -> None:
    asked = [one for topic in data.draw(topics(USUAL)) for one in topic.questions]
    facts = {fact.id: fact for one in asked for fact in one.definitions()}
    condition = data.draw(conditions(tuple(facts.values())))
    known = {name: data.draw(values_of(one)) for name, one in facts.items()}
    bearing = {name: value for name, value in known.items() if name in facts_of(condition)}
    assert evaluate(condition, known, {}) is evaluate(condition, bearing, {})
    assert evaluate(condition, known, {}) is not None
