"""What is still missing: exactly the facts that can still decide."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from random_rulebases import cases, complete_facts

from triage.logic.program import Node, Program, program_of
from triage.logic.reference import evaluate_program
from triage.logic.relevance import Relevance
from triage.model.condition import All, AnyOf, Condition, Count, FactIs, Not, RuleIs, facts_of
from triage.model.fact import Facts, FactValue
from triage.model.rulebase import RuleBase
from triage.model.verdicts import Residual
from triage.terms import Disposition, SalienceBand

Case = tuple[RuleBase, dict[str, FactValue]]
BAND = SalienceBand.RED_FLAG


def yes(fact: str) -> FactIs:
    return FactIs(fact=fact, value=True)


def residual(facts: Facts, *conditions: Condition, asked: frozenset[str] = frozenset()) -> Residual:
    """Return the residuals of nodes n0, n1 … with the given conditions."""
    nodes = tuple(Node(f"n{at}", BAND, when) for at, when in enumerate(conditions))
    program = Program(nodes, tuple(frozenset().union(*map(facts_of, conditions))))
    return evaluate_program(program, facts).residual(asked)


def test_settled_parts_fall_away() -> None:
    when = All(of=(yes("a"), AnyOf(of=(yes("b"), yes("c")))))
    assert residual({}, when).facts("n0") == {"a", "b", "c"}
    assert residual({"a": True}, when).facts("n0") == {"b", "c"}
    assert residual({"b": True}, when).facts("n0") == {"a"}
    assert residual({"b": False}, when).facts("n0") == {"a", "c"}


def test_a_settled_node_misses_nothing() -> None:
    when = All(of=(yes("a"), yes("b")))
    assert residual({"a": False}, when).facts("n0") == frozenset()
    assert residual({"a": True, "b": True}, when).facts("n0") == frozenset()


def test_a_guard_is_asked_before_what_stands_behind_it() -> None:
    when = All(of=(yes("guard"), yes("detail")))
    assert residual({}, when).askable("n0") == {"guard"}
    assert residual({"guard": True}, when).askable("n0") == {"detail"}


def test_a_guard_that_was_asked_in_vain_no_longer_stands_in_the_way() -> None:
    when = All(of=(yes("guard"), yes("detail")))
    asked = residual({}, when, asked=frozenset({"guard"}))
    assert asked.askable("n0") == {"detail"}
    assert asked.facts("n0") == {"guard", "detail"}


def test_counts_and_negations_are_looked_through() -> None:
    when = Count(count=2, of=(yes("a"), Not(of=yes("b")), yes("c")))
    assert residual({"b": True}, when).facts("n0") == {"a", "c"}
    assert residual({"a": True, "b": False}, when).facts("n0") == frozenset()


def test_earlier_nodes_are_looked_through() -> None:
    first = AnyOf(of=(yes("a"), yes("b")))
    second = All(of=(RuleIs(rule="n0", value=False), yes("c")))
    assert residual({"b": False}, first, second).facts("n1") == {"a", "c"}
    assert residual({"a": True}, first, second).facts("n1") == frozenset()


@settings(max_examples=25)
@given(cases(), st.data())
def test_what_is_not_in_a_residual_cannot_decide_the_node(case: Case, data: st.DataObject) -> None:
    rulebase, known = case
    program = program_of(rulebase)
    verdicts = evaluate_program(program, known)
    open_nodes = [node for node, truth in verdicts.items() if truth is None]
    if not open_nodes:
        return
    node = data.draw(st.sampled_from(open_nodes))
    missing = verdicts.missing([node])
    others = {
        name: value
        for name, value in data.draw(complete_facts(rulebase)).items()
        if name not in missing and name not in known
    }
    assert evaluate_program(program, known | others)[node] is None


@settings(max_examples=25)
@given(cases())
def test_an_open_node_always_has_something_to_ask(case: Case) -> None:
    rulebase, known = case
    program = program_of(rulebase)
    verdicts = evaluate_program(program, known)
    missing = verdicts.residual()
    for node, truth in verdicts.items():
        assert bool(missing.facts(node)) == (truth is None)
        assert bool(missing.askable(node)) == (truth is None)
        assert missing.askable(node) <= missing.facts(node)
        assert missing.facts(node).isdisjoint(known)
        assert missing.facts(node) <= program.facts_under[node]


@settings(max_examples=25)
@given(cases())
def test_nothing_matters_any_more_once_an_emergency_is_settled(case: Case) -> None:
    rulebase, known = case
    verdicts = evaluate_program(program_of(rulebase), known)
    relevance = Relevance(rulebase, verdicts)
    if verdicts["level.emergency_now"] is True:
        assert relevance.facts == frozenset()
    urgencies = [demand.urgency for demand in relevance.demands]
    assert urgencies == sorted(urgencies, reverse=True)
    for demand in relevance.demands:
        assert verdicts[demand.node] is None
        rule = rulebase.rule.get(demand.node)
        if rule is not None:
            assert rule.then.disposition is not Disposition.SELF_CARE
