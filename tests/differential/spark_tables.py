"""Tables for the tests of Spark: one large cohort in one file, and what a run made of it."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
from random_cohorts import cohort

from triage.model.rulebase import RuleBase


def write_cohort(rulebase: RuleBase, path: Path, parts: int, height: int) -> Path:
    """Write `parts` random cohorts of `height` rows as the row groups of one Parquet file.

    Column `id` names the cases.
    """
    writer: pq.ParquetWriter | None = None
    for at in range(parts):
        part = cohort(rulebase, height, seed=100 + at).with_row_index("id", offset=at * height)
        table = part.with_columns(pl.col("id").cast(pl.Int64)).to_arrow()
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table, row_group_size=height)
    assert writer is not None
    writer.close()
    return path


def parts_of(folder: Path) -> list[Path]:
    """Return the files of a result that Spark wrote, in order."""
    assert (folder / "_SUCCESS").exists()
    return sorted(one for one in folder.iterdir() if one.name.startswith("part-"))


def rows_of(path: Path, by: str = "row") -> pl.DataFrame:
    """Return a result in Parquet, a file or a folder, sorted, with all text as text."""
    files = parts_of(path) if path.is_dir() else [path]
    table = pl.concat([_plain(pl.read_parquet(one)) for one in files])
    return table.sort(by)


def _plain(table: pl.DataFrame) -> pl.DataFrame:
    lists = [name for name, kind in table.schema.items() if isinstance(kind, pl.List)]
    texts = [name for name, kind in table.schema.items() if isinstance(kind, pl.Enum)]
    return table.with_columns(pl.col(lists).cast(pl.List(pl.String)), pl.col(texts).cast(pl.String))
