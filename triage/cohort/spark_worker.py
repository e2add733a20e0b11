"""What a Spark worker does with its batches. Needs no pyspark: it is Arrow in and Arrow out."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polars as pl
import pyarrow as pa

from triage.backends.columnar.evaluator import Evaluator
from triage.cohort.arrow_source import frame_of, regrouped
from triage.cohort.assessor import BATCH, BATCH_EXPLAINED, Assessor, Rows
from triage.cohort.blocks import NEWLINE, QUOTE, RETURN, alone
from triage.cohort.cells import Spelling
from triage.cohort.columns import ROW, Arrangement, Columns
from triage.cohort.csv_source import CsvReader
from triage.cohort.form import Form
from triage.cohort.ndjson_source import NdjsonReader
from triage.cohort.salvage import joined, rows_and_rejects
from triage.model.rulebase import RuleBase

REJECTED = "rejected"
"""The column that says why a row was not assessed."""

HANDED_ON = 10_000
"""Rows in a batch handed back; Spark holds one of them at a time in its own memory."""


@dataclass(frozen=True)
class Job:
    """What a worker has to know: the rule base as JSON, and how to read the columns.

    When rows are `numbered`, the last column handed in is the number of each.
    """

    content: str
    columns: Columns
    arrangement: Arrangement
    explain: bool
    numbered: bool


class _Compiled:
    """What a worker makes of a job, once for all its tasks."""

    def __init__(self, job: Job) -> None:
        self.rulebase = RuleBase.model_validate_json(job.content)
        evaluator = Evaluator(self.rulebase, explain=job.explain)
        self.assessor = Assessor(self.rulebase, job.columns, evaluator, job.arrangement.unknown)


_KEPT: dict[bytes, _Compiled] = {}


def _compiled(job: Job) -> _Compiled:
    key = hashlib.sha256(pickle.dumps(job)).digest()
    if key not in _KEPT:
        _KEPT.clear()  # a worker that is used for another job has done with the last one
        _KEPT[key] = _Compiled(job)
    return _KEPT[key]


def _plain(field: pa.Field) -> pa.Field:
    """Return a field as Spark takes it: text and lists with 32-bit offsets and no codes."""
    kind = field.type
    if pa.types.is_large_list(kind):
        return pa.field(field.name, pa.list_(pa.string()))
    if pa.types.is_dictionary(kind) or pa.types.is_large_string(kind):
        return pa.field(field.name, pa.string())
    return field


def assess_frames(job: Job, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield the assessment of every row: its number, the columns kept, conclusions, `rejected`.

    `batches` have the columns that `job` needs, in that order and of any name, then the number.
    """
    assessor = _compiled(job).assessor
    needed = job.columns.needed
    places = list(range(len(needed)))
    for group, height in regrouped(batches, _rows_at_once(job)):
        named = [batch.select(places).rename_columns(needed) for batch in group]
        rows = frame_of(named, job.columns, height)
        kept = [named[0].schema.field(name) for name in job.columns.keep]
        yield from _handed_on(assessor, rows, kept, _numbers(group) if job.numbered else None)


def assess_lines(
    job: Job, names: tuple[str, ...], form: Form, batches: Iterable[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """Yield the assessment of every line; see `assess_frames`.

    `batches` have a column of bytes, each a line of CSV (with the columns `names`) or NDJSON that
    is not empty, and the number of the line.
    """
    compiled = _compiled(job)
    reader: CsvReader | NdjsonReader
    if form is Form.CSV:
        facts, separator = compiled.rulebase.facts, job.arrangement.separator
        reader = CsvReader(list(names), facts, job.columns, separator)
    else:
        arrangement = job.arrangement
        spelling = Spelling(arrangement.unknown)
        reader = NdjsonReader(compiled.rulebase.facts, job.columns, arrangement.wishes, spelling)
    kept = [pa.field(name, pa.string()) for name in job.columns.keep]
    for group, _height in regrouped(batches, _rows_at_once(job)):
        lines = [line for batch in group for line in batch.column(0).to_pylist()]
        rows, order = _read(reader, lines, quoted=form is Form.CSV)
        yield from _handed_on(compiled.assessor, rows, kept, _numbers(group).gather(order))


def _read(
    reader: CsvReader | NdjsonReader, lines: list[bytes], *, quoted: bool
) -> tuple[Rows, pl.Series]:
    """Return the rows on some lines, and the place of each row's line among them.

    With `quoted`, a line on which a quote stays open is a bad row, put last: which lines stand
    together is for the cluster to say, so none may go on in the next. So is a line that CR cuts
    into several: the rows after it are numbered already.
    """
    wrong = [_not_one_row(line, quoted=quoted) for line in lines]
    is_bad = pl.Series([reason is not None for reason in wrong], dtype=pl.Boolean)
    whole, parted = (~is_bad).arg_true(), is_bad.arg_true()
    bad = dict(enumerate(reason for reason in wrong if reason is not None))
    if whole.is_empty():
        return rows_and_rejects({}, bad, {}, len(bad)), parted
    rows = reader.read(b"".join(lines[at] + NEWLINE for at in whole))
    if not bad:
        return rows, whole
    others = rows_and_rejects({}, bad, dict(rows.frame.schema), len(bad))
    return joined([rows, others]), whole.append(parted)


def _not_one_row(line: bytes, *, quoted: bool) -> str | None:
    """Return why a line is not one row, None when it is one as far as its end goes."""
    if quoted and line.count(QUOTE) % 2 == 1:
        return "has a quote that is not closed on its line"
    if RETURN in line and alone(line.rstrip(RETURN), quoted=quoted) is not None:
        return "has a CR inside that ends a line"
    return None


def _rows_at_once(job: Job) -> int:
    return BATCH_EXPLAINED if job.explain else BATCH


def _numbers(batches: list[pa.RecordBatch]) -> pl.Series:
    return pl.Series(pa.chunked_array([batch.column(batch.num_columns - 1) for batch in batches]))


def _handed_on(
    assessor: Assessor, rows: Rows, kept: list[pa.Field], numbers: pl.Series | None
) -> Iterator[pa.RecordBatch]:
    found = assessor.assess(rows)
    bad = found.rejects.rename({"reason": REJECTED})
    if bad.height and kept:
        names = [field.name for field in kept]
        bad = bad.join(assessor.kept(rows), on=ROW, how="left").select(ROW, *names, REJECTED)
    table = pl.concat([found.table, bad], how="diagonal") if bad.height else found.table
    if REJECTED not in table.columns:
        table = table.with_columns(pl.lit(None, dtype=pl.String).alias(REJECTED))
    table = table.sort(ROW)
    if numbers is None:
        table, first = table.drop(ROW), []
    else:
        table = table.with_columns(numbers.gather(table[ROW]).alias(ROW))
        first = [pa.field(ROW, pa.int64())]
    arrow = table.to_arrow()
    made = [_plain(field) for field in list(arrow.schema)[len(first) + len(kept) :]]
    yield from arrow.cast(pa.schema([*first, *kept, *made])).to_batches(max_chunksize=HANDED_ON)
