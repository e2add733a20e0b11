"""Tries planted faults: which expectations about which cases no longer hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from triage.author.faults.expectation import Expectation, Witness
from triage.author.faults.mutants import Mutant
from triage.logic.incremental import Replay
from triage.logic.program import program_of
from triage.model.rulebase import RuleBase
from triage.model.verdicts import NodeTruths


@dataclass(frozen=True)
class _Seat:
    """One expectation, what it rests on, and the verdicts it holds for."""

    expectation: Expectation
    within: frozenset[str]
    verdicts: NodeTruths


class Trial:
    """All expectations of one sound rule base, ready to be held against its mutants.

    An expectation that does not hold for the sound rule base can catch nothing; such are kept in
    `broken`, for the caller to report.
    """

    def __init__(self, rulebase: RuleBase, expectations: Iterable[Expectation]) -> None:
        """Evaluate every expectation once."""
        self._replay = Replay(program_of(rulebase))
        self.broken: list[Expectation] = []
        self._seats: dict[str, list[_Seat]] = {}
        self._above = cache(self._replay.above)
        for expectation in expectations:
            self.add(expectation)

    def add(self, expectation: Expectation) -> None:
        """Take one more expectation; one about a node that does not exist is broken."""
        if not expectation.nodes <= self._replay.program.node.keys():
            self.broken.append(expectation)
            return
        within = self._above(expectation.nodes)
        verdicts = self._replay.verdicts(expectation.facts)
        if not expectation.holds(verdicts):
            self.broken.append(expectation)
            return
        for name in within:
            seat = _Seat(expectation, within, verdicts)
            self._seats.setdefault(name, []).append(seat)

    def caught_by(self, mutant: Mutant) -> Mapping[Witness, str]:
        """Return the kinds of witness that notice the fault, each with the name of a first one."""
        caught: dict[Witness, str] = {}
        seen: set[int] = set()
        for name in mutant.patch:
            for seat in self._seats.get(name, ()):
                witness = seat.expectation.witness
                if witness in caught or id(seat.expectation) in seen:
                    continue
                seen.add(id(seat.expectation))
                verdicts = self._replay.after_nodes(
                    seat.expectation.facts, seat.verdicts, mutant.patch, seat.within
                )
                if not seat.expectation.holds(verdicts):
                    caught[witness] = seat.expectation.name
        return caught
