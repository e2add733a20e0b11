"""Programs no rule file could hold, or none yet does: empty, wide and deep conditions."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triage.backends.rete import normal
from triage.backends.rete._experta import Fact
from triage.backends.rete.compile import LONGEST, MANY, compiled
from triage.backends.rete.engine import ReteEngine
from triage.logic.program import Node, Program, program_of
from triage.logic.reference import evaluate, evaluate_program
from triage.logic.truth import at_least, conjoin, disjoin
from triage.model.condition import (
    ALWAYS,
    NEVER,
    All,
    AnyOf,
    Condition,
    Count,
    FactIs,
    Not,
    RuleIs,
    facts_of,
)
from triage.model.fact import Facts
from triage.model.rulebase import RuleBase
from triage.terms import SalienceBand

NAMES = ("a", "b", "c", "d", "e")
FACTS = st.dictionaries(st.sampled_from(NAMES), st.booleans())
LEAVES = st.builds(FactIs, fact=st.sampled_from(NAMES), value=st.booleans())


def compounds(part: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    parts = st.lists(part, max_size=4).map(tuple)
    return st.one_of(
        st.builds(All, of=parts),
        st.builds(AnyOf, of=parts),
        st.builds(Not, of=part),
        st.builds(Count, count=st.integers(0, 5), of=parts),
    )


def conditions(nodes: int) -> st.SearchStrategy[Condition]:
    """Return conditions over facts and the nodes n0 … before number `nodes`, empty ones too."""
    leaves: st.SearchStrategy[Condition] = LEAVES
    if nodes:
        names = st.integers(0, nodes - 1).map("n{}".format)
        leaves = LEAVES | st.builds(RuleIs, rule=names, value=st.booleans())
    return st.recursive(leaves | st.sampled_from([ALWAYS, NEVER]), compounds, max_leaves=8)


@st.composite
def programs(draw: st.DrawFn) -> Program:
    conditions_drawn = [draw(conditions(place)) for place in range(draw(st.integers(1, 5)))]
    return program(*conditions_drawn)


def program(*conditions_given: Condition) -> Program:
    """Return a program with nodes n0, n1 … in the finding band."""
    return Program(
        tuple(
            Node(f"n{at}", SalienceBand.FINDING, when) for at, when in enumerate(conditions_given)
        ),
        tuple(sorted(frozenset().union(*map(facts_of, conditions_given)))),
    )


def yes(fact: str) -> FactIs:
    return FactIs(fact=fact, value=True)


def verdict(small: RuleBase, when: Condition, facts: Facts) -> bool | None:
    engine = ReteEngine(small, program(when))
    engine.update(facts)
    return engine.verdicts()["n0"]


@settings(max_examples=25)
@given(programs(), st.lists(FACTS, min_size=1, max_size=4))
def test_any_program_is_read_as_the_reference_reads_it(
    small: RuleBase, drawn: Program, people: list[dict[str, bool]]
) -> None:
    engine = ReteEngine(small, drawn)
    for known in people:
        engine.update(known)
        assert engine.verdicts() == evaluate_program(drawn, known)


def holds(form: normal.Normal, facts: Facts) -> bool:
    """Return whether a normal form is *known* to hold."""
    match form:
        case normal.TestLiteral(test, want):
            return evaluate(test, facts, {}) is want
        case normal.NodeLiteral():
            return False
        case normal.Both(parts):
            return conjoin(holds(part, facts) for part in parts) is True
        case normal.Either(parts):
            return disjoin(holds(part, facts) for part in parts) is True
        case normal.AtLeast(count, parts):
            return at_least(count, [holds(part, facts) for part in parts]) is True


@given(conditions(0), FACTS)
def test_each_polarity_of_the_normal_form_holds_exactly_when_it_is_settled(
    condition: Condition, facts: dict[str, bool]
) -> None:
    truth = evaluate(condition, facts, {})
    assert holds(normal.normalise(condition, want=True), facts) == (truth is True)
    assert holds(normal.normalise(condition, want=False), facts) == (truth is False)


def test_negation_stands_on_what_is_known_and_never_on_an_absent_fact(shipped: RuleBase) -> None:
    """Every pattern of every rule is a fact that must be there; experta gets no NOT and no OR."""
    rules = compiled(program_of(shipped)).rules
    assert len(rules) > 1000
    for rule in rules:
        assert 1 <= len(rule) <= LONGEST
        assert all(isinstance(pattern, Fact) for pattern in rule)


@pytest.mark.parametrize("width", [1, LONGEST, LONGEST + 1, 40])
def test_a_long_conjunction_waits_for_every_part(small: RuleBase, width: int) -> None:
    names = [f"f{at}" for at in range(width)]
    when = All(of=tuple(yes(name) for name in names))
    everything = dict.fromkeys(names, True)
    assert verdict(small, when, everything) is True
    for name in (names[0], names[-1]):
        rest = {one: True for one in names if one != name}
        assert verdict(small, when, rest) is None
        assert verdict(small, when, {name: False}) is False


@pytest.mark.parametrize("width", [1, MANY, MANY + 1, 40])
def test_a_wide_disjunction_is_settled_by_any_part(small: RuleBase, width: int) -> None:
    names = [f"f{at}" for at in range(width)]
    when = AnyOf(of=tuple(yes(name) for name in names))
    assert verdict(small, when, {names[-1]: True}) is True
    assert verdict(small, when, dict.fromkeys(names, False)) is False
    assert verdict(small, when, dict.fromkeys(names[1:], False)) is None


def test_disjunctions_below_a_conjunction_do_not_multiply(small: RuleBase) -> None:
    """Stock experta would make 4 ** 8 = 65,536 rules of this one."""
    pairs = [tuple(yes(f"f{row}_{at}") for at in range(4)) for row in range(8)]
    when = All(of=tuple(AnyOf(of=pair) for pair in pairs))
    assert len(compiled(program(when)).rules) < 120
    assert verdict(small, when, {f"f{row}_3": True for row in range(8)}) is True
    assert verdict(small, when, {f"f{row}_3": True for row in range(7)}) is None
    assert verdict(small, when, {f"f0_{at}": False for at in range(4)}) is False


@pytest.mark.parametrize("count", [1, 2, 7, 12])
def test_a_count_of_many_is_exact(small: RuleBase, count: int) -> None:
    names = [f"f{at}" for at in range(12)]
    when = Count(count=count, of=tuple(yes(name) for name in names))
    assert len(compiled(program(when)).rules) < 300
    assert verdict(small, when, dict.fromkeys(names[:count], True)) is True
    short = dict.fromkeys(names[: count - 1], True)
    assert verdict(small, when, short) is None
    assert verdict(small, when, short | dict.fromkeys(names[count - 1 :], False)) is False


def test_parts_that_repeat_count_as_often_as_they_stand(small: RuleBase) -> None:
    twice = Count(count=2, of=(yes("a"), yes("a"), yes("b")))
    assert verdict(small, twice, {"a": True}) is True
    assert verdict(small, twice, {"b": True}) is None
    assert verdict(small, twice, {"a": False}) is False


def test_a_fact_no_rule_reads_is_no_trouble(small: RuleBase) -> None:
    assert verdict(small, yes("a"), {"a": True, "z": "anything"}) is True
