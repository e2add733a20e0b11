"""An interview asks what matters, each thing once, and ends where asking everything would."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from random_interviews import given_for, interview, wander
from random_rulebases import cases, complete_facts, rulebases

from triage.logic.conclude import conclude
from triage.logic.evaluate import evaluate_program
from triage.logic.program import program_of
from triage.model.assessment import Assessment
from triage.model.case import read_facts
from triage.model.fact import FactValue
from triage.model.rulebase import RuleBase
from triage.session.session import Session
from triage.terms import NOT_SURE, Disposition

Person = dict[str, FactValue]
Case = tuple[RuleBase, Person]


@st.composite
def full_cases(draw: st.DrawFn) -> Case:
    rulebase = draw(rulebases())
    return rulebase, draw(complete_facts(rulebase))


def assessed(rulebase: RuleBase, known: Person) -> Assessment:
    return conclude(rulebase, known, evaluate_program(program_of(rulebase), known))


@settings(max_examples=40)
@given(full_cases())
def test_early_exit_is_sound(case: Case) -> None:
    """An interview ends with the level, and the remedies, of having asked everything."""
    rulebase, person = case
    session = Session(rulebase)
    interview(session, person)
    early, full = session.assess(), assessed(rulebase, person)
    assert early.complete
    assert early.disposition is full.disposition
    if full.disposition is not Disposition.EMERGENCY_NOW:
        offered = [one.remedy for one in early.recommendations]
        assert offered == [one.remedy for one in full.recommendations]
        assert early.not_checked == []


@settings(max_examples=40)
@given(cases())
def test_an_interview_ends_and_puts_nothing_twice(case: Case) -> None:
    rulebase, person = case
    session = Session(rulebase)
    put = interview(session, person, screens=len(rulebase.facts) + 1)
    assert session.next_question() is None
    asked = [fact for screen in put for fact in screen.facts]
    assert len(asked) == len(set(asked))
    left = set(session.assess().unanswered)
    assert left <= {fact for fact, value in session.raw.items() if value == NOT_SURE}


@settings(max_examples=40)
@given(cases())
def test_only_what_can_still_change_the_assessment_is_asked(case: Case) -> None:
    rulebase, person = case
    session = Session(rulebase)
    for _ in range(len(rulebase.facts)):
        before = session.assess()
        screen = session.next_question()
        if screen is None:
            break
        assert set(screen.facts) <= set(before.unanswered)
        assert session.why(screen), "a question is asked for no reason"
        further = set(before.unanswered) - set(session.raw) - set(screen.facts)
        assert screen.remaining == len({rulebase.facts[fact].question for fact in further})
        session.answer(screen.id, given_for(screen, person))


@settings(max_examples=40)
@given(cases(), st.data())
def test_going_back_and_on_again_changes_nothing(case: Case, data: st.DataObject) -> None:
    rulebase, person = case
    straight, roundabout = Session(rulebase), Session(rulebase)
    interview(straight, person)
    wander(data, roundabout, person)
    assert roundabout.raw == straight.raw
    assert roundabout.assess() == straight.assess()


@settings(max_examples=40)
@given(cases())
def test_a_session_concludes_what_the_reference_concludes(case: Case) -> None:
    rulebase, person = case
    session = Session(rulebase)
    interview(session, person)
    known = dict(read_facts(rulebase, session.raw))
    assert session.facts == known
    assert session.assess() == assessed(rulebase, known)
