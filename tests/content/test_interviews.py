"""Interviews on the shipped rule base are short, ask nothing twice, and end where they should."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from statistics import median

import pytest

from triage.author.cases.vignette import Vignette, read_vignettes, whole_facts
from triage.logic.conclude import conclude
from triage.logic.program import program_of
from triage.logic.reference import evaluate_program
from triage.model.assessment import Assessment
from triage.model.fact import Facts, FactValue
from triage.model.given import plain_value
from triage.model.rulebase import RuleBase
from triage.session.answers import Given
from triage.session.person import answer_to
from triage.session.screen import Screen
from triage.session.session import Session
from triage.terms import Disposition, RemedyClass

CASES = {
    case.id: case
    for case in read_vignettes([Path(__file__).parents[1] / "vignettes" / "whole_cases"])
}
FAR_TOO_MANY = 60


def _answer(screen: Screen, facts: Mapping[str, FactValue]) -> Given:
    return answer_to(screen, {fact: plain_value(facts[fact]) for fact in screen.asks_about})


def _interview(
    rulebase: RuleBase, case: Vignette, **wished: FactValue
) -> tuple[Session, list[Screen]]:
    """Answer every screen as the case would, until nothing is asked; return what was shown."""
    facts = {**whole_facts(rulebase, case), **wished}
    session = Session(rulebase)
    shown: list[Screen] = []
    while (screen := session.next_question()) is not None:
        assert len(shown) < FAR_TOO_MANY
        session.answer(screen.id, _answer(screen, facts))
        shown.append(screen)
    return session, shown


def _assessed(rulebase: RuleBase, facts: Facts) -> Assessment:
    return conclude(rulebase, facts, evaluate_program(program_of(rulebase), facts))


def _emergencies(assessment: Assessment) -> set[str]:
    return {
        one.rule for one in assessment.red_flags if one.disposition is Disposition.EMERGENCY_NOW
    }


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_the_interview_ends_where_the_whole_case_ends(shipped: RuleBase, case: Vignette) -> None:
    """Same level, same emergency, and, where remedies are offered, the same ones as strongly."""
    session, shown = _interview(shipped, case)
    early = _assessed(shipped, session.facts)
    whole = _assessed(shipped, whole_facts(shipped, case))
    assert early.disposition is whole.disposition
    assert bool(_emergencies(early)) == bool(_emergencies(whole))
    assert _emergencies(early) <= _emergencies(whole)
    if whole.disposition is not Disposition.EMERGENCY_NOW:
        offered = [(one.remedy, one.strength) for one in early.recommendations]
        assert offered == [(one.remedy, one.strength) for one in whole.recommendations]
    facts = [fact for screen in shown for fact in screen.facts]
    assert len(facts) == len(set(facts)), "a line was shown twice"


def test_a_plain_strain_that_wants_natural_help_needs_few_screens(shipped: RuleBase) -> None:
    _, shown = _interview(shipped, CASES["helped_her_son_move"], **{"preference.kind": "natural"})
    assert len(shown) <= 12


def test_an_emergency_sign_ends_the_interview_at_once(shipped: RuleBase) -> None:
    _, shown = _interview(shipped, CASES["numb_saddle_no_urine"])
    assert len(shown) <= 3


def test_where_it_hurts_comes_first(shipped: RuleBase) -> None:
    screen = Session(shipped).next_question()
    assert screen is not None
    assert screen.facts == ("pain.location",)


def test_every_emergency_is_ruled_out_before_anybody_is_asked_what_help_they_want(
    shipped: RuleBase,
) -> None:
    facts = whole_facts(shipped, CASES["helped_her_son_move"])
    session = Session(shipped)
    while (screen := session.next_question()) is not None and "preference.kind" not in screen.facts:
        session.answer(screen.id, _answer(screen, facts))
    assert screen is not None
    verdicts = evaluate_program(program_of(shipped), session.facts)
    emergencies = [
        rule.id
        for rule in shipped.disposing_rules
        if rule.then.disposition is Disposition.EMERGENCY_NOW
    ]
    assert [rule for rule in emergencies if verdicts[rule] is not False] == []


@pytest.mark.parametrize(
    "fact",
    [
        "medicine.steroid_tablets",
        "medicine.warfarin",
        "medicine.anticoagulant",
        "history.cancer",
        "condition.osteoporosis",
        "pregnancy.status",
        "patient.age_years",
    ],
)
def test_what_can_change_the_result_is_asked_and_not_left_to_be_told(
    shipped: RuleBase, fact: str
) -> None:
    _, shown = _interview(shipped, CASES["helped_her_son_move"])
    assert fact in {one for screen in shown for one in screen.facts}


def test_weak_immunity_is_asked_where_pain_does_not_settle(shipped: RuleBase) -> None:
    _, shown = _interview(shipped, CASES["back_pain_for_eight_weeks"])
    assert "history.weak_immunity" in {one for screen in shown for one in screen.facts}


def test_people_of_60_are_not_asked_what_concerns_children(shipped: RuleBase) -> None:
    _, shown = _interview(shipped, CASES["first_back_pain_at_60"])
    assert not any(fact.startswith("child.") for screen in shown for fact in screen.facts)


def test_who_wants_natural_help_is_asked_nothing_that_only_medicines_need(
    shipped: RuleBase,
) -> None:
    program = program_of(shipped)
    medicated = [one.id for one in shipped.remedies if one.class_ is RemedyClass.MEDICATED]
    _, shown = _interview(shipped, CASES["helped_her_son_move"], **{"preference.kind": "natural"})
    after = shown[[screen.id for screen in shown].index("preference.kind") + 1 :]
    for fact in (fact for screen in after for fact in screen.facts):
        readers = {
            node.id.split(".")[1]
            for node in program.nodes
            if node.id.startswith("contraindication.") and fact in program.facts_under[node.id]
        }
        assert not readers or readers - set(medicated), fact
    asked = {fact for screen in shown for fact in screen.facts}
    assert "allergy.paracetamol" not in asked
    _, either = _interview(
        shipped, CASES["helped_her_son_move"], **{"preference.kind": "medicated"}
    )
    assert "allergy.paracetamol" in {fact for screen in either for fact in screen.facts}


def test_self_care_takes_twelve_screens_and_an_emergency_four_in_the_middle_of_all_cases(
    shipped: RuleBase,
) -> None:
    screens: dict[Disposition, list[int]] = {one: [] for one in Disposition}
    for case in CASES.values():
        session, shown = _interview(shipped, case)
        screens[_assessed(shipped, session.facts).disposition].append(len(shown))
    assert median(screens[Disposition.SELF_CARE]) <= 12
    assert median(screens[Disposition.EMERGENCY_NOW]) <= 4
