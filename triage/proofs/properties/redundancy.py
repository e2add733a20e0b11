"""No rule says only what another says anyway.

A rule is subsumed by another of the same consequence when it is true only where the other is. Of
the same consequence are: rules of one level; a rung and those above it, of which the highest alone
is told; a recommendation rule and one that recommends at least the same remedies at least as
strongly; contraindications, or cautions, of one remedy. Such a rule may still be meant, to name a
worry of its own: content says so in a waiver, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator

import z3

from triage.logic.ladder import rungs_above
from triage.model.rule import Rule
from triage.model.rulebase import RuleBase
from triage.model.verdicts import NodeTruths
from triage.proofs.property import Property, Shortfall
from triage.proofs.prover import Prover, disagree
from triage.terms import Strength


class NoSubsumedRule(Property):
    """A rule that adds nothing hides that something was meant."""

    id = "no-subsumed-rule"
    statement = "No rule is true only where another of the same consequence is true too."
    waivable = True

    def shortfalls(self, prover: Prover) -> Iterator[Shortfall]:
        """Yield each pair of a subsumed rule and one that subsumes it."""
        shown: list[NodeTruths] = []
        for subject, rivals in _rivals(prover.rulebase):
            for rival in self._subsuming(prover, subject, rivals, shown):
                says = f"`{subject}` is true only where `{rival}` is, with the same consequence"
                yield Shortfall((subject, rival), says)

    def _subsuming(
        self, prover: Prover, subject: str, rivals: list[str], shown: list[NodeTruths]
    ) -> list[str]:
        """Return the rivals true wherever `subject` is.

        Each case in which `subject` is true clears every rival that is not, so that a few cases
        do for all; the cases are added to `shown`, for later subjects.
        """
        node = prover.case.node
        fires = node[subject].is_true
        fired = False
        for verdicts in shown:
            if verdicts[subject] is True:
                fired = True
                rivals = [one for one in rivals if verdicts[one] is True]
        while rivals:
            some_silent = z3.Or([z3.Not(node[one].is_true) for one in rivals])
            # Hundreds of cases: too many for experta within a minute. A test gives it that time.
            witness = prover.witness(fires, prover.solver.condition(some_silent), by_all=False)
            if witness is None:
                break
            left = [one for one in rivals if witness.verdicts[one] is True]
            if witness.verdicts[subject] is not True or len(left) == len(rivals):
                raise disagree(self.id, subject, witness.answers)
            shown.append(witness.verdicts)
            rivals, fired = left, True
        # What can never be true at all is a finding of another property.
        return rivals if fired or prover.solver.ask(fires) is not None else []


def _rivals(rulebase: RuleBase) -> Iterator[tuple[str, list[str]]]:
    """Yield each rule or check with all others of the same consequence."""
    levels, above = rulebase.disposing_rules, rungs_above(rulebase)
    for rule in levels:
        same = [one.id for one in levels if one.then.disposition is rule.then.disposition]
        same = list(dict.fromkeys((*same, *above.get(rule.id, ()))))
        yield rule.id, [one for one in same if one != rule.id]
    recommending = [rule for rule in rulebase.rules if rule.then.recommend]
    for rule in recommending:
        yield rule.id, [one.id for one in recommending if one is not rule and _covers(one, rule)]
    for remedy in rulebase.remedies:
        for kind, checks in (("contraindication", remedy.block), ("caution", remedy.ask_first)):
            names = [f"{kind}.{remedy.id}.{check.id}" for check in checks]
            for name in names:
                yield name, [one for one in names if one != name]


def _covers(one: Rule, other: Rule) -> bool:
    """Return whether `one` recommends all that `other` does, at least as strongly."""
    strong = one.then.strength is Strength.RECOMMENDED or (
        other.then.strength is not Strength.RECOMMENDED
    )
    return strong and set(one.then.recommend) >= set(other.then.recommend)
