"""Gates: what columns are combined by, three-valued, each computed once however many read it.

A program's parts become gates over `all`, `any` and `not` alone, which Polars evaluates on packed
bits in Kleene's logic. `at least n of` is unrolled into them: for a condition that is monotone in
its parts the three-valued result of the unrolled form is the same, as replacing every unknown part
by false, and then by true, gives the two ends of what is possible in both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias, assert_never

from triage.logic.graph import Enough, Every, Graph, Inverse, Some, Test
from triage.model.condition import AnyFactTest, FactIs, FactOneOf


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison with one fact; unknown while the fact is."""

    test: AnyFactTest


@dataclass(frozen=True, slots=True)
class Opposite:
    """True when the gate is false, and the other way round; unknown when it is."""

    of: int


@dataclass(frozen=True, slots=True)
class Joined:
    """All, or any, of several gates; the numbers are in order and each stands once."""

    how: Literal["all", "any"]
    of: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class IsTruth:
    """Whether the gate is true, is false, or is unknown (None); never unknown itself."""

    of: int
    truth: bool | None


Gate: TypeAlias = Compare | Opposite | Joined | IsTruth


class Gates:
    """Gates by number; equal gates have one number, and what a gate reads has a lower one."""

    def __init__(self) -> None:
        """Start without gates."""
        self.gates: list[Gate] = []
        self._number: dict[Gate, int] = {}
        self.never = self._kept(Joined("any", ()))
        self.always = self._kept(Joined("all", ()))

    def compare(self, test: AnyFactTest) -> int:
        """Return the gate of a comparison; one that several comparisons share is made of them."""
        match test:
            case FactIs(value=False):
                return self.opposite(self.compare(test.model_copy(update={"value": True})))
            case FactOneOf() if test.values:
                return self.any_of(
                    self.compare(FactIs(fact=test.fact, value=one)) for one in test.values
                )
            case _:
                return self._kept(Compare(test))

    def opposite(self, of: int) -> int:
        """Return the negation of a gate."""
        gate = self.gates[of]
        if isinstance(gate, Opposite):
            return gate.of
        if of in (self.never, self.always):
            return self.always if of == self.never else self.never
        return self._kept(Opposite(of))

    def all_of(self, of: Iterable[int]) -> int:
        """Return the conjunction of gates; with none, always true."""
        return self._joined("all", of, neutral=self.always, deciding=self.never)

    def any_of(self, of: Iterable[int]) -> int:
        """Return the disjunction of gates; with none, always false."""
        return self._joined("any", of, neutral=self.never, deciding=self.always)

    def at_least(self, count: int, of: tuple[int, ...]) -> int:
        """Return whether at least `count` gates are true; a gate listed twice counts twice."""
        reached = [self.always] + [self.never] * max(count, 0)
        for gate in of:
            for wanted in range(count, 0, -1):
                with_it = self.all_of((gate, reached[wanted - 1]))
                reached[wanted] = self.any_of((reached[wanted], with_it))
        return reached[max(count, 0)]

    def is_truth(self, of: int, truth: bool | None) -> int:  # noqa: FBT001  (a truth value)
        """Return the two-valued gate that another has this truth."""
        if of in (self.never, self.always):
            return self.always if truth is (of == self.always) else self.never
        gate = self.gates[of]
        if isinstance(gate, Opposite):
            return self.is_truth(gate.of, truth if truth is None else not truth)
        if isinstance(gate, IsTruth):
            if truth is None:
                return self.never
            return of if truth else self.opposite(of)
        return self._kept(IsTruth(of, truth))

    def _joined(
        self, how: Literal["all", "any"], of: Iterable[int], *, neutral: int, deciding: int
    ) -> int:
        parts = set(of) - {neutral}
        if deciding in parts:
            return deciding
        if len(parts) == 1:
            return parts.pop()
        return self._kept(Joined(how, tuple(sorted(parts))))

    def _kept(self, gate: Gate) -> int:
        if gate not in self._number:
            self._number[gate] = len(self.gates)
            self.gates.append(gate)
        return self._number[gate]


def gates_of(graph: Graph) -> tuple[Gates, list[int]]:
    """Return the gates of a program's graph, and the gate that each part of it is."""
    gates = Gates()
    number: list[int] = []
    for part in graph.parts:
        match part:
            case Test():
                gate = gates.compare(part.test)
            case Inverse():
                gate = gates.opposite(number[part.of])
            case Every():
                gate = gates.all_of(number[one] for one in part.of)
            case Some():
                gate = gates.any_of(number[one] for one in part.of)
            case Enough():
                gate = gates.at_least(part.count, tuple(number[one] for one in part.of))
            case _:
                assert_never(part)
        number.append(gate)
    return gates, number
