"""Results written batch by batch, in each of the forms they can be read in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO, Protocol

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from triage.cohort.cells import BETWEEN
from triage.errors import FactsError


class Sink(Protocol):
    """Where results go."""

    def write(self, table: pl.DataFrame) -> None:
        """Add rows."""

    def close(self) -> None:
        """Write what a whole file needs at its end; the stream stays open."""


class CsvSink:
    """CSV with a line of column names; lists as text with `;` between."""

    def __init__(
        self, stream: BinaryIO, schema: Mapping[str, pl.DataType], separator: str = ","
    ) -> None:
        """Write the column names; raises FactsError when a column cannot be text."""
        for name, kind in schema.items():
            if _is_too_nested(kind):
                raise FactsError.one(name, f"CSV cannot hold a column of {kind}", "use Parquet")
        self._stream = stream
        self._separator = separator
        self._write(pl.DataFrame(schema=dict(schema)), header=True)

    def write(self, table: pl.DataFrame) -> None:
        """Add rows."""
        self._write(table, header=False)

    def _write(self, table: pl.DataFrame, *, header: bool) -> None:
        lists = [name for name, kind in table.schema.items() if isinstance(kind, pl.List)]
        text = pl.col(lists).cast(pl.List(pl.String)).list.join(BETWEEN, ignore_nulls=True)
        flat = table.with_columns(text) if lists else table
        flat.write_csv(self._stream, include_header=header, separator=self._separator)

    def close(self) -> None:
        """Do nothing: CSV has no end of its own."""


class NdjsonSink:
    """One JSON object per line."""

    def __init__(self, stream: BinaryIO, _schema: Mapping[str, pl.DataType]) -> None:
        """Bind to a stream."""
        self._stream = stream

    def write(self, table: pl.DataFrame) -> None:
        """Add rows."""
        table.write_ndjson(self._stream)

    def close(self) -> None:
        """Do nothing: NDJSON has no end of its own."""


class ParquetSink:
    """Parquet, a row group per batch."""

    def __init__(self, stream: BinaryIO, schema: Mapping[str, pl.DataType]) -> None:
        """Write what stands before the first row."""
        self._schema = pl.DataFrame(schema=dict(schema)).to_arrow().schema
        self._writer = pq.ParquetWriter(stream, self._schema, compression="zstd")

    def write(self, table: pl.DataFrame) -> None:
        """Add rows."""
        self._writer.write_table(table.to_arrow().cast(self._schema))

    def close(self) -> None:
        """Write the end of the file."""
        self._writer.close()


class ArrowSink:
    """Arrow, as a file or (for pipes) as a stream."""

    def __init__(
        self, stream: BinaryIO, schema: Mapping[str, pl.DataType], *, as_stream: bool = False
    ) -> None:
        """Write the schema."""
        self._schema = pl.DataFrame(schema=dict(schema)).to_arrow().schema
        opened = pa.ipc.new_stream if as_stream else pa.ipc.new_file
        self._writer = opened(stream, self._schema)

    def write(self, table: pl.DataFrame) -> None:
        """Add rows."""
        self._writer.write_table(table.to_arrow().cast(self._schema))

    def close(self) -> None:
        """Write the end of the file."""
        self._writer.close()


def _is_too_nested(kind: pl.DataType) -> bool:
    if isinstance(kind, pl.List):
        return pl.Series(dtype=kind.inner).dtype.is_nested()
    return kind.is_nested() or isinstance(kind, pl.Binary | pl.Object)
