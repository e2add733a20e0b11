"""Every rule and remedy of a case can be explained, whether it applied or not."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_rulebases import cases

from triage.api import assess
from triage.errors import FactsError, TriageError
from triage.logic.conclude import conclude
from triage.logic.program import program_of
from triage.logic.reference import evaluate_program
from triage.model.assessment import Assessment
from triage.model.fact import FactValue
from triage.model.rulebase import RuleBase
from triage.report.why import Explanation, explain

Raw = dict[str, object]

COLD: Raw = {"house.cold_rooms": ["kitchen"], "wish.kind": "either"}
CALM: Raw = {"gas.smell": False, "water.on_floor": False, "boiler.under_pressure": False}


def explained(small: RuleBase, facts: Raw, name: str) -> Explanation:
    return explain(assess(facts, small), name)


@pytest.mark.parametrize(
    ("facts", "name", "outcome", "said"),
    [
        ({"gas.smell": True}, "danger.gas", "fired", "smell of gas: yes"),
        ({"gas.smell": False}, "danger.gas", "ruled_out", "smell of gas: no"),
        ({}, "danger.gas", "open", "Not known: smell of gas"),
        ({"boiler.age_years": 20}, "finding.old_boiler", "fired", "age of the boiler: 20 years"),
        (COLD | CALM, "bleed_radiator", "recommended", "cold rooms: the kitchen"),
        (COLD | {"boiler.under_pressure": True}, "bleed_radiator", "left_out", "Hot water"),
        (COLD | {"wish.kind": "medicated"}, "bleed_radiator", "left_out", "wish: by potion"),
        (COLD | {"gas.smell": True}, "bleed_radiator", "held_back", "smell of gas: yes"),
        (
            {"house.cold_rooms": ["hall"]},
            "bleed_radiator",
            "not_indicated",
            "no rule recommends it",
        ),
        (COLD, "bleed_radiator", "not_checked", "high pressure"),
        (COLD | CALM, "sealing_potion", "not_supported", "It does nothing."),
    ],
)
def test_the_outcome_is_told_with_what_decided(
    small: RuleBase, facts: Raw, name: str, outcome: str, said: str
) -> None:
    explanation = explained(small, facts, name)
    assert explanation.outcome == outcome
    assert said in " ".join(explanation.sentences)
    assert explanation.sources


def test_what_is_open_names_what_is_missing_in_the_order_asked(small: RuleBase) -> None:
    assert explained(small, {}, "danger.flood").missing == ("water.on_floor", "boiler.age_years")
    known: Raw = {"water.on_floor": True}
    assert explained(small, known, "danger.flood").missing == ("boiler.age_years",)
    assert explained(small, {"water.on_floor": False}, "danger.flood").missing == ()


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("danger.gass", "did you mean `danger.gas`?"),
        ("bleed_radiators", "did you mean `bleed_radiator`?"),
        ("", "rule and remedy ids are file names"),
        ("\x1b[2J" + "x" * 100_000, "rule and remedy ids are file names"),
    ],
)
def test_an_unknown_name_is_refused_with_a_near_miss(small: RuleBase, name: str, hint: str) -> None:
    with pytest.raises(FactsError) as caught:
        explain(assess({}, small), name)
    assert hint in str(caught.value)
    assert "\x1b" not in str(caught.value)
    assert len(str(caught.value)) < 300


def test_an_assessment_read_back_from_json_says_that_it_forgot_its_case(small: RuleBase) -> None:
    text = assess({}, small).model_dump_json(by_alias=True)
    with pytest.raises(TriageError, match="assess the answers again"):
        explain(Assessment.model_validate_json(text), "danger.gas")


@settings(max_examples=20)
@given(cases(), st.data())
def test_every_rule_and_remedy_of_any_case_can_be_explained(
    case: tuple[RuleBase, dict[str, FactValue]], data: st.DataObject
) -> None:
    rulebase, known = case
    verdicts = evaluate_program(program_of(rulebase), known)
    assessment = conclude(rulebase, known, verdicts)
    name = data.draw(st.sampled_from([*rulebase.rule, *rulebase.remedy]))
    explanation = explain(assessment, name)
    assert explanation.name == name
    assert all(explanation.sentences)
    assert not set(explanation.missing) & set(known)
    for reason in explanation.because:
        assert set(reason.facts) <= set(known)
    if explanation.kind == "rule":
        told = {"fired": True, "ruled_out": False, "open": None}[explanation.outcome]
        assert told is verdicts[name]
        assert bool(explanation.missing) == (verdicts[name] is None)
    else:
        recommended = {one.remedy for one in assessment.recommendations}
        left_out = {one.remedy for one in assessment.left_out}
        assert (explanation.outcome == "recommended") == (name in recommended)
        assert name not in left_out or explanation.outcome == "left_out"


def test_every_shipped_rule_and_remedy_has_an_explanation(shipped: RuleBase) -> None:
    told = assess({"patient.age_years": 40}, shipped)
    for name in [*shipped.rule, *shipped.remedy]:
        assert all(explain(told, name).sentences), name


@pytest.mark.parametrize(
    "first", ["triage", "triage.report", "triage.report.as_text", "triage.api", "triage.cli.main"]
)
def test_the_public_function_is_one_whatever_was_imported_before(first: str) -> None:
    program = (
        f"import {first}\n"
        "import triage\n"
        "told = triage.assess({})\n"
        "from triage import explain\n"
        "import triage.report.why\n"
        "one = explain(told, 'wintergreen_oil')\n"
        "assert one == triage.explain(told, 'wintergreen_oil')\n"
        "assert one == triage.report.why.explain(told, 'wintergreen_oil')\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
