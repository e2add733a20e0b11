"""Every urgent warning that a new sign could set off is among the reasons to come back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import z3

from triage.logic.program import HOLDING
from triage.logic.safety_net import changing_facts
from triage.model.fact import FactValue
from triage.model.rule import Rule
from triage.model.rulebase import RuleBase
from triage.proofs.property import Universal, Violation
from triage.proofs.prover import Prover, Tie, tied
from triage.proofs.seen_by_readers import Replay


class NewSignsAreTold(Universal):
    """Who is sent home knows what to come back for."""

    id = "new-signs-are-told"
    statement = (
        "Every emergency or same-day rule that new signs could make true stands behind a reason "
        "to come back that is shown, and that is as urgent."
    )

    def ties(self, prover: Prover) -> Mapping[str, Tie]:
        """Look at a case, and the same person later: any change of what does not stay.

        Further answers to the rest do no harm.
        """
        return tied(prover.rulebase, Tie.KEPT, free=changing_facts(prover.rulebase))

    def given(self, prover: Prover) -> list[z3.BoolRef]:
        """Look at new signs: of a yes/no answer that does not stay, only yes instead of no."""
        terms = []
        signs = prover.rulebase.yes_no & changing_facts(prover.rulebase)
        for name, one in prover.case.fact.items():
            if name not in signs:
                continue
            later = prover.changed.fact[name]
            terms.append(z3.Or(one.kept_by(later), later.is_known_as(value=True)))
        return terms

    def violations(self, prover: Prover) -> Iterator[Violation]:
        """Yield, for each urgent rule, that it is true later and was not told of."""
        for rule in urgent_rules(prover.rulebase):
            untold = [
                prover.case.node[f"safety_net.{one}"].is_false
                for one in _texts(prover.rulebase, rule)
            ]
            comes = z3.And(
                z3.Not(prover.case.node[rule.id].is_true), prover.changed.node[rule.id].is_true
            )
            yield Violation((rule.id,), z3.And(comes, *untold))

    def seen(self, about: tuple[str, ...], *cases: Replay) -> str:
        """Look for a rule that fires later and that no reason to come back stood for."""
        (rule,) = about
        before, after = cases
        rulebase = before.rulebase
        told = {one.code.removeprefix("safety_net.") for one in before.assessment.safety_net}
        comes = before.verdicts[rule] is not True and after.verdicts[rule] is True
        later = comes and _is_later(rulebase, before, after)
        wrong = later and told.isdisjoint(_texts(rulebase, rulebase.rule[rule]))
        untold = f"new signs can make `{rule}` true, and no reason to come back says so"
        return untold if wrong else ""


def urgent_rules(rulebase: RuleBase) -> Iterator[Rule]:
    """Yield the emergency and same-day rules."""
    return (one for one in rulebase.disposing_rules if one.then.disposition in HOLDING)


def _texts(rulebase: RuleBase, rule: Rule) -> list[str]:
    """Return the reasons to come back that stand for a rule and are no less urgent than it."""
    level = rule.then.disposition
    return [
        one.id
        for one in rulebase.safety_net.items
        if rule.id in one.rules and level is not None and one.level.urgency >= level.urgency
    ]


def _is_later(rulebase: RuleBase, before: Replay, after: Replay) -> bool:
    """Return whether the second case is the first with new signs and further answers."""

    def came(name: str, was: FactValue | None, now: FactValue | None) -> bool:
        if was is None or was == now:
            return True
        return name in changing and (name not in rulebase.yes_no or now is True)

    changing = changing_facts(rulebase)
    return all(came(name, before.facts.get(name), after.facts.get(name)) for name in rulebase.facts)
