"""Of one worry a person is told the highest rung that is true, and of no lower one.

The rungs below it may be true too: they fired, and stay in the trace. Which is the highest is
worked out from truths that are settled: while a higher rung is open, the lower one that is true is
told, and when the higher one turns true it takes its place.
"""

from __future__ import annotations

from collections.abc import Iterator

from triage.logic.per_rulebase import kept
from triage.model.rule import Rule
from triage.model.rulebase import RuleBase
from triage.model.verdicts import NodeTruths
from triage.terms import Disposition


@kept
def urgent_first(rulebase: RuleBase) -> tuple[Rule, ...]:
    """Return the rules of a level, most urgent first, then by id; rungs as they stand."""

    def key(rule: Rule) -> tuple[int, str, int]:
        level = rule.then.disposition or Disposition.SELF_CARE
        return (-level.urgency, rule.ladder or rule.id, rule.rung)

    return tuple(sorted(rulebase.disposing_rules, key=key))


@kept
def rungs_above(rulebase: RuleBase) -> dict[str, tuple[str, ...]]:
    """Return, for each rung that is not the highest of its ladder, the ids of those above it.

    Above is what comes first in `urgent_first`.
    """
    above: dict[str, tuple[str, ...]] = {}
    met: dict[str, tuple[str, ...]] = {}
    for rule in urgent_first(rulebase):
        if rule.ladder:
            if rule.ladder in met:
                above[rule.id] = met[rule.ladder]
            met[rule.ladder] = (*met.get(rule.ladder, ()), rule.id)
    return above


def told(rulebase: RuleBase, verdicts: NodeTruths) -> Iterator[Rule]:
    """Yield the rules of a level that are true and told, most urgent first."""
    above = rungs_above(rulebase)
    for rule in urgent_first(rulebase):
        higher = above.get(rule.id, ())
        if verdicts[rule.id] is True and not any(verdicts[one] is True for one in higher):
            yield rule
