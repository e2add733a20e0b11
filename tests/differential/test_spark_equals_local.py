"""What Spark makes of a cohort is what one machine makes of it, bad rows and bad use included."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from click.testing import CliRunner, Result
from polars.testing import assert_frame_equal
from random_cohorts import cohort
from spark_tables import parts_of, rows_of

from triage.cli.main import cli
from triage.cohort import assessor
from triage.cohort.columns import Arrangement, Wishes
from triage.content.load import load
from triage.errors import FactsError
from triage.model.rulebase import RuleBase

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.soak

Batch = Callable[..., Result]


@pytest.fixture(scope="module")
def rulebase() -> RuleBase:
    return load()


@pytest.fixture(scope="module")
def people(rulebase: RuleBase) -> pl.DataFrame:
    """Return 3,000 cases with a number each, sets as lists."""
    numbered = cohort(rulebase, 3_000, seed=6).with_row_index("id", offset=1000)
    return numbered.with_columns(pl.col("id").cast(pl.Int64))


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    from triage.cohort.spark_session import session  # noqa: PLC0415  (an extra)

    with session("local[2]") as running:
        yield running


@pytest.fixture
def batch(spark: SparkSession) -> Batch:
    """Return `triage batch` run in this process, on Spark unless told otherwise."""
    assert spark is not None

    def _run(*arguments: str | Path, engine: str = "spark") -> Result:
        given = ["batch", *map(str, arguments), "--engine", engine]
        return CliRunner().invoke(cli, given)

    return _run


def text_of(path: Path) -> list[str]:
    """Return the lines of a result in text, the header of CSV once."""
    files = parts_of(path) if path.is_dir() else [path]
    parts = [one.read_text().splitlines() for one in files]
    headed = path.suffix == ".csv"
    return [*(parts[0][:1] if headed else []), *(line for one in parts for line in one[headed:])]


def write(people: pl.DataFrame, path: Path) -> Path:
    """Write people in the form of the file's suffix."""
    sets = [name for name, kind in people.schema.items() if isinstance(kind, pl.List)]
    match path.suffix:
        case ".csv":
            people.with_columns(pl.col(sets).list.join(";")).write_csv(path)
        case ".ndjson":
            people.write_ndjson(path)
        case _:
            people.write_parquet(path, row_group_size=500)
    return path


@pytest.mark.parametrize("explain", [False, True])
def test_a_spark_table_gives_what_the_same_table_gives_here(
    explain: bool,  # noqa: FBT001  (a parameter of the test)
    people: pl.DataFrame,
    rulebase: RuleBase,
    spark: SparkSession,
    tmp_path: Path,
) -> None:
    from triage.cohort import assess_on_spark  # noqa: PLC0415  (an extra)

    wishes = Wishes(keep=("id",))
    table = spark.read.parquet(str(write(people, tmp_path / "in.parquet")))
    found = assess_on_spark(table, rulebase, Arrangement(wishes), explain=explain)
    assert [one[0] for one in found.select("rejected").distinct().collect()] == [None]
    target = tmp_path / "out"
    found.drop("rejected").write.parquet(str(target))
    rows = rows_of(target, by="id")
    here = assessor.assess(people, rulebase, wishes, explain=explain).table
    here.write_parquet(tmp_path / "here.parquet")
    assert_frame_equal(rows, rows_of(tmp_path / "here.parquet", by="id").drop("row"))


