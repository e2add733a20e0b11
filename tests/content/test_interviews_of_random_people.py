"""Interviews of many different people on the shipped rule base: stopping early changes nothing.

People are drawn by number, so a failure names the one to look at. Most are healthy in most ways,
or nearly every interview would end at its second screen.
"""

from __future__ import annotations

import json
from itertools import pairwise
from random import Random

import pytest
from people import answer_to, interview, somebody
from reference import assessed, check_as_good, truths

from triage.logic.program import program_of
from triage.model.fact import FactValue
from triage.model.given import read_facts
from triage.model.rulebase import RuleBase
from triage.session.screen import Screen
from triage.session.session import Session
from triage.terms import NOT_SURE

PEOPLE = 40
MANY_PEOPLE = 1500
Interviewed = tuple[Session, list[Screen]]


def person_of(rulebase: RuleBase, number: int) -> dict[str, FactValue]:
    """Return all that person `number` could tell; what they are not sure of is left out."""
    chance = Random(number)  # noqa: S311  (drawn, not secret)
    yes, known = chance.choice((0.0, 0.01, 0.03, 0.3)), chance.choice((1, 1, 0.95, 0.7))
    return somebody(rulebase, chance, known=known, yes=yes)


def interviewed(rulebase: RuleBase, number: int) -> Interviewed:
    session = Session(rulebase)
    return session, interview(session, person_of(rulebase, number))


@pytest.fixture(scope="module")
def everybody(shipped: RuleBase) -> list[Interviewed]:
    """Return the interviews of the first people."""
    return [interviewed(shipped, number) for number in range(PEOPLE)]


def hold_to_all_answers(rulebase: RuleBase, number: int, session: Session) -> None:
    """Hold what an interview concluded to the answers to every question.

    How strongly a remedy is put forward is no reason to ask: under a same-day level, staying calm
    may be advised less strongly when nobody asked what the pain began with.
    """
    person = person_of(rulebase, number)
    raw = {name: person.get(name, NOT_SURE) for name in rulebase.facts}
    full = assessed(rulebase, read_facts(rulebase, raw))
    check_as_good(assessed(rulebase, session.facts), full)


def hold_to_what_was_said(put: list[Screen]) -> None:
    """Check that no more screens followed than was said, and that no line was shown twice."""
    said = [screen.remaining for screen in put]
    assert all(later < earlier for earlier, later in pairwise(said)), said
    assert [most for place, most in enumerate(said) if len(put) - place - 1 > most] == []
    shown = [fact for screen in put for fact in screen.facts]
    assert len(shown) == len(set(shown)), "a line was shown twice"


def test_stopping_early_is_as_good_as_asking_everything(
    shipped: RuleBase, everybody: list[Interviewed]
) -> None:
    for number, (session, put) in enumerate(everybody):
        hold_to_all_answers(shipped, number, session)
        hold_to_what_was_said(put)


@pytest.mark.soak
def test_stopping_early_is_as_good_as_asking_everything_for_many(shipped: RuleBase) -> None:
    for number in range(PEOPLE, MANY_PEOPLE):
        session, put = interviewed(shipped, number)
        hold_to_all_answers(shipped, number, session)
        hold_to_what_was_said(put)


def test_coming_back_at_every_screen_changes_no_screen(
    shipped: RuleBase, everybody: list[Interviewed]
) -> None:
    for number in range(0, PEOPLE, 4):
        person = person_of(shipped, number)
        session = Session(shipped)
        put: list[Screen] = []
        while (screen := session.next_question()) is not None:
            put.append(screen)
            session.answer(screen.id, answer_to(screen, person))
            session = Session.from_dict(json.loads(json.dumps(session.to_dict())), shipped)
        assert put == everybody[number][1]


def test_these_people_are_not_all_alike(shipped: RuleBase, everybody: list[Interviewed]) -> None:
    levels = {assessed(shipped, session.facts).disposition for session, _ in everybody}
    assert len(levels) >= 3, levels
    assert len({len(put) for _, put in everybody}) >= 6


def test_medicines_that_only_a_remedy_asks_for_come_after_how_it_began_and_what_is_wanted(
    shipped: RuleBase,
) -> None:
    assert sum(_checked_for_order(shipped, number) for number in range(20)) > 5


def _checked_for_order(shipped: RuleBase, number: int) -> int:
    """Return how many screens with such medicines a person met, each held to its place."""
    checked = 0
    program = program_of(shipped)
    person = person_of(shipped, number)
    session = Session(shipped)
    while (screen := session.next_question()) is not None:
        verdicts = truths(shipped, session.facts)
        open_rules = [one.id for one in shipped.disposing_rules if verdicts[one.id] is None]
        for_safety = frozenset().union(*(program.facts_under[one] for one in open_rules))
        medicines = {fact for fact in screen.facts if fact.startswith(("medicine.", "allergy."))}
        # A screen put for a warning sign may close its whole list, so that it is not put again.
        if medicines - for_safety and for_safety.isdisjoint(screen.facts):
            still_open = set(assessed(shipped, session.facts).unanswered) - session.raw.keys()
            assert still_open.isdisjoint({"pain.location", "pain.trigger", "preference.kind"})
            checked += 1
        session.answer(screen.id, answer_to(screen, person))
    return checked
