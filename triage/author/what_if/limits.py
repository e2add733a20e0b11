"""What a fact's value may still be while a set of answers is being put together."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import assert_never

from triage.logic.truth import Truth
from triage.model.condition import (
    AnyFactTest,
    FactAtLeast,
    FactAtMost,
    FactIncludes,
    FactIs,
    FactOneOf,
)
from triage.model.fact import FactDefinition, FactKind, FactValue


@dataclass(frozen=True)
class Limits:
    """The values that pass every test laid on one fact so far, both bounds of a number included.

    `among` is used for yes/no and single choices, `low` and `high` for numbers, `has` and `lacks`
    for multiple choices (which are never empty when known).
    """

    definition: FactDefinition = field(compare=False)
    among: tuple[FactValue, ...] = ()
    low: int = 0
    high: int = 0
    has: frozenset[str] = field(default=frozenset())
    lacks: frozenset[str] = field(default=frozenset())

    @classmethod
    def of(cls, definition: FactDefinition) -> Limits:
        """Return the whole domain of a fact."""
        match definition.kind:
            case FactKind.BOOL:
                return cls(definition, among=(True, False))
            case FactKind.CHOICE:
                return cls(definition, among=definition.choices)
            case FactKind.NUMBER:
                return cls(definition, low=definition.at_least, high=definition.at_most)
            case FactKind.SET:
                return cls(definition)
            case _:
                assert_never(definition.kind)

    def narrowed(self, test: AnyFactTest, *, want: bool) -> Limits | None:
        """Return the limits under which `test` is also `want`; None when no value is left.

        Limits that imply it already are returned as they are.
        """
        narrowed = self._narrowed(test, want=want)
        return self if narrowed == self else narrowed

    def _narrowed(self, test: AnyFactTest, *, want: bool) -> Limits | None:
        match test:
            case FactIs():
                kept = tuple(one for one in self.among if (one == test.value) is want)
                return replace(self, among=kept) if kept else None
            case FactOneOf():
                kept = tuple(one for one in self.among if (one in test.values) is want)
                return replace(self, among=kept) if kept else None
            case FactAtLeast():
                if want:
                    return self._between(max(self.low, test.bound), self.high)
                return self._between(self.low, min(self.high, test.bound - 1))
            case FactAtMost():
                if want:
                    return self._between(self.low, min(self.high, test.bound))
                return self._between(max(self.low, test.bound + 1), self.high)
            case FactIncludes():
                has = self.has | {test.value} if want else self.has
                lacks = self.lacks if want else self.lacks | {test.value}
                possible = len(lacks) < len(self.definition.choices) and not has & lacks
                return replace(self, has=has, lacks=lacks) if possible else None
            case _:
                assert_never(test)

    def implies(self, test: AnyFactTest) -> Truth:
        """Return the truth of `test` that every value left agrees on; None when they differ."""
        if self._narrowed(test, want=False) is None:
            return True
        return False if self._narrowed(test, want=True) is None else None

    def _between(self, low: int, high: int) -> Limits | None:
        return replace(self, low=low, high=high) if low <= high else None

    def admits(self, value: FactValue) -> bool:
        """Return whether a value lies within the limits."""
        match self.definition.kind:
            case FactKind.BOOL | FactKind.CHOICE:
                return value in self.among
            case FactKind.NUMBER:
                return isinstance(value, int) and self.low <= value <= self.high
            case FactKind.SET:
                return (
                    isinstance(value, frozenset)
                    and self.has <= value
                    and not self.lacks & value
                    and bool(value)
                )
            case _:
                assert_never(self.definition.kind)

    def pick(self, current: FactValue | None = None) -> FactValue:
        """Return the admitted value nearest to `current`; a bound or first choice without one."""
        match self.definition.kind:
            case FactKind.BOOL | FactKind.CHOICE:
                return current if current in self.among and current is not None else self.among[0]
            case FactKind.NUMBER:
                return self._number(current if isinstance(current, int) else None)
            case FactKind.SET:
                kept = current - self.lacks if isinstance(current, frozenset) else frozenset()
                chosen = kept | self.has
                return chosen or frozenset([self._spare()])
            case _:
                assert_never(self.definition.kind)

    def _number(self, current: int | None) -> int:
        if current is not None:
            return min(max(current, self.low), self.high)
        # The bound that a test has moved is the one worth standing on.
        return self.low if self.low > self.definition.at_least else self.high

    def _spare(self) -> str:
        return next(one for one in reversed(self.definition.choices) if one not in self.lacks)
