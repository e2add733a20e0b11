"""Answers one at a time, in any order, changed or taken back, end where all at once ends."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from random_rulebases import cases, partial_facts, rulebases

from triage.backends.rete.engine import ReteEngine
from triage.logic.program import program_of
from triage.logic.reference import evaluate_program
from triage.model.fact import FactValue
from triage.model.rulebase import RuleBase

Case = tuple[RuleBase, dict[str, FactValue]]


@settings(max_examples=20)
@given(cases(), st.randoms(use_true_random=False))
def test_every_step_of_an_interview_equals_the_reference(case: Case, order: object) -> None:
    rulebase, known = case
    names = sorted(known)
    order.shuffle(names)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    engine = ReteEngine(rulebase)
    so_far: dict[str, FactValue] = {}
    for name in names:
        so_far[name] = known[name]
        engine.update(so_far)
        assert engine.verdicts() == evaluate_program(program_of(rulebase), so_far)


@settings(max_examples=20)
@given(cases(), st.data())
def test_the_order_of_answers_does_not_matter(case: Case, data: st.DataObject) -> None:
    rulebase, known = case
    one, other = ReteEngine(rulebase), ReteEngine(rulebase)
    for engine in (one, other):
        so_far: dict[str, FactValue] = {}
        for name in data.draw(st.permutations(sorted(known))):
            so_far[name] = known[name]
            engine.update(so_far)
    at_once = ReteEngine(rulebase)
    at_once.update(known)
    assert one.verdicts() == other.verdicts() == at_once.verdicts()


@settings(max_examples=20)
@given(st.data())
def test_a_changed_or_withdrawn_answer_starts_anew(data: st.DataObject) -> None:
    rulebase = data.draw(rulebases())
    first, second = data.draw(partial_facts(rulebase)), data.draw(partial_facts(rulebase))
    engine = ReteEngine(rulebase)
    engine.update(first)
    engine.update(second)
    fresh = ReteEngine(rulebase)
    fresh.update(second)
    assert engine.verdicts() == fresh.verdicts()


@settings(max_examples=20)
@given(cases())
def test_saying_the_same_again_fires_nothing(case: Case) -> None:
    rulebase, known = case
    engine = ReteEngine(rulebase)
    engine.update(known)
    fired, verdicts = engine.fired, engine.verdicts()
    engine.update(dict(known))
    assert (engine.fired, engine.verdicts()) == (fired, verdicts)
