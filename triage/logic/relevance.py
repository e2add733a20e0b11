"""What can still change the assessment, and so is worth asking.

Nothing is, once an emergency rule is true. Else: an open rule that could raise the level, and an
open offer of a remedy. Cautions, texts and remedies that are only mentioned never cause a question:
a caution nobody asked about stands in the answer as "check first if".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from triage.logic.disposition import settled_disposition
from triage.logic.per_rulebase import kept
from triage.model.rulebase import RuleBase
from triage.model.verdicts import Verdicts
from triage.terms import Disposition, Stance


@dataclass(frozen=True, slots=True)
class Demand:
    """An open node that can still change the assessment, and how urgent its answer is (0-4)."""

    node: str
    urgency: int


class Relevance:
    """What still matters for one state of knowledge."""

    def __init__(
        self, rulebase: RuleBase, verdicts: Verdicts, asked: frozenset[str] = frozenset()
    ) -> None:
        """Bind to a rule base and the verdicts on it; `asked` are facts that stay unknown."""
        self._rulebase = rulebase
        self._verdicts = verdicts
        self.residual = verdicts.residual(asked)

    @cached_property
    def demands(self) -> tuple[Demand, ...]:
        """Return every open node that can still change the assessment, most urgent first."""
        found = list(self._demands())
        return tuple(sorted(found, key=lambda demand: -demand.urgency))

    @cached_property
    def facts(self) -> frozenset[str]:
        """Return every unknown fact that can still change the assessment."""
        return frozenset().union(*(self.residual.facts(one.node) for one in self.demands))

    def _demands(self) -> Iterator[Demand]:
        settled = settled_disposition(self._verdicts)
        if settled is Disposition.EMERGENCY_NOW:
            return
        possible = _possible_demands(self._rulebase)
        for demand in possible.levels:
            if self._verdicts[demand.node] is None and demand.urgency > settled.urgency:
                yield demand
        for offered in possible.offers:
            if self._verdicts[offered.node] is None:
                yield offered

    def askable(self, demand: Demand) -> frozenset[str]:
        """Return the unknown facts worth asking next for a demand.

        A remedy is asked about in steps, so that no contraindication is asked of a remedy that is
        out of play: first whether it is indicated, then whether it is wanted, then the rest.
        """
        remedy = demand.node.removeprefix("offered.")
        if remedy == demand.node:
            return self.residual.askable(demand.node)
        for step in ("indicated", "wanted"):
            if self._verdicts[f"{step}.{remedy}"] is None:
                found = self.residual.askable(f"{step}.{remedy}")
                if found:
                    return found
        checks = self._rulebase.remedy[remedy].block
        nodes = [f"contraindication.{remedy}.{check.id}" for check in checks]
        return frozenset().union(
            *(self.residual.askable(node) for node in (f"held.{remedy}", *nodes))
        )


def every_demand(rulebase: RuleBase) -> tuple[Demand, ...]:
    """Return every demand there can be, in the order in which equally urgent ones come."""
    possible = _possible_demands(rulebase)
    return (*possible.levels, *possible.offers)


@dataclass(frozen=True, slots=True)
class _PossibleDemands:
    """Every demand there can be: rules that conclude a level, and offers of remedies."""

    levels: tuple[Demand, ...]
    offers: tuple[Demand, ...]


@kept
def _possible_demands(rulebase: RuleBase) -> _PossibleDemands:
    return _PossibleDemands(
        levels=tuple(
            Demand(rule.id, rule.then.disposition.urgency)
            for rule in rulebase.disposing_rules
            if rule.then.disposition is not None
        ),
        offers=tuple(
            Demand(f"offered.{remedy.id}", 0)
            for remedy in rulebase.remedies
            if remedy.stance is not Stance.NOT_SUPPORTED
        ),
    )
