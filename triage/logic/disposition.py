"""Which level follows from the verdicts: the most urgent that fired, never below what is open.

A level that is still open gives at best "speak to a clinician": the floor of an open level is
that level itself or `clinician_within_days`, whichever is less urgent. So `self_care` is reached
only when every rule that concludes a level is false.
"""

from __future__ import annotations

from triage.logic.program import level_id
from triage.model.verdicts import NodeTruths
from triage.terms import Disposition

LEVELS = tuple(level for level in Disposition if level is not Disposition.SELF_CARE)
"""The levels a rule can conclude, most urgent first."""


def settled_disposition(verdicts: NodeTruths) -> Disposition:
    """Return the most urgent level that some rule has settled; `self_care` when none has."""
    for level in LEVELS:
        if verdicts[level_id(level)] is True:
            return level
    return Disposition.SELF_CARE


def disposition_of(verdicts: NodeTruths) -> Disposition:
    """Return the level for these verdicts, complete or partial."""
    answer = settled_disposition(verdicts)
    for level in LEVELS:
        if verdicts[level_id(level)] is None:
            floor = min(level, Disposition.CLINICIAN_WITHIN_DAYS, key=lambda one: one.urgency)
            answer = max(answer, floor, key=lambda one: one.urgency)
    return answer
