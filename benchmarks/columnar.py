"""Measures the columnar reader in a process of its own and prints what it found as JSON.

First some rows are held to `triage.assess`. Rows are made ahead, a few batches that are read over
and over, and only their assessment is timed, so ten million of them need no more memory than one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import numpy.typing as npt
import polars as pl
from isolated import Findings, MeasurementError, answer
from machine import peak_bytes
from people import SEED, people
from replicate import replicated

from triage.api import assess
from triage.backends.columnar.evaluator import Evaluator
from triage.cohort.assessor import BATCH
from triage.cohort.in_order import in_order
from triage.cohort.intake import Intake
from triage.content.load import load
from triage.model.fact import FactDefinition, FactKind
from triage.model.given import plain_value
from triage.model.rulebase import RuleBase

CHECKED = 500
FRESH = 8
"""Batches that are made; more rows than these hold read them again."""


def measure(rows: int, copies: int, known: float, started: int) -> Findings:
    """Return the findings on `rows` cases of whom the share `known` of all facts is known.

    `cases_per_s` is from facts in columns to conclusions in columns; `..._with_intake` begins
    with a table as a file reader gives it, every cell of which is checked first.

    Raises MeasurementError when columns and single cases disagree.
    """
    rulebase = load()
    if copies > 1:
        rulebase = replicated(rulebase, copies)
    before = time.perf_counter()
    evaluator, intake = Evaluator(rulebase), Intake(rulebase.facts)
    built = time.perf_counter() - before
    _assess(evaluator, intake, frame(rulebase, 1, 0, known))
    cold = (time.monotonic_ns() - started) * 1e-9
    _hold_to_single_cases(rulebase, evaluator, intake)
    tables = [
        frame(rulebase, min(BATCH, rows - at), number, known)
        for number, at in enumerate(range(0, min(rows, FRESH * BATCH), BATCH))
    ]
    taken = [intake.take_in(one).facts for one in tables]
    passes = 5 if rows <= BATCH else 1
    alone = min(_seconds(evaluator.assess, taken, rows) for _ in range(passes))
    reading = min(
        _seconds(partial(_assess, evaluator, intake), tables, rows) for _ in range(passes)
    )
    return {
        "engine": "triage columnar",
        "version": pl.__version__,
        "rows": rows,
        "copies": copies,
        "known": known,
        "threads": pl.thread_pool_size(),
        "checked": 2 * CHECKED,
        "build_s": built,
        "cold_start_s": cold,
        "cases_per_s": rows / alone,
        "cases_per_s_with_intake": rows / reading,
        "bytes_per_case": sum(int(one.estimated_size()) for one in taken)
        / sum(one.height for one in taken),
        "ns_per_case": _spent(evaluator, intake, tables[0]),
        "peak_bytes": peak_bytes(),
    }


def frame(rulebase: RuleBase, height: int, number: int, known: float = 1.0) -> pl.DataFrame:
    """Return `height` random rows with a column for every fact; the same for the same `number`."""
    chance = np.random.default_rng(SEED + number)
    yes = chance.choice(np.array([0.01, 0.02, 0.05, 0.15]), height)
    columns = {name: _column(one, chance, yes) for name, one in rulebase.facts.items()}
    if known >= 1:
        return pl.DataFrame(columns)
    unknown = {name: pl.Series(chance.random(height) >= known) for name in columns}
    return pl.DataFrame(columns).with_columns(
        pl.when(gone).then(None).otherwise(pl.col(name)).alias(name)
        for name, gone in unknown.items()
    )


def _column(
    definition: FactDefinition, chance: np.random.Generator, yes: npt.NDArray[np.float64]
) -> pl.Series:
    height = len(yes)
    match definition.kind:
        case FactKind.BOOL:
            return pl.Series(chance.random(height) < yes)
        case FactKind.NUMBER:
            span = (definition.at_least, definition.at_most + 1)
            return pl.Series(chance.integers(*span, height, dtype=np.int32))
        case FactKind.CHOICE:
            at = chance.integers(0, len(definition.choices), height, dtype=np.uint32)
            return pl.Series(definition.choices, dtype=pl.Enum(definition.choices)).gather(at)
        case FactKind.SET:
            at = chance.integers(0, len(definition.choices), height, dtype=np.uint32)
            return pl.Series(definition.choices).gather(at).reshape((height, 1)).arr.to_list()


def _hold_to_single_cases(rulebase: RuleBase, evaluator: Evaluator, intake: Intake) -> None:
    """Raise MeasurementError unless columns say what `assess` does, of people known and half so."""
    facts = rulebase.facts
    given = [
        {name: plain_value(value, facts[name].choices) for name, value in one.items()}
        for one in (*people(rulebase, CHECKED), *people(rulebase, CHECKED, known=0.5))
    ]
    table = pl.from_dicts(given, infer_schema_length=None)
    found = _assess(evaluator, intake, table)
    for number, (answers, row) in enumerate(
        zip(given, found.iter_rows(named=True), strict=True), 1
    ):
        assessment = assess(answers, rulebase)
        expected = {
            "disposition": assessment.disposition.value,
            "complete": assessment.complete,
            "red_flags": [one.rule for one in assessment.red_flags],
            "recommendations": [one.remedy for one in assessment.recommendations],
            "left_out": [one.remedy for one in assessment.left_out],
        }
        differs = [name for name, value in expected.items() if row[name] != value]
        if differs:
            message = f"results differ: case {number}, {', '.join(differs)}"
            raise MeasurementError(message)


def _assess(evaluator: Evaluator, intake: Intake, table: pl.DataFrame) -> pl.DataFrame:
    return evaluator.assess(intake.take_in(table).facts)


def _seconds(
    work: Callable[[pl.DataFrame], pl.DataFrame], batches: list[pl.DataFrame], rows: int
) -> float:
    """Return how long `rows` rows take, as many batches at a time as `triage batch` works on."""
    before = time.perf_counter()
    done = sum(in_order(partial(_height, work, one) for one in _repeated(batches, rows)))
    assert done == rows  # noqa: S101  (a benchmark that loses rows measures nothing)
    return time.perf_counter() - before


def _height(work: Callable[[pl.DataFrame], pl.DataFrame], batch: pl.DataFrame) -> int:
    return work(batch).height


def _repeated(batches: list[pl.DataFrame], rows: int) -> Iterator[pl.DataFrame]:
    """Yield batches of `rows` rows in all, the same ones again when they run out."""
    left = rows
    while left > 0:
        for one in batches:
            if left <= 0:
                return
            yield one.head(left)
            left -= min(one.height, left)


def _spent(evaluator: Evaluator, intake: Intake, table: pl.DataFrame) -> dict[str, float]:
    """Return nanoseconds per case of each step on one batch, with no other batch under way."""
    facts = intake.take_in(table).facts
    truths = evaluator.truths(facts)
    steps: dict[str, Callable[[], object]] = {
        "intake: every cell checked": lambda: intake.take_in(table),
        "gates: the rules themselves": lambda: evaluator.truths(facts),
        "lists: who has which rule and remedy": lambda: evaluator.told(facts, truths),
    }
    return {name: _best(step) / table.height * 1e9 for name, step in steps.items()}


def _best(step: Callable[[], object], passes: int = 5) -> float:
    """Return the seconds of the quickest pass."""
    taken = []
    for _ in range(passes):
        before = time.perf_counter()
        step()
        taken.append(time.perf_counter() - before)
    return min(taken)


if __name__ == "__main__":
    answer(measure)
