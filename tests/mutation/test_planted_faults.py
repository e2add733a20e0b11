"""A slip in our own rules is noticed: by an example, a vignette, a check or a proof."""

from __future__ import annotations

from pathlib import Path

import pytest

from triage.author.cases.vignette import Vignette, read_vignettes
from triage.author.faults.conditions import Operator
from triage.author.faults.expectation import Witness
from triage.author.faults.mutants import Mutant, mutants
from triage.author.faults.mutation import Mutation
from triage.author.faults.proving import Proofs
from triage.logic.program import HOLDING
from triage.model.condition import AnyOf, Condition
from triage.model.rulebase import RuleBase
from triage.proofs.properties.remedy import PreferenceRespected
from triage.terms import Disposition

TESTS = Path(__file__).parents[1]
REMEDY = "correct the rule, or add an example or a vignette that tells the two apart"


@pytest.fixture(scope="module")
def vignettes() -> list[Vignette]:
    return read_vignettes([TESTS / "vignettes"])


@pytest.fixture(scope="module")
def planted(shipped: RuleBase) -> list[Mutant]:
    return list(mutants(shipped))


def test_no_lost_emergency_and_no_lost_way_into_one_goes_unnoticed(
    shipped: RuleBase, vignettes: list[Vignette], planted: list[Mutant]
) -> None:
    emergencies = {
        rule.id: rule.when
        for rule in shipped.disposing_rules
        if rule.then.disposition is Disposition.EMERGENCY_NOW
    }
    lost = [
        mutant
        for mutant in planted
        if mutant.where in emergencies
        and (
            mutant.operator is Operator.DELETE_RULE
            or _is_without_a_way(emergencies[mutant.where], mutant.changed_when)
        )
    ]
    assert {mutant.where for mutant in lost} == emergencies.keys()
    mutation = Mutation(shipped, vignettes)
    unwritten = [mutant for mutant in lost if not mutation.trial.caught_by(mutant)]
    # The checks need the whole rule base anew for each fault: they are asked about the rest only.
    survivors = mutation.run(unwritten).survivors
    assert [result.mutant.name for result in survivors] == [], REMEDY


def _is_without_a_way(when: Condition, changed: Condition | None) -> bool:
    """Return whether one of the alternatives that make the rule true is gone."""
    if not isinstance(when, AnyOf) or not isinstance(changed, AnyOf):
        return False
    return len(changed.of) < len(when.of)


def test_a_widened_preference_is_noticed_by_proof(shipped: RuleBase, planted: list[Mutant]) -> None:
    proofs = Proofs(shipped, (PreferenceRespected,))
    widened = [mutant for mutant in planted if mutant.operator is Operator.WIDEN_PREFERENCE]
    assert widened
    for mutant in widened:
        assert str(proofs.refutes(mutant)).startswith("preference-respected"), mutant.name


@pytest.mark.soak
def test_vignettes_alone_notice_a_lowered_emergency_or_same_day_rule(
    shipped: RuleBase, vignettes: list[Vignette], planted: list[Mutant]
) -> None:
    lowered = [
        mutant
        for mutant in planted
        if mutant.operator is Operator.LOWER_DISPOSITION
        and shipped.rule[mutant.where].then.disposition in HOLDING
    ]
    score = Mutation(shipped, vignettes).run(lowered)
    # In the rest another rule of the same level fires too, so that the person is told the same.
    assert score.noticed_by[Witness.VIGNETTE] >= 0.9 * len(lowered)
