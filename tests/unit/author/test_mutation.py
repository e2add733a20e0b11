"""The score says who notices which fault, and counts no fault that is none."""

from __future__ import annotations

from fractions import Fraction

import pytest

from triage.author.cases.vignette import Vignette
from triage.author.faults.conditions import Operator
from triage.author.faults.expectation import (
    Expectation,
    Witness,
    expect_level,
    expect_truth,
    vignette_expectations,
)
from triage.author.faults.mutants import Mutant, mutants
from triage.author.faults.mutation import Mutation
from triage.author.faults.trial import Trial
from triage.errors import FactsError
from triage.model.given import read_facts
from triage.model.rulebase import RuleBase
from triage.terms import Disposition

FACTS: dict[str, object] = {
    "boiler.state": "running",
    "boiler.age_years": 20,
    "house.cold_rooms": ["kitchen"],
    "wish.kind": "either",
}


def _vignette(**words: object) -> Vignette:
    told = {
        "id": "leak",
        "title": "A leak",
        "story": "It leaks.",
        "origin": "made up",
        "gold_from": "authors",
        "expected": "urgent",
        "facts": {**FACTS, "water.on_floor": True},
    }
    return Vignette.model_validate({**told, **words})


def _planted(rulebase: RuleBase, words: str) -> Mutant:
    (mutant,) = (one for one in mutants(rulebase) if words in one.name)
    return mutant


def test_an_example_notices_the_fault_in_its_rule(small: RuleBase) -> None:
    caught = Mutation(small).result(_planted(small, "danger.gas: flip_polarity")).caught
    assert caught[Witness.EXAMPLE] == "danger.gas: it is so"


def test_a_vignette_notices_a_lowered_level(small: RuleBase) -> None:
    mutant = _planted(small, "danger.flood: lower_disposition")
    assert Mutation(small).result(mutant).survived
    assert Witness.VIGNETTE in Mutation(small, [_vignette()]).result(mutant).caught


def test_a_vignette_notices_a_remedy_that_is_no_longer_left_out(small: RuleBase) -> None:
    case = _vignette(
        facts={**FACTS, "boiler.age_years": 2, "boiler.under_pressure": True},
        expected="self_care",
        leaves_out=["bleed_radiator"],
        offers=["close_valve"],
        fires=["recommendation.cold_rooms"],
    )
    removed = _planted(small, "pressure: remove_contraindication")
    assert Mutation(small, [case]).result(removed).caught == {
        Witness.VIGNETTE: "leak: without bleed_radiator"
    }


def test_a_vignette_that_names_nothing_known_is_refused(small: RuleBase) -> None:
    with pytest.raises(FactsError, match=r"no such rule or remedy: `danger\.water`"):
        list(vignette_expectations(small, _vignette(fires=["danger.water"])))


def test_a_case_that_fails_before_any_fault_catches_nothing(small: RuleBase) -> None:
    wrong = expect_truth(Witness.EXAMPLE, "wrong", {}, "danger.gas", truth=True)
    trial = Trial(small, [wrong])
    assert trial.broken == [wrong]
    assert not any(trial.caught_by(mutant) for mutant in mutants(small))


def test_a_level_may_be_one_of_several(small: RuleBase) -> None:
    facts = read_facts(small, {"gas.smell": True})
    either = frozenset({Disposition.EMERGENCY_NOW, Disposition.URGENT_SAME_DAY})
    trial = Trial(small, [expect_level(Witness.VIGNETTE, "either", facts, either)])
    assert trial.broken == []
    assert not trial.caught_by(_planted(small, "danger.gas: lower_disposition"))
    assert trial.caught_by(_planted(small, "danger.gas: delete_rule"))


def test_without_witnesses_only_the_checks_notice_anything(small: RuleBase) -> None:
    examples: list[Expectation] = []
    assert Trial(small, examples).caught_by(_planted(small, "danger.gas: delete_rule")) == {}
    caught = Mutation(small).result(_planted(small, "recommendation.cold_rooms: delete_rule"))
    assert "`house.cold_rooms` is read by nothing" in caught.caught[Witness.CHECK]


def test_a_slip_that_only_the_lock_can_notice_is_told_as_such(small: RuleBase) -> None:
    score = Mutation(small).run(mutants(small))
    assert score.by_operator[Operator.MILDER_TEXT][0] == score.by_operator[Operator.MILDER_TEXT][1]
    assert score.by_lock_alone[Operator.MILDER_TEXT] == score.by_operator[Operator.MILDER_TEXT][1]
    assert score.by_lock_alone[Operator.CHANGE_UNIT] == 0


def test_the_lock_is_no_witness_of_a_wrong_condition(small: RuleBase) -> None:
    score = Mutation(small).run(mutants(small))
    conditions = [one for one in score.results if not one.mutant.locked]
    assert conditions
    assert all(Witness.LOCK not in one.caught for one in conditions)


def test_an_emergency_that_allows_more_is_noticed_by_a_check_too(small: RuleBase) -> None:
    caught = Mutation(small).result(_planted(small, "danger.gas: widen_allow")).caught
    assert caught.keys() == {Witness.CHECK, Witness.LOCK}
    assert "an emergency allows" in caught[Witness.CHECK]


class _Refuter:
    """Says of each fault that goes unnoticed what a test wants it to say."""

    def __init__(self, *, broken: str | None, nothing: bool) -> None:
        self.broken = broken
        self.nothing = nothing
        self.asked: list[str] = []

    def refutes(self, mutant: Mutant) -> str | None:
        self.asked.append(mutant.name)
        return self.broken

    def equivalent(self, mutant: Mutant) -> bool:  # noqa: ARG002  (the same for each)
        return self.nothing


def test_a_fault_proved_to_be_none_is_not_counted(small: RuleBase) -> None:
    refuter = _Refuter(broken=None, nothing=True)
    score = Mutation(small, refuter=refuter).run(mutants(small))
    assert score.survivors == ()
    assert score.score == 1
    assert score.counted == len(score.results) - len(refuter.asked) < len(score.results)


def test_the_solver_is_asked_only_about_faults_that_nobody_noticed(small: RuleBase) -> None:
    refuter = _Refuter(broken="a property", nothing=False)
    score = Mutation(small, refuter=refuter).run(mutants(small))
    proved = [one.mutant.name for one in score.results if Witness.PROOF in one.caught]
    assert proved == refuter.asked
    assert all(len(one.caught) == 1 for one in score.results if Witness.PROOF in one.caught)


def test_the_score_is_the_share_noticed(small: RuleBase) -> None:
    score = Mutation(small).run(mutants(small))
    left = len(score.survivors)
    assert score.score == Fraction(score.counted - left, score.counted)
    assert sum(of for _, of in score.by_operator.values()) == score.counted
    assert score.by_operator[Operator.DELETE_RULE] == (len(small.rules), len(small.rules))
    assert 0 < score.score < 1
