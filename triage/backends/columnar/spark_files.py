"""A cohort in files that a Spark cluster reads and writes; a result is a folder of parts."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pyspark import StorageLevel
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as column

from triage.backends.columnar.cells import BETWEEN
from triage.backends.columnar.columns import Arrangement
from triage.backends.columnar.csv_source import header_of
from triage.backends.columnar.form import Form
from triage.backends.columnar.ndjson_source import names_of
from triage.backends.columnar.spark import assess, assess_lines
from triage.backends.columnar.spark_worker import REJECTED
from triage.backends.columnar.summary import Summary
from triage.errors import FactsError, Problem
from triage.model.rulebase import RuleBase

BATCH_ROWS = 2**16
"""Rows in a batch that Spark hands to a worker; its own default of 10,000 is too few for speed."""


@contextmanager
def session(master: str) -> Iterator[SparkSession]:
    """Give a Spark session on a cluster, or the one that is running already.

    Raises FactsError when the cluster cannot be reached.
    """
    if master.startswith("local"):
        # On this machine the workers are this Python; on a cluster its own settings say which.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = (
        SparkSession.builder.master(master)
        .appName("triage batch")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", BATCH_ROWS)
        .config("spark.log.level", "ERROR")
        # A worker has one core; more threads in each would fight over it.
        .config("spark.executorEnv.POLARS_MAX_THREADS", "1")
    )
    running = SparkSession.getActiveSession()
    spark = running or builder.getOrCreate()
    try:
        yield spark
    except PySparkException as error:
        first_line = str(error).partition("\n")[0]
        raise FactsError([Problem("Spark", first_line)]) from error
    finally:
        if running is None:
            spark.stop()


def assess_file(  # noqa: PLR0913  (a file, its form, and how to read it)
    spark: SparkSession,
    path: str,
    form: Form,
    rulebase: RuleBase,
    arrangement: Arrangement,
    *,
    explain: bool = False,
) -> DataFrame:
    """Return the assessment of the cases in a file or folder that all workers can read.

    In CSV and NDJSON every case is one line. Raises FactsError for a column that stands for no
    fact, and for Arrow, which Spark does not read.
    """
    if form is Form.PARQUET:
        return assess(spark.read.parquet(path), rulebase, arrangement, explain=explain)
    if form is Form.ARROW:
        raise FactsError([Problem(path, "Spark does not read Arrow files", "use Parquet")])
    lines = spark.read.text(path)
    if form is Form.CSV:
        first = lines.first()
        header = str(first[0]) if first else ""
        names = header_of(header.encode(), arrangement.separator)
        lines = lines.filter(lines.value != header)
    else:
        names = names_of(rulebase.facts, arrangement.wishes)
    return assess_lines(lines, rulebase, names, form, arrangement, explain=explain)


class SparkCohort:
    """A cohort assessed once, its results kept on the workers' disks until all is written."""

    def __init__(self, assessed: DataFrame) -> None:
        """Bind to the result of `assess_file`."""
        self._assessed = assessed.persist(StorageLevel.DISK_ONLY)
        is_bad = column.col(REJECTED).isNotNull()
        self._good = self._assessed.filter(~is_bad).drop(REJECTED)
        decided = {"disposition", "complete", "disclaimer_version", "knowledge_digest"}
        dropped = decided | {
            field.name for field in self._good.schema if field.dataType.typeName() == "array"
        }
        self._bad = self._assessed.filter(is_bad).drop(*dropped)

    def write_results(self, path: str, form: Form, separator: str) -> None:
        """Write the assessed rows to the folder `path`, which must not exist."""
        _write(self._good, path, form, separator)

    def write_rejects(self, path: str, form: Form) -> None:
        """Write the bad rows: the columns kept, and the reason."""
        _write(self._bad, path, form, ",")

    def summary(self) -> Summary:
        """Return the counts of the cohort."""
        by_level = self._assessed.groupBy("disposition", "complete").count().collect()
        summary = Summary()
        for level, complete, count in by_level:
            summary.add(
                rows=count,
                rejected=0 if level else count,
                complete=count if complete else 0,
                dispositions={level: count} if level else {},
            )
        return summary

    def close(self) -> None:
        """Let go of the results on the workers' disks."""
        self._assessed.unpersist()


def _write(table: DataFrame, path: str, form: Form, separator: str) -> None:
    """Write a table beside its place and rename it, so that a killed run leaves no half of it."""
    if form is Form.ARROW:
        raise FactsError([Problem(path, "Spark does not write Arrow files", "use Parquet")])
    spark = table.sparkSession
    jvm: Any = spark._jvm  # noqa: SLF001  (Spark's own file system is not offered to Python)
    target = jvm.org.apache.hadoop.fs.Path(path)
    files = target.getFileSystem(spark._jsc.hadoopConfiguration())  # noqa: SLF001
    if files.exists(target):
        raise FactsError([Problem(path, "is there already", "Spark writes new folders only")])
    part = jvm.org.apache.hadoop.fs.Path(target.getParent(), f".{target.getName()}.part")
    writer = _flat(table, form).write.mode("overwrite")
    match form:
        case Form.CSV:
            writer.csv(part.toString(), header=True, sep=separator, escape='"')
        case Form.NDJSON:
            writer.json(part.toString())
        case _:
            writer.parquet(part.toString())
    if not files.rename(part, target):
        raise FactsError([Problem(path, "could not be renamed into place")])


def _flat(table: DataFrame, form: Form) -> DataFrame:
    """Return the table with lists as text where the form has none."""
    if form is not Form.CSV:
        return table
    columns = []
    for field in table.schema:
        one = column.col(f"`{field.name}`")
        is_list = field.dataType.typeName() == "array"
        columns.append((column.concat_ws(BETWEEN, one) if is_list else one).alias(field.name))
    return table.select(columns)
