"""The rete reader gives the verdicts of the reference, on random rule bases and cases."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_rulebases import complete_facts, partial_facts, rulebases
from reference import truths

from triage.backends.rete.engine import ReteEngine
from triage.logic.conclude import conclude
from triage.logic.program import program_of
from triage.logic.reference import ReferenceVerdicts
from triage.model.fact import FactValue
from triage.model.rulebase import RuleBase

MANY_PEOPLE = 6


def check_people(rulebase: RuleBase, people: list[dict[str, FactValue]]) -> None:
    """Check one engine against the reference for one person after another."""
    engine = ReteEngine(rulebase)
    for known in people:
        engine.update(known)
        reference = truths(rulebase, known)
        verdicts = engine.verdicts()
        assert verdicts == reference
        by_rete = ReferenceVerdicts(program_of(rulebase), known, verdicts)
        told = conclude(rulebase, known, by_rete)
        assert told.model_dump() == conclude(rulebase, known, reference).model_dump()


@settings(max_examples=60)
@given(st.data())
def test_rete_gives_the_verdicts_and_the_assessment_of_the_reference(data: st.DataObject) -> None:
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
    assert verdicts == truths(rulebase, known)


@pytest.mark.soak
@settings(settings.get_profile("soak"), max_examples=3000)
@given(st.data())
def test_rete_gives_the_verdicts_of_the_reference_many_times_over(data: st.DataObject) -> None:
    rulebase = data.draw(rulebases())
    check_people(
        rulebase, data.draw(st.lists(partial_facts(rulebase), min_size=4, max_size=MANY_PEOPLE))
    )
