"""Properties that something can happen: nothing in the rule base is dead.

Each is proved by a case for every rule, remedy and answer; the cases are replayed.
"""

from __future__ import annotations

from collections.abc import Iterator

import z3

from triage.logic.ladder import rungs_above
from triage.model.condition import FactIs
from triage.proofs.properties.remedy import put_forward
from triage.proofs.property import Property, Shortfall
from triage.proofs.prover import Prover, disagree
from triage.terms import Stance

_GENERATED = ("contraindication.", "caution.")


class EveryRuleCanFire(Property):
    """A rule that can never be true protects nobody."""

    id = "every-rule-can-fire"
    statement = "Every rule, contraindication and caution is true for someone."

    def shortfalls(self, prover: Prover) -> Iterator[Shortfall]:
        """Yield each rule that is true in no case; one case may show many that are."""
        waiting = {
            node.id
            for node in prover.program.nodes
            if node.id in prover.rulebase.rule or node.id.startswith(_GENERATED)
        }
        for node in prover.program.nodes:
            if node.id not in waiting:
                continue
            witness = prover.witness(prover.case.node[node.id].is_true)
            if witness is None:
                yield Shortfall((node.id,), f"`{node.id}` can never be true")
                waiting.discard(node.id)
                continue
            waiting = {one for one in waiting if witness.verdicts[one] is not True}
            if node.id in waiting:
                raise disagree(self.id, node.id, witness.answers)


class OneFeatureIsEnough(Property):
    """Where one answer is said to be enough, it is enough alone."""

    id = "one-feature-is-enough"
    statement = (
        "Every rule of a level that rests on a single answer can be the only one that is told, "
        "with everything known."
    )

    def shortfalls(self, prover: Prover) -> Iterator[Shortfall]:
        """Yield each single-answer rule that is never true alone."""
        rules = prover.rulebase.disposing_rules
        above = rungs_above(prover.rulebase)
        complete = prover.solver.condition(prover.case.complete)
        for rule in rules:
            if not isinstance(rule.when, FactIs):
                continue
            fires = prover.case.node[rule.id].is_true
            # The rungs below may well be true where a rung is; they are not told.
            others = [
                z3.Not(prover.case.node[one.id].is_true)
                for one in rules
                if one is not rule and rule.id not in above.get(one.id, ())
            ]
            witness = prover.witness(complete, fires, *others)
            if witness is None:
                yield Shortfall((rule.id,), f"`{rule.id}` is never the only rule that is told")
            elif [flag.rule for flag in witness.assessment.red_flags] != [rule.id]:
                raise disagree(self.id, rule.id, witness.answers)


class EveryRemedyCanBeOffered(Property):
    """A page that nobody is ever shown is of no use."""

    id = "every-remedy-can-be-offered"
    statement = (
        "Every remedy is recommended to someone, and every one that is not supported is "
        "mentioned to someone."
    )

    def shortfalls(self, prover: Prover) -> Iterator[Shortfall]:
        """Yield each remedy that no complete case is shown."""
        complete = prover.solver.condition(prover.case.complete)
        for remedy in prover.rulebase.remedies:
            offer = remedy.stance is Stance.OFFER
            shown = prover.solver.condition(put_forward(prover.case, remedy))
            witness = prover.witness(complete, shown)
            if witness is None:
                never = "recommended" if offer else "mentioned"
                yield Shortfall((remedy.id,), f"`{remedy.id}` is never {never}")
            elif remedy.id not in (witness.offered if offer else witness.not_supported):
                raise disagree(self.id, remedy.id, witness.answers)
