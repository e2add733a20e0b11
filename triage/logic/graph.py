"""A program as a graph in which every distinct condition stands once.

Conditions recur: a red flag's test guards many remedies. Here each distinct condition is one
*part* with a number; parts are numbered so that what a part is made of comes before it (hash
consing: A. P. Ershov, "On programming of arithmetic operations", CACM 1(8), 1958). A test that an
earlier node is true is that node's own part, so a node is evaluated once however many read it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from operator import itemgetter
from typing import TypeAlias, assert_never

from triage.logic.program import Program
from triage.model.condition import All, AnyFactTest, AnyOf, Condition, Count, FactTest, Not, RuleIs
from triage.model.verdicts import Truth, Truths

_AS_NUMBERS = bytes.maketrans(b"01", b"\0\1")


@dataclass(frozen=True, slots=True)
class Test:
    """A comparison with one fact."""

    test: AnyFactTest


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


@dataclass(frozen=True, eq=False)
class Graph:
    """The parts of a program, and the number of the part that each node is.

    The tables by part number, worked out when first read, are for readers that must be quick.
    `facts` are in the order asked; a set of facts is an int whose bit n stands for the n-th.
    """

    parts: tuple[Part, ...]
    root: Mapping[str, int]
    facts: tuple[str, ...]

    @cached_property
    def of(self) -> tuple[tuple[int, ...], ...]:
        """Return the numbers of the parts that each part is made of."""
        return tuple(made_of(part) for part in self.parts)

    @cached_property
    def tested(self) -> tuple[str | None, ...]:
        """Return the fact that each part, a test or its negation, is about."""
        return tuple(self._fact_of(part) for part in self.parts)

    @cached_property
    def bit(self) -> tuple[int, ...]:
        """Return the tested fact of each part as a set; the empty one where there is none."""
        place = {fact: place for place, fact in enumerate(self.facts)}
        return tuple(0 if fact is None else 1 << place[fact] for fact in self.tested)

    @cached_property
    def is_inverse(self) -> tuple[bool, ...]:
        """Return which parts are negations."""
        return tuple(isinstance(part, Inverse) for part in self.parts)

    @cached_property
    def is_every(self) -> tuple[bool, ...]:
        """Return which parts are conjunctions."""
        return tuple(isinstance(part, Every) for part in self.parts)

    @cached_property
    def decided(self) -> tuple[Mapping[Truth, tuple[str, ...]], ...]:
        """Return, for the truths of a part that leave no choice, the facts that then decided it."""
        return tuple(map(self._decided, self.parts))

    @cached_property
    def nodes(self) -> Callable[[Truths], Truths]:
        """Return a function that takes the truths of the nodes from those of all parts."""
        places = tuple(self.root.values())
        if len(places) > 1:
            return itemgetter(*places)
        return lambda truths: tuple(truths[place] for place in places)

    def named(self, bits: int) -> Iterable[str]:
        """Return the facts in a set, in the order asked."""
        return compress(self.facts, bin(bits)[:1:-1].encode().translate(_AS_NUMBERS))

    def bits(self, facts: Iterable[str]) -> int:
        """Return facts as a set."""
        chosen = frozenset(facts)
        return sum(1 << place for place, fact in enumerate(self.facts) if fact in chosen)

    def _fact_of(self, part: Part) -> str | None:
        if isinstance(part, Inverse):
            return self._fact_of(self.parts[part.of])
        return part.test.fact if isinstance(part, Test) else None

    def _decided(self, part: Part) -> dict[Truth, tuple[str, ...]]:
        """Return what decides a test, a true conjunction of tests, or a false disjunction."""
        found: dict[Truth, tuple[str, ...]] = {None: ()}
        fact = self._fact_of(part)
        if fact is not None:
            found[True] = found[False] = (fact,)
        elif isinstance(part, Every | Some):
            facts = [self.tested[one] for one in part.of]
            if None not in facts:
                unique = tuple(dict.fromkeys(one for one in facts if one is not None))
                found[isinstance(part, Every)] = unique
        return found


def made_of(part: Part) -> tuple[int, ...]:
    """Return the numbers of the parts that a part is made of."""
    match part:
        case Test():
            return ()
        case Inverse():
            return (part.of,)
        case _:
            return part.of


def graph_of(program: Program) -> Graph:
    """Return the graph of a program, its nodes in the program's order."""
    return _Grower().grow(program)


class _Grower:
    def __init__(self) -> None:
        self.number: dict[Part, int] = {}  # in the order found, so keys are the parts in order
        self.root: dict[str, int] = {}

    def grow(self, program: Program) -> Graph:
        for node in program.nodes:
            self.root[node.id] = self.number_of(node.when)
        return Graph(tuple(self.number), self.root, program.facts)

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
                read = self.root[condition.rule]
                return read if condition.value else self.kept(Inverse(read))
            case FactTest():
                return self.kept(Test(condition))
            case _:
                assert_never(condition)

    def numbers_of(self, conditions: tuple[Condition, ...]) -> tuple[int, ...]:
        return tuple(self.number_of(one) for one in conditions)

    def kept(self, part: Part) -> int:
        return self.number.setdefault(part, len(self.number))
