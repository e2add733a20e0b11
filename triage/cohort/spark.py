"""The same reader on Apache Spark: every Arrow batch of a distributed table assessed on its own.

`DataFrame.mapInArrow` hands a worker its rows as Arrow batches; the worker needs this package with
its extra `batch`, and gets the rule base with the task. A task that is lost with its worker is run
again elsewhere: a row's result depends on nothing but the row.
"""

from __future__ import annotations

from functools import partial

import polars as pl
from pyspark.sql import Column, DataFrame
from pyspark.sql.types import (
    ArrayType,
    BooleanType,
    DataType,
    IntegerType,
    LongType,
    StringType,
    StructField,
    StructType,
)

from triage.backends.columnar.evaluator import Evaluator
from triage.cohort.columns import ROW, Arrangement, columns_of
from triage.cohort.form import Form
from triage.cohort.spark_worker import REJECTED, Job, assess_frames
from triage.cohort.spark_worker import assess_lines as assess_lines_of_batches
from triage.model.rulebase import RuleBase


def assess_on_spark(
    df: DataFrame,
    rulebase: RuleBase,
    arrangement: Arrangement | None = None,
    *,
    explain: bool = False,
    row: Column | None = None,
) -> DataFrame:
    """Return the assessment of every row of `df`, one column per fact.

    The result has the columns kept, those of `Evaluator.schema` with lists as arrays of text, and
    `rejected`: null, or for a bad row the reason, its conclusions then being null. The number of
    rows and their order stay as they are. With `row`, an expression over `df` that is a whole
    number, it comes first and is named `row`.

    Raises FactsError for a column that stands for no fact (see `Wishes`).
    """
    numbered = row is not None
    job = _job(rulebase, df.columns, arrangement or Arrangement(), explain=explain, row=numbered)
    kept = [df.schema[name] for name in job.columns.keep]
    # Columns go by their place, since `mapInArrow` takes a dot in a name for a path.
    chosen = [df[_quoted(name)].alias(f"c{at}") for at, name in enumerate(job.columns.needed)]
    if row is not None:
        chosen.append(row.alias(ROW))
    elif not chosen:
        # With no column needed one is still: it says how many rows there are.
        chosen = [df[_quoted(df.columns[0])].alias("c0")]
    return df.select(*chosen).mapInArrow(partial(assess_frames, job), _schema(job, rulebase, kept))


def assess_lines(  # noqa: PLR0913  (what a file of lines needs to be a table)
    lines: DataFrame,
    rulebase: RuleBase,
    names: list[str],
    form: Form,
    arrangement: Arrangement | None = None,
    *,
    explain: bool = False,
) -> DataFrame:
    """Return the assessment of every line of CSV or NDJSON.

    `lines` has two columns: a line as bytes, not empty and none of column names, and its number.
    `names` are the columns of the table. The result is as that of `assess_on_spark` with the number
    as `row`; columns kept are text.
    """
    job = _job(rulebase, names, arrangement or Arrangement(), explain=explain, row=True)
    kept = [StructField(name, StringType()) for name in job.columns.keep]
    work = partial(assess_lines_of_batches, job, tuple(names), form)
    return lines.mapInArrow(work, _schema(job, rulebase, kept))


def _job(
    rulebase: RuleBase, names: list[str], arrangement: Arrangement, *, explain: bool, row: bool
) -> Job:
    first = (ROW,) if row else ()
    produced = (*first, *Evaluator(rulebase, explain=explain).schema(), REJECTED)
    columns = columns_of(names, rulebase.facts, arrangement.wishes, produced)
    return Job(rulebase.model_dump_json(by_alias=True), columns, arrangement, explain, row)


def _schema(job: Job, rulebase: RuleBase, kept: list[StructField]) -> StructType:
    first = [StructField(ROW, LongType())] if job.numbered else []
    found = Evaluator(rulebase, explain=job.explain).schema()
    made = [StructField(name, _spark_type(kind)) for name, kind in found.items()]
    return StructType([*first, *kept, *made, StructField(REJECTED, StringType())])


def _spark_type(kind: pl.DataType) -> DataType:
    if isinstance(kind, pl.List):
        return ArrayType(StringType())
    if isinstance(kind, pl.Boolean):
        return BooleanType()
    return IntegerType() if kind.is_integer() else StringType()


def _quoted(name: str) -> str:
    """Return a column's name so that a dot in it is no path."""
    return f"`{name.replace('`', '``')}`"
