"""From a program to experta rules: positive patterns only, two rules sets per node.

Each node gets rules that conclude it is *true* and rules that conclude it is *false*; what neither
concludes is unknown. experta turns an OR inside a conjunction into alternative rules, which
multiply; so every disjunction below a conjunction, every `at least n of`, and every long
conjunction gets a helper finding of its own, shared wherever the same form recurs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from triage.backends.rete._experta import Check, Fact, P, Rule, generate_checks
from triage.backends.rete.normal import (
    AtLeast,
    Both,
    Either,
    NodeLiteral,
    Normal,
    TestLiteral,
    normalise,
)
from triage.logic.per_rulebase import kept
from triage.logic.program import Program
from triage.logic.reference import test_fact
from triage.model.condition import AnyFactTest, FactIs
from triage.model.fact import FactValue

LONGEST = 6
"""Patterns in one rule; a longer conjunction is cut in pieces, since experta copies tokens."""


MANY = 3
"""Alternatives concluded directly; more get a helper, which other nodes with them share."""


class Known(Fact):  # type: ignore[misc]  # experta has no types
    """Base of the fact types for what a person told us; one type per fact id, field `value`."""


class Settled(Fact):  # type: ignore[misc]  # experta has no types
    """Base of the fact types for nodes and helpers; one type each, field `value`: true or false."""


@dataclass(frozen=True)
class Passes:
    """A predicate over a known value: the test has the wanted outcome; equal if it tests alike."""

    test: AnyFactTest
    want: bool

    def __call__(self, value: FactValue) -> bool:
        """Return whether the value passes."""
        return test_fact(self.test, {self.test.fact: value}) is self.want


@dataclass
class CompiledProgram:
    """Fact types by id, and experta's rules with the checks of their patterns, in program order.

    `checks` are those of each pattern, by its `id()`. Nothing here belongs to one engine.
    """

    known: dict[str, type[Known]] = field(default_factory=dict)
    settled: dict[str, type[Settled]] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)
    checks: dict[int, tuple[Check, ...]] = field(default_factory=dict)
    always: list[tuple[type[Settled], bool]] = field(default_factory=list)


class Concluding(Protocol):
    """An engine that takes conclusions from the rules that fire in it."""

    def conclude(self, node: type[Settled], value: bool) -> None:  # noqa: FBT001  (a truth value)
        """Take the conclusion that a node is true, or false."""


@kept
def compiled(program: Program) -> CompiledProgram:
    """Return the compiled form of a program; the same object for the same program."""
    return _Compiler(program).compile()


class _Compiler:
    def __init__(self, program: Program) -> None:
        self.program = program
        self.out = CompiledProgram()
        self.helpers: dict[Normal, type[Settled]] = {}
        self.patterns: dict[tuple[object, ...], Fact] = {}
        self.salience = 0

    def compile(self) -> CompiledProgram:
        for node in self.program.nodes:
            self.out.settled[node.id] = self._fact_type(Settled, node.id)
        for node in self.program.nodes:
            self.salience = node.band
            for want in (True, False):
                self._conclude(normalise(node.when, want=want), self.out.settled[node.id], want)
        return self.out

    @staticmethod
    def _fact_type(base: type[Fact], name: str) -> type[Fact]:
        return type(f"{base.__name__}[{name}]", (base,), {})

    def _conclude(self, form: Normal, target: type[Settled], value: bool) -> None:  # noqa: FBT001  (a truth value)
        """Add the productions that conclude `target` is `value` when `form` holds."""
        match form:
            case Both(parts) if not parts:
                self.out.always.append((target, value))
            case Both(parts):
                self._produce(self._short(parts), target, value)
            case Either(parts) if len(parts) > MANY and target is not self.helpers.get(form):
                self._produce([self._pattern(form)], target, value)
            case Either(parts):
                for part in parts:
                    self._produce([self._pattern(part)], target, value)
            case AtLeast():
                self._produce([self._pattern(form)], target, value)
            case _:
                self._produce([self._pattern(form)], target, value)

    def _produce(self, patterns: Iterable[Fact], target: type[Settled], value: bool) -> None:  # noqa: FBT001
        unique = dict.fromkeys(patterns)
        rule = Rule(*unique, salience=self.salience)
        rule.place = len(self.out.rules)
        rule.__name__ = target.__name__

        def fire(engine: Concluding) -> None:
            engine.conclude(target, value)

        # What calling the rule with `fire` would do, without a look at its signature.
        rule._wrapped = fire  # noqa: SLF001
        self.out.rules.append(rule)

    def _short(self, parts: tuple[Normal, ...]) -> list[Fact]:
        """Return patterns for a conjunction, cut so that none is longer than `LONGEST`."""
        if len(parts) <= LONGEST:
            return [self._pattern(part) for part in parts]
        pieces = [Both(parts[at : at + LONGEST]) for at in range(0, len(parts), LONGEST)]
        return self._short(tuple(pieces))

    def _pattern(self, form: Normal) -> Fact:
        match form:
            case TestLiteral(test, want):
                return self._known_pattern(test, want)
            case NodeLiteral(node, want):
                return self._settled_pattern(self.out.settled[node], want)
            case Both(parts) if len(parts) == 1:
                return self._pattern(parts[0])
            case _:
                return self._settled_pattern(self._helper(form), value=True)

    def _helper(self, form: Normal) -> type[Settled]:
        """Return the helper finding that is true when `form` holds; made once per form."""
        if form not in self.helpers:
            helper = self._fact_type(Settled, f"helper {len(self.helpers)}")
            self.helpers[form] = helper
            if isinstance(form, AtLeast):
                self._count(form, helper)
            else:
                self._conclude(form, helper, value=True)
        return self.helpers[form]

    def _count(self, form: AtLeast, target: type[Settled]) -> None:
        """Conclude `target` by counting: at least j of the first i parts, for each i and j."""
        if form.count <= 0:
            self.out.always.append((target, True))
            return
        if form.count > len(form.parts):
            return
        *first, last = form.parts
        fewer = tuple(first)
        if form.count <= len(fewer):
            self._produce([self._pattern(AtLeast(form.count, fewer))], target, value=True)
        with_last = [self._pattern(last)]
        if form.count > 1:
            with_last.append(self._pattern(AtLeast(form.count - 1, fewer)))
        self._produce(with_last, target, value=True)

    def _known_pattern(self, test: AnyFactTest, want: bool) -> Fact:  # noqa: FBT001
        if test.fact not in self.out.known:
            self.out.known[test.fact] = self._fact_type(Known, test.fact)
        fact_type = self.out.known[test.fact]
        if isinstance(test, FactIs) and isinstance(test.value, bool):
            return self._kept(fact_type, test.value == want)
        return self._kept(fact_type, P(Passes(test, want)))

    def _settled_pattern(self, fact_type: type[Settled], value: bool) -> Fact:  # noqa: FBT001
        return self._kept(fact_type, value)

    def _kept(self, fact_type: type[Fact], value: object) -> Fact:
        """Return the pattern, the same object for the same test.

        Its binding has a name of its own: experta would name it by `id()`, and keep every name.
        """
        key = (fact_type, value)
        if key not in self.patterns:
            pattern = fact_type(value=value)
            pattern.__bind__ = f"__p{len(self.patterns)}"
            self.patterns[key] = pattern
            self.out.checks[id(pattern)] = tuple(generate_checks(pattern))
        return self.patterns[key]
