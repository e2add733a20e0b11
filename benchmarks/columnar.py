"""Measures the columnar reader in a process of its own and prints what it found as JSON.

Rows are made a batch at a time and only their assessment is timed, so ten million of them need no
more memory than one batch. Some rows are first held to `triage.assess`. Called by `run.py`.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import polars as pl
from people import SEED, people
from replicate import replicated

from triage.api import assess
from triage.backends.columnar.assessor import BATCH
from triage.backends.columnar.evaluator import Evaluator
from triage.backends.columnar.intake import Intake
from triage.backends.columnar.pipeline import in_order
from triage.content.load import load
from triage.model.case import plain_value
from triage.model.fact import FactDefinition, FactKind
from triage.model.rulebase import RuleBase

CHECKED = 500


def measure(rows: int, copies: int, started: int, fresh: int = 8) -> dict[str, Any]:
    """Return the findings on `rows` cases of which at most `fresh` batches are distinct."""
    rulebase = load()
    if copies > 1:
        rulebase = replicated(rulebase, copies)
    before = time.perf_counter()
    evaluator, intake = Evaluator(rulebase), Intake(rulebase.facts)
    built = time.perf_counter() - before
    equal = _equal(rulebase, evaluator, intake)
    evaluator.assess(intake.take_in(frame(rulebase, 1, 0)).facts)
    cold = (time.monotonic_ns() - started) * 1e-9
    made = [
        frame(rulebase, min(BATCH, rows - at), number)
        for number, at in enumerate(range(0, min(rows, fresh * BATCH), BATCH))
    ]
    taken = [intake.take_in(one).facts for one in made]
    size = sum(int(one.estimated_size()) for one in taken) / sum(one.height for one in taken)
    passes = 3 if rows <= BATCH else 1
    alone = min(_seconds(evaluator, taken, rows) for _ in range(passes))
    reading = min(_seconds_with_intake(evaluator, intake, made, rows) for _ in range(passes))
    unit = 1 if sys.platform == "darwin" else 1024
    return {
        "name": "triage columnar",
        "version": pl.__version__,
        "rows": rows,
        "copies": copies,
        "threads": pl.thread_pool_size(),
        "build_s": built,
        "cold_start_s": cold,
        "equal": equal,
        "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit,
        "bytes_per_case": size,
        "cases_per_s": rows / alone,
        "cases_per_s_with_intake": rows / reading,
    }


def frame(rulebase: RuleBase, height: int, number: int) -> pl.DataFrame:
    """Return `height` random rows with a column for every fact; the same for the same `number`."""
    chance = np.random.default_rng(SEED + number)
    yes = chance.choice(np.array([0.01, 0.02, 0.05, 0.15]), height)
    return pl.DataFrame({name: _column(one, chance, yes) for name, one in rulebase.facts.items()})


def _column(
    definition: FactDefinition, chance: np.random.Generator, yes: np.ndarray[Any, Any]
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


def _equal(rulebase: RuleBase, evaluator: Evaluator, intake: Intake) -> bool:
    """Return whether columns and single cases agree, for whole and for partly known people."""
    known = [*people(rulebase, CHECKED), *people(rulebase, CHECKED, known=0.5)]
    facts = rulebase.facts
    given = [
        {name: plain_value(value, facts[name].choices) for name, value in one.items()}
        for one in known
    ]
    table = pl.from_dicts(given, infer_schema_length=None)
    found = evaluator.assess(intake.take_in(table).facts)
    for answers, row in zip(given, found.iter_rows(named=True), strict=True):
        assessment = assess(answers, rulebase)
        expected = (
            assessment.disposition.value,
            assessment.complete,
            [one.rule for one in assessment.red_flags],
            [one.remedy for one in assessment.recommendations],
            [one.remedy for one in assessment.left_out],
        )
        lists = ("red_flags", "recommendations", "left_out")
        if expected != (row["disposition"], row["complete"], *(row[one] for one in lists)):
            return False
    return True


def _batches(made: list[pl.DataFrame], rows: int) -> Iterator[pl.DataFrame]:
    """Yield batches of `rows` rows in all, the same ones again when they run out."""
    left = rows
    while left > 0:
        for one in made:
            if left <= 0:
                return
            yield one.head(left)
            left -= min(one.height, left)


def _seconds(evaluator: Evaluator, taken: list[pl.DataFrame], rows: int) -> float:
    before = time.perf_counter()
    for one in _batches(taken, rows):
        evaluator.assess(one)
    return time.perf_counter() - before


def _seconds_with_intake(
    evaluator: Evaluator, intake: Intake, made: list[pl.DataFrame], rows: int
) -> float:
    def work(one: pl.DataFrame) -> int:
        return evaluator.assess(intake.take_in(one).facts).height

    before = time.perf_counter()
    done = sum(in_order((lambda one=one: work(one)) for one in _batches(made, rows)))
    assert done == rows  # noqa: S101  (a benchmark that loses rows measures nothing)
    return time.perf_counter() - before


if __name__ == "__main__":
    json.dump(measure(**json.loads(sys.argv[1])), sys.stdout)
