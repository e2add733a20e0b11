"""Cases from NDJSON: one JSON object per line, facts by id; a key that is left out is unknown."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import BinaryIO, NoReturn, TypeAlias

import polars as pl

from triage.cohort.assessor import BATCH, Rows
from triage.cohort.blocks import BLOCK, NEWLINE, PlainEnds, blocks
from triage.cohort.cells import BETWEEN, Spelling
from triage.cohort.columns import Columns, Wishes, shown
from triage.cohort.csv_source import BYTE_ORDER_MARK
from triage.cohort.salvage import BrokenError, rows_and_rejects, salvaged
from triage.content.strict_json import HALF, NO_NUMBER, TWICE, half_a_character
from triage.model.fact import FactDefinition, FactKind

_KEY = r'"[^"]*"\s*:'
"""A key as far as quotes tell: text that holds quotes may look like one, but no key is missed."""

_HIGH = rb"\\u[dD][89abAB][0-9a-fA-F]{2}"
_LOW = rb"\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_HALF = re.compile(rb"%b(?!%b)|(?<!%b)%b" % (_HIGH, _LOW, _HIGH, _LOW))
"""Half an escaped character. Where Polars reads one, it makes it a NUL."""

LONGEST_WHOLE = 18
"""Digits of a whole number that is read as one; of a longer one the digits are kept."""

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


class NdjsonSource:
    """An NDJSON file or pipe. Its lines need not have the same keys, so none is known before."""

    def __init__(  # noqa: PLR0913  (how to read the lines, and how many)
        self,
        stream: BinaryIO,
        facts: Mapping[str, FactDefinition],
        wishes: Wishes,
        unknown: tuple[str, ...] = (),
        *,
        rows: int = BATCH,
        block: int = BLOCK,
    ) -> None:
        """Bind to a stream; `unknown` are further texts for "not known".

        At most `rows` rows and about `block` bytes are read at a time.
        """
        self._rows = rows
        self._block = block
        self._stream = stream
        self._facts = facts
        self._wishes = wishes
        self._spelling = Spelling(unknown)
        self.rows: int | None = None
        self.names = names_of(facts, wishes)

    def close(self) -> None:
        """Do nothing: the stream belongs to whoever opened it."""

    def kept_types(self, columns: Columns) -> dict[str, pl.DataType]:
        """Return the types of the columns kept: all text, as lines may differ in type."""
        return {name: pl.String() for name in columns.keep}

    def pieces(self, columns: Columns) -> Iterator[Callable[[], Rows]]:
        """Yield the work of reading each block."""
        reader = NdjsonReader(self._facts, columns, self._wishes, self._spelling)
        stream = PlainEnds(self._stream)  # in text of JSON there is no CR, only between lines
        start = stream.read(len(BYTE_ORDER_MARK)).removeprefix(BYTE_ORDER_MARK)
        for block in blocks(stream, self._block, self._rows, first=start):
            yield partial(reader.read, block)


def names_of(facts: Mapping[str, FactDefinition], wishes: Wishes) -> list[str]:
    """Return every key that lines may have."""
    mapped = set(wishes.mapped.values())
    by_id = [fact for fact in facts if fact not in mapped]
    return list(dict.fromkeys((*by_id, *wishes.mapped, *wishes.keep)))


class NdjsonReader:
    """Reads blocks of one file."""

    def __init__(
        self,
        facts: Mapping[str, FactDefinition],
        columns: Columns,
        wishes: Wishes,
        spelling: Spelling,
    ) -> None:
        """Bind to what the keys are for."""
        self._definition = {key: facts[fact] for fact, key in columns.column_of.items()}
        self._wishes = wishes
        self._spelling = spelling
        kinds = {key: one.kind for key, one in self._definition.items()}
        text = {key: _TEXT.get(kind, pl.String()) for key, kind in kinds.items()}
        typed = {key: _TYPES.get(kind, pl.String()) for key, kind in kinds.items()}
        kept = dict.fromkeys(columns.keep, pl.String())
        self._text: dict[str, pl.DataType] = {**text, **kept}
        self._typed: dict[str, pl.DataType] = {**typed, **kept}
        self._allowed = set(self._text) | set(wishes.ignore)
        self._keys = {f"{json.dumps(key, ensure_ascii=False)}:" for key in self._allowed}

    def read(self, block: bytes) -> Rows:
        """Return the rows of a block: typed if its cells allow, else text, else line by line."""
        typed = partial(self._parsed, schema=self._typed)
        text = partial(self._parsed, schema=self._text)
        return salvaged(block, typed, text, self._one_by_one, quoted=False)

    def _parsed(self, block: bytes, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
        # One column of whole lines: the separator is a character that JSON does not allow.
        lines = pl.read_csv(
            block,
            has_header=False,
            separator="\x01",
            quote_char=None,
            schema={"line": pl.String},
        ).to_series()
        if self._wants_care(block, lines):
            message = "some keys may stand for no fact, or twice"
            raise BrokenError(message)
        frame = pl.read_ndjson(block, schema=dict(schema)).select(schema.keys())
        if frame.height != (lines.str.strip_chars() != "").sum():
            message = "some lines are not one object"
            raise BrokenError(message)
        return frame.rechunk()

    def _wants_care(self, block: bytes, lines: pl.Series) -> bool:
        """Return whether some line may hold what Polars passes over and we do not.

        That is a key that stands for nothing, a key that stands twice, and half a character.
        """
        if _HALF.search(block):
            return True
        keys = lines.str.extract_all(_KEY)
        if (keys.list.n_unique() != keys.list.len()).any():
            return True
        others = set(keys.explode().unique()) - self._keys - {None}
        if not self._wishes.ignore_others:
            return bool(others) or bool(lines.str.contains(r"\"", literal=True).any())
        # The same key may be written in several ways: with escapes, or a space after it.
        return any("\\" in key or not key.endswith('":') for key in others)

    def _one_by_one(self, block: bytes) -> Rows:
        good: dict[int, list[object]] = {}
        bad: dict[int, str] = {}
        count = 0
        for line in block.split(NEWLINE):
            if not line.strip():
                continue
            try:
                good[count] = self._cells(_read_object(line))
            except ValueError as error:
                bad[count] = str(error)
            count += 1
        return rows_and_rejects(good, bad, self._text, count)

    def _cells(self, found: dict[str, Json]) -> list[object]:
        """Return the cells of a row in the text schema; raises ValueError for a key of no fact."""
        if not self._wishes.ignore_others:
            for key, value in found.items():
                if key not in self._allowed and value is not None:
                    message = f"`{shown(key)}`: no such fact"
                    raise ValueError(message)
        return [self._cell(key, found.get(key)) for key in self._text]

    def _cell(self, key: str, value: Json) -> object:
        if value is None or not isinstance(self._text[key], pl.List):
            return None if value is None else _as_text(value)
        if isinstance(value, list):
            return [None if one is None else _as_text(one) for one in value]
        text = _as_text(value)
        unknown = self._spelling.unknown_for(self._definition[key])
        return None if text.strip() in unknown else text.split(BETWEEN)


def _read_object(line: bytes) -> dict[str, Json]:
    """Return the JSON object on a line; raises ValueError saying what is wrong with it."""
    try:
        found: Json = json.loads(
            line.decode(), object_pairs_hook=_once_each, parse_constant=_refuse, parse_int=_whole
        )
    except UnicodeDecodeError:
        reason = "is not UTF-8 text"
    except json.JSONDecodeError as error:
        reason = f"is not JSON: {error.msg} at character {error.pos + 1}"
    except RecursionError:
        reason = "is nested too deeply"
    else:
        is_half = _HALF.search(line) is not None
        half = half_a_character(json.dumps(found, ensure_ascii=False)) if is_half else None
        if half is None and isinstance(found, dict):
            return found
        reason = "is not a JSON object" if half is None else HALF.format(half)
    raise ValueError(reason)


def _once_each(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    """Return an object; raises ValueError when a key stands in it twice."""
    found: dict[str, Json] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(TWICE.format(shown(key)))
        found[key] = value
    return found


def _whole(digits: str) -> int | str:
    return int(digits) if len(digits) <= LONGEST_WHOLE else digits


def _refuse(word: str) -> NoReturn:
    message = f"is not JSON: {NO_NUMBER.format(word)}"
    raise ValueError(message)


def _as_text(value: Json) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # as for lines read whole
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


_TEXT: dict[FactKind, pl.DataType] = {FactKind.SET: pl.List(pl.String())}
_TYPES: dict[FactKind, pl.DataType] = {
    FactKind.BOOL: pl.Boolean(),
    FactKind.NUMBER: pl.Int64(),
    FactKind.SET: pl.List(pl.String()),
}
