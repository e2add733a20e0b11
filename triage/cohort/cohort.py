"""A whole cohort: every batch of a source assessed, in order, and counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import polars as pl

from triage.backends.columnar.evaluator import Evaluator
from triage.cohort.assessor import Assessed, Assessor, Rows
from triage.cohort.columns import ROW, Arrangement, columns_of
from triage.cohort.in_order import in_order
from triage.cohort.summary import Summary
from triage.cohort.tables import Source
from triage.model.rulebase import RuleBase


def add_to(summary: Summary, part: Assessed) -> None:
    """Count one more part of a cohort."""
    summary.add(
        rows=part.count,
        rejected=part.rejects.height,
        complete=int(part.table["complete"].sum()),
        dispositions=dict(part.table["disposition"].value_counts().iter_rows()),
    )


class Cohort:
    """The cases of one source, ready to be assessed."""

    def __init__(
        self, rulebase: RuleBase, source: Source, arrangement: Arrangement, *, explain: bool = False
    ) -> None:
        """Compile the rule base for the columns of `source`.

        Raises FactsError for a column that stands for no fact, CompileError when the rule base
        cannot be expressed in columns.
        """
        evaluator = Evaluator(rulebase, explain=explain)
        produced = (ROW, *evaluator.schema())
        self._source = source
        self._columns = columns_of(source.names, rulebase.facts, arrangement.wishes, produced)
        self._assessor = Assessor(rulebase, self._columns, evaluator, arrangement.unknown)

    def schema(self) -> dict[str, pl.DataType]:
        """Return the columns of the result and their types."""
        return self._assessor.schema(self._source.kept_types(self._columns))

    def parts(self) -> Iterator[Assessed]:
        """Yield the cohort assessed, in order, a batch at a time; rows are numbered from 1.

        Memory holds a few batches however long the source is. Raises FactsError when the source
        cannot be read on.
        """
        before = 0
        pieces = self._source.pieces(self._columns)
        for part in in_order(partial(self._part, read) for read in pieces):
            yield part.counted_from(before + 1)
            before += part.count

    def _part(self, read: Callable[[], Rows]) -> Assessed:
        return self._assessor.assess(read())
