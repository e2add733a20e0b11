"""Cases from Parquet and Arrow, batch by batch."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from typing import BinaryIO

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from triage.cohort.assessor import BATCH, Rows
from triage.cohort.columns import Columns, shown
from triage.cohort.form import Form
from triage.errors import FactsError, Problem

FILE_MARK = b"ARROW1"
"""How an Arrow file starts; an Arrow stream does not."""


class ParquetSource:
    """A Parquet file; from a pipe it is first copied to a nameless temporary file."""

    def __init__(self, stream: BinaryIO, rows: int = BATCH) -> None:
        """Read the schema; at most `rows` rows are read at a time.

        Raises FactsError when the stream holds no Parquet.
        """
        self._rows = rows
        self._own = ExitStack()
        try:
            # Not buffered ahead: a whole row group would then be in memory.
            self._file = pq.ParquetFile(_seekable(stream, self._own), pre_buffer=False)
        except (pa.ArrowException, OSError) as error:
            self.close()
            raise _unreadable(Form.PARQUET, error) from error
        self.names: list[str] = list(self._file.schema_arrow.names)
        self.rows: int | None = self._file.metadata.num_rows

    def kept_types(self, columns: Columns) -> dict[str, pl.DataType]:
        """Return the types of the columns kept."""
        return _kept_types(self._file.schema_arrow, columns)

    def pieces(self, columns: Columns) -> Iterator[Callable[[], Rows]]:
        """Yield the work of reading each batch."""
        _check(self._file.schema_arrow, columns)
        batches = self._file.iter_batches(self._rows, columns=columns.needed)
        return _pieces(regrouped(batches, self._rows), columns, Form.PARQUET)

    def close(self) -> None:
        """Let go of the temporary copy of a pipe."""
        self._own.close()


class ArrowSource:
    """An Arrow file or stream."""

    def __init__(self, stream: BinaryIO, rows: int = BATCH) -> None:
        """Read the schema; at most `rows` rows are read at a time.

        Raises FactsError when the stream holds no Arrow data.
        """
        self._rows = rows
        self._own = ExitStack()
        start = stream.read(len(FILE_MARK))
        try:
            if start == FILE_MARK:
                self._file = pa.ipc.open_file(_seekable(stream, self._own, start))
                self._schema = self._file.schema
                self._batches = map(self._file.get_batch, range(self._file.num_record_batches))
            else:
                reader = pa.ipc.open_stream(pa.PythonFile(_Joined(start, stream), mode="r"))
                self._schema = reader.schema
                self._batches = iter(reader)
        except (pa.ArrowException, OSError) as error:
            self.close()
            raise _unreadable(Form.ARROW, error) from error
        self.names: list[str] = list(self._schema.names)
        self.rows: int | None = None

    def kept_types(self, columns: Columns) -> dict[str, pl.DataType]:
        """Return the types of the columns kept."""
        return _kept_types(self._schema, columns)

    def pieces(self, columns: Columns) -> Iterator[Callable[[], Rows]]:
        """Yield the work of reading each batch."""
        _check(self._schema, columns)
        batches = (batch.select(columns.needed) for batch in self._batches)
        return _pieces(regrouped(batches, self._rows), columns, Form.ARROW)

    def close(self) -> None:
        """Let go of the temporary copy of a pipe."""
        self._own.close()


def regrouped(
    batches: Iterable[pa.RecordBatch], rows: int = BATCH
) -> Iterator[tuple[list[pa.RecordBatch], int]]:
    """Yield groups of at most `rows` rows and their height: small batches together, large cut."""
    waiting: list[pa.RecordBatch] = []
    height = 0
    for batch in batches:
        if height + batch.num_rows > rows and waiting:
            yield waiting, height
            waiting, height = [], 0
        start = 0
        while batch.num_rows - start > rows:
            yield [batch.slice(start, rows)], rows
            start += rows
        waiting.append(batch.slice(start))
        height += batch.num_rows - start
    if waiting:
        yield waiting, height


def frame_of(batches: list[pa.RecordBatch], columns: Columns, height: int) -> Rows:
    """Return the needed columns of batches as rows; raises Polars or Arrow errors."""
    if not columns.needed:
        return Rows(pl.DataFrame({"nothing": pl.repeat(None, height, eager=True)}), height)
    frame = pl.from_arrow(pa.Table.from_batches(batches), rechunk=True)
    assert isinstance(frame, pl.DataFrame)  # noqa: S101  (a table, not an array)
    return Rows(frame, height)


def _pieces(
    groups: Iterator[tuple[list[pa.RecordBatch], int]], columns: Columns, form: Form
) -> Iterator[Callable[[], Rows]]:
    while True:
        try:
            group = next(groups, None)
        except (pa.ArrowException, OSError) as error:
            raise _unreadable(form, error) from error
        if group is None:
            return
        yield partial(_rows, *group, columns, form)


def _rows(batches: list[pa.RecordBatch], height: int, columns: Columns, form: Form) -> Rows:
    try:
        for batch in batches:
            batch.validate(full=True)  # text that is no UTF-8 else comes out as it came in
        return frame_of(batches, columns, height)
    except (pa.ArrowException, pl.exceptions.PolarsError) as error:
        raise _unreadable(form, error) from error


def _check(schema: pa.Schema, columns: Columns) -> None:
    """Raise FactsError for a needed column that holds two fields of one name: Polars has none."""
    problems = [
        Problem(shown(name), f"holds two fields of the name `{shown(twice)}`")
        for name in columns.needed
        if (twice := _twice_in(schema.field(name).type)) is not None
    ]
    if problems:
        raise FactsError(problems)


def _twice_in(kind: pa.DataType) -> str | None:
    """Return the name that two fields of a nested type share, at any depth; None without."""
    fields = [kind.field(at) for at in range(kind.num_fields)]
    names: list[str] = [field.name for field in fields]
    for at, name in enumerate(names):
        if name in names[:at]:
            return name
    return next((one for field in fields if (one := _twice_in(field.type)) is not None), None)


def _kept_types(schema: pa.Schema, columns: Columns) -> dict[str, pl.DataType]:
    _check(schema, columns)
    empty = pl.from_arrow(schema.empty_table().select(list(columns.keep)))
    assert isinstance(empty, pl.DataFrame)  # noqa: S101  (a table, not an array)
    return dict(empty.schema)


def _seekable(stream: BinaryIO, own: ExitStack, start: bytes = b"") -> BinaryIO:
    """Return the stream from its beginning, copied to a nameless file when it is a pipe."""
    if stream.seekable():
        stream.seek(0)
        return stream
    copy = own.enter_context(tempfile.TemporaryFile())  # noqa: SIM115  (`own` closes it)
    copy.write(start)
    shutil.copyfileobj(stream, copy)
    copy.seek(0)
    return copy


class _Joined:
    """A pipe of which the first bytes were read already, as far as Arrow reads it."""

    closed = False

    def __init__(self, start: bytes, stream: BinaryIO) -> None:
        self._start = start
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        start, self._start = self._start, b""
        if size < 0:
            return start + self._stream.read()
        if len(start) > size:
            start, self._start = start[:size], start[size:]
        return start + self._stream.read(size - len(start))

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self.closed = True


def _unreadable(form: Form, error: Exception) -> FactsError:
    first_line = str(error).partition("\n")[0]
    return FactsError.one("", f"cannot be read as {form}: {first_line}")
