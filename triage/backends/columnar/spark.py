"""The same reader on Apache Spark: every Arrow batch of a distributed table assessed on its own.

`DataFrame.mapInArrow` hands a worker its rows as Arrow batches; the worker needs this package with
its extra `spark`, and gets the rule base with the task. A task that is lost with its worker is run
again elsewhere: a batch's result depends on nothing but the batch.
"""

from __future__ import annotations

from functools import partial

import polars as pl
from pyspark.sql import DataFrame
from pyspark.sql.types import (
    ArrayType,
    BooleanType,
    DataType,
    IntegerType,
    StringType,
    StructField,
    StructType,
)

from triage.backends.columnar.columns import Arrangement, columns_of
from triage.backends.columnar.evaluator import Evaluator
from triage.backends.columnar.form import Form
from triage.backends.columnar.spark_worker import REJECTED, Job, assess_frames
from triage.backends.columnar.spark_worker import assess_lines as assess_lines_of_batches
from triage.model.rulebase import RuleBase


def assess(
    df: DataFrame,
    rulebase: RuleBase,
    arrangement: Arrangement | None = None,
    *,
    explain: bool = False,
) -> DataFrame:
    """Return the assessment of every row of `df`, one column per fact.

    The result has the columns kept, those of `Evaluator.schema` with lists as arrays of text, and
    `rejected`: null, or for a bad row the reason, its conclusions then being null. The number of
    rows and their order stay as they are.

    Raises FactsError for a column that stands for no fact (see `Wishes`).
    """
    job = _job(rulebase, df.columns, arrangement or Arrangement(), explain=explain)
    kept = [df.schema[name] for name in job.columns.keep]
    # With no column needed one is still: it says how many rows there are. Columns go by their
    # place, since `mapInArrow` takes a dot in a name for a path.
    needed = job.columns.needed or df.columns[:1]
    chosen = df.select(*(df[_quoted(name)].alias(f"c{at}") for at, name in enumerate(needed)))
    return chosen.mapInArrow(partial(assess_frames, job), _schema(job, rulebase, kept))


def assess_lines(  # noqa: PLR0913  (what a file of lines needs to be a table)
    lines: DataFrame,
    rulebase: RuleBase,
    names: list[str],
    form: Form,
    arrangement: Arrangement | None = None,
    *,
    explain: bool = False,
) -> DataFrame:
    """Return the assessment of every line of text, of CSV or NDJSON.

    `lines` has one column of text; each row is one case, and none is a line of column names.
    `names` are the columns of the table. The result is as that of `assess`; columns kept are text.
    """
    job = _job(rulebase, names, arrangement or Arrangement(), explain=explain)
    kept = [StructField(name, StringType()) for name in job.columns.keep]
    work = partial(assess_lines_of_batches, job, tuple(names), form)
    return lines.mapInArrow(work, _schema(job, rulebase, kept))


def _job(rulebase: RuleBase, names: list[str], arrangement: Arrangement, *, explain: bool) -> Job:
    produced = (*Evaluator(rulebase, explain=explain).schema(), REJECTED)
    columns = columns_of(names, rulebase.facts, arrangement.wishes, produced)
    return Job(rulebase.model_dump_json(by_alias=True), columns, arrangement, explain)


def _schema(job: Job, rulebase: RuleBase, kept: list[StructField]) -> StructType:
    found = Evaluator(rulebase, explain=job.explain).schema()
    made = [StructField(name, _spark_type(kind)) for name, kind in found.items()]
    return StructType([*kept, *made, StructField(REJECTED, StringType())])


def _spark_type(kind: pl.DataType) -> DataType:
    if isinstance(kind, pl.List):
        return ArrayType(StringType())
    if isinstance(kind, pl.Boolean):
        return BooleanType()
    return IntegerType() if kind.is_integer() else StringType()


def _quoted(name: str) -> str:
    """Return a column's name so that a dot in it is no path."""
    return f"`{name.replace('`', '``')}`"
