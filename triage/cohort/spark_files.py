"""A cohort in files that a Spark cluster reads and writes; a result is a folder of parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from pyspark import StorageLevel
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as column

from triage.cohort.cells import BETWEEN
from triage.cohort.columns import ROW, Arrangement
from triage.cohort.csv_source import check_separator, header_of, separator_told
from triage.cohort.form import Form
from triage.cohort.ndjson_source import names_of
from triage.cohort.spark import assess_lines, assess_on_spark
from triage.cohort.spark_worker import REJECTED
from triage.cohort.summary import Summary
from triage.errors import FactsError
from triage.model.rulebase import RuleBase

PLACE_BITS = 33
"""Bits of `monotonically_increasing_id` that count within a partition; those above number it."""

PARTITION = "partition"


def check_form(path: str, form: Form) -> None:
    """Raise FactsError for Arrow, which Spark neither reads nor writes."""
    if form is Form.ARROW:
        raise FactsError.one(path, "Spark does not read or write Arrow files", "use Parquet")


def check_is_new(spark: SparkSession, path: str) -> None:
    """Raise FactsError when there is something at `path` already, as Spark replaces nothing."""
    files, target = _located(spark, path)
    if files.exists(target):
        raise FactsError.one(path, "is there already", "Spark writes new folders only")


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

    In CSV and NDJSON every case is one line. Column `row` is as `numbered` takes it. Raises
    FactsError for a column that stands for no fact, for a file of a folder of CSV that does not
    start with the same column names as the others, and for Arrow (see `check_form`).
    """
    check_form(path, form)
    if form is Form.PARQUET:
        table = spark.read.parquet(path)
        place = column.monotonically_increasing_id()
        return assess_on_spark(table, rulebase, arrangement, explain=explain, row=place)
    lines = spark.read.text(path, lineSep="\n")
    line = column.col("value").cast("binary")
    # Lines that are no case go before the others are counted.
    if form is Form.CSV:
        names, header = _header(lines, line, path, rulebase, arrangement)
        cases = lines.filter(line != header)
        if len(names) > 1:
            cases = cases.filter(~lines.value.isin("", "\r"))
    else:
        names = names_of(rulebase.facts, arrangement.wishes)
        cases = lines.filter(column.trim(lines.value, column.lit(" \t\r")) != "")
    cases = cases.select(line.alias("line"), column.monotonically_increasing_id().alias(ROW))
    return assess_lines(cases, rulebase, names, form, arrangement, explain=explain)


def _header(
    lines: DataFrame, line: Column, path: str, rulebase: RuleBase, arrangement: Arrangement
) -> tuple[list[str], Column]:
    first = lines.select(line).first()
    header = bytes(first[0]) if first else b""
    told = separator_told(header)
    if told is not None:
        hint = f"take that line out and give --separator '{told}'"
        raise FactsError.one(path, f"Spark does not read a first line `sep={told}`", hint)
    names = header_of(header, arrangement.separator)
    wishes = arrangement.wishes
    known = {*rulebase.facts, *wishes.mapped, *wishes.keep, *wishes.ignore}
    check_separator(header, arrangement.separator, known)
    found = column.lit(bytearray(header))
    files = lines.inputFiles()
    if len(files) > 1:
        name = column.col("_metadata.file_path")
        alike = lines.filter(line == found).select(name).distinct().count()
        if alike < len(files):
            what = f"{len(files) - alike:,} of {len(files):,} files have other column names"
            raise FactsError.one(path, what, "every file needs the same first line")
    return names, found


def numbered(assessed: DataFrame) -> tuple[DataFrame, Summary]:
    """Return a cohort with its rows numbered from 1 in the order Spark reads them, and its counts.

    The rows of one file have the numbers that they have there.
    """
    place = column.shiftright(ROW, PLACE_BITS).alias(PARTITION)
    counts = assessed.groupBy(place, "disposition", "complete").count().collect()
    summary = Summary()
    heights: Counter[int] = Counter()
    for partition, level, complete, count in counts:
        summary.add(
            rows=count,
            rejected=0 if level else count,
            complete=count if complete else 0,
            dispositions={level: count} if level else {},
        )
        heights[partition] += count
    partitions = sorted(heights)
    starts = accumulate((heights[one] for one in partitions), initial=1)
    spark = assessed.sparkSession
    first = spark.createDataFrame(
        list(zip(partitions, starts, strict=False)), f"{PARTITION} long, first long"
    )
    within = column.col(ROW).bitwiseAND(2**PLACE_BITS - 1)
    joined = assessed.withColumn(PARTITION, place).join(column.broadcast(first), PARTITION, "left")
    names = [_quoted(name) for name in assessed.columns if name != ROW]
    return joined.select((within + column.col("first")).alias(ROW), *names), summary


class SparkCohort:
    """A cohort assessed once, its results kept on the workers' disks until all is written."""

    def __init__(self, assessed: DataFrame, keep: Sequence[str] = ()) -> None:
        """Assess, given the result of `assess_file` and the columns it keeps."""
        self._assessed = assessed.persist(StorageLevel.DISK_ONLY)
        table, self.summary = numbered(self._assessed)
        is_bad = column.col(REJECTED).isNotNull()
        self._good = table.filter(~is_bad).drop(REJECTED)
        beside = [_quoted(name) for name in keep]
        self._bad = table.filter(is_bad).select(ROW, column.col(REJECTED).alias("reason"), *beside)

    def write_results(self, path: str, form: Form, separator: str) -> None:
        """Write the assessed rows to the folder `path`, which must not exist."""
        _write(self._good, path, form, separator)

    def write_rejects(self, path: str, form: Form) -> None:
        """Write the bad rows to the folder `path`: number, reason, and the columns kept."""
        _write(self._bad, path, form, ",")

    def close(self) -> None:
        """Let go of the results on the workers' disks."""
        self._assessed.unpersist()


def _located(spark: SparkSession, path: str) -> tuple[Any, Any]:
    """Return the Hadoop file system that holds `path`, and the path as it takes it."""
    jvm: Any = spark._jvm  # noqa: SLF001  (Spark's own file system is not offered to Python)
    target = jvm.org.apache.hadoop.fs.Path(path)
    files = target.getFileSystem(spark._jsc.hadoopConfiguration())  # noqa: SLF001
    return files, files.makeQualified(target)


def _write(table: DataFrame, path: str, form: Form, separator: str) -> None:
    """Write a table beside its place and rename it, so that a killed run leaves no half of it."""
    spark = table.sparkSession
    check_is_new(spark, path)
    files, target = _located(spark, path)
    _, part = _located(spark, f"{target.getParent()}/.{target.getName()}.part")
    writer = _flat(table, form).write.mode("overwrite")
    try:
        match form:
            case Form.CSV:
                writer.csv(part.toString(), header=True, sep=separator, escape='"')
            case Form.NDJSON:
                writer.json(part.toString(), ignoreNullFields=False)
            case _:
                writer.parquet(part.toString())
        placed = files.rename(part, target)
    finally:
        files.delete(part, True)  # noqa: FBT003  (with all in it)
    if not placed:
        raise FactsError.one(path, "could not be renamed into place")


def _flat(table: DataFrame, form: Form) -> DataFrame:
    """Return the table with lists as text where the form has none."""
    if form is not Form.CSV:
        return table
    columns = []
    for field in table.schema:
        one = column.col(_quoted(field.name))
        is_list = field.dataType.typeName() == "array"
        columns.append((column.concat_ws(BETWEEN, one) if is_list else one).alias(field.name))
    return table.select(columns)


def _quoted(name: str) -> str:
    return f"`{name.replace('`', '``')}`"
