"""The level of a case as solver terms, written from the rule in `triage.logic.disposition`.

Each level gets a term of its own. That exactly one of them holds in every case is not built in: it
is the property `one-disposition`.
"""

from __future__ import annotations

from collections.abc import Mapping

import z3

from triage.backends.smt.kleene import Kleene
from triage.logic.disposition import LEVELS
from triage.terms import Disposition


def settled_level(levels: Mapping[Disposition, Kleene]) -> dict[Disposition, z3.BoolRef]:
    """Return, for each level, the term that it is the most urgent one that some rule settled.

    `levels` is the truth of "some rule of that level is true", for each level a rule can conclude.
    """
    settled: dict[Disposition, z3.BoolRef] = {}
    for level in Disposition:
        above = [levels[one].is_true for one in LEVELS if one.urgency > level.urgency]
        here = [] if level is Disposition.SELF_CARE else [levels[level].is_true]
        settled[level] = z3.And([*here, *(z3.Not(one) for one in above)])
    return settled


def final_level(levels: Mapping[Disposition, Kleene]) -> dict[Disposition, z3.BoolRef]:
    """Return, for each level, the term that it is the answer: settled, raised by what is open.

    A level that is open raises the answer to itself or `clinician_within_days`, whichever is less
    urgent.
    """
    answer = settled_level(levels)
    for opened in LEVELS:
        is_open = levels[opened].is_open
        floor = min(opened, Disposition.CLINICIAN_WITHIN_DAYS, key=lambda one: one.urgency)
        below = [answer[one] for one in Disposition if one.urgency < floor.urgency]
        raised: dict[Disposition, z3.BoolRef] = {}
        for level in Disposition:
            if level.urgency > floor.urgency:
                raised[level] = answer[level]
            elif level is floor:
                raised[level] = z3.Or(answer[level], z3.And(is_open, z3.Or(below)))
            else:
                raised[level] = z3.And(answer[level], z3.Not(is_open))
        answer = raised
    return answer


def less_urgent(
    one: Mapping[Disposition, z3.BoolRef], other: Mapping[Disposition, z3.BoolRef]
) -> z3.BoolRef:
    """Return the term that the first level is less urgent than the second."""
    return z3.Or(
        [
            z3.And(one[low], other[high])
            for low in Disposition
            for high in Disposition
            if low.urgency < high.urgency
        ]
    )


def below(levels: Mapping[Disposition, z3.BoolRef], bound: Disposition) -> z3.BoolRef:
    """Return the term that the level is less urgent than `bound`."""
    return z3.Or([term for level, term in levels.items() if level.urgency < bound.urgency])


def differ(
    one: Mapping[Disposition, z3.BoolRef], other: Mapping[Disposition, z3.BoolRef]
) -> z3.BoolRef:
    """Return the term that the two levels are not the same."""
    return z3.Or([one[level] != other[level] for level in Disposition])
