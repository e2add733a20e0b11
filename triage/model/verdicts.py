"""Verdicts: the truth of every node for one case, and the facts that it rests on or waits for.

What an assessment is made from, whoever worked it out: `logic.reference` says what the answers
mean, `logic.quick` reaches them sooner.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Protocol, TypeAlias

Truth: TypeAlias = bool | None
"""True, False, or None for unknown: not asked, or "not sure"."""

Truths: TypeAlias = tuple[Truth, ...]
"""Truths by number: of every part of a graph, or of every node in the program's order."""

NodeTruths: TypeAlias = Mapping[str, Truth]
"""The truth of every node of a program, by node id."""


class Residual(Protocol):
    """What is missing, for one state of knowledge."""

    def facts(self, node_id: str) -> frozenset[str]:
        """Return every unknown fact that can still decide an open node; empty when settled."""

    def askable(self, node_id: str) -> frozenset[str]:
        """Return the unknown facts worth asking next for an open node; empty when settled."""


class Verdicts(Mapping[str, Truth], ABC):
    """The truth of every node by its id."""

    @abstractmethod
    def truths(self) -> Truths:
        """Return the truth of every node, in the order of the program."""

    @abstractmethod
    def decided_by(self, node_id: str) -> Iterable[str]:
        """Return the ids of the facts that settled a node, each once, in the order written."""

    @abstractmethod
    def missing(self, node_ids: Iterable[str]) -> list[str]:
        """Return the unknown facts that can still decide any of the nodes, in the order asked."""

    @abstractmethod
    def residual(self, asked: frozenset[str] = frozenset()) -> Residual:
        """Return what is missing, when `asked` were asked and stay unknown ("not sure")."""
