"""Reasons and source references as an assessment holds them."""

from __future__ import annotations

from collections.abc import Iterable

from triage.logic.per_rulebase import kept
from triage.model.assessment import Reason, SourceRef
from triage.model.fact import FactDefinition, FactKind, Facts
from triage.model.rulebase import RuleBase
from triage.model.verdicts import Verdicts
from triage.terms import NOT_SURE


class Reasons:
    """Builds reasons for the settled nodes of one case."""

    def __init__(
        self,
        rulebase: RuleBase,
        facts: Facts,
        verdicts: Verdicts,
        not_sure: Iterable[str] = (),
    ) -> None:
        """Bind to the rule base, the known facts and the verdicts they give.

        A fact in `not_sure` counted as yes, and is told as what was said: "not sure".
        """
        self._references = references_of(rulebase)
        self._verdicts = verdicts
        self._known: dict[str, bool | int | str | tuple[str, ...]] = dict(facts)  # type: ignore[arg-type]  # sets are put right below
        for name, definition in _sets(rulebase).items():
            value = facts.get(name)
            if isinstance(value, frozenset):
                self._known[name] = tuple(one for one in definition.choices if one in value)
        self._known |= dict.fromkeys(self._known.keys() & not_sure, NOT_SURE)

    def of(self, node_id: str, text: str = "", code: str | None = None) -> Reason:
        """Return the reason that a node is settled: its id and the facts that decided it."""
        known = self._known
        facts = {name: known[name] for name in self._verdicts.decided_by(node_id)}
        return Reason(code=code or node_id, facts=facts, text=text)

    def sources(self, *numbers: Iterable[int]) -> tuple[SourceRef, ...]:
        """Return references for source numbers, each once, in the order given."""
        return self._references.of(*numbers)


@kept
def _sets(rulebase: RuleBase) -> dict[str, FactDefinition]:
    """Return the facts whose value is a set, which has no order."""
    return {name: one for name, one in rulebase.facts.items() if one.kind is FactKind.SET}


class References:
    """The reference to every source, made once."""

    def __init__(self, rulebase: RuleBase) -> None:
        """Make the references for the sources of a rule base."""
        self._made = {
            number: SourceRef(number=number, citation=one.short, status=one.status)
            for number, one in rulebase.source.items()
        }

    def of(self, *numbers: Iterable[int]) -> tuple[SourceRef, ...]:
        """Return references for source numbers, each once, in the order given."""
        flat = dict.fromkeys(number for group in numbers for number in group)
        return tuple(self._made[number] for number in flat if number in self._made)


@kept
def references_of(rulebase: RuleBase) -> References:
    """Return the references of a rule base; the same object for the same rule base."""
    return References(rulebase)
