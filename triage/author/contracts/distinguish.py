"""Finds a small set of answers that tells a sound rule base from one with a fault.

Tried are the sets of answers that settle the sound condition one way and the faulty one the other
way, then all that settle the sound one; with numbers at both ends of what is left for them and
choices at each value left, until what is expected of the sound condition fails for the faulty one.
Answers that are not needed for that are then taken away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice, product
from typing import Protocol

from triage.author.faults.expectation import Expectation
from triage.author.faults.mutants import Mutant
from triage.author.what_if.settle import Settler
from triage.logic.incremental import Replay
from triage.logic.program import Program
from triage.model.fact import FactDefinition, Facts, FactValue

TRIED = 5_000
"""Sets of answers tried for one fault, for each truth of the sound condition."""


class Expect(Protocol):
    """Makes, from answers and the truth they give the sound condition, what is expected."""

    def __call__(self, facts: Facts, *, truth: bool) -> Expectation:
        """Return the expectation."""
        ...


@dataclass(frozen=True)
class Telling:
    """A set of answers, and the truth that the sound condition has for it."""

    facts: Facts
    truth: bool


class Distinguisher:
    """Finds telling answers for the nodes of one program."""

    def __init__(self, program: Program, definitions: Mapping[str, FactDefinition]) -> None:
        """Bind to a program and the facts that can be known."""
        self._program = program
        self._settler = Settler(program, definitions)
        self._replay = Replay(program)

    def tell(self, mutant: Mutant, expect: Expect) -> Telling | None:
        """Return answers whose expectation the mutant fails; None if none were found."""
        for truth in (True, False):
            for facts in islice(self._settling(mutant, want=truth), TRIED):
                if self.fails(mutant, expect(facts, truth=truth)):
                    return Telling(self._least(facts, mutant, expect, truth=truth), truth)
        return None

    def fails(self, mutant: Mutant, expectation: Expectation) -> bool:
        """Return whether what is expected holds for the sound rule base, but not for the mutant."""
        within = self._replay.above(expectation.nodes)
        sound = self._replay.verdicts(expectation.facts)
        if not expectation.holds(sound):
            return False
        faulty = self._replay.after_nodes(expectation.facts, sound, mutant.patch, within)
        return not expectation.holds(faulty)

    def _settling(self, mutant: Mutant, *, want: bool) -> Iterator[Facts]:
        """Yield answers for which the sound condition is `want`, the faulty one first not."""
        sound = self._program.node[mutant.where].when
        states = self._settler.states(sound, want=want)
        if mutant.changed_when is not None:
            opposite = [(sound, want), (mutant.changed_when, not want)]
            states = chain(self._settler.all_states(opposite), states)
        for state in states:
            names = list(state)
            for values in product(*(state[name].ends() for name in names)):
                yield dict(zip(names, values, strict=True))

    def _least(self, facts: Facts, mutant: Mutant, expect: Expect, *, truth: bool) -> Facts:
        """Return as few of the answers as still tell the mutant, dropping what comes last first."""
        least: dict[str, FactValue] = dict(facts)
        for name in reversed(list(facts)):
            fewer = {one: value for one, value in least.items() if one != name}
            if self.fails(mutant, expect(fewer, truth=truth)):
                least = fewer
        return least
