"""Every rule and remedy does what the case written for it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from triage.author.cases.score import Result, score
from triage.author.cases.vignette import Vignette, read_vignettes
from triage.model.rulebase import RuleBase

HERE = Path(__file__).parent
RULE_CASES = read_vignettes([HERE / "rules"])
REMEDY_CASES = read_vignettes([HERE / "remedies"])


def _name(case: Vignette) -> str:
    return case.fires[0] if case.fires else case.id


def _result(rulebase: RuleBase, case: Vignette) -> Result:
    (result,) = score(rulebase, [case]).results
    return result


def test_every_rule_of_a_level_has_a_case(shipped: RuleBase) -> None:
    named = {rule for case in RULE_CASES for rule in case.fires}
    assert {rule.id for rule in shipped.disposing_rules} == named


def test_every_remedy_has_a_case(shipped: RuleBase) -> None:
    named = {remedy for case in REMEDY_CASES for remedy in case.offers}
    assert {remedy.id for remedy in shipped.remedies} == named


@pytest.mark.parametrize("case", RULE_CASES, ids=_name)
def test_the_rule_fires_and_the_level_is_the_expected_one(
    shipped: RuleBase, case: Vignette
) -> None:
    result = _result(shipped, case)
    assert set(case.fires) <= {flag.rule for flag in result.assessment.red_flags}
    assert result.is_accepted, f"{result.disposition}: {result.because}"


@pytest.mark.parametrize("case", REMEDY_CASES, ids=_name)
def test_the_remedy_is_offered_or_named_as_not_supported(shipped: RuleBase, case: Vignette) -> None:
    result = _result(shipped, case)
    shown = {one.remedy for one in result.assessment.recommendations}
    shown |= {one.remedy for one in result.assessment.not_supported}
    assert set(case.offers) <= shown
    assert set(case.leaves_out) <= {one.remedy for one in result.assessment.left_out}
    assert result.is_accepted, f"{result.disposition}: {result.because}"


@pytest.mark.parametrize("case", [*RULE_CASES, *REMEDY_CASES], ids=_name)
def test_nothing_is_both_offered_and_withheld(shipped: RuleBase, case: Vignette) -> None:
    assessment = _result(shipped, case).assessment
    offered = {one.remedy for one in assessment.recommendations}
    withheld = {one.remedy for one in assessment.left_out}
    withheld |= {one.remedy for one in assessment.not_supported}
    assert offered.isdisjoint(withheld)
