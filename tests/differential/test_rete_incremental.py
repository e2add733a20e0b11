"""Answers one at a time, in any order, changed or taken back, end where all at once ends."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from random_rulebases import cases, partial_facts, rulebases
from reference import truths

from triage.backends.rete.engine import ReteEngine
from triage.model.fact import FactValue
from triage.model.rulebase import RuleBase

Case = tuple[RuleBase, dict[str, FactValue]]


@settings(max_examples=40)
@given(cases(), st.data())
def test_answers_in_any_order_equal_the_reference_at_every_step_and_fire_nothing_when_repeated(
    case: Case, data: st.DataObject
) -> None:
    rulebase, known = case
    engine = ReteEngine(rulebase)
    so_far: dict[str, FactValue] = {}
    for name in data.draw(st.permutations(sorted(known))):
        so_far[name] = known[name]
        engine.update(so_far)
        assert engine.verdicts() == truths(rulebase, so_far)
    fired, verdicts = engine.fired, engine.verdicts()
    engine.update(dict(known))
    assert (engine.fired, engine.verdicts()) == (fired, verdicts)


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
