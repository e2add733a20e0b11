"""A group line is a way of asking: "no" to it is "no" to each line behind it, and nothing else.

Rule bases, people and what they are not sure of are drawn; so are their answers to plain checks.
"""

from __future__ import annotations

import json
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from people import answer_to as given_for
from people import interview, wander
from random_rulebases import grouped_cases

from triage.api import assess
from triage.logic.conclude import conclude
from triage.logic.program import program_of
from triage.logic.reference import evaluate_program
from triage.model.assessment import Assessment
from triage.model.fact import FactValue
from triage.model.given import plain_value, read_facts
from triage.model.rule import RawValue
from triage.model.rulebase import RuleBase
from triage.session.answers import Answer
from triage.session.session import Session
from triage.session.state import State
from triage.terms import CHECK, GROUP, NOT_SURE, Disposition

Case = tuple[RuleBase, dict[str, FactValue]]


def everything(rulebase: RuleBase, person: dict[str, FactValue]) -> dict[str, RawValue]:
    """Return the values of all facts when everything is asked, one by one, with every check."""
    told: dict[str, RawValue] = {}
    for fact in rulebase.facts:
        told[fact] = plain_value(person.get(fact, NOT_SURE))
        tried = person.get(CHECK + fact)
        if fact not in person and isinstance(tried, bool):
            told[fact] = rulebase.plain_checks[fact].fact_after(yes=tried)
    return told


def assessed(rulebase: RuleBase, told: dict[str, RawValue]) -> Assessment:
    known = read_facts(rulebase, told)
    return conclude(rulebase, known, evaluate_program(program_of(rulebase), known))


def begun(rulebase: RuleBase, data: st.DataObject) -> tuple[Answer, ...]:
    """Return answers to some lines of some checklists, given before anything was asked."""
    said: st.SearchStrategy[bool | str] = st.sampled_from((NOT_SURE, False, True))
    told = [
        (one.id, {fact: data.draw(said) for fact in one.facts if data.draw(st.booleans())})
        for one in rulebase.questions.values()
        if one.items
    ]
    return tuple(Answer(name, values) for name, values in told if values)


def on_group_screens(
    rulebase: RuleBase, person: dict[str, FactValue], answers: tuple[Answer, ...]
) -> list[State]:
    """Return the states of an interview in which a screen of group lines is due."""
    state, found = State(rulebase, answers), []
    while (screen := state.due) is not None:
        if screen.members:
            found.append(state)
        session = Session(rulebase)
        session._state = state  # noqa: SLF001  (from any state, not only from the beginning)
        session.answer(screen.id, given_for(screen, person))
        state = State(rulebase, tuple(Answer(one.question, one.values) for one in session.answers))
    return found


@settings(max_examples=120)
@given(grouped_cases(), st.data())
def test_a_groups_no_equals_no_to_each_member(case: Case, data: st.DataObject) -> None:
    rulebase, person = case
    for state in on_group_screens(rulebase, person, begun(rulebase, data)):
        screen = state.due
        assert screen is not None
        answers: st.SearchStrategy[bool | str] = st.sampled_from((True, False, NOT_SURE))
        said = {line: data.draw(answers) for line in screen.facts}
        denied = data.draw(st.sampled_from(screen.facts))
        others = {line: one for line, one in said.items() if line != denied}
        members = rulebase.questions[denied.removeprefix(GROUP)]
        each: dict[str, RawValue] = {fact: False for fact in members.facts if fact not in state.raw}
        by_line = State(rulebase, (*state.answers, Answer(screen.id, {**others, denied: False})))
        assert each, "a group line is put only where something behind it is open"
        one_by_one = (*state.answers, Answer(members.id, each))
        if others:
            one_by_one = (*one_by_one, Answer(screen.id, others))
        by_member = State(rulebase, one_by_one)
        assert by_line.raw == by_member.raw
        assert by_line.assessment == by_member.assessment
        assert by_line.relevance.facts == by_member.relevance.facts
        assert by_line.due == by_member.due
        assert by_line.ending == by_member.ending


@settings(max_examples=60)
@given(grouped_cases())
def test_an_interview_with_group_lines_ends_as_asking_everything_does(case: Case) -> None:
    rulebase, person = case
    session = Session(rulebase)
    interview(session, person)
    early, full = session.assess(), assessed(rulebase, everything(rulebase, person))
    assert early.disposition is full.disposition
    if full.disposition is not Disposition.EMERGENCY_NOW:
        offered = [one.remedy for one in early.recommendations]
        assert offered == [one.remedy for one in full.recommendations]
    assert session.assess() == assess(session.raw, rulebase)


@settings(max_examples=60)
@given(grouped_cases())
def test_at_most_so_many_more_is_kept_with_group_lines_and_checks(case: Case) -> None:
    rulebase, person = case
    session = Session(rulebase)
    put = interview(session, person)
    said = [screen.remaining for screen in put]
    assert all(later < earlier for earlier, later in pairwise(said)), said
    assert [most for place, most in enumerate(said) if len(put) - place - 1 > most] == []


@settings(max_examples=60)
@given(grouped_cases())
def test_no_line_is_put_twice_and_none_before_its_group_line(case: Case) -> None:
    rulebase, person = case
    session = Session(rulebase)
    put = interview(session, person)
    shown = [fact for screen in put for fact in screen.facts]
    assert len(shown) == len(set(shown))
    for place, screen in enumerate(put):
        if screen.check_of or screen.members:
            continue
        for fact in screen.facts:
            question = rulebase.questions[rulebase.facts[fact].question]
            if question.group is not None:
                assert screen.id == question.id
                assert GROUP + question.id in {one for each in put[:place] for one in each.facts}


@settings(max_examples=60)
@given(grouped_cases())
def test_a_plain_check_is_put_right_after_what_the_person_was_not_sure_of(case: Case) -> None:
    rulebase, person = case
    session = Session(rulebase)
    due: set[str] = set()
    while (screen := session.next_question()) is not None:
        assert bool(screen.check_of) == bool(due)
        session.answer(screen.id, given_for(screen, person))
        if screen.check_of:
            due.discard(screen.check_of)
        else:
            due = {
                fact
                for fact in screen.facts
                if fact in rulebase.plain_checks and session.raw.get(fact) == NOT_SURE
            }
        due &= session._state.relevance.facts  # noqa: SLF001  (what still matters, checks apart)
        assert not (session.is_emergency and due)


@settings(max_examples=40)
@given(grouped_cases(), st.data())
def test_going_back_and_on_again_changes_nothing(case: Case, data: st.DataObject) -> None:
    rulebase, person = case
    straight, roundabout = Session(rulebase), Session(rulebase)
    interview(straight, person)
    wander(data, roundabout, person)
    assert roundabout.answers == straight.answers
    assert roundabout.raw == straight.raw
    assert roundabout.assess() == straight.assess()


@settings(max_examples=40)
@given(grouped_cases())
def test_a_session_saved_at_every_screen_goes_on_as_if_nothing_were(case: Case) -> None:
    rulebase, person = case
    straight, saved = Session(rulebase), Session(rulebase)
    put = interview(straight, person)
    for screen in put:
        assert saved.next_question() == screen
        saved.answer(screen.id, given_for(screen, person))
        saved = Session.from_dict(json.loads(json.dumps(saved.to_dict())), rulebase)
        assert saved.set_aside == []
    assert saved.next_question() is None
    assert saved.answers == straight.answers
    assert saved.assess() == straight.assess()
