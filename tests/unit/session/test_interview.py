"""An interview asks what matters, each thing once, and ends where asking everything would."""

from __future__ import annotations

import json
from itertools import pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from people import answer_to, interview, wander
from random_rulebases import cases, complete_facts, rulebases
from reference import assessed, check_as_good, truths

from triage.logic.conclude import conclude
from triage.logic.program import program_of
from triage.model.fact import FactValue
from triage.model.given import plain_value, read_facts, told_not_sure
from triage.model.rulebase import RuleBase
from triage.session.session import Session
from triage.terms import NOT_SURE, Disposition

Person = dict[str, FactValue]
Case = tuple[RuleBase, Person]


@st.composite
def full_cases(draw: st.DrawFn) -> Case:
    rulebase = draw(rulebases())
    return rulebase, draw(complete_facts(rulebase))


@settings(max_examples=20)
@given(full_cases())
def test_early_exit_is_sound(case: Case) -> None:
    """An interview ends with the level, and the remedies, of having asked everything."""
    rulebase, person = case
    session = Session(rulebase)
    interview(session, person)
    early, full = session.assess(), assessed(rulebase, person)
    assert early.complete
    check_as_good(early, full)
    assert early.not_checked == () or full.disposition is Disposition.EMERGENCY_NOW


@settings(max_examples=25)
@given(cases())
def test_an_interview_ends_puts_nothing_twice_and_is_as_short_as_was_said(case: Case) -> None:
    """With "not sure" among the answers, stopping is as good as asking everything."""
    rulebase, person = case
    session = Session(rulebase)
    put = interview(session, person, screens=len(rulebase.facts) + 1)
    assert session.next_question() is None
    asked = [fact for screen in put for fact in screen.facts]
    assert len(asked) == len(set(asked))
    # What is said falls with every screen, so that it is never broken, whatever is answered.
    said = [screen.remaining for screen in put]
    assert all(later < earlier for earlier, later in pairwise(said))
    assert [most for place, most in enumerate(said) if len(put) - place - 1 > most] == []

    early = session.assess()
    assert set(early.unanswered) <= {fact for fact, one in session.raw.items() if one == NOT_SURE}
    known = dict(read_facts(rulebase, session.raw))
    assert session.facts == known
    not_sure = told_not_sure(rulebase, session.raw)
    assert early == conclude(rulebase, known, truths(rulebase, known), not_sure)
    raw = {name: person.get(name, NOT_SURE) for name in rulebase.facts}
    check_as_good(early, assessed(rulebase, dict(read_facts(rulebase, raw))))


@settings(max_examples=20)
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
        session.answer(screen.id, answer_to(screen, person))


@settings(max_examples=20)
@given(cases(), st.data())
def test_going_back_and_on_again_changes_nothing(case: Case, data: st.DataObject) -> None:
    rulebase, person = case
    straight, roundabout = Session(rulebase), Session(rulebase)
    interview(straight, person)
    wander(data, roundabout, person)
    assert roundabout.raw == straight.raw
    assert roundabout.assess() == straight.assess()


@settings(max_examples=20)
@given(cases(), st.data())
def test_what_was_said_holds_after_going_back(case: Case, data: st.DataObject) -> None:
    rulebase, person = case
    session = Session(rulebase)
    before = interview(session, person, screens=data.draw(st.integers(1, 4)))
    if not before:
        return
    session.back()
    again = interview(session, person)
    assert again[0] == before[-1]
    said = [screen.remaining for screen in again]
    assert all(later < earlier for earlier, later in pairwise(said))


@settings(max_examples=20)
@given(cases())
def test_a_remedy_is_asked_about_only_while_it_is_in_play(case: Case) -> None:
    """What no open rule asks for, an offer asks for that nothing has ruled out yet."""
    rulebase, person = case
    program = program_of(rulebase)
    session = Session(rulebase)
    while (screen := session.next_question()) is not None:
        verdicts = truths(rulebase, session.facts)
        open_rules = [one.id for one in rulebase.disposing_rules if verdicts[one.id] is None]
        in_play = [
            f"offered.{one.id}"
            for one in rulebase.remedies
            if verdicts.get(f"offered.{one.id}", False) is None
            and verdicts[f"indicated.{one.id}"] is not False
            and verdicts[f"wanted.{one.id}"] is not False
        ]
        serving = [program.facts_under[node] for node in (*open_rules, *in_play)]
        assert set(screen.facts) <= frozenset().union(*serving)
        session.answer(screen.id, answer_to(screen, person))


@settings(max_examples=25)
@given(cases(), st.randoms(use_true_random=False))
def test_what_an_app_knows_can_be_handed_over_in_any_order(case: Case, chance: Random) -> None:
    """Fact by fact, each to its question, whether that is due or not: the same assessment."""
    rulebase, person = case
    known = list(person)
    chance.shuffle(known)
    session = Session(rulebase)
    for fact in known:
        question = rulebase.questions[rulebase.facts[fact].question]
        value = plain_value(person[fact])
        session.answer(question.id, {fact: value} if question.items else value)  # type: ignore[dict-item]  # yes or no
    assert session.facts == person
    assert session.assess() == assessed(rulebase, person)


@settings(max_examples=25)
@given(cases())
def test_an_interview_saved_and_resumed_at_every_screen_is_the_same_interview(case: Case) -> None:
    """Every screen, and so how many follow at most, is what it is without a break."""
    rulebase, person = case
    straight = interview(Session(rulebase), person)
    session = Session(rulebase)
    for screen in straight:
        session = Session.from_dict(json.loads(json.dumps(session.to_dict())), rulebase)
        assert session.next_question() == screen
        session.answer(screen.id, answer_to(screen, person))
    assert session.next_question() is None
