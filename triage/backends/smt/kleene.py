"""Kleene's strong three-valued logic as solver terms: a pair that says true, and says false.

A pair where neither holds is open; that both hold is impossible, which `one-truth` proves rather
than assumes. Source of the tables: S. C. Kleene, Introduction to Metamathematics, 1952, section 64;
of the pair: N. D. Belnap, A useful four-valued logic, 1977.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import z3


@dataclass(frozen=True, slots=True)
class Kleene:
    """The truth of one condition: two Boolean terms, at most one of which can hold."""

    is_true: z3.BoolRef
    is_false: z3.BoolRef

    @property
    def is_open(self) -> z3.BoolRef:
        """Return the term that says: neither true nor false."""
        return z3.Not(z3.Or(self.is_true, self.is_false))

    @property
    def negated(self) -> Kleene:
        """Return the truth of the negation."""
        return Kleene(self.is_false, self.is_true)


def conjunction(parts: Iterable[Kleene]) -> Kleene:
    """Return false if any part is false, true if all are true; true of no parts."""
    listed = list(parts)
    return Kleene(z3.And([one.is_true for one in listed]), z3.Or([one.is_false for one in listed]))


def disjunction(parts: Iterable[Kleene]) -> Kleene:
    """Return true if any part is true, false if all are false; false of no parts."""
    listed = list(parts)
    return Kleene(z3.Or([one.is_true for one in listed]), z3.And([one.is_false for one in listed]))


def count_of(count: int, parts: Iterable[Kleene]) -> Kleene:
    """Return true if at least `count` parts are true, false if too few can still be."""
    listed = list(parts)
    return Kleene(
        at_least(count, [one.is_true for one in listed]),
        at_least(len(listed) - count + 1, [one.is_false for one in listed]),
    )


def at_least(count: int, terms: list[z3.BoolRef]) -> z3.BoolRef:
    """Return the term that at least `count` of `terms` hold."""
    if count <= 0:
        return z3.BoolVal(val=True)
    if count > len(terms):
        return z3.BoolVal(val=False)
    return z3.PbGe([(term, 1) for term in terms], count)
