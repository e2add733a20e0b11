"""Rows as they come in: the facts of the good ones, and what is wrong with the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

import polars as pl

from triage.backends.columnar.comparisons import column_type, not_sure_name
from triage.backends.columnar.plan import AS_WRITTEN
from triage.cohort.cells import Cell, Spelling, cell, given_name
from triage.model.fact import FactDefinition, FactKind
from triage.terms import NOT_SURE

SHOWN = 60
"""Characters of a wrong value that a reason shows."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What one frame of rows held.

    `facts` has one column per fact of the rule base (see `comparisons`) and a row per good case,
    and where asked for, a Boolean column (see `not_sure_name`) for facts told as "not sure";
    `good` says for every row given whether it is one, None when all are. `rejects` has a row per
    bad one: `row` (UInt32, its place in the frame, from 0) and `reason` (text).
    """

    facts: pl.DataFrame
    good: pl.Series | None
    rejects: pl.DataFrame


class Intake:
    """Reads frames whose columns stand for facts."""

    def __init__(
        self,
        facts: Mapping[str, FactDefinition],
        column_of: Mapping[str, str] | None = None,
        unknown: tuple[str, ...] = (),
        *,
        not_sure: bool = False,
    ) -> None:
        """Bind to fact definitions; `column_of` names the column of a fact (default: its id).

        `unknown` are texts that mean "not known" besides empty text and "not_sure". With
        `not_sure`, what counts as yes because it is "not sure" is told apart from yes. Raises
        CompileError for a fact that no column can hold.
        """
        for definition in facts.values():
            column_type(definition)
        self._not_sure = not_sure
        self._facts = facts
        self._column = {fact: (column_of or {}).get(fact, fact) for fact in facts}
        self._unknown = unknown
        self._cells: dict[tuple[str, pl.DataType, bool], Cell] = {}

    def take_in(self, frame: pl.DataFrame) -> TakenIn:
        """Return the facts in `frame` and its bad rows; columns that are missing are unknown.

        Columns that stand for no fact are passed over.
        """
        types = self._types(frame)
        cells = {fact: self._cell(fact, given, carefully=False) for fact, given in types.items()}
        values, bad = self._read(frame, cells)
        if bad:
            cells |= {fact: self._cell(fact, types[fact], carefully=True) for fact in bad}
            values, bad = self._read(frame, cells)
        facts = [*self._facts, *(one for one in map(not_sure_name, types) if one in values.columns)]
        if not bad:
            return TakenIn(values.select(facts), None, no_rejects())
        good = ~values.select(pl.any_horizontal(_wrong(fact) for fact in bad)).to_series()
        reasons = [self._reason(fact, types[fact]).alias(fact) for fact in bad]
        rejects = values.with_row_index("row").filter(~good).select("row", *reasons)
        reason = pl.concat_str(bad, separator="; ", ignore_nulls=True)
        return TakenIn(
            values.select(facts).filter(good),
            good,
            rejects.select("row", reason.alias("reason")),
        )

    def _types(self, frame: pl.DataFrame) -> dict[str, pl.DataType]:
        """Return the type of each fact's column as it came in; null when it did not."""
        schema = frame.schema
        return {fact: schema.get(column, pl.Null()) for fact, column in self._column.items()}

    def _cell(self, fact: str, given: pl.DataType, *, carefully: bool) -> Cell:
        key = (fact, given, carefully)
        if key not in self._cells:
            spelling = Spelling(self._unknown, carefully=carefully)
            self._cells[key] = cell(self._facts[fact], given, spelling)
        return self._cells[key]

    def _read(
        self, frame: pl.DataFrame, cells: Mapping[str, Cell]
    ) -> tuple[pl.DataFrame, list[str]]:
        """Return the facts and what they were read from, and the facts with some wrong cell."""
        columns = frame.schema
        given = [
            pl.col(column).alias(given_name(fact))
            for fact, column in self._column.items()
            if column in columns
        ]
        reads = [one.reads for one in cells.values() if one.reads is not None]
        values = [one.value.alias(fact) for fact, one in cells.items()]
        wrong = [
            one.wrong.alias(_wrong(fact)) for fact, one in cells.items() if one.wrong is not None
        ]
        if self._not_sure:
            values += [
                one.not_sure.alias(not_sure_name(fact))
                for fact, one in cells.items()
                if one.not_sure is not None
            ]
        query = frame.lazy().select(given or pl.repeat(0, pl.len())).with_columns(reads)
        query = query.with_columns(*values, *wrong)
        read = query.collect(engine="in-memory", optimizations=AS_WRITTEN)
        tests = [_wrong(fact) for fact, one in cells.items() if one.wrong is not None]
        found = [read[test].any() for test in tests]
        return read, [
            test.removeprefix(_wrong(""))
            for test, is_wrong in zip(tests, found, strict=True)
            if is_wrong
        ]

    def _reason(self, fact: str, given: pl.DataType) -> pl.Expr:
        definition = self._facts[fact]
        column = self._column[fact]
        match definition.kind:
            case FactKind.BOOL:
                before, after = f"should be true, false or {NOT_SURE}, not `", "`"
            case FactKind.NUMBER:
                span = f"{definition.at_least} to {definition.at_most}"
                before, after = f"should be a whole number from {span}, not `", "`"
            case FactKind.CHOICE:
                before, after = "`", "` is not a choice here"
            case FactKind.SET:
                before, after = "`", "` is not a list of choices here"
            case _:
                assert_never(definition.kind)
        value = _shown(pl.col(given_name(fact)), given)
        said = pl.concat_str(pl.lit(f"`{column}`: {before}"), value, pl.lit(after))
        return pl.when(_wrong(fact)).then(said)


def no_rejects() -> pl.DataFrame:
    """Return the frame of rejects without a row."""
    return pl.DataFrame(schema={"row": pl.UInt32, "reason": pl.String})


def _wrong(fact: str) -> str:
    return f"wrong {fact}"


def _shown(read: pl.Expr, given: pl.DataType) -> pl.Expr:
    """Return a cell for a message: text cut so that a hostile one cannot flood or fake it."""
    if isinstance(given, pl.List) and not pl.Series(dtype=given.inner).dtype.is_nested():
        text = read.cast(pl.List(pl.String)).list.join(", ", ignore_nulls=True)
    elif given.is_nested():
        text = pl.lit("something nested")
    elif isinstance(given, pl.Binary | pl.Object):
        text = pl.lit("binary data")
    else:
        text = read.cast(pl.String, strict=False)
    return text.fill_null("").str.slice(0, SHOWN).str.replace_all(r"\p{C}", "?")
