"""Some people of one portrait, a column a fact, and whether a condition holds in each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, assert_never

import numpy as np
from numpy.typing import NDArray

from triage.model.condition import (
    All,
    AnyFactTest,
    AnyOf,
    Condition,
    Count,
    FactAtLeast,
    FactAtMost,
    FactIncludes,
    FactIs,
    FactOneOf,
    Not,
    RuleIs,
)
from triage.model.fact import FactDefinition, FactKind, FactValue

Column: TypeAlias = NDArray[np.bool_] | NDArray[np.int64] | NDArray[np.uint64]
"""yes/no; a number, or the place of a choice; bits of the places of chosen values."""

Flags: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class People:
    """`count` people, alike in portrait. `columns` are what is true of them, by fact.

    `unsure` says of lines who is not sure of them. A fact without a column nobody can tell.
    """

    portrait: str
    count: int
    definitions: Mapping[str, FactDefinition]
    columns: dict[str, Column] = field(default_factory=dict)
    unsure: dict[str, Flags] = field(default_factory=dict)

    def holds(self, condition: Condition) -> Flags:
        """Return for each of them whether a condition over facts is true; never unknown."""
        match condition:
            case All():
                return self._at_least(len(condition.of), condition.of)
            case AnyOf():
                return self._at_least(1, condition.of)
            case Count():
                return self._at_least(condition.count, condition.of)
            case Not():
                return ~self.holds(condition.of)
            case RuleIs():
                message = "portraits name facts only"
                raise TypeError(message)
            case _:
                return self._test(condition)

    def _at_least(self, count: int, parts: tuple[Condition, ...]) -> Flags:
        total = np.zeros(self.count, dtype=np.int64)
        for one in parts:
            total += self.holds(one)
        found: Flags = total >= count
        return found

    def _test(self, test: AnyFactTest) -> Flags:
        column = self.columns.get(test.fact)
        if column is None:
            wanted = isinstance(test, FactIs) and test.value is False
            return np.full(self.count, wanted)
        # A former line that `splits` or `told_as` names has a column and no definition.
        definition = self.definitions.get(test.fact)
        choices = () if definition is None else definition.choices
        found: Flags
        match test:
            case FactIs(value=bool(value)):
                found = column == value
            case FactIs():
                found = column == choices.index(str(test.value))
            case FactOneOf():
                found = np.isin(column, [choices.index(one) for one in test.values])
            case FactIncludes():
                found = (column & np.uint64(1 << choices.index(test.value))) != 0
            case FactAtLeast():
                found = column >= test.bound
            case FactAtMost():
                found = column <= test.bound
            case _:
                assert_never(test)
        return found

    def is_unsure(self, line: str, index: int) -> bool:
        """Return whether one person is not sure of a line."""
        return line in self.unsure and bool(self.unsure[line][index])

    def true(self, fact: str, index: int) -> bool:
        """Return whether a yes/no fact is true of one person, sure of it or not."""
        return fact in self.columns and bool(self.columns[fact][index])

    def told(self, fact: str, index: int) -> FactValue | None:
        """Return what one person would say of a fact; None when they cannot tell."""
        definition = self.definitions[fact]
        if self.is_unsure(fact, index):
            return None
        column = self.columns.get(fact)
        if column is None:
            return False if definition.kind is FactKind.BOOL else None
        value = column[index]
        match definition.kind:
            case FactKind.BOOL:
                return bool(value)
            case FactKind.NUMBER:
                return int(value)
            case FactKind.CHOICE:
                return definition.choices[int(value)]
            case FactKind.SET:
                bits = int(value)
                return frozenset(one for at, one in enumerate(definition.choices) if bits >> at & 1)
            case _:
                assert_never(definition.kind)
