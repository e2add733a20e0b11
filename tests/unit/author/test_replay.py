"""Evaluating again only what a change reaches gives what evaluating everything gives."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from random_rulebases import partial_facts, rulebases

from triage.author.faults.mutants import mutants
from triage.logic.incremental import Replay
from triage.logic.program import program_of
from triage.logic.reference import evaluate_program
from triage.model.rulebase import RuleBase


@given(st.data())
def test_other_answers_are_replayed_as_the_reference_evaluates_them(data: st.DataObject) -> None:
    rulebase = data.draw(rulebases())
    program = program_of(rulebase)
    before = data.draw(partial_facts(rulebase))
    after = data.draw(partial_facts(rulebase))
    changed = [name for name in rulebase.facts if before.get(name) != after.get(name)]
    replayed = Replay(program).after_facts(after, evaluate_program(program, before), changed)
    assert dict(replayed) == evaluate_program(program, after)


@given(st.data())
def test_verdicts_on_demand_are_those_of_the_reference(data: st.DataObject) -> None:
    rulebase = data.draw(rulebases())
    program = program_of(rulebase)
    facts = data.draw(partial_facts(rulebase))
    assert dict(Replay(program).verdicts(facts)) == evaluate_program(program, facts)


@settings(max_examples=20)
@given(st.data())
def test_a_planted_fault_is_replayed_as_the_faulty_rule_base_is_evaluated(
    data: st.DataObject,
) -> None:
    rulebase = data.draw(rulebases())
    program = program_of(rulebase)
    facts = data.draw(partial_facts(rulebase))
    sound = evaluate_program(program, facts)
    replay = Replay(program)
    planted = data.draw(st.sampled_from(list(mutants(rulebase))))
    replayed = replay.after_nodes(facts, sound, planted.patch)
    whole = evaluate_program(program_of(planted.rulebase), facts)
    assert {name: replayed[name] for name in whole} == whole


@settings(max_examples=20)
@given(st.data())
def test_what_is_looked_at_is_right_when_the_rest_is_left_aside(data: st.DataObject) -> None:
    rulebase = data.draw(rulebases())
    program = program_of(rulebase)
    facts = data.draw(partial_facts(rulebase))
    replay = Replay(program)
    planted = data.draw(st.sampled_from(list(mutants(rulebase))))
    asked = data.draw(st.sampled_from([node.id for node in program.nodes]))
    sound = replay.verdicts(facts)
    replayed = replay.after_nodes(facts, sound, planted.patch, replay.above([asked]))
    whole = evaluate_program(program_of(planted.rulebase), facts)
    assert asked not in whole or replayed[asked] is whole[asked]


def test_above_and_below_follow_what_nodes_read(small: RuleBase) -> None:
    replay = Replay(program_of(small))
    assert "finding.old_boiler" in replay.above(["held.bleed_radiator"])
    assert {"danger.flood", "level.urgent_same_day"} <= replay.below(["finding.old_boiler"])
    assert "danger.gas" not in replay.below(["finding.old_boiler"])
