"""The rete reader gives the verdicts of the reference, on random rule bases and cases."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_rulebases import cases, complete_facts, partial_facts, rulebases

from triage.backends.rete.engine import ReteEngine
from triage.logic.conclude import conclude
from triage.logic.program import program_of
from triage.logic.reference import ReferenceVerdicts, evaluate_program
from triage.model.fact import FactValue
from triage.model.rulebase import RuleBase

MANY_PEOPLE = 6


def check_people(rulebase: RuleBase, people: list[dict[str, FactValue]]) -> None:
    """Check one engine against the reference for one person after another."""
    engine = ReteEngine(rulebase)
    program = program_of(rulebase)
    for known in people:
        engine.update(known)
        assert engine.verdicts() == evaluate_program(program, known)


@settings(max_examples=60)
@given(st.data())
def test_rete_gives_the_verdicts_of_the_reference_for_partial_facts(data: st.DataObject) -> None:
    rulebase = data.draw(rulebases())
    check_people(
        rulebase, data.draw(st.lists(partial_facts(rulebase), min_size=1, max_size=MANY_PEOPLE))
    )


@settings(max_examples=20)
@given(st.data())
def test_rete_settles_every_node_when_everything_is_known(data: st.DataObject) -> None:
    rulebase = data.draw(rulebases())
    known = data.draw(complete_facts(rulebase))
    engine = ReteEngine(rulebase)
    engine.update(known)
    verdicts = engine.verdicts()
    assert None not in verdicts.values()
    assert verdicts == evaluate_program(program_of(rulebase), known)


@settings(max_examples=20)
@given(cases())
def test_an_assessment_is_the_same_from_either_reader(
    case: tuple[RuleBase, dict[str, FactValue]],
) -> None:
    rulebase, known = case
    engine = ReteEngine(rulebase)
    engine.update(known)
    reference = evaluate_program(program_of(rulebase), known)
    by_rete = conclude(
        rulebase, known, ReferenceVerdicts(program_of(rulebase), known, engine.verdicts())
    )
    assert by_rete.model_dump() == conclude(rulebase, known, reference).model_dump()


@pytest.mark.soak
@settings(settings.get_profile("soak"), max_examples=3000)
@given(st.data())
def test_rete_gives_the_verdicts_of_the_reference_many_times_over(data: st.DataObject) -> None:
    rulebase = data.draw(rulebases())
    check_people(
        rulebase, data.draw(st.lists(partial_facts(rulebase), min_size=4, max_size=MANY_PEOPLE))
    )
