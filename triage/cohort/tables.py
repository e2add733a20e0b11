"""Opens a cohort to read and its results to write, in any form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO, Protocol

import polars as pl

from triage.cohort.arrow_source import ArrowSource, ParquetSource
from triage.cohort.assessor import BATCH, Rows
from triage.cohort.columns import Arrangement, Columns
from triage.cohort.csv_source import CsvSource
from triage.cohort.form import Form
from triage.cohort.ndjson_source import NdjsonSource
from triage.cohort.sinks import ArrowSink, CsvSink, NdjsonSink, ParquetSink, Sink
from triage.model.fact import FactDefinition


class Source(Protocol):
    """Where cases come from."""

    names: list[str]
    """The columns there are."""

    rows: int | None
    """The number of rows, where it is known before they are read."""

    def kept_types(self, columns: Columns) -> dict[str, pl.DataType]:
        """Return the types of the columns kept."""

    def pieces(self, columns: Columns) -> Iterator[Callable[[], Rows]]:
        """Yield the work of reading each batch of rows, in order."""

    def close(self) -> None:
        """Let go of what the source made for itself; the stream stays open."""


def open_source(
    stream: BinaryIO,
    form: Form,
    facts: Mapping[str, FactDefinition],
    arrangement: Arrangement,
    rows: int = BATCH,
) -> Source:
    """Return the cases in a stream, to be read at most `rows` rows at a time.

    Raises FactsError when it holds no table of that form.
    """
    match form:
        case Form.CSV:
            wishes = arrangement.wishes
            named = (*wishes.mapped, *wishes.keep, *wishes.ignore)
            return CsvSource(stream, facts, arrangement.separator, named, rows=rows)
        case Form.NDJSON:
            return NdjsonSource(stream, facts, arrangement.wishes, arrangement.unknown, rows=rows)
        case Form.PARQUET:
            return ParquetSource(stream, rows)
        case Form.ARROW:
            return ArrowSource(stream, rows)


def open_sink(
    stream: BinaryIO,
    form: Form,
    schema: Mapping[str, pl.DataType],
    *,
    separator: str = ",",
    piped: bool = False,
) -> Sink:
    """Return where results of `schema` are written; `piped` when the stream cannot be sought in.

    Raises FactsError when that form cannot hold a column.
    """
    match form:
        case Form.CSV:
            return CsvSink(stream, schema, separator)
        case Form.NDJSON:
            return NdjsonSink(stream, schema)
        case Form.PARQUET:
            return ParquetSink(stream, schema)
        case Form.ARROW:
            return ArrowSink(stream, schema, as_stream=piped)
