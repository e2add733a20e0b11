"""What somebody was not sure of is told as that, by every teller, and never as yes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from triage.api import assess
from triage.cli.main import cli
from triage.model.assessment import Assessment
from triage.model.given import told_not_sure
from triage.model.rulebase import RuleBase
from triage.report.as_text import text_report
from triage.report.for_clinician import advised_section
from triage.report.for_person import Section, report
from triage.report.front_page import first_page
from triage.report.front_page_text import first_page_lines
from triage.report.handout import write_report
from triage.report.page import Reader
from triage.report.why import explain
from triage.session.session import Session
from triage.terms import NOT_SURE

SMALL = Path(__file__).parents[1] / "content" / "small"
GAS = {"gas.smell": NOT_SURE}
FLOOD = {"water.on_floor": NOT_SURE, "boiler.age_years": 30}
SAID = "smell of gas: not sure (counted as yes)"


def flat(text: str) -> str:
    return " ".join(text.split())


def section(sections: list[Section], name: str) -> str:
    (found,) = (one for one in sections if one.name == name)
    return flat(text_report([found]))


def test_what_was_not_sure_is_kept_beside_what_it_counts_as(small: RuleBase) -> None:
    given = {**GAS, "boiler.under_pressure": NOT_SURE, "water.on_floor": True}
    assert told_not_sure(small, given) == {"gas.smell", "boiler.under_pressure"}
    assessment = assess(given, small)
    assert set(assessment.not_sure) == {"gas.smell", "boiler.under_pressure"}
    assert assessment.case is not None
    assert assessment.case.facts == {"gas.smell": True, "water.on_floor": True}


def test_a_reason_in_json_holds_not_sure_and_no_yes(small: RuleBase) -> None:
    data = json.loads(assess(GAS, small).model_dump_json(by_alias=True))
    assert data["not_sure"] == ["gas.smell"]
    (flag,) = data["red_flags"]
    assert flag["because"] == [{"code": "danger.gas", "facts": GAS, "text": ""}]
    assert [one["because"][0]["facts"] for one in data["trace"]] == [GAS]


def test_not_sure_changes_how_it_is_told_and_not_what_follows(small: RuleBase) -> None:
    unsure, sure = assess(FLOOD, small), assess({**FLOOD, "water.on_floor": True}, small)
    assert unsure.disposition is sure.disposition
    assert [one.rule for one in unsure.red_flags] == [one.rule for one in sure.red_flags]
    assert sure.not_sure == ()
    told = section(report(unsure, small), "why")
    assert "water on the floor: not sure (counted as yes), age of the boiler: 30 years" in told
    assert "water on the floor: yes" in section(report(sure, small), "why")


def test_the_text_says_not_sure_also_when_read_back_from_json(small: RuleBase) -> None:
    assessment = assess({**GAS, "boiler.under_pressure": NOT_SURE}, small)
    read = Assessment.model_validate_json(assessment.model_dump_json(by_alias=True))
    for one in (assessment, read):
        assert f"You told us: {SAID}" in section(report(one, small), "why")


def test_what_stays_unknown_for_it_is_not_called_unanswered(small: RuleBase) -> None:
    facts = {"gas.smell": False, "water.on_floor": False, "boiler.under_pressure": NOT_SURE}
    told = section(report(assess(facts, small), small), "open")
    assert "You were not sure, so not ruled out: high pressure." in told
    assert "high pressure" not in told.split("You were not sure")[0]


def test_an_interview_tells_it_as_answers_in_a_file_do(small: RuleBase) -> None:
    session = Session(small)
    session.answer("house.smell", NOT_SURE)
    assert session.assess() == assess(GAS, small)


def test_an_explanation_says_not_sure(small: RuleBase) -> None:
    explanation = explain(assess(GAS, small), "danger.gas")
    assert SAID in explanation.sentences[0]
    assert explanation.because[0].facts == GAS
    held = {**GAS, "house.cold_rooms": ["kitchen"], "wish.kind": "either"}
    assert SAID in explain(assess(held, small), "bleed_radiator").sentences[0]


@pytest.mark.parametrize("ending", [".txt", ".html", ".json", ".pdf"])
def test_a_handout_says_not_sure_whoever_asks_for_it(
    small: RuleBase, tmp_path: Path, ending: str
) -> None:
    file = tmp_path / f"handout{ending}"
    assessment = assess({**GAS, "boiler.under_pressure": NOT_SURE}, small)
    write_report(file, assessment, reader=Reader.CLINICIAN, on=date(2026, 3, 1))
    if ending == ".pdf":
        told = " ".join(page.extract_text() for page in PdfReader(file).pages)
    else:
        told = file.read_text(encoding="utf-8")
    told = flat(told)
    assert SAID in told
    assert "high pressure: not sure" in told
    assert "smell of gas: yes" not in told


def test_the_first_page_says_not_sure(small: RuleBase) -> None:
    lines = first_page_lines(first_page(assess(GAS, small), small))
    assert f"Tell them: {SAID}." in flat(" ".join(lines))


def test_a_clinician_reads_of_a_remedy_left_out_that_it_was_not_sure(shipped: RuleBase) -> None:
    known = {"pain.location": ["low_back"], "preference.kind": "either"}
    unsure = [
        name
        for name, fact in shipped.facts.items()
        if name.startswith("nerve.") and fact.not_sure.value == "as_yes"
    ]
    assessment = assess({**known, **dict.fromkeys(unsure, NOT_SURE)}, shipped)
    assert assessment.red_flags
    told = text_report([*report(assessment, shipped), advised_section(assessment, shipped)])
    for name in unsure:
        assert f"{shipped.facts[name].label}: yes" not in flat(told)


def test_a_counterfactual_says_what_was_not_sure(tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text(
        "gas.smell: not_sure\nwater.on_floor: false\nboiler.state: running\n"
        "boiler.under_pressure: not_sure\nboiler.age_years: 2\n",
        encoding="utf-8",
    )
    args = ["explain", str(file), "--counterfactual", "--knowledge", str(SMALL)]
    told = CliRunner().invoke(cli, args)
    assert "smell of gas: no (now: not sure (counted as yes))" in flat(told.stdout)
    assert "now: yes" not in told.stdout
    found = json.loads(CliRunner().invoke(cli, [*args, "--format", "json"]).stdout)
    changes = [one["changes"] for one in found["down"]]
    assert {"from": NOT_SURE, "to": False} in [one.get("gas.smell") for one in changes]
