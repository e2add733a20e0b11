"""The rule base in the form that engines of two-valued logic can take: names and expressions.

Peers know no "unknown", so they are given people of whom everything is known, and are asked which
nodes of the program are true. A node is a step; a step may read facts and the steps before it.
Every engine gets the same steps, with the same sharing of what recurs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from triage.logic.graph import Enough, Every, Graph, Part, Some, graph_of, made_of
from triage.logic.program import program_of
from triage.model.rulebase import RuleBase


@dataclass(frozen=True)
class Encoding:
    """A rule base for peers: `fact` and `step` names by fact id and by part number.

    `steps` are the parts that are concluded under a name, in the order in which they can be;
    the other parts are written out where they are read.
    """

    rulebase: RuleBase
    graph: Graph
    fact: dict[str, str]
    step: dict[int, str]

    def part(self, number: int) -> Part:
        """Return a part by number."""
        return self.graph.parts[number]

    def nodes_of(self, true_steps: set[str]) -> frozenset[str]:
        """Return the ids of the nodes whose steps are true."""
        step = self.step
        return frozenset(node for node, at in self.graph.root.items() if step[at] in true_steps)

    def depths(self) -> dict[int, int]:
        """Return for each part how many steps must be taken before it can be concluded."""
        depth: dict[int, int] = {}
        for number in range(len(self.graph.parts)):
            depth[number] = max(
                (depth[one] + (one in self.step) for one in made_of(self.part(number))), default=0
            )
        return depth


def encode(rulebase: RuleBase, *, flat: bool = False) -> Encoding:
    """Return the encoding of a rule base.

    Nodes, and parts that are read more than once, become steps; all compound parts, if `flat`.
    """
    graph = graph_of(program_of(rulebase))
    read = Counter(one for part in graph.parts for one in made_of(part))
    named = set(graph.root.values())
    named |= {
        number
        for number, times in read.items()
        if (flat or times > 1) and isinstance(graph.parts[number], Every | Some | Enough)
    }
    return Encoding(
        rulebase=rulebase,
        graph=graph,
        fact={name: f"f{place}" for place, name in enumerate(rulebase.facts)},
        step={number: f"n{number}" for number in sorted(named)},
    )


def ways(part: Enough) -> Iterator[tuple[int, ...]]:
    """Yield every smallest choice of parts that is enough, for engines that cannot count."""
    yield from _choices(part.of, part.count)


def _choices(of: tuple[int, ...], count: int) -> Iterator[tuple[int, ...]]:
    if count <= 0:
        yield ()
        return
    for place, first in enumerate(of):
        for rest in _choices(of[place + 1 :], count - 1):
            yield (first, *rest)
