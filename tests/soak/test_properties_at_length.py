"""The properties of the engine, on thousands of random rule bases drawn anew each time."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people import interview
from random_rulebases import complete_facts, partial_facts, rulebases

from triage.backends.rete.engine import ReteEngine
from triage.logic.conclude import conclude
from triage.logic.disposition import settled_disposition
from triage.logic.program import program_of
from triage.logic.reference import evaluate_program
from triage.model.fact import FactValue
from triage.model.verdicts import NodeTruths
from triage.session.session import Session
from triage.terms import Disposition


@pytest.mark.soak
@settings(settings.get_profile("soak"), max_examples=3000)
@given(st.data())
def test_further_answers_overturn_nothing_in_either_reader(data: st.DataObject) -> None:
    rulebase = data.draw(rulebases())
    program = program_of(rulebase)
    everything = data.draw(complete_facts(rulebase))
    known = {name: everything[name] for name in data.draw(partial_facts(rulebase))}
    engine = ReteEngine(rulebase)
    before: NodeTruths = evaluate_program(program, {})
    level = Disposition.SELF_CARE
    so_far: dict[str, FactValue] = {}
    for name in [*known, *(one for one in everything if one not in known)]:
        so_far[name] = everything[name]
        engine.update(so_far)
        after = engine.verdicts()
        overturned = [
            node for node, truth in before.items() if truth is not None and after[node] is not truth
        ]
        assert not overturned
        assert settled_disposition(after).urgency >= level.urgency
        before, level = after, settled_disposition(after)
    assert before == evaluate_program(program, everything)


@pytest.mark.soak
@settings(settings.get_profile("soak"), max_examples=3000)
@given(st.data())
def test_an_interview_ends_where_asking_everything_ends(data: st.DataObject) -> None:
    rulebase = data.draw(rulebases())
    person = data.draw(complete_facts(rulebase))
    session = Session(rulebase)
    put = interview(session, person)
    asked = [fact for screen in put for fact in screen.facts]
    assert len(asked) == len(set(asked))
    full = conclude(rulebase, person, evaluate_program(program_of(rulebase), person))
    early = session.assess()
    assert early.complete
    assert early.disposition is full.disposition
    if full.disposition is not Disposition.EMERGENCY_NOW:
        offered = [one.remedy for one in full.recommendations]
        assert [one.remedy for one in early.recommendations] == offered
