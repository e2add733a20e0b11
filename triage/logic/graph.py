"""A program as a graph in which every distinct condition stands once.

Conditions recur: a red flag's test guards many remedies. Here each distinct condition is one
*part* with a number; parts are numbered so that what a part is made of comes before it (hash
consing: A. P. Ershov, "On programming of arithmetic operations", CACM 1(8), 1958). A test that an
earlier node is true is that node's own part, so a node is evaluated once however many read it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias, assert_never

from triage.logic.program import Program
from triage.logic.truth import Truth
from triage.model.condition import (
    All,
    AnyOf,
    Condition,
    Count,
    FactAtLeast,
    FactAtMost,
    FactIncludes,
    FactIs,
    FactOneOf,
    FactTest,
    Not,
    RuleIs,
)


@dataclass(frozen=True, slots=True)
class Test:
    """A comparison with one fact."""

    test: FactTest


@dataclass(frozen=True, slots=True)
class Inverse:
    """The negation of a part."""

    of: int


@dataclass(frozen=True, slots=True)
class Every:
    """True when every part is; with none, always."""

    of: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """True when some part is; with none, never."""

    of: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Enough:
    """True when at least `count` of the parts are."""

    count: int
    of: tuple[int, ...]


Part: TypeAlias = Test | Inverse | Every | Some | Enough

Truths: TypeAlias = tuple[Truth, ...]
"""Truths by number: of every part of a graph, or of every node in the program's order."""


@dataclass
class Graph:
    """The parts of a program, and the number of the part that each node is."""

    parts: list[Part] = field(default_factory=list)
    root: dict[str, int] = field(default_factory=dict)


def graph_of(program: Program) -> Graph:
    """Return the graph of a program, its nodes in the program's order."""
    return _Grower().grow(program)


class _Grower:
    def __init__(self) -> None:
        self.graph = Graph()
        self.number: dict[Part, int] = {}

    def grow(self, program: Program) -> Graph:
        for node in program.nodes:
            self.graph.root[node.id] = self.number_of(node.when)
        return self.graph

    def number_of(self, condition: Condition) -> int:
        """Return the number of a condition's part; equal conditions have one number."""
        match condition:
            case All():
                of = self.numbers_of(condition.of)
                return of[0] if len(of) == 1 else self.kept(Every(of))
            case AnyOf():
                of = self.numbers_of(condition.of)
                return of[0] if len(of) == 1 else self.kept(Some(of))
            case Count():
                return self.kept(Enough(condition.count, self.numbers_of(condition.of)))
            case Not():
                return self.kept(Inverse(self.number_of(condition.of)))
            case RuleIs():
                read = self.graph.root[condition.rule]
                return read if condition.value else self.kept(Inverse(read))
            case FactIs() | FactOneOf() | FactIncludes() | FactAtLeast() | FactAtMost():
                return self.kept(Test(condition))
            case _:
                assert_never(condition)

    def numbers_of(self, conditions: tuple[Condition, ...]) -> tuple[int, ...]:
        return tuple(self.number_of(one) for one in conditions)

    def kept(self, part: Part) -> int:
        if part not in self.number:
            self.number[part] = len(self.graph.parts)
            self.graph.parts.append(part)
        return self.number[part]
