"""Reasons and source references as an assessment holds them."""

from __future__ import annotations

from collections.abc import Iterable

from triage.logic.support import Support
from triage.model.assessment import Reason, SourceRef
from triage.model.case import plain_value
from triage.model.fact import Facts
from triage.model.rulebase import RuleBase


class Reasons:
    """Builds reasons for the settled nodes of one case."""

    def __init__(self, rulebase: RuleBase, facts: Facts, support: Support) -> None:
        """Bind to the rule base, the known facts and what they support."""
        self._rulebase = rulebase
        self._facts = facts
        self._support = support

    def of(self, node_id: str, text: str = "", code: str | None = None) -> Reason:
        """Return the reason that a node is settled: its id and the facts that decided it."""
        return self._reason(code or node_id, self._support.of(node_id), text)

    def of_facts(self, code: str, names: Iterable[str], text: str = "") -> Reason:
        """Return a reason that rests on the named facts, as far as they are known."""
        return self._reason(code, (name for name in names if name in self._facts), text)

    def _reason(self, code: str, names: Iterable[str], text: str) -> Reason:
        known = {
            name: plain_value(self._facts[name], self._rulebase.facts[name].choices)
            for name in names
        }
        return Reason(code=code, facts=known, text=text)

    def sources(self, *numbers: Iterable[int]) -> list[SourceRef]:
        """Return references for source numbers, each once, in the order given."""
        flat = dict.fromkeys(number for group in numbers for number in group)
        known = self._rulebase.source
        return [
            SourceRef(
                number=number,
                citation=known[number].short,
                status=known[number].status.value,
            )
            for number in flat
            if number in known
        ]
