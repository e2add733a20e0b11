"""Which known facts decided a condition, as gates: one per fact.

The same meaning as `triage.logic.reference`: a true conjunction is decided by all its parts, a true
disjunction by each true part; a false one the other way round.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import assert_never

from triage.backends.columnar.gates import Gates
from triage.logic.graph import Enough, Every, Graph, Inverse, Some, Test


class Supports:
    """The deciding facts of the parts of one graph; results are kept."""

    def __init__(self, graph: Graph, gates: Gates, number: list[int]) -> None:
        """Bind to a graph, and to gates in which `number` gives the gate of each part."""
        self._graph = graph
        self._gates = gates
        self._number = number
        self._found: dict[tuple[int, bool], Mapping[str, int]] = {}

    def of(self, node: str, *, truth: bool) -> Mapping[str, int]:
        """Return, for each fact, the gate that it decided the node to be `truth`."""
        return self._of(self._graph.root[node], truth)

    def either(self, several: Iterable[Mapping[str, int]]) -> Mapping[str, int]:
        """Return, for each fact, the gate that it decided at least one of several."""
        by_fact: dict[str, list[int]] = defaultdict(list)
        for one in several:
            for fact, gate in one.items():
                by_fact[fact].append(gate)
        return {fact: self._gates.any_of(gates) for fact, gates in by_fact.items()}

    def _of(self, part: int, truth: bool) -> Mapping[str, int]:  # noqa: FBT001  (a truth value)
        key = (part, truth)
        if key not in self._found:
            self._found[key] = self._decided(part, truth)
        return self._found[key]

    def _decided(self, number: int, truth: bool) -> Mapping[str, int]:  # noqa: FBT001
        part = self._graph.parts[number]
        settled = self._gates.is_truth(self._number[number], truth)
        match part:
            case Test():
                return {part.test.fact: settled}
            case Inverse():
                return self._of(part.of, not truth)
            case Every() | Some() | Enough():
                found = self.either(self._of(one, truth) for one in part.of)
                return {fact: self._gates.all_of((settled, gate)) for fact, gate in found.items()}
            case _:
                assert_never(part)
