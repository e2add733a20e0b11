"""Cases from CSV: one line of column names, one row per case, UTF-8.

A line ends as on any system. Before the names may stand a line `sep=;`, as spreadsheets write it:
it is what the file itself says of its separator, and holds.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from typing import BinaryIO

import numpy as np
import polars as pl

from triage.cohort.assessor import BATCH, Rows
from triage.cohort.blocks import (
    BLOCK,
    NEWLINE,
    QUOTE,
    Bytes,
    PlainEnds,
    alone,
    blocks,
    inside_quotes,
)
from triage.cohort.columns import Columns, shown
from triage.cohort.salvage import BrokenError, rows_and_rejects, salvaged
from triage.errors import FactsError, Problem
from triage.model.fact import FactDefinition, FactKind

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
LONGEST_HEADER = 2**20
SEPARATORS = (";", "\t", "|", ",")
"""What columns may look separated by where the separator told leaves them one."""

_SEPARATOR_LINE = re.compile(
    rb"(?:\xef\xbb\xbf)?\"?sep=([^\"\r\n\x80-\xff])\"?[\r\n]*", re.IGNORECASE
)


class CsvSource:
    """A CSV file or pipe."""

    def __init__(  # noqa: PLR0913  (how to read the lines, and how many)
        self,
        stream: BinaryIO,
        facts: Mapping[str, FactDefinition],
        separator: str = ",",
        named: Collection[str] = (),
        *,
        rows: int = BATCH,
        block: int = BLOCK,
    ) -> None:
        """Read the column names from `stream`; `named` are those that are no facts but were named.

        At most `rows` rows and about `block` bytes are read at a time. Raises FactsError when there
        are no names, or they only make sense with another separator.
        """
        self._rows = rows
        self._block = block
        self._stream = PlainEnds(stream, quoted=True)
        self._facts = facts
        header, self._start = _first_line(self._stream)
        told = separator_told(header)
        if told is not None:
            separator = told
            header, self._start = _first_line(self._stream, self._start)
        self._separator = separator
        self.names = header_of(header, separator)
        check_separator(header, separator, {*facts, *named})
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


def _first_line(stream: Bytes, start: bytes = b"") -> tuple[bytes, bytes]:
    """Return the first line of `start` and what follows in `stream`, and what was read after it.

    A line end between two quotes ends no line. Raises FactsError when there is none for too long.
    """
    while True:
        end = start.find(NEWLINE) + 1
        while end and start.count(QUOTE, 0, end) % 2:
            end = start.find(NEWLINE, end) + 1
        if end:
            return start[:end], start[end:]
        if len(start) > LONGEST_HEADER:
            message = f"the first line is longer than {LONGEST_HEADER:,} bytes"
            raise _unusable(message)
        more = stream.read(LONGEST_HEADER)
        if not more:
            return start, b""
        start += more


def separator_told(line: bytes) -> str | None:
    """Return the separator that a line `sep=;` tells; None when the line is none."""
    found = _SEPARATOR_LINE.fullmatch(line)
    return found[1].decode() if found else None


def header_of(line: bytes, separator: str) -> list[str]:
    """Return the column names on the first line of a CSV file.

    Raises FactsError when it is not text, is not CSV, is more than one line, or there is none.
    """
    try:
        text = line.decode().removeprefix("\ufeff").rstrip("\r\n")
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        lines = list(reader)
    except UnicodeDecodeError as error:
        message = "the first line is not UTF-8 text"
        raise _unusable(message) from error
    except csv.Error as error:
        message = f"the first line is not CSV: {error}"
        raise _unusable(message) from error
    if not lines or not lines[0]:
        message = "holds no line of column names"
        raise _unusable(message)
    if len(lines) > 1:
        message = "the first line ends with CR alone"
        raise _unusable(message, "write the file with LF or CRLF at the end of each line")
    return lines[0]


def check_separator(line: bytes, separator: str, known: Collection[str]) -> None:
    """Raise FactsError when only with another separator a column on a first line is `known`.

    Such a table would else be one whose only column stands for nothing.
    """
    if not set(known).isdisjoint(header_of(line, separator)):
        return
    for other in SEPARATORS:
        try:
            names = header_of(line, other)
        except FactsError:  # as a table of that separator it is no CSV
            continue
        first = next((name for name in names if name in known), None)
        if first is not None:
            written = {"\t": "a tab"}.get(other, f"`{other}`")
            message = f"the columns are separated by {written}: `{shown(first)}` is one of them"
            hint = {"\t": r"\t"}.get(other, other)
            raise _unusable(message, f"--separator '{hint}'")


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
        if alone(block, quoted=True) is not None:
            message = "some line ends with CR alone"
            raise BrokenError(message)
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
        lines = block.splitlines(keepends=True)
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
            record = b"".join(lines[at : at + used])
            try:
                text = record.decode().rstrip("\r\n")
            except UnicodeDecodeError:
                return ["?"], "is not UTF-8 text", 1
            # strict: an open quote is an error, so that the next line is tried as its end
            reader = csv.reader(
                io.StringIO(text, newline=""), delimiter=self._separator, strict=True
            )
            try:
                # Nothing is left over: outside quotes, what ends a record ended the line.
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
    inside = inside_quotes(text)
    opening = np.flatnonzero(is_quote & inside)
    before = text[opening[opening > 0] - 1]
    if not np.isin(before, [ord(separator), ord(NEWLINE), ord(QUOTE)]).all():
        return None
    return int(np.count_nonzero((text == ord(separator)) & ~inside))


def _unusable(message: str, hint: str = "") -> FactsError:
    """Return the error for a file that holds no table."""
    return FactsError([Problem("", message, hint)])


_OPEN_QUOTE = "unexpected end of data"
_TYPES = {FactKind.BOOL: pl.Boolean(), FactKind.NUMBER: pl.Int64()}