@pytest.mark.parametrize("suffix", [".csv", ".ndjson", ".parquet"])
def test_a_file_gives_on_spark_the_rows_it_gives_here(
    suffix: str, people: pl.DataFrame, tmp_path: Path, batch: Batch, spark: SparkSession
) -> None:
    source = write(people, tmp_path / f"in{suffix}")
    spark.conf.set("spark.sql.files.maxPartitionBytes", source.stat().st_size // 3)
    here, there = tmp_path / f"here{suffix}", tmp_path / f"there{suffix}"
    told = ("--keep", "id", "--explain", "--format", "json")
    local = batch(source, here, *told, engine="local")
    distributed = batch(source, there, *told)
    assert (local.exit_code, distributed.exit_code) == (0, 0), distributed.stderr
    assert len(parts_of(there)) > 1
    if suffix == ".parquet":
        assert_frame_equal(rows_of(there), rows_of(here))
    else:
        assert text_of(there) == text_of(here)
    counted, expected = json.loads(distributed.stderr), json.loads(local.stderr)
    assert {**counted, "seconds": 0} == {**expected, "seconds": 0}
    assert [one.name for one in tmp_path.iterdir() if one.name.endswith(".part")] == []


def test_bad_rows_are_told_on_spark_by_the_numbers_and_reasons_they_have_here(
    people: pl.DataFrame, tmp_path: Path, batch: Batch
) -> None:
    source = write(people, tmp_path / "in.csv")
    lines = source.read_bytes().splitlines()
    ages = people.columns.index("patient.age_years")
    for at, age in ((3, b"200"), (2999, b"old")):
        cells = lines[at].split(b",")
        cells[ages] = age
        lines[at] = b",".join(cells)
    lines[50] += b",more"
    lines[70] = lines[70].replace(b",", b",\xff", 1)
    lines.insert(60, b"")
    source.write_bytes(b"\r\n".join(lines))
    results, reasons = {}, {}
    for engine in ("local", "spark"):
        target, rejects = tmp_path / f"{engine}.csv", tmp_path / f"{engine}-bad.ndjson"
        told = (source, target, "--keep", "id", "--rejects", rejects)
        assert batch(*told, engine=engine).exit_code == 1
        results[engine] = text_of(target)
        bad = [json.loads(line) for line in text_of(rejects)]
        reasons[engine] = [(one["row"], one["reason"]) for one in bad]
    assert results["spark"] == results["local"]
    assert len(results["spark"]) == 1 + 3000 - 4
    assert reasons["spark"] == reasons["local"]
    assert [number for number, _ in reasons["spark"]] == [3, 50, 70, 2999]


def test_what_fails_on_a_worker_is_told_by_its_innermost_cause(spark: SparkSession) -> None:
    from triage.cohort.spark_session import session  # noqa: PLC0415  (an extra)

    def _fail(_batches: object) -> Iterator[object]:  # within, so that it travels by value
        message = "no such thing here"
        raise LookupError(message)
        yield

    def _run() -> None:
        with session() as running:
            assert running is spark
            running.range(1).mapInArrow(_fail, "id long").collect()

    with pytest.raises(FactsError) as failed:
        _run()
    assert str(failed.value) == "Spark: LookupError: no such thing here"


def test_a_quote_left_open_spoils_its_own_line_and_no_other(tmp_path: Path, batch: Batch) -> None:
    source, target, rejects = (tmp_path / name for name in ("in.csv", "out.ndjson", "bad.ndjson"))
    source.write_text('id,patient.age_years\na,40\n"b,41\nc,42\n"d",43\n')
    result = batch(source, target, "--keep", "id", "--rejects", rejects)
    assert result.exit_code == 1, result.stderr
    kept = [json.loads(line) for line in text_of(target)]
    assert [(row["row"], row["id"]) for row in kept] == [(1, "a"), (3, "c"), (4, "d")]
    (bad,) = [json.loads(line) for line in text_of(rejects)]
    assert (bad["row"], bad["reason"]) == (2, "has a quote that is not closed on its line")


def test_a_folder_of_csv_is_one_cohort_if_every_file_names_the_same_columns(
    people: pl.DataFrame, tmp_path: Path, batch: Batch
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for at in range(3):
        write(people[at * 100 : at * 100 + 100], folder / f"{at}.csv")
    target = tmp_path / "out.parquet"
    assert batch(folder, target, "--from", "csv", "--keep", "id").exit_code == 0
    assert sorted(rows_of(target)["id"].to_list()) == sorted(map(str, people["id"][:300]))
    write(people[:5].select(reversed(people.columns)), folder / "other.csv")
    result = batch(folder, tmp_path / "other.parquet", "--from", "csv", "--keep", "id")
    assert result.exit_code == 2
    assert "1 of 4 files have other column names" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("missing.csv", "out.csv"), "Path does not exist"),
        (("in.csv", "there.csv"), "there.csv: is there already"),
        (("in.csv", "out.csv", "--rejects", "there.csv"), "there.csv: is there already"),
        (("in.csv", "out.arrow"), "out.arrow: Spark does not read or write Arrow files"),
        (("in.arrow", "out.csv"), "in.arrow: Spark does not read or write Arrow files"),
        (("-", "out.csv", "--from", "csv"), "not pipes"),
        (("in.csv", "out.csv", "--keep", "id"), "id: no such column"),
        (("wrong.csv", "out.csv"), "did you mean `patient.age_years`?"),
        (("in.csv", "out.csv", "--rejects", "./out.csv"), "name the same file"),
    ],
)
def test_bad_use_of_spark_is_told_plainly_and_writes_nothing(
    arguments: tuple[str, ...],
    said: str,
    tmp_path: Path,
    batch: Batch,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    in_folder = [str(tmp_path / one) if "." in one else one for one in arguments]
    monkeypatch.chdir(tmp_path)
    Path("in.csv").write_text("patient.age_years\n45\n")
    Path("wrong.csv").write_text("patient.age\n45\n")
    Path("there.csv").write_text("the result of yesterday")
    before = set(tmp_path.iterdir())
    result = batch(*in_folder)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert set(tmp_path.iterdir()) == before
