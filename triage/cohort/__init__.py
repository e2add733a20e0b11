"""Tables of cases in and out: CSV, NDJSON, Parquet, Arrow, Spark.

Public names: `assess_on_spark` takes a Spark DataFrame and gives one; `Arrangement` and `Wishes`
say what its columns are. They need the extras `batch` and `spark`, once they are used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from triage.lazy import offering

if TYPE_CHECKING:
    from triage.cohort.columns import Arrangement as Arrangement
    from triage.cohort.columns import Wishes as Wishes
    from triage.cohort.spark import assess_on_spark as assess_on_spark

_HOMES = {
    "assess_on_spark": "triage.cohort.spark",
    "Arrangement": "triage.cohort.columns",
    "Wishes": "triage.cohort.columns",
}

__all__ = [
    "Arrangement",
    "Wishes",
    "assess_on_spark",
]

if not TYPE_CHECKING:  # a type checker would believe in every name
    __getattr__ = offering(__name__, _HOMES)
