"""Kleene's strong three-valued logic.

True, False, or None for unknown: not asked, or "not sure". Unknown is never taken for no.
Source: S. C. Kleene, Introduction to Metamathematics, 1952, section 64 (the strong tables).
"""

from __future__ import annotations

from collections.abc import Iterable

from triage.model.verdicts import Truth as Truth  # noqa: PLC0414  (its home for who computes with it)


def negate(value: Truth) -> Truth:
    """Return not `value`; unknown stays unknown."""
    return None if value is None else not value


def conjoin(values: Iterable[Truth]) -> Truth:
    """Return false if any is false, else unknown if any is unknown, else true."""
    result: Truth = True
    for value in values:
        if value is False:
            return False
        if value is None:
            result = None
    return result


def disjoin(values: Iterable[Truth]) -> Truth:
    """Return true if any is true, else unknown if any is unknown, else false."""
    result: Truth = False
    for value in values:
        if value is True:
            return True
        if value is None:
            result = None
    return result


def at_least(count: int, values: Iterable[Truth]) -> Truth:
    """Return whether at least `count` are true: unknown while the unknown ones could decide."""
    certain = possible = 0
    for value in values:
        certain += value is True
        possible += value is not False
    if certain >= count:
        return True
    return False if possible < count else None
