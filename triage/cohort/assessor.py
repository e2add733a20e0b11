"""Frames of rows assessed: facts read, conclusions beside the columns kept, bad rows apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from triage.backends.columnar.evaluator import Evaluator
from triage.cohort.columns import ROW, Columns, Wishes, columns_of
from triage.cohort.intake import Intake, no_rejects
from triage.model.rulebase import RuleBase

BATCH = 2**17
"""Rows assessed at once: enough that the cost per expression vanishes, and still in the cache."""

BATCH_EXPLAINED = 2**15
"""The same when each row also gets a kilobyte or so of what decided it."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows as a file gave them.

    `frame` holds those that could be read at all, `rejects` the others (`row`, `reason`); `places`
    are the places of the former among all (from 0; None when nothing is missing). `count` is the
    number of all.
    """

    frame: pl.DataFrame
    count: int
    places: pl.Series | None = None
    rejects: pl.DataFrame | None = None


@dataclass(frozen=True, slots=True)
class Assessed:
    """Conclusions for the good rows and reasons for the bad ones; `row` counts from `first`.

    `table` has the columns of `Assessor.schema`, `rejects` the columns `row` and `reason`.
    """

    table: pl.DataFrame
    rejects: pl.DataFrame
    count: int

    def counted_from(self, first: int) -> Assessed:
        """Return the same with `first` added to every row number."""
        later = (pl.col(ROW) + first).alias(ROW)
        return Assessed(
            self.table.with_columns(later), self.rejects.with_columns(later), self.count
        )


class Assessor:
    """One rule base and one arrangement of columns."""

    def __init__(
        self,
        rulebase: RuleBase,
        columns: Columns,
        evaluator: Evaluator,
        unknown: tuple[str, ...] = (),
    ) -> None:
        """Bind to an evaluator of `rulebase`; `unknown` are further texts for "not known"."""
        self._columns = columns
        self._evaluator = evaluator
        self._intake = Intake(
            rulebase.facts, columns.column_of, unknown, not_sure=evaluator.explains
        )

    def schema(self, kept: Mapping[str, pl.DataType]) -> dict[str, pl.DataType]:
        """Return the columns of a result, given the types of the columns kept."""
        keep = {name: _plain(kept.get(name, pl.Null())) for name in self._columns.keep}
        return {ROW: pl.Int64(), **keep, **self._evaluator.schema()}

    def kept(self, rows: Rows) -> pl.DataFrame:
        """Return the number (from 0) and the kept columns of every row that could be read."""
        places = rows.places
        if places is None:
            places = pl.int_range(rows.frame.height, dtype=pl.Int64, eager=True)
        given = rows.frame.schema
        kept = [
            pl.col(name).cast(_plain(given[name])) if name in given else pl.lit(None).alias(name)
            for name in self._columns.keep
        ]
        return rows.frame.select(pl.lit(places.cast(pl.Int64)).alias(ROW), *kept)

    def assess(self, rows: Rows) -> Assessed:
        """Return the conclusions for some rows; rows are numbered from 0."""
        taken = self._intake.take_in(rows.frame)
        beside = self.kept(rows)
        numbers = beside[ROW]
        if taken.good is not None:
            beside = beside.filter(taken.good)
        table = beside.hstack(self._evaluator.assess(taken.facts))
        unreadable = rows.rejects if rows.rejects is not None else no_rejects()
        rejects = pl.concat(
            [
                unreadable.with_columns(pl.col(ROW).cast(pl.Int64)),
                taken.rejects.with_columns(numbers.gather(taken.rejects[ROW])),
            ]
        ).sort(ROW)
        return Assessed(table, rejects, rows.count)


def _plain(kind: pl.DataType) -> pl.DataType:
    """Return the type a kept column has in the result: text in place of a file's own codes."""
    return pl.String() if isinstance(kind, pl.Categorical | pl.Enum) else kind


def assess(
    frame: pl.DataFrame,
    rulebase: RuleBase,
    wishes: Wishes | None = None,
    *,
    explain: bool = False,
) -> Assessed:
    """Return the assessment of every row of `frame`, one column per fact, rows numbered from 1.

    Columns are as `triage.cohort.cells` reads them; facts without a column are unknown.
    Bad rows are in `rejects`, never in `table`. With `explain`, three more columns say which facts
    decided each entry of the lists.

    Raises FactsError for a column that stands for no fact (see `Wishes`).
    """
    evaluator = Evaluator(rulebase, explain=explain)
    produced = (ROW, *evaluator.schema())
    columns = columns_of(frame.columns, rulebase.facts, wishes or Wishes(), produced)
    assessor = Assessor(rulebase, columns, evaluator)
    parts = [
        assessor.assess(Rows(part, part.height)).counted_from(start + 1)
        for start in range(0, max(frame.height, 1), BATCH)
        for part in (frame.slice(start, BATCH),)
    ]
    return Assessed(
        pl.concat([one.table for one in parts]),
        pl.concat([one.rejects for one in parts]),
        frame.height,
    )
