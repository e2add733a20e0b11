"""Memory does not grow with the cohort: ten million rows in less than a gigabyte."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest
from random_cohorts import cohort

from triage.content.load import load

GIGABYTE = 2**30
MILLION = 1_000_000

MEASURED = """
import json, resource, subprocess, sys
done = subprocess.run([sys.executable, "-m", "triage", *sys.argv[1:]])
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
print(json.dumps({"peak": peak}), file=sys.stderr)
sys.exit(done.returncode)
"""
"""`triage` with its peak of resident memory told at the end.

By a small process of its own: Linux counts into the peak of a child the size its parent had when
it was started, and a test run is large.
"""


def peak_of(*arguments: str) -> tuple[dict[str, object], int]:
    """Return the JSON summary of a run and its peak of memory, in bytes."""
    run = subprocess.run(
        [sys.executable, "-c", MEASURED, "batch", *arguments, "--format", "json"],
        capture_output=True,
        check=True,
    )
    *summary, peak = run.stderr.decode().strip().splitlines()
    return json.loads("\n".join(summary)), json.loads(peak)["peak"]


def repeated(path: Path, times: int) -> Path:
    """Write 100,000 random cases `times` over, as one row group each."""
    table = cohort(load(), 100_000, seed=8).to_arrow()
    with pq.ParquetWriter(path, table.schema, compression="zstd") as writer:
        for _ in range(times):
            writer.write_table(table)
    return path


@pytest.mark.soak
def test_ten_million_rows_take_less_than_a_gigabyte_and_no_more_than_one_million(
    tmp_path: Path,
) -> None:
    target = tmp_path / "out.parquet"
    one = repeated(tmp_path / "one.parquet", 10)
    _, peak_of_one = peak_of(str(one), str(target))
    ten = repeated(tmp_path / "ten.parquet", 100)
    summary, peak = peak_of(str(ten), str(target))
    assert summary["rows"] == 10 * MILLION
    assert pq.ParquetFile(target).metadata.num_rows == 10 * MILLION
    assert peak < GIGABYTE
    assert peak < peak_of_one * 1.3


@pytest.mark.soak
def test_one_row_group_of_a_million_rows_is_read_in_parts(tmp_path: Path) -> None:
    source = tmp_path / "in.parquet"
    part = cohort(load(), 100_000, seed=9)
    pl.concat([part] * 10).write_parquet(source, row_group_size=MILLION)
    assert pq.ParquetFile(source).num_row_groups == 1
    summary, peak = peak_of(str(source), str(tmp_path / "out.parquet"))
    assert summary["rows"] == MILLION
    assert peak < GIGABYTE


@pytest.mark.soak
def test_what_decided_each_row_is_told_in_no_more_memory(tmp_path: Path) -> None:
    source = repeated(tmp_path / "in.parquet", 10)
    _, peak = peak_of(str(source), str(tmp_path / "out.parquet"), "--explain")
    assert peak < GIGABYTE


@pytest.mark.soak
@pytest.mark.parametrize(
    ("suffix", "row"),
    [(".csv", b"false,45\n"), (".ndjson", b'{"patient.age_years": 45}\n')],
)
def test_rows_of_a_few_bytes_each_are_read_in_parts(
    suffix: str, row: bytes, tmp_path: Path
) -> None:
    source = tmp_path / f"in{suffix}"
    header = b"nerve.saddle_numbness,patient.age_years\n" if suffix == ".csv" else b""
    source.write_bytes(header + row * 5 * MILLION)
    summary, peak = peak_of(str(source), str(tmp_path / "out.parquet"))
    assert summary["rows"] == 5 * MILLION
    assert peak < GIGABYTE


@pytest.mark.soak
@pytest.mark.parametrize("suffix", [".csv", ".ndjson"])
def test_text_is_read_in_parts(suffix: str, tmp_path: Path) -> None:
    source = tmp_path / f"in{suffix}"
    part = cohort(load(), 20_000, seed=9)
    sets = [name for name, kind in part.schema.items() if isinstance(kind, pl.List)]
    with source.open("wb") as stream:
        for at in range(10 if suffix == ".csv" else 5):
            if suffix == ".csv":
                text = part.with_columns(pl.col(sets).list.join(";"))
                text.write_csv(stream, include_header=at == 0)
            else:
                part.write_ndjson(stream)
    assert source.stat().st_size > 2e8
    _, peak = peak_of(str(source), str(tmp_path / "out.csv"))
    assert peak < GIGABYTE
