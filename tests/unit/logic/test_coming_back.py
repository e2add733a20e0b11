"""Reasons to come back are worked out from the rules they stand for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_questions import values_of
from random_rulebases import partial_facts, rulebases

from triage.logic.program import program_of
from triage.logic.reference import evaluate_program
from triage.logic.safety_net import ComingBack, all_of, any_of, changing_facts, count_of
from triage.model.condition import (
    ALWAYS,
    NEVER,
    All,
    AnyOf,
    Condition,
    Count,
    FactAtLeast,
    FactIs,
    FactOneOf,
    Not,
    RuleIs,
)
from triage.model.rulebase import RuleBase

SMELL = FactIs(fact="gas.smell", value=True)
NO_SMELL = FactIs(fact="gas.smell", value=False)
OLD = FactAtLeast(fact="boiler.age_years", bound=15)
OFF = FactOneOf(fact="boiler.state", values=("off",))
COLD = FactIs(fact="wish.kind", value="either")


def test_what_stays_is_named_by_topic_or_by_fact(small: RuleBase) -> None:
    assert small.safety_net.stays == ("boiler",)
    changing = changing_facts(small)
    assert "gas.smell" in changing
    assert changing.isdisjoint({"boiler.state", "boiler.age_years"})


@pytest.mark.parametrize(
    ("condition", "left"),
    [
        (SMELL, ALWAYS),
        (NO_SMELL, NO_SMELL),
        (Not(of=NO_SMELL), ALWAYS),
        (Not(of=SMELL), NO_SMELL),
        (OLD, OLD),
        (Not(of=OLD), Not(of=OLD)),
        (COLD, ALWAYS),
        (Not(of=COLD), ALWAYS),
        (All(of=(SMELL, OLD)), OLD),
        (AnyOf(of=(SMELL, OLD)), ALWAYS),
        (Not(of=All(of=(NO_SMELL, OLD))), ALWAYS),
        (Not(of=AnyOf(of=(NO_SMELL, OLD))), Not(of=OLD)),
        (Count(count=2, of=(SMELL, OLD, OFF)), AnyOf(of=(OLD, OFF))),
        (RuleIs(rule="finding.old_boiler"), RuleIs(rule="finding.old_boiler")),
        (Not(of=RuleIs(rule="finding.old_boiler")), RuleIs(rule="finding.old_boiler", value=False)),
    ],
)
def test_a_new_sign_counts_as_there_and_what_stays_is_left(
    small: RuleBase, condition: Condition, left: Condition
) -> None:
    assert ComingBack(small).could_be(condition) == left


def test_a_finding_that_a_new_sign_reaches_is_looked_into(small: RuleBase) -> None:
    both: dict[str, Condition] = {
        "finding.old_boiler": AnyOf(of=(SMELL, OLD)),
        "danger.gas": All(of=(SMELL, OLD)),
    }
    coming_back = ComingBack(small, both)
    assert coming_back.could_be(RuleIs(rule="finding.old_boiler")) == ALWAYS
    calm = coming_back.could_be(RuleIs(rule="finding.old_boiler", value=False))
    assert calm == All(of=(NO_SMELL, Not(of=OLD)))
    (gas, *_) = small.safety_net.items
    assert coming_back.condition(gas) == OLD


def test_conditions_take_their_shortest_form() -> None:
    assert all_of([OLD, ALWAYS, OLD]) == OLD
    assert all_of([OLD, NEVER]) == NEVER
    assert any_of([OLD, AnyOf(of=(OLD, OFF))]) == AnyOf(of=(OLD, OFF))
    assert any_of([OLD, All(of=(OLD, OFF))]) == OLD
    assert any_of([OLD, OFF, All(of=(AnyOf(of=(OFF, OLD)), COLD))]) == AnyOf(of=(OLD, OFF))
    assert any_of([]) == NEVER
    assert count_of(2, [ALWAYS, OLD, OFF, NEVER]) == AnyOf(of=(OLD, OFF))
    assert count_of(2, [OLD, OFF, COLD]) == Count(count=2, of=(OLD, OFF, COLD))
    assert count_of(2, [ALWAYS, ALWAYS]) == ALWAYS
    assert count_of(2, [OLD, NEVER]) == NEVER


@settings(max_examples=40)
@given(st.data())
def test_a_rule_that_new_signs_make_true_had_its_text_shown(data: st.DataObject) -> None:
    rulebase = data.draw(rulebases())
    before = data.draw(partial_facts(rulebase))
    after = dict(before)
    for name in sorted(changing_facts(rulebase) | (rulebase.facts.keys() - before.keys())):
        if data.draw(st.booleans()):
            sign = name in before and name in rulebase.yes_no
            after[name] = True if sign else data.draw(values_of(rulebase.facts[name]))
    program = program_of(rulebase)
    shown, later = (evaluate_program(program, facts) for facts in (before, after))
    for item in rulebase.safety_net.items:
        for rule in item.rules:
            assert not (later[rule] is True and shown[f"safety_net.{item.id}"] is False), rule
