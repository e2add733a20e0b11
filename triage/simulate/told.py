"""People who tell everything, many at once: through the columnar reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl

from triage.backends.columnar.levels import LevelReader
from triage.model.fact import FactDefinition, FactKind
from triage.model.rulebase import RuleBase
from triage.simulate.outcome import Outcome
from triage.simulate.people import People
from triage.terms import NotSure


class Teller:
    """Reads the levels of people who leave nothing out."""

    def __init__(self, rulebase: RuleBase) -> None:
        """Compile a rule base."""
        self._rulebase = rulebase
        self._reader = LevelReader(rulebase)

    def outcomes(self, groups: Sequence[People]) -> Iterator[Outcome]:
        """Yield what becomes of each group."""
        frames = [self._frame(one) for one in groups]
        found = self._reader.read(pl.concat(frames))
        start = 0
        for people in groups:
            part = found.slice(start, people.count)
            start += people.count
            fired = {
                rule: part[rule].fill_null(value=False).to_numpy()
                for rule in self._reader.rules
                if part[rule].any()
            }
            yield Outcome(people, part["urgency"].to_numpy(), fired)

    def _frame(self, people: People) -> pl.DataFrame:
        facts = self._rulebase.facts.values()
        return pl.DataFrame([self._series(people, one) for one in facts])

    def _series(self, people: People, definition: FactDefinition) -> pl.Series:
        name, kind = definition.id, self._reader.schema[definition.id]
        column = people.columns.get(name)
        if definition.kind is FactKind.BOOL:
            ticked = np.zeros(people.count, dtype=np.bool_) if column is None else column
            unsure = people.unsure.get(name)
            if unsure is None:
                return pl.Series(name, ticked, dtype=kind)
            if definition.not_sure is NotSure.AS_YES:
                return pl.Series(name, ticked | unsure, dtype=kind)
            series = pl.Series(name, ticked, dtype=kind)
            return series.set(pl.Series(unsure), None)
        if column is None:
            return pl.Series(name, [None] * people.count, dtype=kind)
        if definition.kind is FactKind.CHOICE:
            return pl.Series(name, definition.choices, dtype=kind).gather(column)
        return pl.Series(name, column, dtype=kind)
