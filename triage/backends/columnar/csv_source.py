"""Cases from CSV: one line of column names, one row per case, UTF-8."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import BinaryIO

import numpy as np
import polars as pl

from triage.backends.columnar.assessor import BATCH, Rows
from triage.backends.columnar.blocks import BLOCK, NEWLINE, QUOTE, blocks
from triage.backends.columnar.columns import Columns
from triage.backends.columnar.salvage import BrokenError, rows_and_rejects, salvaged
from triage.errors import FactsError, Problem
from triage.model.fact import FactDefinition, FactKind

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
LONGEST_HEADER = 2**20


class CsvSource:
    """A CSV file or pipe."""

    def __init__(
        self,
        stream: BinaryIO,
        facts: Mapping[str, FactDefinition],
        separator: str = ",",
        *,
        rows: int = BATCH,
        block: int = BLOCK,
    ) -> None:
        """Read the column names from `stream`; raises FactsError when there are none.

        At most `rows` rows and about `block` bytes are read at a time.
        """
        self._rows = rows
        self._block = block
        self._stream = stream
        self._facts = facts
        self._separator = separator
        start = stream.read(LONGEST_HEADER)
        end = start.find(NEWLINE) + 1 or len(start)
        while start.count(QUOTE, 0, end) % 2 and end < len(start):
            end = start.find(NEWLINE, end) + 1 or len(start)
        self._start = start[end:]
        self.names = header_of(start[:end], separator)
        self.rows: int | None = None

    def close(self) -> None:
        """Do nothing: the stream belongs to whoever opened it."""

    def kept_types(self, columns: Columns) -> dict[str, pl.DataType]:
        """Return the types of the columns kept: all text."""
        return {name: pl.String() for name in columns.keep}

    def pieces(self, columns: Columns) -> Iterator[Callable[[], Rows]]:
        """Yield the work of reading each block."""
        reader = CsvReader(self.names, self._facts, columns, self._separator)
        held: bytes | None = None
        for block in blocks(self._stream, self._block, self._rows, quoted=True, first=self._start):
            if held is not None:
                yield partial(reader.read, held)
            held = block
        if held is not None and (last := held.rstrip(b"\r\n")):
            yield partial(reader.read, last + NEWLINE)


def header_of(line: bytes, separator: str) -> list[str]:
    """Return the column names on the first line of a CSV file.

    Raises FactsError when it is not text, or there is no line.
    """
    try:
        text = line.decode().removeprefix("\ufeff").rstrip("\r\n")
    except UnicodeDecodeError as error:
        message = "the first line is not UTF-8 text"
        raise FactsError([Problem("", message)]) from error
    names = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])
    if not names:
        message = "holds no line of column names"
        raise FactsError([Problem("", message)])
    return names


class CsvReader:
    """Reads blocks of one file; columns go by their place, since names can be anything."""

    def __init__(
        self,
        names: list[str],
        facts: Mapping[str, FactDefinition],
        columns: Columns,
        separator: str,
    ) -> None:
        """Bind to the columns there are and what they are for."""
        self._separator = separator
        self._width = len(names)
        place = {name: str(at) for at, name in enumerate(names)}
        self._name_of = {place[name]: name for name in columns.needed}
        self._text: dict[str, pl.DataType] = {str(at): pl.String() for at in range(self._width)}
        fact_of = {place[name]: fact for fact, name in columns.column_of.items()}
        self._kept = {place[name] for name in columns.keep}
        self._typed = dict(self._text)
        for at, fact in fact_of.items():
            if at not in self._kept:
                self._typed[at] = _TYPES.get(facts[fact].kind, pl.String())

    def read(self, block: bytes) -> Rows:
        """Return the rows of a block: typed if its cells allow, else text, else line by line."""
        typed = partial(self._parsed, schema=self._typed)
        text = partial(self._parsed, schema=self._text)
        return salvaged(block, typed, text, self._one_by_one, quoted=True)

    def _parsed(self, block: bytes, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
        frame = pl.read_csv(
            block,
            has_header=False,
            schema=dict(schema),
            separator=self._separator,
            columns=[int(at) for at in self._name_of] or [0],
        )
        # Polars fills up a row that is too short; only a row that is too long is an error to it.
        if separators_in(block, self._separator) != frame.height * (self._width - 1):
            message = "some row is too short, or a quote stands where it should not"
            raise BrokenError(message)
        return self._named(frame)

    def _named(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the needed columns by their own names, empty text in those kept as nothing."""
        named = [
            (pl.when(pl.col(at) != "").then(pl.col(at)) if at in self._kept else pl.col(at)).alias(
                name
            )
            for at, name in self._name_of.items()
        ]
        return frame.select(named or pl.all()).rechunk()

    def _one_by_one(self, block: bytes) -> Rows:
        good: dict[int, list[object]] = {}
        bad: dict[int, str] = {}
        lines = block.removesuffix(NEWLINE).split(NEWLINE)
        count = at = 0
        while at < len(lines):
            cells, reason, used = self._record(lines, at)
            at += used
            if cells == [] and self._width > 1:
                continue  # an empty line
            if reason:
                bad[count] = reason
            elif len(cells) != self._width and not (self._width == 1 and not cells):
                bad[count] = f"has {len(cells)} fields, not {self._width}"
            else:
                good[count] = list(cells or [""])
            count += 1
        rows = rows_and_rejects(good, bad, self._text, count)
        return Rows(self._named(rows.frame), rows.count, rows.places, rows.rejects)

    def _record(self, lines: list[bytes], at: int) -> tuple[list[str], str, int]:
        """Return the cells of the record at a line, or what is wrong, and the lines it takes."""
        for used in range(1, len(lines) - at + 1):
            record = NEWLINE.join(lines[at : at + used])
            try:
                text = record.decode().rstrip("\r\n")
            except UnicodeDecodeError:
                return ["?"], "is not UTF-8 text", 1
            # strict: an open quote is an error, so that the next line is tried as its end
            reader = csv.reader(
                io.StringIO(text, newline=""), delimiter=self._separator, strict=True
            )
            try:
                return next(reader, []), "", used
            except csv.Error as error:
                if str(error) != _OPEN_QUOTE:
                    return ["?"], f"is not CSV: {error}", 1
        return ["?"], "has a quote that is never closed", 1


def separators_in(block: bytes, separator: str) -> int | None:
    """Return the number of separators outside quotes; None when a quote opens inside a cell."""
    if QUOTE not in block:
        return block.count(separator.encode())
    text = np.frombuffer(block, dtype=np.uint8)
    is_quote = text == ord(QUOTE)
    inside = (np.cumsum(is_quote, dtype=np.uint8) & 1).view(np.bool_)
    opening = np.flatnonzero(is_quote & inside)
    before = text[opening[opening > 0] - 1]
    if not np.isin(before, [ord(separator), ord(NEWLINE), ord(QUOTE)]).all():
        return None
    return int(np.count_nonzero((text == ord(separator)) & ~inside))


_OPEN_QUOTE = "unexpected end of data"
_TYPES = {FactKind.BOOL: pl.Boolean(), FactKind.NUMBER: pl.Int64()}
