"""Nobody is left alone: when to come back, and when to look again, whatever is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from triage.api import assess
from triage.author.cases.vignette import Vignette, read_vignettes, whole_facts
from triage.author.what_if.counterfactual import Counterfactual, counterfactuals
from triage.logic.program import HOLDING
from triage.logic.safety_net import changing_facts
from triage.model.fact import FactKind, Facts
from triage.model.rulebase import RuleBase
from triage.terms import NOT_SURE, Disposition

VIGNETTES = read_vignettes([Path(__file__).parents[1] / "vignettes"])


def new_urgent_signs(rulebase: RuleBase, facts: Facts) -> list[Counterfactual]:
    """Return every single answer that would make this urgent, of those that can change."""
    changing = changing_facts(rulebase)
    return [
        one
        for one in counterfactuals(rulebase, facts, at_most=1).up
        if one.disposition in HOLDING and one.changes[0].fact in changing
    ]


def untold(rulebase: RuleBase, facts: Facts, signs: list[Counterfactual]) -> list[Counterfactual]:
    """Return the signs of which no reason to come back in the assessment speaks."""
    shown = {one.code for one in assess(facts, rulebase).safety_net}
    rules = {
        rule
        for one in rulebase.safety_net.items
        if f"safety_net.{one.id}" in shown
        for rule in one.rules
    }
    return [one for one in signs if rules.isdisjoint(one.rules)]


@pytest.mark.soak
@pytest.mark.parametrize("vignette", VIGNETTES, ids=lambda one: one.id)
def test_whatever_one_more_yes_makes_urgent_is_told(shipped: RuleBase, vignette: Vignette) -> None:
    facts = whole_facts(shipped, vignette)
    assert untold(shipped, facts, new_urgent_signs(shipped, facts)) == []


def test_every_level_says_when_to_look_again_whatever_is_not_known(shipped: RuleBase) -> None:
    always = [one for one in shipped.follow_up.items if one.when is None]
    assert {level for one in always for level in one.dispositions} == set(Disposition)


def test_who_is_not_sure_how_long_it_has_lasted_is_told_when_to_look_again(
    shipped: RuleBase,
) -> None:
    no = {name: False for name, one in shipped.facts.items() if one.kind is FactKind.BOOL}
    known = {
        "pain.location": ["neck"],
        "pain.trigger": ["emotional_stress"],
        "pain.severity": "mild",
        "pain.course": "improving",
        "pain.before": "like_before",
        "patient.age_years": 35,
        "patient.sex_at_birth": "female",
        "pregnancy.status": "not_pregnant",
        "preference.kind": "natural",
        "pain.duration_days": NOT_SURE,
    }
    assessment = assess({**no, **known}, shipped)
    assert assessment.disposition is Disposition.SELF_CARE
    assert [one.code for one in assessment.follow_up] == ["follow_up.ask_again"]
