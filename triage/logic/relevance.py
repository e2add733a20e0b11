"""What can still change the assessment, and so is worth asking.

Nothing is, once an emergency rule is true. Else: an open rule that could raise the level; an open
offer of a remedy; a caution of a remedy that is or may still be offered. Texts and remedies that
are only mentioned never cause a question.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from triage.logic.disposition import settled_disposition
from triage.logic.evaluate import Verdicts
from triage.logic.program import Program
from triage.logic.residual import Residual
from triage.model.fact import Facts
from triage.model.rulebase import RuleBase
from triage.terms import Disposition, Stance


@dataclass(frozen=True, slots=True)
class Demand:
    """An open node that can still change the assessment, and how urgent its answer is (0-4)."""

    node: str
    urgency: int


class Relevance:
    """What still matters for one state of knowledge."""

    def __init__(
        self,
        rulebase: RuleBase,
        program: Program,
        facts: Facts,
        verdicts: Verdicts,
        asked: frozenset[str] = frozenset(),
    ) -> None:
        """Bind to a rule base, its program, the known facts and the verdicts they give.

        `asked` are facts that were asked and stay unknown.
        """
        self._rulebase = rulebase
        self._verdicts = verdicts
        self.residual = Residual(program, facts, verdicts, asked)

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
        for rule in self._rulebase.disposing_rules:
            level = rule.then.disposition
            if (
                level is not None
                and self._verdicts[rule.id] is None
                and level.urgency > settled.urgency
            ):
                yield Demand(rule.id, level.urgency)
        for remedy in self._rulebase.remedies:
            if remedy.stance is Stance.NOT_SUPPORTED:
                continue
            offered = self._verdicts[f"offered.{remedy.id}"]
            if offered is False:
                continue
            if offered is None:
                yield Demand(f"offered.{remedy.id}", 0)
            for check in remedy.ask_first:
                caution = f"caution.{remedy.id}.{check.id}"
                if self._verdicts[caution] is None:
                    yield Demand(caution, 0)
