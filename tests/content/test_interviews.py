"""Interviews on the shipped rule base are short, ask nothing twice, and end where they should."""

from __future__ import annotations

import re
from pathlib import Path
from statistics import median

import pytest
from people import answer_to, interview
from reference import assessed, check_as_good, truths

from triage.author.cases.vignette import Vignette, read_vignettes, whole_facts
from triage.logic.program import program_of
from triage.model.fact import FactValue
from triage.model.rulebase import RuleBase
from triage.session.screen import Screen
from triage.session.session import Session
from triage.terms import Disposition, RemedyClass

CASES = {
    case.id: case
    for case in read_vignettes([Path(__file__).parents[1] / "vignettes" / "whole_cases"])
}
FAR_TOO_MANY = 60
Asked = tuple[Session, list[Screen]]


def _interview(rulebase: RuleBase, case: Vignette, **wished: FactValue) -> Asked:
    """Answer every screen as the case would, until nothing is asked; return what was shown."""
    session = Session(rulebase)
    shown = interview(session, {**whole_facts(rulebase, case), **wished}, FAR_TOO_MANY)
    assert session.next_question() is None
    return session, shown


@pytest.fixture(scope="module")
def asked(shipped: RuleBase) -> dict[str, Asked]:
    """Return the interview of every case."""
    return {name: _interview(shipped, case) for name, case in CASES.items()}


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_the_interview_ends_where_the_whole_case_ends(
    shipped: RuleBase, asked: dict[str, Asked], case: Vignette
) -> None:
    """Same level, same emergency, and, where remedies are offered, the same ones as strongly."""
    session, shown = asked[case.id]
    early = assessed(shipped, session.facts)
    whole = assessed(shipped, whole_facts(shipped, case))
    check_as_good(early, whole)
    if whole.disposition is not Disposition.EMERGENCY_NOW:
        strong = [(one.remedy, one.strength) for one in early.recommendations]
        assert strong == [(one.remedy, one.strength) for one in whole.recommendations]
    facts = [fact for screen in shown for fact in screen.facts]
    assert len(facts) == len(set(facts)), "a line was shown twice"


def test_a_plain_strain_that_wants_natural_help_needs_few_screens(shipped: RuleBase) -> None:
    _, shown = _interview(shipped, CASES["helped_her_son_move"], **{"preference.kind": "natural"})
    assert len(shown) <= 18


def test_an_emergency_sign_ends_the_interview_at_once(asked: dict[str, Asked]) -> None:
    _, shown = asked["numb_saddle_no_urine"]
    assert shown[-1].topic == "Nerves, bladder and bowel"
    assert len(shown) <= 6


def test_age_sex_and_place_come_first(asked: dict[str, Asked]) -> None:
    for _, shown in asked.values():
        first = [screen.facts for screen in shown[:3]]
        assert first == [("patient.age_years",), ("patient.sex_at_birth",), ("pain.location",)]


def test_every_emergency_is_ruled_out_before_anybody_is_asked_what_help_they_want(
    shipped: RuleBase,
) -> None:
    facts = whole_facts(shipped, CASES["helped_her_son_move"])
    session = Session(shipped)
    while (screen := session.next_question()) is not None and "preference.kind" not in screen.facts:
        session.answer(screen.id, answer_to(screen, facts))
    assert screen is not None
    verdicts = truths(shipped, session.facts)
    emergencies = [
        rule.id
        for rule in shipped.disposing_rules
        if rule.then.disposition is Disposition.EMERGENCY_NOW
    ]
    assert [rule for rule in emergencies if verdicts[rule] is not False] == []


def test_what_can_change_the_result_is_asked_and_not_left_to_be_told(
    asked: dict[str, Asked],
) -> None:
    session, _ = asked["helped_her_son_move"]
    assert session.facts.keys() >= {
        "medicine.steroid_tablets",
        "medicine.warfarin",
        "medicine.anticoagulant",
        "history.cancer",
        "condition.osteoporosis",
        "pregnancy.status",
        "patient.age_years",
    }


def test_weak_immunity_is_asked_where_pain_does_not_settle(asked: dict[str, Asked]) -> None:
    session, _ = asked["back_pain_for_eight_weeks"]
    assert session.facts["history.weak_immunity"] is False


def test_people_of_60_are_not_asked_what_concerns_children(asked: dict[str, Asked]) -> None:
    _, shown = asked["first_back_pain_at_60"]
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
    assert "allergy.paracetamol" not in {fact for screen in shown for fact in screen.facts}
    _, either = _interview(
        shipped, CASES["helped_her_son_move"], **{"preference.kind": "medicated"}
    )
    assert "allergy.paracetamol" in {fact for screen in either for fact in screen.facts}


def test_half_of_all_cases_need_no_more_screens_than_the_readme_says(
    shipped: RuleBase, asked: dict[str, Asked]
) -> None:
    screens: dict[Disposition, list[int]] = {one: [] for one in Disposition}
    for session, shown in asked.values():
        screens[assessed(shipped, session.facts).disposition].append(len(shown))
    told = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    found = re.search(r"median of (\d+) screens to\s+self-care and (\d+) to an emergency", told)
    assert found is not None
    said = [int(number) for number in found.groups()]
    levels = (Disposition.SELF_CARE, Disposition.EMERGENCY_NOW)
    assert [median(screens[level]) for level in levels] == said
