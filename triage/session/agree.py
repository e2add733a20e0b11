"""What to do should two readers of the same rule base ever differ: take the safer side."""

from __future__ import annotations

from triage.logic.disposition import LEVELS
from triage.logic.evaluate import Verdicts
from triage.logic.program import level_id
from triage.logic.truth import Truth
from triage.model.rulebase import RuleBase


def agreed(
    rulebase: RuleBase, reference: Verdicts, inferred: Verdicts
) -> tuple[dict[str, Truth], bool]:
    """Return verdicts both readers can stand for, and whether they differed anywhere.

    Where they differ, a rule that concludes a level counts as true if either says so; anything
    else counts as unknown, so no remedy is offered and no reassurance is given on it.
    """
    if reference == inferred:
        return dict(reference), False
    urgent = {rule.id for rule in rulebase.disposing_rules} | {level_id(one) for one in LEVELS}
    merged: dict[str, Truth] = {}
    for node, truth in reference.items():
        other = inferred.get(node)
        if truth is other:
            merged[node] = truth
        elif node in urgent and (truth is True or other is True):
            merged[node] = True
        else:
            merged[node] = None
    return merged, True
