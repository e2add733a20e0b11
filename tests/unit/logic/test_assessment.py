"""An assessment says what follows from the verdicts, with reasons, in an order that is fixed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from pydantic import ValidationError
from random_rulebases import cases

from triage.api import assess
from triage.content.load import load_raw
from triage.errors import FactsError
from triage.logic.conclude import conclude
from triage.logic.program import program_of
from triage.logic.reference import evaluate_program
from triage.model.assessment import FORMAT, Assessment
from triage.model.fact import FactValue
from triage.model.rulebase import RuleBase
from triage.terms import Disposition, Strength

Raw = dict[str, object]

WELL: Raw = {
    "gas.smell": False,
    "water.on_floor": False,
    "boiler.under_pressure": False,
    "boiler.state": "running",
    "boiler.age_years": 2,
    "house.cold_rooms": ["kitchen", "hall"],
    "wish.kind": "either",
    "person.skilled": True,
}
KEYS = [
    "format", "disposition", "title", "action", "why", "complete", "red_flags",
    "not_ruled_out", "unanswered", "not_sure", "recommendations", "left_out", "not_checked",
    "not_supported", "safety_net", "follow_up", "advice", "disclaimer", "knowledge", "trace",
]  # fmt: skip


def test_nothing_known_is_never_self_care(small: RuleBase) -> None:
    assessment = assess({}, small)
    assert assessment.disposition is Disposition.CLINICIAN_WITHIN_DAYS
    assert not assessment.complete
    assert assessment.recommendations == ()
    assert assessment.not_ruled_out == (
        "danger.flood", "danger.gas", "fallback.off_or_knocking",
        "water.burst.emergency_now", "water.burst.urgent_same_day",
    )  # fmt: skip
    assert set(assessment.unanswered) == set(small.facts) - {"person.skilled"}
    assert {one.remedy for one in assessment.not_checked} == {"bleed_radiator", "close_valve"}


def test_self_care_says_what_helps_and_why(small: RuleBase) -> None:
    assessment = assess(WELL, small)
    assert assessment.disposition is Disposition.SELF_CARE
    assert assessment.complete
    assert assessment.not_ruled_out == assessment.unanswered == ()
    bleed, close = assessment.recommendations
    assert (bleed.remedy, close.remedy) == ("bleed_radiator", "close_valve")
    assert bleed.strength is Strength.RECOMMENDED
    assert bleed.ask_first == ()
    (reason,) = bleed.because
    assert reason.code == "recommendation.cold_rooms"
    assert reason.facts == {"house.cold_rooms": ("kitchen", "hall")}
    assert [one.number for one in bleed.sources] == [1]
    (potion,) = assessment.not_supported
    assert (potion.remedy, potion.verdict) == ("sealing_potion", "contradicted")


def test_a_contraindicated_remedy_is_left_out_with_the_reason(small: RuleBase) -> None:
    assessment = assess({**WELL, "boiler.under_pressure": True}, small)
    (left_out,) = assessment.left_out
    assert left_out.remedy == "bleed_radiator"
    (reason,) = left_out.because
    assert reason.code == "contraindication.bleed_radiator.pressure"
    assert reason.text == "Hot water would spray."
    assert reason.facts == {"boiler.under_pressure": True}
    assert "bleed_radiator" not in {one.remedy for one in assessment.recommendations}


def test_a_remedy_with_an_open_contraindication_is_not_checked(small: RuleBase) -> None:
    known = {name: value for name, value in WELL.items() if name != "boiler.under_pressure"}
    assessment = assess(known, small)
    (not_checked,) = assessment.not_checked
    assert not_checked.remedy == "bleed_radiator"
    assert not_checked.unanswered == ("boiler.under_pressure",)
    assert [one.remedy for one in assessment.recommendations] == ["close_valve"]


def test_what_is_not_wanted_is_left_out_save_what_everyone_is_told(small: RuleBase) -> None:
    assessment = assess({**WELL, "wish.kind": "medicated"}, small)
    (left_out,) = assessment.left_out
    assert left_out.remedy == "bleed_radiator"
    assert [one.code for one in left_out.because] == ["preference"]
    assert left_out.because[0].facts == {"wish.kind": "medicated"}
    assert [one.remedy for one in assessment.recommendations] == ["close_valve"]


def test_an_urgent_rule_holds_back_all_it_does_not_allow(small: RuleBase) -> None:
    assessment = assess({**WELL, "water.on_floor": True, "boiler.age_years": 30}, small)
    assert assessment.disposition is Disposition.URGENT_SAME_DAY
    assert [one.remedy for one in assessment.recommendations] == ["close_valve"]
    assert assessment.left_out == ()
    assert assessment.not_supported == ()


@pytest.mark.parametrize(("skilled", "known"), [(False, True), (None, False)])
def test_a_caution_that_applies_or_is_not_ruled_out_is_told(
    small: RuleBase, skilled: object, known: object
) -> None:
    bleed = assess({**WELL, "person.skilled": skilled}, small).recommendations[0]
    (caution,) = bleed.ask_first
    assert caution.code == "caution.bleed_radiator.unskilled"
    assert caution.known is known


def test_rules_that_fired_stand_in_order_of_urgency_with_what_decided(small: RuleBase) -> None:
    facts: Raw = {"gas.smell": True, "water.on_floor": True, "boiler.age_years": 30}
    assessment = assess({**facts, "boiler.state": "off"}, small)
    assert [one.rule for one in assessment.red_flags] == [
        "danger.gas", "danger.flood", "fallback.off_or_knocking",
    ]  # fmt: skip
    assert assessment.red_flags[1].because[0].facts == {
        "water.on_floor": True,
        "boiler.age_years": 30,
    }
    assert [(one.rule, one.band) for one in assessment.trace] == [
        ("finding.old_boiler", "finding"),
        ("danger.flood", "red_flag"),
        ("danger.gas", "red_flag"),
        ("fallback.off_or_knocking", "fallback"),
    ]


def test_reasons_to_get_help_are_told_unless_they_are_ruled_out(small: RuleBase) -> None:
    assert [one.code for one in assess({}, small).safety_net] == [
        "safety_net.gas", "safety_net.red", "safety_net.drip",
    ]  # fmt: skip
    assert [one.code for one in assess(WELL, small).safety_net] == ["safety_net.gas"]


def test_advice_and_the_next_check_are_told_of_what_is_known_to_be_so(
    small_files: dict[str, bytes],
) -> None:
    file = "knowledge/follow_up.yaml"
    small_files[file] += (
        b"\n  - {id: old, text: It is old., judgement: Our own.,"
        b" when: {finding: old_boiler, is: true},"
        b" dispositions: [self_care, routine_appointment, clinician_within_days]}\n"
    )
    rulebase = load_raw(small_files)

    def told(**facts: object) -> list[str]:
        found = assess({**WELL, **facts}, rulebase)
        return [one.code for one in (*found.follow_up, *found.advice)]

    always = ["follow_up.soon", "advice.jumper"]
    assert told(**{"boiler.age_years": 2}) == always
    assert told(**{"boiler.age_years": None}) == always
    assert told(**{"boiler.age_years": 20}) == [
        "follow_up.soon", "follow_up.old", "advice.jumper", "advice.old",
    ]  # fmt: skip
    assert [one.code for one in assess({}, rulebase).advice] == ["advice.jumper"]
    assert assess({}, rulebase).follow_up == ()


def test_the_keys_of_the_json_are_fixed(small: RuleBase) -> None:
    data = json.loads(assess(WELL, small).model_dump_json(by_alias=True))
    assert list(data) == KEYS
    assert data["format"] == FORMAT
    assert list(data["recommendations"][0]) == [
        "remedy", "title", "category", "class", "strength", "summary", "sources", "evidence", "how",
        "stop_if", "ask_first", "because",
    ]  # fmt: skip
    assert set(data["knowledge"]) == {"name", "version", "digest", "status"}
    assert data["knowledge"]["digest"] == small.digest


@settings(max_examples=25)
@given(cases())
def test_an_assessment_survives_json(case: tuple[RuleBase, dict[str, FactValue]]) -> None:
    rulebase, known = case
    assessment = conclude(rulebase, known, evaluate_program(program_of(rulebase), known))
    text = assessment.model_dump_json(by_alias=True)
    read = Assessment.model_validate_json(text)
    assert read.model_dump_json(by_alias=True) == text
    assert read.case is None


def test_an_assessment_without_a_disclaimer_cannot_be_built(small: RuleBase) -> None:
    data = assess(WELL, small).model_dump(by_alias=True)
    for wrong in (None, {}, {"version": 1, "short": "", "text": "x", "purpose": "x"}):
        with pytest.raises(ValidationError, match="disclaimer"):
            Assessment.model_validate({**data, "disclaimer": wrong})
    del data["disclaimer"]
    with pytest.raises(ValidationError, match="disclaimer"):
        Assessment.model_validate(data)


@pytest.mark.parametrize(
    ("change", "given"),
    [
        ({}, "none"),
        ({"format": 1}, "1"),
        ({"format": 3, "kind": "a key of later"}, "3"),
        ({"format": "2"}, "'2'"),
        ({"format": True}, "True"),
        ({"format": None}, "None"),
    ],
)
def test_an_assessment_of_another_format_is_refused_in_one_line(
    small: RuleBase, change: Raw, given: str
) -> None:
    data = json.loads(assess(WELL, small).model_dump_json(by_alias=True))
    del data["format"]
    text = json.dumps({**data, **change})
    with pytest.raises(ValidationError) as refused:
        Assessment.model_validate_json(text)
    (error,) = refused.value.errors()
    assert f"format 2 is read, and this assessment has {given};" in error["msg"]


def test_facts_are_checked_before_they_count(small: RuleBase) -> None:
    with pytest.raises(FactsError):
        assess({"gas.smell": "perhaps"}, small)
    assert assess({"gas.smell": None}, small) == assess({}, small)


def test_facts_alone_are_assessed_on_the_shipped_rule_base() -> None:
    assert assess({}).disposition is Disposition.CLINICIAN_WITHIN_DAYS
