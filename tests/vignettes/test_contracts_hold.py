"""Every rule and remedy does what the case written for it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from triage.author.cases.score import Result, score
from triage.author.cases.vignette import Vignette, read_vignettes
from triage.model.rulebase import RuleBase

HERE = Path(__file__).parent
BY_FAMILY = {file.stem: read_vignettes([file]) for file in sorted((HERE / "rules").iterdir())}
RULE_CASES = [case for cases in BY_FAMILY.values() for case in cases]
REMEDY_CASES = read_vignettes([HERE / "remedies.yaml"])
MISSED = [case for case in RULE_CASES if case.remarks]
RIGHT = [case for case in [*RULE_CASES, *REMEDY_CASES] if not case.remarks]


@pytest.fixture(scope="module")
def results(shipped: RuleBase) -> dict[str, Result]:
    scored = score(shipped, [*RULE_CASES, *REMEDY_CASES])
    return {result.vignette.id: result for result in scored.results}


def test_every_family_of_rules_of_a_level_has_cases_of_its_own(shipped: RuleBase) -> None:
    assert {rule.id.split(".")[0] for rule in shipped.disposing_rules} == set(BY_FAMILY)
    for family, cases in BY_FAMILY.items():
        named = {rule.split(".")[0] for case in cases for rule in case.fires}
        assert named == {family}


def test_every_remedy_has_a_case(shipped: RuleBase) -> None:
    named = {remedy for case in REMEDY_CASES for remedy in case.offers}
    assert {remedy.id for remedy in shipped.remedies} == named


@pytest.mark.parametrize("case", RIGHT, ids=lambda case: case.id)
def test_a_case_gets_its_level_rules_and_remedies_and_nothing_both_offered_and_withheld(
    results: dict[str, Result], case: Vignette
) -> None:
    result = results[case.id]
    assessment = result.assessment
    assert result.is_accepted, f"{result.disposition}: {result.because}"
    assert set(case.fires) <= {flag.rule for flag in assessment.red_flags}
    offered = {one.remedy for one in assessment.recommendations}
    refused = {one.remedy for one in assessment.not_supported}
    left_out = {one.remedy for one in assessment.left_out}
    assert set(case.offers) <= offered | refused
    assert set(case.leaves_out) <= left_out
    assert offered.isdisjoint(left_out | refused)


@pytest.mark.parametrize("case", MISSED, ids=lambda case: case.id)
def test_a_case_that_says_it_is_missed_is_missed_still(
    results: dict[str, Result], case: Vignette
) -> None:
    assert not results[case.id].is_accepted, "take its remarks away"
