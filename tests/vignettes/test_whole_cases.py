"""The fifty whole cases are triaged as well as they must be."""

from __future__ import annotations

from pathlib import Path

import pytest

from triage.author.cases.score import Score, score
from triage.author.cases.vignette import Level, read_vignettes
from triage.model.rulebase import RuleBase
from triage.terms import Disposition

CASES = Path(__file__).parent / "whole_cases"


@pytest.fixture(scope="module")
def result(shipped: RuleBase) -> Score:
    return score(shipped, read_vignettes([CASES]))


def test_there_are_fifty_cases_in_the_mix_they_were_given(result: Score) -> None:
    mix = {level: sum(columns.values()) for level, columns in result.matrix.items()}
    assert mix == {
        Level.EMERGENCY: 13,
        Level.URGENT: 6,
        Level.CLINICIAN: 13,
        Level.SELF_CARE: 18,
    }


def test_every_emergency_ends_as_one_or_in_what_is_also_acceptable(result: Score) -> None:
    wrong = [
        one.vignette.id
        for one in result.results
        if one.vignette.expected is Level.EMERGENCY and not one.is_accepted
    ]
    assert wrong == []


def test_no_case_is_triaged_too_low(result: Score) -> None:
    assert [one.vignette.id for one in result.results if one.is_under] == []


def test_self_care_is_recognised(result: Score) -> None:
    assert result.self_care_kept.count >= 14


def test_at_least_44_of_50_are_right_or_acceptable(result: Score) -> None:
    assert result.accuracy.count >= 44


def test_every_case_can_be_decided(result: Score) -> None:
    assert result.comprehensiveness.count == 50


def test_what_is_missed_says_so_in_its_file_and_nothing_else_does(result: Score) -> None:
    missed = {one.vignette.id for one in result.missed}
    assert missed == {one.vignette.id for one in result.results if one.vignette.remarks}
    assert all(one.is_over for one in result.missed)


def test_no_self_care_case_is_sent_to_an_emergency_department(result: Score) -> None:
    alarmed = [
        one.vignette.id
        for one in result.results
        if one.vignette.expected is Level.SELF_CARE and one.disposition is Disposition.EMERGENCY_NOW
    ]
    assert alarmed == []
