"""People who tell everything, many at once: through the columnar reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from triage.backends.columnar.levels import LevelReader
from triage.model.fact import FactDefinition, FactKind
from triage.model.rulebase import RuleBase
from triage.simulate.outcome import Outcome
from triage.simulate.people import People
from triage.terms import NotSure

N = TypeVar("N", bound=np.generic)


class Teller:
    """Reads the levels of people who leave nothing out."""

    def __init__(self, rulebase: RuleBase) -> None:
        """Compile a rule base."""
        self._rulebase = rulebase
        self._reader = LevelReader(rulebase)

    def outcomes(self, groups: Sequence[People]) -> Iterator[Outcome]:
        """Yield what becomes of each group."""
        facts = self._rulebase.facts.values()
        found = self._reader.read(pl.DataFrame([self._series(groups, one) for one in facts]))
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

    def _series(self, groups: Sequence[People], definition: FactDefinition) -> pl.Series:
        """Return a fact of all groups as the column that the reader takes."""
        name, kind = definition.id, self._reader.schema[definition.id]
        if definition.kind is FactKind.BOOL:
            ticked = _joined(groups, name, np.bool_)
            unsure = np.concatenate(
                [one.unsure.get(name, np.zeros(one.count, dtype=np.bool_)) for one in groups]
            )
            if definition.not_sure is NotSure.AS_YES:
                return pl.Series(name, ticked | unsure, dtype=kind)
            series = pl.Series(name, ticked, dtype=kind)
            return series.set(pl.Series(unsure), None) if unsure.any() else series
        if definition.kind is FactKind.CHOICE:
            places = _joined(groups, name, np.int64)
            series = pl.Series(name, definition.choices, dtype=kind).gather(places)
        elif definition.kind is FactKind.NUMBER:
            series = pl.Series(name, _joined(groups, name, np.int64), dtype=kind)
        else:
            series = pl.Series(name, _joined(groups, name, np.uint64), dtype=kind)
        untold = np.concatenate([np.full(one.count, name not in one.columns) for one in groups])
        return series.set(pl.Series(untold), None) if untold.any() else series


def _joined(groups: Sequence[People], name: str, kind: type[N]) -> NDArray[N]:
    """Return a column of all groups; zero or False where a group has none."""
    columns = [
        one.columns[name].astype(kind) if name in one.columns else np.zeros(one.count, dtype=kind)
        for one in groups
    ]
    return np.concatenate(columns)
