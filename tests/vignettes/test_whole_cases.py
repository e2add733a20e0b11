"""The fifty whole cases are triaged as well as they must be."""

from __future__ import annotations

from pathlib import Path

import pytest

from triage.author.cases.score import Score, score
from triage.author.cases.vignette import Level, read_vignettes
from triage.model.rulebase import RuleBase
from triage.terms import Disposition

CASES = Path(__file__).parent / "whole_cases"
KNOWN_MISSES = {
    "first_back_pain_at_60",
    "night_cramps_at_30_weeks",
    "thigh_ache_on_a_new_statin",
}
"""Sent further than expected, because a cited row asks for it; each file says which."""


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


def test_what_is_missed_is_known_and_too_cautious_only(result: Score) -> None:
    assert {one.vignette.id for one in result.missed} <= KNOWN_MISSES
    assert all(one.is_over for one in result.missed)


def test_a_known_miss_says_so_in_its_file(result: Score) -> None:
    silent = [
        one.vignette.id
        for one in result.results
        if one.vignette.id in KNOWN_MISSES and not one.vignette.remarks
    ]
    assert silent == []


def test_no_self_care_case_is_sent_to_an_emergency_department(result: Score) -> None:
    alarmed = [
        one.vignette.id
        for one in result.results
        if one.vignette.expected is Level.SELF_CARE and one.disposition is Disposition.EMERGENCY_NOW
    ]
    assert alarmed == []
