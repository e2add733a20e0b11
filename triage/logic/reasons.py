"""Reasons and source references as an assessment holds them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from triage.logic.references import references_of
from triage.model.assessment import Reason, SourceRef
from triage.model.case import plain_value
from triage.model.fact import Facts
from triage.model.rulebase import RuleBase


class Deciding(Protocol):
    """Whatever knows which facts settled a node."""

    def of(self, node_id: str) -> Iterable[str]:
        """Return the ids of the facts that settled a node, each once, in the order written."""


class Reasons:
    """Builds reasons for the settled nodes of one case."""

    def __init__(self, rulebase: RuleBase, facts: Facts, support: Deciding) -> None:
        """Bind to the rule base, the known facts and what they support."""
        self._references = references_of(rulebase)
        self._support = support
        self._known = {
            name: plain_value(value, rulebase.facts[name].choices)
            if isinstance(value, frozenset)
            else value
            for name, value in facts.items()
        }

    def of(self, node_id: str, text: str = "", code: str | None = None) -> Reason:
        """Return the reason that a node is settled: its id and the facts that decided it."""
        return Reason.model_validate(self.fields(node_id, text, code))

    def fields(self, node_id: str, text: str = "", code: str | None = None) -> dict[str, object]:
        """Return the fields of that reason, for a model that reads many at once."""
        known = self._known
        facts = {name: known[name] for name in self._support.of(node_id)}
        return {"code": code or node_id, "facts": facts, "text": text}

    def sources(self, *numbers: Iterable[int]) -> list[SourceRef]:
        """Return references for source numbers, each once, in the order given."""
        return self._references.of(*numbers)
