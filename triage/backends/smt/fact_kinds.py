"""The four kinds of fact, each with its exact domain.

Yes/no is a Boolean; a choice one Boolean per choice, exactly one of them true; a set the same with
at least one true, since an empty set is refused at the door; a number a bit vector that counts from
the lower bound: every whole number within bounds, and no more.
"""

from __future__ import annotations

import z3

from triage.backends.smt.fact_variable import NO, YES, FactVariable, bit
from triage.model.condition import (
    AnyFactTest,
    FactAtLeast,
    FactAtMost,
    FactIncludes,
    FactIs,
    FactOneOf,
)
from triage.model.fact import FactDefinition, FactValue


class YesNoVariable(FactVariable):
    """A yes/no fact."""

    def __init__(self, definition: FactDefinition, case: str) -> None:
        """Make one Boolean."""
        super().__init__(definition, case)
        self.value = z3.Bool(self.name)

    @property
    def domain(self) -> z3.BoolRef:
        """Return true: both values are possible."""
        return YES

    @property
    def size(self) -> int:
        """Return two."""
        return 2

    def passes(self, test: AnyFactTest) -> z3.BoolRef:
        """Return the value, or its negation."""
        if isinstance(test, FactIs) and isinstance(test.value, bool):
            return self.equals(test.value)
        raise self.misfit(test)

    def equals(self, value: FactValue) -> z3.BoolRef:
        """Return the value, or its negation."""
        return self.value if value is True else z3.Not(self.value)

    def same_value(self, other: FactVariable) -> z3.BoolRef:
        """Return that both are yes, or both no."""
        return self.value == other.equals(value=True)

    @property
    def word(self) -> z3.BitVecRef:
        """Return one bit."""
        return bit(self.value)

    def read(self, word: int) -> bool:
        """Return yes or no."""
        return bool(word)

    @property
    def plain(self) -> list[z3.BoolRef]:
        """Return: no."""
        return [z3.Not(self.value)]


class _ChosenVariable(FactVariable):
    """What a choice and a set share: one Boolean per choice."""

    def __init__(self, definition: FactDefinition, case: str) -> None:
        super().__init__(definition, case)
        self.chosen = {one: z3.Bool(f"{self.name} {one}") for one in definition.choices}

    def same_value(self, other: FactVariable) -> z3.BoolRef:
        """Return that each choice is made in both cases, or in neither."""
        if not isinstance(other, _ChosenVariable):
            raise TypeError(other.name)
        return z3.And([term == other.chosen[one] for one, term in self.chosen.items()])

    @property
    def word(self) -> z3.BitVecRef:
        """Return one bit per choice, the first one highest."""
        bits = [bit(term) for term in self.chosen.values()]
        return z3.Concat(bits) if len(bits) > 1 else bits[0]

    def _chosen_in(self, word: int) -> list[str]:
        highest = len(self.chosen) - 1
        return [one for place, one in enumerate(self.chosen) if word >> (highest - place) & 1]

    @property
    def plain(self) -> list[z3.BoolRef]:
        """Return that each later choice is not made."""
        return [z3.Not(term) for term in reversed(list(self.chosen.values())[1:])]


class ChoiceVariable(_ChosenVariable):
    """A single choice."""

    @property
    def domain(self) -> z3.BoolRef:
        """Return that exactly one choice is made."""
        return z3.PbEq([(term, 1) for term in self.chosen.values()], 1)

    @property
    def size(self) -> int:
        """Return the number of choices."""
        return len(self.chosen)

    def passes(self, test: AnyFactTest) -> z3.BoolRef:
        """Return that the choice is the one, or one of those, named."""
        if isinstance(test, FactIs) and isinstance(test.value, str):
            return self.equals(test.value)
        if isinstance(test, FactOneOf):
            return z3.Or([self.equals(one) for one in test.values])
        raise self.misfit(test)

    def equals(self, value: FactValue) -> z3.BoolRef:
        """Return that this choice is made."""
        return self.chosen.get(str(value), NO)

    def read(self, word: int) -> str:
        """Return the choice."""
        (one,) = self._chosen_in(word)
        return one


class SetVariable(_ChosenVariable):
    """A multiple choice."""

    @property
    def domain(self) -> z3.BoolRef:
        """Return that at least one choice is made."""
        return z3.Or(list(self.chosen.values()))

    @property
    def size(self) -> int:
        """Return the number of sets that are not empty."""
        return (1 << len(self.chosen)) - 1

    def passes(self, test: AnyFactTest) -> z3.BoolRef:
        """Return that the named choice is among those made."""
        if isinstance(test, FactIncludes):
            return self.chosen.get(test.value, NO)
        raise self.misfit(test)

    def equals(self, value: FactValue) -> z3.BoolRef:
        """Return that these choices are made and no others."""
        wanted = value if isinstance(value, frozenset) else frozenset()
        return z3.And(
            [term if one in wanted else z3.Not(term) for one, term in self.chosen.items()]
        )

    def read(self, word: int) -> frozenset[str]:
        """Return the choices made."""
        return frozenset(self._chosen_in(word))


class NumberVariable(FactVariable):
    """A whole number within bounds, as its distance from the lower bound."""

    def __init__(self, definition: FactDefinition, case: str) -> None:
        """Make a bit vector just wide enough for the bounds."""
        super().__init__(definition, case)
        self.span = definition.at_most - definition.at_least
        self.above = z3.BitVec(self.name, max(1, self.span.bit_length()))

    @property
    def domain(self) -> z3.BoolRef:
        """Return that the number is no more than the upper bound."""
        return z3.ULE(self.above, self.span)

    @property
    def size(self) -> int:
        """Return how many whole numbers lie within bounds, both ends included."""
        return self.span + 1

    def passes(self, test: AnyFactTest) -> z3.BoolRef:
        """Return the comparison, exact for bounds outside the domain too."""
        if isinstance(test, FactAtLeast):
            return self._reaches(test.bound)
        if isinstance(test, FactAtMost):
            return z3.Not(self._reaches(test.bound + 1))
        raise self.misfit(test)

    def _reaches(self, bound: int) -> z3.BoolRef:
        distance = bound - self.definition.at_least
        if distance <= 0:
            return YES
        # A bit vector would wrap a bound beyond its width round to a small number.
        return NO if distance > self.span else z3.UGE(self.above, distance)

    def equals(self, value: FactValue) -> z3.BoolRef:
        """Return that the number is that."""
        if not isinstance(value, int):
            return NO
        distance = value - self.definition.at_least
        return self.above == distance if 0 <= distance <= self.span else NO

    def same_value(self, other: FactVariable) -> z3.BoolRef:
        """Return that both numbers are equal."""
        if not isinstance(other, NumberVariable):
            raise TypeError(other.name)
        return self.above == other.above

    @property
    def word(self) -> z3.BitVecRef:
        """Return the distance from the lower bound."""
        return self.above

    def read(self, word: int) -> int:
        """Return the number."""
        return self.definition.at_least + word

    @property
    def plain(self) -> list[z3.BoolRef]:
        """Return that the number is the least."""
        return [self.above == 0]
