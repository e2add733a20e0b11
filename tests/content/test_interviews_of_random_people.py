"""Interviews of many different people on the shipped rule base: stopping early changes nothing.

People are drawn by number, so a failure names the one to look at. Most are healthy in most ways,
or nearly every interview would end at its second screen.
"""

from __future__ import annotations

import json
from itertools import pairwise
from random import Random

import pytest
from random_interviews import given_for, interview

from triage.logic.conclude import conclude
from triage.logic.program import program_of
from triage.logic.reference import evaluate_program
from triage.model.assessment import Assessment
from triage.model.fact import FactDefinition, FactKind, Facts, FactValue
from triage.model.given import read_facts
from triage.model.rulebase import RuleBase
from triage.session.screen import Screen
from triage.session.session import Session
from triage.terms import NOT_SURE, Disposition

PEOPLE = 80
MANY_PEOPLE = 1500
OLDEST = 100
TWO_YEARS = 730


def person_of(rulebase: RuleBase, number: int) -> dict[str, FactValue]:
    """Return all that person `number` could tell; what they are not sure of is left out."""
    chance = Random(number)  # noqa: S311  (drawn, not secret)
    yes = chance.choice((0.0, 0.01, 0.03, 0.3))
    unsure = chance.choice((0.0, 0.0, 0.05, 0.3))
    return {
        name: _value(definition, chance, yes)
        for name, definition in rulebase.facts.items()
        if chance.random() >= unsure
    }


def _value(definition: FactDefinition, chance: Random, yes: float) -> FactValue:
    match definition.kind:
        case FactKind.BOOL:
            return chance.random() < yes
        case FactKind.NUMBER:
            most = OLDEST if definition.unit == "years" else TWO_YEARS
            return chance.randint(definition.at_least, min(definition.at_most, most))
        case FactKind.CHOICE:
            return chance.choice(definition.choices)
        case FactKind.SET:
            return frozenset(chance.sample(definition.choices, chance.choice((1, 1, 2))))


def assessed(rulebase: RuleBase, facts: Facts) -> Assessment:
    return conclude(rulebase, facts, evaluate_program(program_of(rulebase), facts))


def emergencies(assessment: Assessment) -> set[str]:
    return {
        one.rule for one in assessment.red_flags if one.disposition is Disposition.EMERGENCY_NOW
    }


def hold_to_all_answers(rulebase: RuleBase, number: int) -> None:
    """Interview a person; hold what is said and concluded to the answers to every question.

    How strongly a remedy is put forward is no reason to ask: under a same-day level, staying calm
    may be advised less strongly when nobody asked what the pain began with.
    """
    person = person_of(rulebase, number)
    session = Session(rulebase)
    put = interview(session, person)
    raw = {name: person.get(name, NOT_SURE) for name in rulebase.facts}
    early, full = assessed(rulebase, session.facts), assessed(rulebase, read_facts(rulebase, raw))
    assert early.disposition is full.disposition
    assert emergencies(early) <= emergencies(full)
    assert bool(emergencies(early)) == bool(emergencies(full))
    if full.disposition is not Disposition.EMERGENCY_NOW:
        offered = [one.remedy for one in early.recommendations]
        assert offered == [one.remedy for one in full.recommendations]
    said = [screen.remaining for screen in put]
    assert all(later < earlier for earlier, later in pairwise(said)), said
    assert [most for place, most in enumerate(said) if len(put) - place - 1 > most] == []
    shown = [fact for screen in put for fact in screen.facts]
    assert len(shown) == len(set(shown)), "a line was shown twice"


@pytest.mark.parametrize("number", range(PEOPLE))
def test_stopping_early_is_as_good_as_asking_everything(shipped: RuleBase, number: int) -> None:
    hold_to_all_answers(shipped, number)


def resumed_at_every_screen(rulebase: RuleBase, number: int) -> list[Screen]:
    """Interview a person who saves and comes back at every screen; return the screens put."""
    person = person_of(rulebase, number)
    session = Session(rulebase)
    put: list[Screen] = []
    while (screen := session.next_question()) is not None:
        put.append(screen)
        session.answer(screen.id, given_for(screen, person))
        session = Session.from_dict(json.loads(json.dumps(session.to_dict())), rulebase)
    return put


@pytest.mark.parametrize("number", range(PEOPLE))
def test_coming_back_at_every_screen_changes_no_screen(shipped: RuleBase, number: int) -> None:
    """So what is said to follow at most never rises after it was said."""
    put = resumed_at_every_screen(shipped, number)
    assert put == interview(Session(shipped), person_of(shipped, number))
    assert all(later.remaining < earlier.remaining for earlier, later in pairwise(put))


@pytest.mark.soak
def test_stopping_early_is_as_good_as_asking_everything_for_many(shipped: RuleBase) -> None:
    for number in range(PEOPLE, MANY_PEOPLE):
        hold_to_all_answers(shipped, number)


def test_these_people_are_not_all_alike(shipped: RuleBase) -> None:
    levels = set()
    lengths = set()
    for number in range(PEOPLE):
        session = Session(shipped)
        lengths.add(len(interview(session, person_of(shipped, number))))
        levels.add(assessed(shipped, session.facts).disposition)
    assert len(levels) >= 3, levels
    assert len(lengths) >= 6, lengths


def test_medicines_that_only_a_remedy_asks_for_come_after_how_it_began_and_what_is_wanted(
    shipped: RuleBase,
) -> None:
    assert sum(_checked_for_order(shipped, number) for number in range(40)) > 10


def _checked_for_order(shipped: RuleBase, number: int) -> int:
    """Return how many screens with such medicines a person met, each held to its place."""
    checked = 0
    program = program_of(shipped)
    person = person_of(shipped, number)
    session = Session(shipped)
    while (screen := session.next_question()) is not None:
        verdicts = evaluate_program(program, session.facts)
        open_rules = [one.id for one in shipped.disposing_rules if verdicts[one.id] is None]
        for_safety = frozenset().union(*(program.facts_under[one] for one in open_rules))
        medicines = {fact for fact in screen.facts if fact.startswith(("medicine.", "allergy."))}
        if medicines - for_safety:
            still_open = set(assessed(shipped, session.facts).unanswered) - session.raw.keys()
            assert still_open.isdisjoint({"pain.location", "pain.trigger", "preference.kind"})
            checked += 1
        session.answer(screen.id, given_for(screen, person))
    return checked
