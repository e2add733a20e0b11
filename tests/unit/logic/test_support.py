"""Why a node is settled: known facts that alone decide it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from random_rulebases import cases

from triage.logic.program import Node, Program, program_of
from triage.logic.reference import evaluate_program
from triage.model.condition import All, AnyOf, Condition, Count, FactIs, Not, RuleIs, facts_of
from triage.model.fact import Facts, FactValue
from triage.model.rulebase import RuleBase
from triage.terms import SalienceBand

Case = tuple[RuleBase, dict[str, FactValue]]


def yes(fact: str) -> FactIs:
    return FactIs(fact=fact, value=True)


def support(facts: Facts, *conditions: Condition) -> tuple[str, ...]:
    """Return what decided the last of the nodes n0, n1 … with the given conditions."""
    program = Program(
        tuple(Node(f"n{at}", SalienceBand.FINDING, when) for at, when in enumerate(conditions)),
        tuple(frozenset().union(*map(facts_of, conditions))),
    )
    return evaluate_program(program, facts).decided_by(f"n{len(conditions) - 1}")


def test_a_true_conjunction_rests_on_all_its_parts_and_a_false_one_on_the_false() -> None:
    when = All(of=(yes("b"), yes("a")))
    assert support({"a": True, "b": True}, when) == ("b", "a")
    assert support({"a": False, "b": True}, when) == ("a",)


def test_a_true_disjunction_rests_on_its_true_parts_and_a_false_one_on_all() -> None:
    when = AnyOf(of=(yes("a"), yes("b")))
    assert support({"a": True, "b": False}, when) == ("a",)
    assert support({"a": False, "b": False}, when) == ("a", "b")


def test_a_count_and_a_negation_rest_on_the_parts_that_went_their_way() -> None:
    when = Not(of=Count(count=2, of=(yes("a"), yes("b"), yes("c"))))
    assert support({"a": True, "b": False, "c": True}, when) == ("a", "c")
    assert support({"a": True, "b": False, "c": False}, when) == ("b", "c")


def test_a_finding_is_told_by_the_facts_below_it() -> None:
    assert support({"a": True}, yes("a"), RuleIs(rule="n0", value=True)) == ("a",)
    assert support({"a": True}, yes("a"), RuleIs(rule="n0", value=False)) == ("a",)


def test_an_open_node_rests_on_nothing() -> None:
    assert support({"a": True}, All(of=(yes("a"), yes("b")))) == ()


@settings(max_examples=25)
@given(cases(), st.data())
def test_the_facts_named_as_the_reason_decide_alone(case: Case, data: st.DataObject) -> None:
    rulebase, known = case
    program = program_of(rulebase)
    verdicts = evaluate_program(program, known)
    settled = [node for node, truth in verdicts.items() if truth is not None]
    if not settled:
        return
    node = data.draw(st.sampled_from(settled))
    reason = verdicts.decided_by(node)
    alone = {name: known[name] for name in reason}
    assert evaluate_program(program, alone)[node] is verdicts[node]
    assert len(set(reason)) == len(reason)
