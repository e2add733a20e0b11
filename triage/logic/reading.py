"""What an assessment needs to know of a settled or open node: which facts decided, which could."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from triage.logic.evaluate import Verdicts
from triage.logic.program import program_of
from triage.logic.residual import Residual
from triage.logic.support import Support
from triage.logic.truth import Truth
from triage.model.fact import Facts
from triage.model.rulebase import RuleBase


class Reading(Protocol):
    """The facts that decided the nodes of one case, and those that still could."""

    def of(self, node_id: str) -> Iterable[str]:
        """Return the ids of the facts that settled a node, each once, in the order written."""

    def missing(self, node_ids: Iterable[str]) -> list[str]:
        """Return the unknown facts that can still decide any of the nodes, in the order asked."""

    def truths(self) -> tuple[Truth, ...]:
        """Return the truth of every node, in the order of the program."""


class ReferenceReading:
    """The reading that `Support` and `Residual` give."""

    def __init__(self, rulebase: RuleBase, facts: Facts, verdicts: Verdicts) -> None:
        """Bind to a rule base, the known facts, and the verdicts that follow from them."""
        program = program_of(rulebase)
        self._order = rulebase.facts
        self._truths = tuple(verdicts[node.id] for node in program.nodes)
        self._residual = Residual(program, facts, verdicts)
        self._support = Support(program, facts, verdicts)

    def of(self, node_id: str) -> Iterable[str]:
        """Return the ids of the facts that settled a node, each once, in the order written."""
        return self._support.of(node_id)

    def missing(self, node_ids: Iterable[str]) -> list[str]:
        """Return the unknown facts that can still decide any of the nodes, in the order asked."""
        found = frozenset[str]().union(*map(self._residual.facts, node_ids))
        return [one for one in self._order if one in found]

    def truths(self) -> tuple[Truth, ...]:
        """Return the truth of every node, in the order of the program."""
        return self._truths
