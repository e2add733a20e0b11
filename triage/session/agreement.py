"""An assessment by two readers of the same rule base; should they differ, the safer side counts."""

from __future__ import annotations

from collections.abc import Mapping

from triage.backends.rete.engine import rete_verdicts
from triage.logic.conclude import conclude
from triage.logic.disposition import LEVELS
from triage.logic.program import level_id, program_of
from triage.logic.reference import ReferenceVerdicts, evaluate, evaluate_program
from triage.logic.truth import Truth
from triage.model.assessment import Assessment
from triage.model.condition import RuleIs, walk
from triage.model.fact import Facts
from triage.model.given import told_not_sure
from triage.model.rule import RawValue
from triage.model.rulebase import RuleBase
from triage.model.verdicts import NodeTruths
from triage.wording import _, speaking


def assess_twice(rulebase: RuleBase, facts: Facts, raw: Mapping[str, RawValue]) -> Assessment:
    """Return the assessment of known facts that the reference and experta can both stand for.

    `raw` is what they were read from, "not sure" included.
    """
    program = program_of(rulebase)
    reference = evaluate_program(program, facts)
    verdicts, doubtful = agreed(rulebase, reference, rete_verdicts(rulebase, facts))
    both = ReferenceVerdicts(program, facts, verdicts)
    assessment = conclude(rulebase, facts, both, told_not_sure(rulebase, raw))
    if not doubtful:
        return assessment
    with speaking(rulebase.language):
        why = _(
            "Two checks inside this program did not agree, so it cannot decide. "
            "Speak to a clinician."
        )
    return assessment.model_copy(update={"why": f"{why} {assessment.why}"})


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
