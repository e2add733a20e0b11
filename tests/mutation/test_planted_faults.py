"""A slip in our own rules is noticed: by an example, a vignette, a contract, a check or a proof."""

from __future__ import annotations

from pathlib import Path

import pytest

from triage.author.cases.vignette import Vignette, read_vignettes
from triage.author.contracts.contract_files import read_contracts
from triage.author.contracts.contracts import Contracts, breaches, chapter_of, completed
from triage.author.faults.conditions import Operator
from triage.author.faults.expectation import Witness
from triage.author.faults.mutants import mutants
from triage.author.faults.mutation import Mutation
from triage.author.faults.proving import Proofs
from triage.logic.program import HOLDING
from triage.model.rulebase import RuleBase
from triage.proofs.properties.remedy import PreferenceRespected

TESTS = Path(__file__).parents[1]
EVERY = 8
"""`make test` plants every eighth fault, `make test-all` each of them."""

RARE = {Operator.WIDEN_PREFERENCE, Operator.WIDEN_STAYS, Operator.CHANGE_UNIT}
"""Kinds of fault so few that a sample may hold none."""

REMEDY = (
    "look at each: correct the rule, or take the line out of tests/contracts by hand; "
    "then `triage contracts tests/contracts --complete` adds what is missing"
)


@pytest.fixture(scope="module")
def contracts(shipped: RuleBase) -> Contracts:
    return read_contracts(shipped, TESTS / "contracts")


@pytest.fixture(scope="module")
def vignettes() -> list[Vignette]:
    return read_vignettes([TESTS / "vignettes"])


def test_the_rules_keep_every_contract(shipped: RuleBase, contracts: Contracts) -> None:
    assert list(breaches(shipped, contracts)) == [], REMEDY


def test_every_contraindication_has_a_contract_that_it_blocks(
    shipped: RuleBase, contracts: Contracts
) -> None:
    for remedy in shipped.remedies:
        for check in remedy.block:
            contract = contracts.get(f"contraindication.{remedy.id}.{check.id}")
            assert contract is not None, f"{remedy.id}.{check.id}: {REMEDY}"
            assert contract.applies, f"{remedy.id}.{check.id}: {REMEDY}"


def test_faults_are_noticed_in_a_sample(
    shipped: RuleBase, vignettes: list[Vignette], contracts: Contracts
) -> None:
    planted = list(mutants(shipped))[::EVERY]
    score = Mutation(shipped, vignettes, contracts).run(planted)
    assert {one.operator for one in planted} >= set(Operator) - RARE
    assert [one.mutant.name for one in score.survivors if one.mutant.dangerous] == [], REMEDY
    assert score.score >= 0.95


def test_a_widened_preference_is_noticed_by_proof(shipped: RuleBase) -> None:
    proofs = Proofs(shipped, (PreferenceRespected,))
    widened = [one for one in mutants(shipped) if one.operator is Operator.WIDEN_PREFERENCE]
    assert widened
    for mutant in widened:
        assert str(proofs.refutes(mutant)).startswith("preference-respected"), mutant.name


@pytest.mark.soak
def test_every_fault_is_noticed_or_proved_to_change_nothing(
    shipped: RuleBase, vignettes: list[Vignette], contracts: Contracts
) -> None:
    mutation = Mutation(shipped, vignettes, contracts, Proofs(shipped))
    score = mutation.run(mutants(shipped))
    assert [one.mutant.name for one in score.survivors] == [], REMEDY
    assert score.score == 1


@pytest.mark.soak
def test_vignettes_alone_notice_a_lowered_emergency_or_same_day_rule(
    shipped: RuleBase, vignettes: list[Vignette]
) -> None:
    """Contracts were made from the rules; vignettes were written by people, before the rules."""
    lowered = [
        one
        for one in mutants(shipped)
        if one.operator is Operator.LOWER_DISPOSITION
        and shipped.rule[one.where].then.disposition in HOLDING
    ]
    score = Mutation(shipped, vignettes).run(lowered)
    # In the rest another rule of the same level fires too, so that the person is told the same.
    assert score.noticed_by[Witness.VIGNETTE] >= 0.9 * len(lowered)


@pytest.mark.soak
def test_no_contract_is_missing(shipped: RuleBase, contracts: Contracts) -> None:
    whole = completed(shipped, contracts)
    missing = [
        f"{chapter_of(shipped, node)}: {node}"
        for node, contract in whole.items()
        if contracts.get(node) != contract
    ]
    assert missing == [], REMEDY
