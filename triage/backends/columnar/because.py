"""The facts behind each entry of a list, as text: `fact=value & fact=value`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import assert_never

import numpy as np
import numpy.typing as npt
import polars as pl

from triage.backends.columnar.comparisons import bit_of, not_sure_name
from triage.model.fact import FactDefinition, FactKind
from triage.terms import NOT_SURE

AND = " & "
"""What stands between two facts."""

PLUS = "+"
"""What stands between two chosen values of one fact."""


class Because:
    """What decided the entries of one list."""

    def __init__(
        self,
        facts: Mapping[str, FactDefinition],
        name: str,
        decided: Sequence[Mapping[str, int]],
    ) -> None:
        """Bind to fact definitions and, for each entry, the gate by which each fact decided it."""
        self._facts = facts
        self._name = name
        # Facts in the order asked, as people read them.
        self._decided = [[fact for fact in facts if fact in one] for one in decided]
        self.wanted = {
            self._column(at, fact): gate
            for at, one in enumerate(decided)
            for fact, gate in one.items()
        }
        """The gates this needs, by the name of the column that `texts` reads them from."""

    def texts(
        self,
        facts: pl.DataFrame,
        truths: pl.DataFrame,
        rows: Sequence[npt.NDArray[np.integer]],
    ) -> list[pl.Series]:
        """Return for each entry one text for each of the rows in which it holds."""
        return [self._text(at, facts, truths, pl.Series(which)) for at, which in enumerate(rows)]

    def _text(
        self, at: int, facts: pl.DataFrame, truths: pl.DataFrame, rows: pl.Series
    ) -> pl.Series:
        deciding = self._decided[at]
        if rows.is_empty() or not deciding:
            return pl.Series([""], dtype=pl.String).new_from_index(0, len(rows))
        marks = [self._column(at, fact) for fact in deciding]
        unsure = {fact: not_sure_name(fact) for fact in deciding}
        unsure = {fact: name for fact, name in unsure.items() if name in facts.columns}
        those = facts.select(*deciding, *unsure.values())[rows].hstack(truths.select(marks)[rows])
        parts = [
            pl.when(mark).then(_said(self._facts[fact], unsure.get(fact)))
            for fact, mark in zip(deciding, marks, strict=True)
        ]
        return those.select(pl.concat_str(parts, separator=AND, ignore_nulls=True)).to_series()

    def _column(self, at: int, fact: str) -> str:
        return f"{self._name} {at} {fact}"


def _said(definition: FactDefinition, not_sure: str | None) -> pl.Expr:
    """Return `fact=value`; `not_sure` is the column that says where the value was "not sure"."""
    said = pl.concat_str(pl.lit(f"{definition.id}="), *_value(definition))
    if not_sure is None:
        return said
    return pl.when(not_sure).then(pl.lit(f"{definition.id}={NOT_SURE}")).otherwise(said)


def _value(definition: FactDefinition) -> Iterator[pl.Expr]:
    value = pl.col(definition.id)
    match definition.kind:
        case FactKind.BOOL | FactKind.NUMBER | FactKind.CHOICE:
            yield value.cast(pl.String)
        case FactKind.SET:
            chosen = [
                pl.when((value & bit_of(definition, one)) != 0).then(pl.lit(one))
                for one in definition.choices
            ]
            yield pl.concat_str(chosen, separator=PLUS, ignore_nulls=True)
        case _:
            assert_never(definition.kind)
