"""A fact in words reads as a person would say it."""

from __future__ import annotations

import pytest

from triage.content.load import load
from triage.model.rulebase import RuleBase


@pytest.mark.parametrize(
    ("fact", "value", "english", "spanish"),
    [
        ("pain.duration_days", 0, "0 days", "0 días"),
        ("pain.duration_days", 1, "1 day", "1 día"),
        ("pain.duration_days", 2, "2 days", "2 días"),
        ("patient.age_years", 1, "1 year", "1 año"),
        ("patient.weight_kg", 2, "2 kg", "2 kg"),
    ],
)
def test_one_of_a_unit_is_told_in_the_singular(
    shipped: RuleBase, fact: str, value: int, english: str, spanish: str
) -> None:
    assert shipped.facts[fact].describe_value(value) == english
    assert load(lang="es").facts[fact].describe_value(value) == spanish
