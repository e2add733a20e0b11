"""A Spark session, and what goes wrong with one in words."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from triage.errors import FactsError

BATCH_ROWS = 2**16
"""Rows in a batch that Spark hands to a worker; its own default of 10,000 is too few for speed."""

UNDER_SPARK_SUBMIT = "PYSPARK_GATEWAY_PORT"
PYTHON_OF_WORKERS = "PYSPARK_PYTHON"

LAST_CAUSE = re.compile(r"^(?:Caused by: )?([\w.]+(?:Error|Exception): .+)$", re.MULTILINE)
HINTS = {
    "JAVA_GATEWAY_EXITED": "Spark needs Java 17 or newer, and a --master such as spark://host:7077",
    "SparkContext": "is the cluster running, and is it of this version of Spark?",
    "Cannot run program": f"name the workers' Python in {PYTHON_OF_WORKERS}",
    "No module named": "every worker needs Python with symptom-triage[batch] and pandas",
    "PYTHON_VERSION_MISMATCH": f"name the workers' Python in {PYTHON_OF_WORKERS}",
}


@contextmanager
def session(master: str | None = None) -> Iterator[SparkSession]:
    """Give a Spark session on a cluster, or the one that is running already.

    `master` None leaves it to Spark's own settings, and this machine when they name none.

    Raises FactsError when the cluster cannot be reached or gives up.
    """
    running = SparkSession.getActiveSession()
    try:
        spark = running or _started(master)
        try:
            yield spark
        finally:
            if running is None:
                spark.stop()
    except (PySparkException, Py4JError) as error:
        raise _told(error) from error


def _started(master: str | None) -> SparkSession:
    if UNDER_SPARK_SUBMIT not in os.environ and (master or "local").startswith("local"):
        # On this machine the workers are this Python; on a cluster its own settings say which.
        os.environ.setdefault(PYTHON_OF_WORKERS, sys.executable)
    builder = (
        SparkSession.builder.appName("triage batch")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", BATCH_ROWS)
        .config("spark.log.level", "ERROR")
        .config("spark.ui.showConsoleProgress", sys.stderr.isatty())
        # A worker has one core; more threads in each would fight over it.
        .config("spark.executorEnv.POLARS_MAX_THREADS", "1")
    )
    return (builder.master(master) if master else builder).getOrCreate()


def _told(error: PySparkException | Py4JError) -> FactsError:
    """Return what went wrong in one line: the innermost cause that has a line of its own."""
    text = str(error)
    causes = LAST_CAUSE.findall(text)
    said = causes[-1] if causes else text.partition("\n")[0]
    hint = next((hint for mark, hint in HINTS.items() if mark in text), "")
    return FactsError.one("Spark", said, hint)
