"""What to do should two readers of the same rule base ever differ: take the safer side."""

from __future__ import annotations

from triage.logic.disposition import LEVELS
from triage.logic.program import level_id, program_of
from triage.logic.reference import evaluate
from triage.logic.truth import Truth
from triage.model.condition import RuleIs, walk
from triage.model.rulebase import RuleBase
from triage.model.verdicts import NodeTruths


def agreed(
    rulebase: RuleBase, reference: NodeTruths, inferred: NodeTruths
) -> tuple[dict[str, Truth], bool]:
    """Return verdicts both readers can stand for, and whether they differed anywhere.

    A node is doubtful when they differ on it, or when it reads a doubtful node. A doubtful rule
    that concludes a level counts as true if either says so; anything else doubtful counts as
    unknown, so no remedy is offered and no reassurance is given on it.
    """
    if reference == inferred:
        return dict(reference), False
    disposing = {rule.id for rule in rulebase.disposing_rules}
    levels = {level_id(one) for one in LEVELS}
    merged: dict[str, Truth] = {}
    doubtful: set[str] = set()
    for node in program_of(rulebase).nodes:
        truth, other = reference[node.id], inferred.get(node.id)
        reads = {part.rule for part in walk(node.when) if isinstance(part, RuleIs)}
        if truth is other and doubtful.isdisjoint(reads):
            merged[node.id] = truth
            continue
        doubtful.add(node.id)
        if True in {truth, other} and node.id in disposing | levels:
            merged[node.id] = True
        elif node.id in levels:
            merged[node.id] = True if evaluate(node.when, {}, merged) else None
        else:
            merged[node.id] = None
    return merged, True
