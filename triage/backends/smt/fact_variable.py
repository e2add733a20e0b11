"""One fact of one case as solver variables: whether it is known, and its value.

While a fact is unknown its value means nothing: nothing reads it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from copy import copy
from typing import Self

import z3

from triage.errors import CompileError
from triage.model.condition import AnyFactTest
from triage.model.fact import FactDefinition, FactValue

NO = z3.BoolVal(val=False)
YES = z3.BoolVal(val=True)


def bit(term: z3.BoolRef) -> z3.BitVecRef:
    """Return a Boolean term as a bit vector of one bit."""
    return z3.If(term, z3.BitVecVal(1, 1), z3.BitVecVal(0, 1))


class FactVariable(ABC):
    """A fact in one case. `known` says that it is known; the rest speaks of its value."""

    def __init__(self, definition: FactDefinition, case: str) -> None:
        """Make the variables of one fact; `case` keeps cases in one solver apart."""
        self.definition = definition
        self.name = f"{case}/{definition.id}"
        self.known = z3.Bool(f"{self.name} known")

    @property
    @abstractmethod
    def domain(self) -> z3.BoolRef:
        """Return the term that the value is one the fact can take."""

    @property
    @abstractmethod
    def size(self) -> int:
        """Return how many values the fact can take, unknown not counted."""

    @abstractmethod
    def passes(self, test: AnyFactTest) -> z3.BoolRef:
        """Return the term that the value passes the test; CompileError for one that cannot fit."""

    @abstractmethod
    def equals(self, value: FactValue) -> z3.BoolRef:
        """Return the term that the value is `value`."""

    @abstractmethod
    def same_value(self, other: FactVariable) -> z3.BoolRef:
        """Return the term that the fact has the same value in another case."""

    @property
    @abstractmethod
    def word(self) -> z3.BitVecRef:
        """Return the value as one bit vector, so that many facts can be read at once."""

    @abstractmethod
    def read(self, word: int) -> FactValue:
        """Return the value that `word` stands for."""

    @property
    @abstractmethod
    def plain(self) -> list[z3.BoolRef]:
        """Return terms that hold for the plainest value: no, the first choice, the least number."""

    def is_known_as(self, value: FactValue) -> z3.BoolRef:
        """Return the term that the fact is known, with that value."""
        return z3.And(self.known, self.equals(value))

    def same(self, other: FactVariable) -> z3.BoolRef:
        """Return the term that the same is known of the fact in both cases."""
        alike = z3.Implies(self.known, self.same_value(other))
        return z3.And(self.known == other.known, alike)

    def kept_by(self, other: FactVariable) -> z3.BoolRef:
        """Return the term that what is known here is known in the other case too."""
        return z3.Implies(self.known, z3.And(other.known, self.same_value(other)))

    def grown(self, case: str) -> Self:
        """Return the fact in another case in which it has this value, if it is known at all.

        Where what is known here is known there too, this loses no pair of cases: the value of a
        fact that is not known here means nothing, so it may as well be the other's.
        """
        other = copy(self)
        other.name = f"{case}/{self.definition.id}"
        other.known = z3.Bool(f"{other.name} known")
        return other

    def misfit(self, test: AnyFactTest) -> CompileError:
        """Return the error for a test that cannot be made of this kind of fact."""
        kind = self.definition.kind.value
        return CompileError(f"a test `{test.kind}` cannot be made of {kind} fact `{test.fact}`")
