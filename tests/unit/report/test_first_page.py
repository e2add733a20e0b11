"""The first page of a result: short for everybody, and about the person."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from people import all_no

from triage.api import assess
from triage.content.load import read_files
from triage.content.portraits import load_portraits
from triage.content.texts import in_language
from triage.logic.nearest import NEVER, Distance, Nearness
from triage.logic.quick import quick_verdicts
from triage.logic.safety_net import changing_facts
from triage.model.assessment import Assessment
from triage.model.fact import FactKind, FactValue
from triage.model.given import plain_value
from triage.model.rulebase import RuleBase
from triage.report.front_page import MOST_HELP, FirstPage, first_page
from triage.report.front_page_text import FEWEST_SIGNS, LINES, WORDS, first_page_lines
from triage.report.signs import MOST_SIGNS
from triage.simulate.draw import Drawer, Wishes
from triage.terms import Disposition

EMERGENCY = Disposition.EMERGENCY_NOW
PEOPLE = 2
"""People of each portrait whose page is looked at."""


@pytest.fixture(scope="module")
def everybody(shipped: RuleBase) -> list[Assessment]:
    """Return what is told to some people of every portrait."""
    portraits = load_portraits(shipped, read_files(portraits=True))
    drawer = Drawer(shipped, portraits, Wishes(seed=1))
    found = []
    for portrait in portraits.every:
        people = drawer.people(portrait, PEOPLE)
        for index in range(people.count):
            told = {fact: people.told(fact, index) for fact in shipped.facts}
            known = {fact: plain_value(one) for fact, one in told.items() if one is not None}
            found.append(assess(known, shipped))
    return found


@pytest.fixture(scope="module")
def facts(shipped: RuleBase) -> Mapping[str, FactValue]:
    case = assess(all_no(shipped, **{"medicine.warfarin": True}), shipped).case
    assert case is not None
    return case.facts


def page_of(rulebase: RuleBase, **facts: object) -> FirstPage:
    return first_page(assess(all_no(rulebase, **facts), rulebase), rulebase)


def test_everybody_is_in_the_test(everybody: list[Assessment]) -> None:
    assert {one.disposition for one in everybody} == set(Disposition)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_of_everybody_fits_a_screen_and_a_minute(
    shipped: RuleBase, everybody: list[Assessment], language: str
) -> None:
    rulebase = in_language(shipped, language)
    for assessment in everybody:
        here = assess(assessment.case.facts, rulebase) if language != "en" else assessment  # type: ignore[union-attr]
        page = first_page(here, rulebase)
        lines = first_page_lines(page)
        text = " ".join(" ".join(lines).split())
        assert len(lines) <= LINES
        assert len(text.split()) <= WORDS
        assert max(map(len, lines)) <= 80
        assert lines[0] == page.title.upper()
        for said in (*page.call, *page.do, page.note):
            assert said in text
        if page.level is not EMERGENCY:
            assert sum(one in text for one in (*page.at_once, *page.today)) >= FEWEST_SIGNS
        assert len(page.help) <= MOST_HELP
        assert len(page.at_once) + len(page.today) <= MOST_SIGNS


def test_an_emergency_says_whom_to_call_what_to_do_and_what_to_tell(shipped: RuleBase) -> None:
    page = page_of(shipped, **{"nerve.saddle_numbness": True})
    assert page.level is EMERGENCY
    assert "112" in page.call[0]
    (do,) = page.do
    assert do.startswith("Go to an emergency department now.")
    assert do.endswith("nerves at the base of the spine are squeezed.")
    assert page.why == ("Tell them: numbness between the legs.",)
    assert page.steps[0] == "Do not drive yourself."
    assert not page.help
    assert not page.at_once


def test_the_sign_that_most_answers_speak_for_leads(shipped: RuleBase) -> None:
    page = page_of(
        shipped,
        **{"wound.recent_dirty": True, "tetanus.jaw_locked": True, "general.nausea_vomiting": True,
           "tetanus.body_spasms": True, "throat.trouble_swallowing": True,
           "tetanus.not_vaccinated": True},
    )  # fmt: skip
    assert "tetanus" in page.do[0]


def test_who_takes_a_blood_thinner_is_told_of_bleeding_first(shipped: RuleBase) -> None:
    without, with_it = (page_of(shipped, **{"medicine.warfarin": one}) for one in (False, True))
    assert not any("blood thinner" in one for one in (*without.at_once, *without.today))
    assert any("blood thinner" in one for one in with_it.at_once)
    assert "blood thinner" in with_it.today[0]


@pytest.mark.parametrize(
    ("place", "sign"),
    [("low_back", "between the legs"), ("neck", "headache"), ("leg", "joint that turns hot")],
)
def test_signs_of_the_place_that_hurts_come_first(shipped: RuleBase, place: str, sign: str) -> None:
    page = page_of(shipped, **{"pain.location": [place]})
    assert any(sign in one for one in (*page.at_once, *page.today)), page


def test_what_was_told_already_is_no_reason_to_come_back(shipped: RuleBase) -> None:
    page = page_of(shipped, **{"general.fever": True, "general.cold_or_flu": True})
    assert page.level is not EMERGENCY
    assert not any(one.startswith("fever,") for one in page.today)


def test_who_stopped_early_is_told_that_something_is_open(shipped: RuleBase) -> None:
    page = first_page(assess({"patient.age_years": 40}, shipped), shipped)
    assert "not ruled out" in page.do[1]


def test_an_assessment_read_back_has_a_page_as_well(shipped: RuleBase) -> None:
    made = assess(all_no(shipped), shipped)
    again = Assessment.model_validate_json(made.model_dump_json(by_alias=True))
    page = first_page(again, shipped)
    assert page.title == made.title
    assert page.at_once


def test_a_narrow_and_low_terminal_gets_a_shorter_page(shipped: RuleBase) -> None:
    page = page_of(shipped)
    lines = first_page_lines(page, width=60, room=20)
    assert len(lines) <= 20
    assert max(map(len, lines)) <= 60
    text = " ".join(" ".join(lines).split())
    assert page.do[0] in text
    assert page.note in text


class TestNearness:
    """How many signs are missing agrees with what the rules say when they come."""

    def test_a_rule_that_is_true_is_no_sign_away(self, shipped: RuleBase) -> None:
        case = assess(all_no(shipped, **{"nerve.saddle_numbness": True}), shipped).case
        assert case is not None
        near = Nearness(shipped, case.facts)
        true = {one.id for one in shipped.disposing_rules if case.verdicts[one.id] is True}
        away = {one.id for one in shipped.disposing_rules if near.of_rule(one.id).signs == 0}
        assert true == away

    def test_one_sign_brings_about_what_is_one_sign_away(
        self, shipped: RuleBase, facts: Mapping[str, FactValue]
    ) -> None:
        near = Nearness(shipped, facts)
        missing = {one.id for one in shipped.disposing_rules if near.of_rule(one.id).signs == 1}
        assert len(missing) > 40
        for sign in changing_facts(shipped):
            for value in _other_values(shipped, sign):
                verdicts = quick_verdicts(shipped, {**facts, sign: value})
                missing -= {one for one in missing if verdicts[one] is True}
        assert not missing

    def test_a_risk_brings_nothing_nearer_that_never_comes_about(self) -> None:
        assert NEVER + Distance(0, -1) == NEVER
        assert Distance(0, -1) + NEVER == NEVER
        assert Distance(1, -1) + Distance(1, 0) == Distance(2, -1)

    def test_age_and_history_never_come_about(
        self, shipped: RuleBase, facts: Mapping[str, FactValue]
    ) -> None:
        near = Nearness(shipped, facts)
        sickle = next(one for one in shipped.safety_net.items if one.id == "sickle_cell")
        assert near.of_any(sickle.rules) == NEVER


def _other_values(rulebase: RuleBase, fact: str) -> list[FactValue]:
    definition = rulebase.facts[fact]
    match definition.kind:
        case FactKind.BOOL:
            return [True]
        case FactKind.CHOICE:
            return list(definition.choices)
        case FactKind.SET:
            return [frozenset([one]) for one in definition.choices]
        case FactKind.NUMBER:
            return [definition.at_least, definition.at_most]
