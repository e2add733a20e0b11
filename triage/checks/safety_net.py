"""Check that nobody is sent home without knowing what to come back for."""

from __future__ import annotations

from collections.abc import Iterator

from triage.checks.check import Check, CheckContext, Finding
from triage.terms import Disposition


class UrgentRulesAreTold(Check):
    """An urgent sign that turns up later is among no reasons to come back.

    What: every emergency or same-day rule stands behind a text of `knowledge/safety_net.yaml` that
    is at least as urgent.
    Why: what the interview would have caught today has to be known to the person tomorrow.
    Fix: name the rule under `rules` of a text that says its signs, or write a new text.
    """

    id = "safety.not-told"

    def findings(self, context: CheckContext) -> Iterator[Finding]:
        """Yield each urgent rule that no text stands for."""
        told: dict[str, int] = {}
        for item in context.rulebase.safety_net.items:
            for name in item.rules:
                told[name] = max(told.get(name, 0), item.level.urgency)
        for rule in context.rulebase.disposing_rules:
            level = rule.then.disposition
            if level is None or level.urgency < Disposition.URGENT_SAME_DAY.urgency:
                continue
            if told.get(rule.id, 0) < level.urgency:
                where = context.place_of(rule)
                yield self.found(where, f"no reason to come back says so ({level})")
