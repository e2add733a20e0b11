"""Reasons and source references as an assessment holds them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from triage.logic.built import built
from triage.logic.per_rulebase import kept
from triage.logic.references import references_of
from triage.model.assessment import Reason, SourceRef
from triage.model.fact import FactDefinition, FactKind, Facts
from triage.model.given import plain_value
from triage.model.rulebase import RuleBase
from triage.terms import NOT_SURE


class Deciding(Protocol):
    """Whatever knows which facts settled a node."""

    def of(self, node_id: str) -> Iterable[str]:
        """Return the ids of the facts that settled a node, each once, in the order written."""


class Reasons:
    """Builds reasons for the settled nodes of one case."""

    def __init__(
        self,
        rulebase: RuleBase,
        facts: Facts,
        support: Deciding,
        not_sure: Iterable[str] = (),
    ) -> None:
        """Bind to the rule base, the known facts and what they support.

        A fact in `not_sure` counted as yes, and is told as what was said: "not sure".
        """
        self._references = references_of(rulebase)
        self._support = support
        self._known: dict[str, object] = dict(facts)
        for name, definition in _sets(rulebase).items():
            value = facts.get(name)
            if value is not None:
                self._known[name] = plain_value(value, definition.choices)
        self._known |= dict.fromkeys(self._known.keys() & not_sure, NOT_SURE)

    def of(self, node_id: str, text: str = "", code: str | None = None) -> Reason:
        """Return the reason that a node is settled: its id and the facts that decided it."""
        known = self._known
        facts = {name: known[name] for name in self._support.of(node_id)}
        return built(Reason, {"code": code or node_id, "facts": facts, "text": text})

    def sources(self, *numbers: Iterable[int]) -> list[SourceRef]:
        """Return references for source numbers, each once, in the order given."""
        return self._references.of(*numbers)


@kept
def _sets(rulebase: RuleBase) -> dict[str, FactDefinition]:
    """Return the facts whose value is a set, which JSON cannot hold."""
    return {name: one for name, one in rulebase.facts.items() if one.kind is FactKind.SET}
