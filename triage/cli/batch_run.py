"""Runs `triage batch` on this machine."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import BinaryIO, NoReturn

import polars as pl

from triage.cli.batch_inputs import arrangement_of, forms_of, separator_of
from triage.cli.batch_options import PIPE, BatchOptions
from triage.cli.batch_progress import Progress
from triage.cli.batch_summary import finish
from triage.cli.inputs import BadUse, open_rulebase, told_plainly
from triage.cohort.assessor import BATCH, BATCH_EXPLAINED
from triage.cohort.cohort import Cohort, add_to
from triage.cohort.columns import ROW
from triage.cohort.form import Form
from triage.cohort.sinks import Sink
from triage.cohort.summary import Summary
from triage.cohort.tables import open_sink, open_source
from triage.files import is_written_directly, whole_file
from triage.model.rulebase import RuleBase

REJECTS: dict[str, pl.DataType] = {ROW: pl.Int64(), "reason": pl.String()}
TERMINATED = 128 + signal.SIGTERM


def run(options: BatchOptions) -> None:
    """Assess the table, write the results and the summary; exits 1 when too many rows are bad."""
    rulebase = open_rulebase(options.knowledge)
    started = time.monotonic()
    with told_plainly(), _file_errors_told(), _ended_by_sigterm(), ExitStack() as opened:
        summary = _written(options, rulebase, opened)
    finish(options, rulebase, summary, time.monotonic() - started)


def _written(options: BatchOptions, rulebase: RuleBase, opened: ExitStack) -> Summary:
    """Return the summary once everything is written; files appear when `opened` is closed.

    What was opened last is closed first: the rejects appear before the results, so that results
    never stand beside rejects of an earlier run.
    """
    forms, arrangement = forms_of(options), arrangement_of(options)
    stream = opened.enter_context(_reading(options.source))
    rows = BATCH_EXPLAINED if options.explain else BATCH
    source = open_source(stream, forms.source, rulebase.facts, arrangement, rows)
    opened.callback(source.close)
    cohort = Cohort(rulebase, source, arrangement, explain=options.explain)
    results = _results(options, forms.target, cohort, opened)
    rejects = _rejects(options, forms.rejects, opened)
    progress = opened.enter_context(Progress(stream, source.rows))
    summary = Summary()
    for part in cohort.parts():
        if results is not None:
            results.write(part.table)
        if rejects is not None:
            rejects.write(part.rejects)
        add_to(summary, part)
        progress.show(summary.rows)
    return summary


def _results(
    options: BatchOptions, form: Form | None, cohort: Cohort, opened: ExitStack
) -> Sink | None:
    if options.target is None or form is None:
        return None
    stream: BinaryIO = sys.stdout.buffer
    if options.target != PIPE:
        stream = opened.enter_context(whole_file(Path(options.target)))
    separator = separator_of(options, options.target)
    direct = options.target == PIPE or is_written_directly(Path(options.target))
    piped = direct or not stream.seekable()
    sink = open_sink(stream, form, cohort.schema(), separator=separator, piped=piped)
    opened.callback(sink.close)
    return sink


def _rejects(options: BatchOptions, form: Form | None, opened: ExitStack) -> Sink | None:
    if options.rejects is None or form is None:
        return None
    sink = open_sink(opened.enter_context(whole_file(options.rejects)), form, REJECTS)
    opened.callback(sink.close)
    return sink


@contextmanager
def _reading(source: str) -> Iterator[BinaryIO]:
    if source == PIPE:
        yield sys.stdin.buffer
        return
    with Path(source).open("rb") as stream:
        yield stream


@contextmanager
def _file_errors_told() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        message = f"{where}{error.strerror or error}"
        raise BadUse(message) from error


@contextmanager
def _ended_by_sigterm() -> Iterator[None]:
    """Let a plain `kill` end the run as an error does, so that no half-written file stays."""

    def end(_signal: int, _frame: FrameType | None) -> NoReturn:
        raise SystemExit(TERMINATED)

    try:
        before = signal.signal(signal.SIGTERM, end)
    except ValueError:  # not in the main thread: whoever embeds us decides
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
