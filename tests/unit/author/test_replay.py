"""Evaluating again only what a change reaches gives what evaluating everything gives."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from random_rulebases import partial_facts, rulebases
from reference import truths

from triage.author.faults.mutants import mutants
from triage.logic.incremental import Replay
from triage.logic.program import program_of
from triage.model.rulebase import RuleBase


@settings(max_examples=50)
@given(st.data())
def test_other_answers_are_replayed_as_the_reference_evaluates_them(data: st.DataObject) -> None:
    rulebase = data.draw(rulebases())
    program = program_of(rulebase)
    before, after = data.draw(partial_facts(rulebase)), data.draw(partial_facts(rulebase))
    assert dict(Replay(program).verdicts(before)) == truths(rulebase, before)
    changed = [name for name in rulebase.facts if before.get(name) != after.get(name)]
    replayed = Replay(program).after_facts(after, truths(rulebase, before), changed)
    assert dict(replayed) == truths(rulebase, after)


@settings(max_examples=40)
@given(st.data())
def test_a_planted_fault_is_replayed_as_the_faulty_rule_base_is_evaluated(
    data: st.DataObject,
) -> None:
    rulebase = data.draw(rulebases())
    program = program_of(rulebase)
    facts = data.draw(partial_facts(rulebase))
    replay = Replay(program)
    planted = data.draw(st.sampled_from(list(mutants(rulebase))))
    replayed = replay.after_nodes(facts, truths(rulebase, facts), planted.patch)
    whole = truths(planted.rulebase, facts)
    assert {name: replayed[name] for name in whole} == dict(whole)
    # What is looked at is right when the rest is left aside.
    asked = data.draw(st.sampled_from([node.id for node in program.nodes]))
    above = replay.above([asked])
    replayed = replay.after_nodes(facts, replay.verdicts(facts), planted.patch, above)
    assert asked not in whole or replayed[asked] is whole[asked]


def test_above_and_below_follow_what_nodes_read(small: RuleBase) -> None:
    replay = Replay(program_of(small))
    assert "finding.old_boiler" in replay.above(["held.bleed_radiator"])
    assert {"danger.flood", "level.urgent_same_day"} <= replay.below(["finding.old_boiler"])
    assert "danger.gas" not in replay.below(["finding.old_boiler"])
