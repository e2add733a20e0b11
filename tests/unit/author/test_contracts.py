"""Contracts are kept, broken and completed; a line that stands is never changed by the tool."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_conditions import SMALL
from random_rulebases import rulebases

from triage.author.contracts.contract_files import read_contracts, write_contracts
from triage.author.contracts.contracts import Chapter, Contract, breaches, chapter_of, completed
from triage.author.faults.mutants import Mutant, mutants
from triage.author.faults.mutation import Mutation
from triage.errors import ContentError
from triage.model.rulebase import RuleBase
from triage.terms import Disposition


@pytest.fixture
def planted(small: RuleBase) -> Callable[[str], Mutant]:
    def find(words: str) -> Mutant:
        (mutant,) = (one for one in mutants(small) if words in one.name)
        return mutant

    return find


def test_completed_contracts_notice_every_fault_they_can_speak_of(small: RuleBase) -> None:
    score = Mutation(small, contracts=completed(small, {})).run(mutants(small))
    assert [one.mutant.name for one in score.survivors if "preference" not in one.mutant.name] == []


@settings(max_examples=25)
@given(st.data())
def test_completed_contracts_hold_for_the_rules_they_were_made_from(data: st.DataObject) -> None:
    rulebase = data.draw(rulebases(SMALL))
    assert list(breaches(rulebase, completed(rulebase, {}))) == []


def test_a_block_that_is_gone_breaks_its_contract(
    small: RuleBase, planted: Callable[[str], Mutant]
) -> None:
    contracts = completed(small, {})
    faulty = planted("pressure: remove_contraindication").rulebase
    assert list(breaches(faulty, contracts)) == [
        "contraindication.bleed_radiator.pressure: there is no such rule or check any more"
    ]


def test_a_block_that_blocks_no_more_breaks_its_contract(
    small: RuleBase, planted: Callable[[str], Mutant]
) -> None:
    contracts = completed(small, {})
    faulty = planted("contraindication.bleed_radiator.pressure: flip_polarity").rulebase
    assert list(breaches(faulty, contracts)) == [
        (
            "no longer so: contraindication.bleed_radiator.pressure applies with "
            "boiler.under_pressure: True"
        )
    ]


def test_a_lower_level_breaks_the_contract_of_its_rule(
    small: RuleBase, planted: Callable[[str], Mutant]
) -> None:
    contracts = completed(small, {})
    faulty = planted("danger.gas: lower_disposition").rulebase
    broken = list(breaches(faulty, contracts))
    assert "danger.gas: leads to urgent_same_day, not to emergency_now" in broken


def test_completing_adds_lines_and_changes_none(small: RuleBase) -> None:
    wrong_line = Contract("danger.gas", Disposition.EMERGENCY_NOW, applies=({"gas.smell": False},))
    whole = completed(small, {"danger.gas": wrong_line})["danger.gas"]
    assert whole.applies == ({"gas.smell": False}, {"gas.smell": True})
    wrong_level = Contract("danger.gas", Disposition.SELF_CARE)
    assert completed(small, {"danger.gas": wrong_level})["danger.gas"] == wrong_level
    assert completed(small, completed(small, {})) == completed(small, {})


def test_a_contract_for_what_is_gone_is_broken_and_does_no_harm(small: RuleBase) -> None:
    gone = {"danger.fire": Contract("danger.fire", applies=({"gas.smell": True},))}
    assert list(breaches(small, gone)) == ["danger.fire: there is no such rule or check any more"]
    assert completed(small, gone)["danger.fire"] == gone["danger.fire"]


def test_what_is_written_is_read_back(shipped: RuleBase, tmp_path: Path) -> None:
    some = {
        "low_back.saddle_numbness": Contract(
            "low_back.saddle_numbness",
            Disposition.EMERGENCY_NOW,
            applies=(
                {"pain.location": frozenset({"leg", "low_back"}), "patient.age_years": 50},
                {"nerve.saddle_numbness": True, "preference.kind": "natural"},
            ),
            ruled_out=({"nerve.saddle_numbness": False},),
        ),
        "caution.massage.some": Contract("caution.massage.some", applies=({},)),
    }
    write_contracts(shipped, some, tmp_path)
    assert read_contracts(shipped, tmp_path) == some
    assert {file.stem for file in tmp_path.iterdir()} == {one.value for one in Chapter}
    for file in tmp_path.iterdir():
        assert all(len(line) <= 100 for line in file.read_text(encoding="utf-8").splitlines())


def test_a_mistake_in_a_contract_is_told_with_its_line(small: RuleBase, tmp_path: Path) -> None:
    (tmp_path / "red_flags.yaml").write_text(
        "danger.gas:\n  level: at_once\n  applies:\n    - {gas.smel: true}\n", encoding="utf-8"
    )
    (tmp_path / "findings.yaml").write_text(
        "old_boiler:\n  applies:\n    - {boiler.age_years: 500}\n", encoding="utf-8"
    )
    with pytest.raises(ContentError) as caught:
        read_contracts(small, tmp_path)
    told = str(caught.value)
    assert f"{tmp_path}/red_flags.yaml:2" in told
    assert f"{tmp_path}/findings.yaml:3" in told
    assert "from 0 to 80" in told


@pytest.mark.parametrize(
    ("node", "chapter"),
    [
        ("danger.gas", Chapter.RED_FLAGS),
        ("fallback.off_or_knocking", Chapter.RED_FLAGS),
        ("finding.old_boiler", Chapter.FINDINGS),
        ("recommendation.cold_rooms", Chapter.RECOMMENDATIONS),
        ("caution.bleed_radiator.unskilled", Chapter.CAUTIONS),
        ("contraindication.bleed_radiator.pressure", Chapter.CONTRAINDICATIONS),
    ],
)
def test_each_node_has_its_file(small: RuleBase, node: str, chapter: Chapter) -> None:
    assert chapter_of(small, node) is chapter
