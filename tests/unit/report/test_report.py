"""A report says nothing twice, nothing that is not known, and never that all was asked."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from people import all_no
from random_rulebases import cases

from triage.api import assess
from triage.content.load import load
from triage.content.texts import texts_of
from triage.logic.conclude import conclude
from triage.logic.program import program_of
from triage.logic.reference import evaluate_program
from triage.model.assessment import Reason
from triage.model.fact import FactValue
from triage.model.rulebase import RuleBase
from triage.report.as_text import text_report
from triage.report.for_person import Entry, Section, report, without_repeats
from triage.report.handout import handout
from triage.report.words import grouped, said_once


def check_nothing_twice(sections: list[Section]) -> None:
    for section in sections:
        assert len(set(section.paragraphs)) == len(section.paragraphs)
        assert len(set(section.entries)) == len(section.entries)
        for entry in section.entries:
            assert len(set(entry.details)) == len(entry.details), entry


@settings(max_examples=20)
@given(cases())
def test_no_section_says_a_thing_twice(case: tuple[RuleBase, dict[str, FactValue]]) -> None:
    rulebase, known = case
    verdicts = evaluate_program(program_of(rulebase), known)
    check_nothing_twice(report(conclude(rulebase, known, verdicts), rulebase))


def test_lines_and_points_that_are_the_same_stand_once() -> None:
    one = Entry(
        "A rub", "It warms.", ("Have the label checked.", "Once.", "Have the label checked.")
    )
    section = without_repeats(Section("may_try", "Try", ("Do.", "Do."), (one, one)))
    assert section.paragraphs == ("Do.",)
    assert section.entries == (Entry("A rub", "It warms.", ("Have the label checked.", "Once.")),)


def test_a_caution_that_two_checks_share_is_told_once(shipped: RuleBase) -> None:
    bleeding = {"medicine.anticoagulant": True, "condition.bleeding_disorder": True}
    assessment = assess(all_no(shipped) | bleeding, shipped)
    (rub,) = (one for one in assessment.recommendations if one.remedy == "menthol_rub")
    first, second = (one.text for one in rub.ask_first if one.known)
    assert first == second
    sections = report(assessment, shipped)
    assert text_report(sections, 1_000).count(first) == 1
    page = handout(assessment, on=date(2026, 3, 1))
    assert text_report(page.sections, 1_000).count(first) == 1


def test_reasons_that_rest_on_one_answer_name_it_once(shipped: RuleBase) -> None:
    facts = all_no(shipped) | {"pregnancy.status": "from_20_weeks"}
    assessment = assess(facts, shipped)
    assert any(len(one.because) > 1 for one in assessment.left_out)
    (told,) = (one for one in report(assessment, shipped) if one.name == "left_out")
    for entry in told.entries:
        assert entry.text.count("20 weeks or more") == 1


def test_reasons_that_rest_on_other_answers_stay_apart(small: RuleBase) -> None:
    reasons = [
        Reason(code="a", facts={"gas.smell": True}, text="One."),
        Reason(code="preference", facts={"gas.smell": True}),
        Reason(code="b", facts={"water.on_floor": True}, text="Two."),
        Reason(code="c", facts={"gas.smell": True}, text="Three."),
    ]
    assert list(grouped(reasons, small)) == [
        (False, "One. Three.", "smell of gas: yes"),
        (True, "", "smell of gas: yes"),
        (False, "Two.", "water on the floor: yes"),
    ]


def test_what_several_signs_ask_for_is_said_once() -> None:
    lines = [
        "Do not drive yourself.",
        "Lie down. Do not drive yourself.",
        "Do not drive yourself.",
        "Keep the leg still. Do not rub it.",
        "Keep the leg still. Do not warm it.",
    ]
    assert list(said_once(lines)) == [
        "Do not drive yourself.",
        "Lie down.",
        "Keep the leg still. Do not rub it.",
        "Keep the leg still. Do not warm it.",
    ]


@pytest.mark.parametrize("known", [{}, {"pain.location": ["low_back"]}])
def test_nothing_is_said_of_a_length_of_time_that_nobody_told(
    shipped: RuleBase, known: dict[str, object]
) -> None:
    assessment = assess(known, shipped)
    told = " ".join(one.text for one in (*assessment.follow_up, *assessment.advice))
    assert "has lasted" not in told
    assert "48 hours" not in told
    assert assessment.follow_up


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_text_claims_that_everything_was_asked(language: str) -> None:
    texts = texts_of(load(lang=language))
    claims = re.compile(
        r"(every|all (the |of the )?) ?(warning|danger|red.flag)|tod[ao]s las señales",
        re.IGNORECASE,
    )
    assert [key for key, text in texts.items() if claims.search(text)] == []
    asked = {"en": "We did not ask about everything.", "es": "No preguntamos por todo."}
    assert texts["disposition.self_care.why"].endswith(asked[language])
