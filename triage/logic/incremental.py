"""Evaluates a program again after a small change, touching only what the change can reach.

A full evaluation visits every node; most changes (one answer, one condition) reach a handful. Nodes
are visited in the order of the program, each at most once, and a node whose truth stays the same
passes nothing on. The result is that of `evaluate_program`, which the tests compare it with.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterator, Mapping

from triage.logic.program import Program
from triage.logic.reference import evaluate
from triage.model.condition import Condition, RuleIs, facts_of, walk
from triage.model.fact import Facts
from triage.model.verdicts import NodeTruths, Truth


class Replay:
    """One program, and which of its nodes read which facts and nodes."""

    def __init__(self, program: Program) -> None:
        """Index the readers of every fact and node of `program`."""
        self.program = program
        self._place = {node.id: place for place, node in enumerate(program.nodes)}
        self._readers: dict[str, list[int]] = {node.id: [] for node in program.nodes}
        self._testers: dict[str, list[int]] = {}
        for place, node in enumerate(program.nodes):
            for name in {part.rule for part in walk(node.when) if isinstance(part, RuleIs)}:
                self._readers[name].append(place)
            for fact in facts_of(node.when):
                self._testers.setdefault(fact, []).append(place)

    def verdicts(self, facts: Facts) -> NodeTruths:
        """Return the truth of every node; each is evaluated when it is first asked for."""
        return _OnDemand(self.program, facts)

    def after_facts(
        self, facts: Facts, verdicts: NodeTruths, changed: Collection[str]
    ) -> NodeTruths:
        """Return the verdicts for `facts`, given those for facts that differ only in `changed`."""
        start = {place for fact in changed for place in self._testers.get(fact, ())}
        return self._settle(facts, verdicts, start, {})

    def after_nodes(
        self,
        facts: Facts,
        verdicts: NodeTruths,
        changed: Mapping[str, Condition],
        within: Collection[str] | None = None,
    ) -> NodeTruths:
        """Return the verdicts once the nodes in `changed` have another condition.

        `within` limits the work to these nodes and what they read; verdicts of others may then be
        out of date.
        """
        if within is not None:
            read = {
                part.rule
                for name, when in changed.items()
                if name in within
                for part in walk(when)
                if isinstance(part, RuleIs)
            }
            within = within if read <= set(within) else self.above({*within, *read})
        start = {self._place[name] for name in changed if within is None or name in within}
        return self._settle(facts, verdicts, start, changed, within)

    def above(self, names: Collection[str]) -> frozenset[str]:
        """Return the named nodes and every node that they read, directly or not."""
        found: set[str] = set()
        open_ = list(names)
        while open_:
            name = open_.pop()
            if name not in found:
                found.add(name)
                parts = walk(self.program.node[name].when)
                open_ += [part.rule for part in parts if isinstance(part, RuleIs)]
        return frozenset(found)

    def below(self, names: Collection[str]) -> frozenset[str]:
        """Return the named nodes and every node that reads them, directly or not."""
        found: set[str] = set()
        open_ = list(names)
        while open_:
            name = open_.pop()
            if name not in found:
                found.add(name)
                open_ += [self.program.nodes[place].id for place in self._readers[name]]
        return frozenset(found)

    def _settle(
        self,
        facts: Facts,
        verdicts: NodeTruths,
        start: Collection[int],
        changed: Mapping[str, Condition],
        within: Collection[str] | None = None,
    ) -> NodeTruths:
        result = _Overlay(verdicts)
        queue = sorted(start)
        queued = set(queue)
        while queue:
            node = self.program.nodes[heapq.heappop(queue)]
            if within is not None and node.id not in within:
                continue
            truth = evaluate(changed.get(node.id, node.when), facts, result)
            if truth is verdicts[node.id]:
                continue
            result.changed[node.id] = truth
            for place in self._readers[node.id]:
                if place not in queued:
                    queued.add(place)
                    heapq.heappush(queue, place)
        return result


class _Overlay(Mapping[str, Truth]):
    """NodeTruths with a few of them changed."""

    def __init__(self, base: NodeTruths) -> None:
        self.base = base
        self.changed: dict[str, Truth] = {}

    def __getitem__(self, name: str) -> Truth:
        changed = self.changed
        return changed[name] if name in changed else self.base[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.base)

    def __len__(self) -> int:
        return len(self.base)


class _OnDemand(Mapping[str, Truth]):
    """The verdicts of a program for one set of facts, each evaluated when first read."""

    def __init__(self, program: Program, facts: Facts) -> None:
        self.program = program
        self.facts = facts
        self.kept: dict[str, Truth] = {}

    def __getitem__(self, name: str) -> Truth:
        if name not in self.kept:
            self.kept[name] = evaluate(self.program.node[name].when, self.facts, self)
        return self.kept[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.program.node)

    def __len__(self) -> int:
        return len(self.program.nodes)
