"""Each planted fault is one slip, named, and known to be dangerous or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_conditions import SMALL
from random_rulebases import complete_facts, partial_facts, rulebases

from triage.author.faults.conditions import Operator, faults
from triage.author.faults.mutants import Mutant, mutants, patch_of
from triage.content.lock import entry_of
from triage.logic.disposition import disposition_of
from triage.logic.program import program_of
from triage.logic.reference import evaluate, evaluate_program
from triage.model.condition import (
    NEVER,
    All,
    AnyOf,
    Condition,
    Count,
    FactAtLeast,
    FactIs,
    FactOneOf,
    Not,
)
from triage.model.rulebase import RuleBase
from triage.terms import Disposition

FEVER = FactIs(fact="fever", value=True)
COUGH = FactIs(fact="cough", value=True)
OLD = FactAtLeast(fact="age", bound=65)


def _kinds(condition: Condition) -> Counter[Operator]:
    return Counter(one.operator for one in faults(condition))


def test_a_conjunction_can_lose_a_part_and_each_part_can_be_wrong() -> None:
    assert _kinds(All(of=(FEVER, OLD))) == {
        Operator.DROP_CONJUNCT: 2,
        Operator.FLIP_POLARITY: 2,
        Operator.SHIFT_THRESHOLD: 2,
    }


def test_a_lone_part_is_not_dropped() -> None:
    assert _kinds(All(of=(FEVER,))) == {Operator.FLIP_POLARITY: 1}


def test_a_choice_among_values_can_lose_a_value() -> None:
    test = FactOneOf(fact="state", values=("off", "knocking"))
    lost = [one.condition for one in faults(test) if one.operator is Operator.DROP_ALTERNATIVE]
    assert lost == [
        FactOneOf(fact="state", values=("knocking",)),
        FactOneOf(fact="state", values=("off",)),
    ]


def test_a_count_is_shifted_only_to_what_it_can_reach() -> None:
    both = Count(count=2, of=(FEVER, COUGH))
    shifted = [one.condition for one in faults(both) if one.operator is Operator.SHIFT_THRESHOLD]
    assert shifted == [Count(count=1, of=(FEVER, COUGH))]


def test_a_fault_below_not_leans_the_other_way() -> None:
    (upright,) = (
        one for one in faults(AnyOf(of=(FEVER, COUGH))) if "without `fever`" in one.detail
    )
    (below,) = (
        one for one in faults(Not(of=AnyOf(of=(FEVER, COUGH)))) if "without `fever`" in one.detail
    )
    assert (upright.narrows, upright.widens) == (True, False)
    assert (below.narrows, below.widens) == (False, True)


@settings(max_examples=25)
@given(st.data())
def test_a_fault_that_only_narrows_never_makes_true_what_was_not(data: st.DataObject) -> None:
    rulebase = data.draw(rulebases())
    facts = data.draw(partial_facts(rulebase))
    verdicts = evaluate_program(program_of(rulebase), facts)
    for node in program_of(rulebase).nodes:
        if node.id not in rulebase.rule:
            continue
        sound = evaluate(node.when, facts, verdicts)
        for fault in faults(node.when):
            faulty = evaluate(fault.condition, facts, verdicts)
            if not fault.widens:
                assert not (faulty is True and sound is not True), fault.detail
            if not fault.narrows:
                assert not (sound is True and faulty is not True), fault.detail


@settings(max_examples=25)
@given(st.data())
def test_the_patch_is_the_whole_difference_of_the_two_programs(data: st.DataObject) -> None:
    rulebase = data.draw(rulebases())
    mutant = data.draw(st.sampled_from(list(mutants(rulebase))))
    before, after = program_of(rulebase), program_of(mutant.rulebase)
    whole = patch_of(before, after)
    if mutant.operator in {
        Operator.DELETE_RULE,
        Operator.REMOVE_CONTRAINDICATION,
        Operator.REMOVE_CAUTION,
    }:
        # Readers of a node that is gone read one part less; that it is never true says the same.
        assert mutant.patch[mutant.where] == NEVER
        assert {one: when for one, when in mutant.patch.items() if one != mutant.where} == {
            one: when for one, when in whole.items() if one.startswith("safety_net.")
        }
    else:
        assert dict(mutant.patch) == whole


@settings(max_examples=25)
@given(st.data())
def test_a_fault_that_lowers_a_case_is_marked_dangerous(data: st.DataObject) -> None:
    rulebase = data.draw(rulebases(SMALL))
    facts = data.draw(complete_facts(rulebase))
    sound = evaluate_program(program_of(rulebase), facts)
    for mutant in mutants(rulebase):
        faulty = evaluate_program(program_of(mutant.rulebase), facts)
        lowered = disposition_of(faulty).urgency < disposition_of(sound).urgency
        unblocked = any(
            truth is True and name.startswith("contraindication.") and faulty.get(name) is not True
            for name, truth in sound.items()
        )
        if lowered or unblocked:
            assert mutant.dangerous, mutant.name


@pytest.fixture(scope="module")
def planted(shipped: RuleBase) -> list[Mutant]:
    """Return every fault in our rules."""
    return list(mutants(shipped))


def test_every_kind_of_fault_is_planted_in_our_rules(planted: list[Mutant]) -> None:
    assert {one.operator for one in planted} == set(Operator)
    assert len({one.name for one in planted}) == len(planted)


def test_every_slip_in_words_numbers_or_sources_changes_what_is_locked(
    small: RuleBase, shipped: RuleBase, planted: list[Mutant]
) -> None:
    for base, faults_in, every in ((small, list(mutants(small)), 1), (shipped, planted, 9)):
        locked = [one for one in faults_in if one.locked][::every]
        assert locked
        for mutant in locked:
            before, after = entry_of(base, mutant.locked), entry_of(mutant.rulebase, mutant.locked)
            assert before.version == after.version, mutant.name
            assert before.marks != after.marks, mutant.name


@pytest.mark.parametrize(
    ("words", "dangerous"),
    [
        ("nerves.cauda_equina.emergency_now: widen_allow: also `", True),
        ("nerves.cauda_equina.emergency_now: milder_text: what to do", True),
        ("nerves.cauda_equina.emergency_now: milder_text: while waiting", True),
        ("nerves.cauda_equina.emergency_now: swap_sources", False),
        ("remedy.oral_nsaid: change_class: medicated → natural", False),
        ("remedy.paracetamol: change_dose: how 2: 8 → 18", True),
        ("safety_net: widen_stays: also `nerves`", True),
        ("question.complaint.duration: change_unit: weeks: 7 → 1", True),
        ("question.nerves.leg_weakness_speed: turn_question", True),
        ("region.EU: change_number_to_call: 112 → 113", True),
        ("disclaimer: milder_text: short", True),
        ("disposition.emergency_now: milder_text: action", True),
        ("locales/es: swap_translation: disposition.emergency_now.action", True),
    ],
)
def test_slips_that_once_passed_unseen_are_planted(
    planted: list[Mutant],
    words: str,
    dangerous: bool,  # noqa: FBT001  (a table)
) -> None:
    assert _named(planted, words).dangerous is dangerous


def _named(planted: Iterable[Mutant], words: str) -> Mutant:
    (mutant,) = (one for one in planted if words in one.name)
    return mutant


def test_a_mutant_is_a_whole_rule_base_with_a_digest_of_its_own(small: RuleBase) -> None:
    mutant = _named(mutants(small), "danger.gas: lower_disposition")
    faulty = mutant.rulebase
    assert faulty.rule["danger.gas"].then.disposition is Disposition.URGENT_SAME_DAY
    assert small.rule["danger.gas"].then.disposition is Disposition.EMERGENCY_NOW
    assert faulty.digest != small.digest
    assert faulty.disposing_rules != small.disposing_rules


def test_a_finding_that_others_read_is_never_true_once_deleted(small: RuleBase) -> None:
    mutant = _named(mutants(small), "finding.old_boiler: delete_rule")
    assert mutant.dangerous
    assert mutant.rulebase.rule["finding.old_boiler"].when == NEVER


@pytest.mark.parametrize(
    ("words", "dangerous"),
    [
        ("contraindication.bleed_radiator.pressure: remove_contraindication", True),
        ("caution.bleed_radiator.unskilled: remove_caution", False),
        ("recommendation.cold_rooms: delete_rule", False),
        ("danger.flood: delete_rule", True),
    ],
)
def test_only_what_lowers_urgency_or_removes_a_block_is_dangerous(
    small: RuleBase,
    words: str,
    dangerous: bool,  # noqa: FBT001  (a table)
) -> None:
    assert _named(mutants(small), words).dangerous is dangerous
