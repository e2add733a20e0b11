"""What a Spark worker does with its batches, however the cluster cut them. Needs no Spark."""

from __future__ import annotations

import polars as pl
import pyarrow as pa
import pytest
from polars.testing import assert_frame_equal
from random_cohorts import cohort

from triage.cohort import assessor
from triage.cohort.columns import ROW, Arrangement, Wishes, columns_of
from triage.cohort.form import Form
from triage.cohort.spark_worker import REJECTED, Job, assess_frames, assess_lines
from triage.model.rulebase import RuleBase

WISHES = Wishes(keep=("id",))


def job_of(
    rulebase: RuleBase, names: list[str], *, explain: bool = False, numbered: bool = True
) -> Job:
    """Return the job of reading a table with these columns."""
    columns = columns_of(names, rulebase.facts, WISHES)
    content = rulebase.model_dump_json(by_alias=True)
    return Job(content, columns, Arrangement(WISHES), explain, numbered)


@pytest.fixture(scope="module")
def people(shipped: RuleBase) -> pl.DataFrame:
    """Return 300 cases with an id each."""
    return cohort(shipped, 300, seed=12).with_columns(
        pl.int_range(7000, 7300, dtype=pl.Int64).alias("id")
    )


def handed_in(people: pl.DataFrame, job: Job, size: int) -> list[pa.RecordBatch]:
    """Return people as Spark hands them in: columns by place, then numbers, in batches."""
    table = people.select(job.columns.needed)
    table.columns = [f"c{at}" for at in range(table.width)]
    if job.numbered:
        table = table.with_columns(pl.int_range(pl.len(), dtype=pl.Int64).alias("number") * 10)
    batches: list[pa.RecordBatch] = table.to_arrow().combine_chunks().to_batches(size)
    return batches


def as_told(batches: list[pa.RecordBatch]) -> pl.DataFrame:
    table = pl.from_arrow(pa.Table.from_batches(batches))
    assert isinstance(table, pl.DataFrame)
    return table


@pytest.mark.parametrize("size", [1, 37, 300])
def test_however_batches_are_cut_rows_come_out_as_from_one_table(
    size: int, people: pl.DataFrame, shipped: RuleBase
) -> None:
    job = job_of(shipped, people.columns, explain=True)
    found = as_told(list(assess_frames(job, handed_in(people, job, size))))
    assert found[ROW].to_list() == [place * 10 for place in range(300)]
    assert found[REJECTED].null_count() == 300
    here = assessor.assess(people, shipped, WISHES, explain=True).table
    plain = here.with_columns(
        pl.col("disposition", "knowledge_digest").cast(pl.String),
        pl.col("red_flags", "recommendations", "left_out").cast(pl.List(pl.String)),
    )
    assert_frame_equal(found.drop(ROW, REJECTED), plain.drop(ROW))


def test_text_is_handed_back_in_the_types_that_spark_knows(
    people: pl.DataFrame, shipped: RuleBase
) -> None:
    job = job_of(shipped, people.columns, numbered=False)
    (batch,) = assess_frames(job, handed_in(people, job, 300))
    types = {str(field.type) for field in batch.schema}
    assert types == {"int64", "string", "bool", "list<item: string>", "int32"}
    assert batch.schema.names[0] == "id"


def test_a_bad_row_keeps_its_number_and_its_place_and_concludes_nothing(
    people: pl.DataFrame, shipped: RuleBase
) -> None:
    spoilt = people.with_columns(
        pl.when(pl.col("id") == 7005).then(200).otherwise("patient.age_years").alias(
            "patient.age_years"
        )
    )  # fmt: skip
    job = job_of(shipped, people.columns)
    found = as_told(list(assess_frames(job, handed_in(spoilt, job, 100))))
    assert found["id"].to_list() == people["id"].to_list()
    (bad,) = found.filter(pl.col(REJECTED).is_not_null()).to_dicts()
    assert bad[ROW] == 50
    assert "should be a whole number from 0 to 120" in bad[REJECTED]
    assert {bad[name] for name in ("disposition", "complete", "red_flags")} == {None}


LINES = [b"1,40", b'"2,41', b"3,\xff", b"4,43\r", b"5,44,5", b'"6",45', b'7",46']


@pytest.mark.parametrize("size", [1, 2, 7])
def test_where_lines_are_cut_apart_changes_nothing(size: int, shipped: RuleBase) -> None:
    names = ("id", "patient.age_years")
    job = job_of(shipped, list(names))
    table = pa.table({"line": pa.array(LINES, pa.binary()), "number": range(1, 8)})
    batches = table.to_batches(size)
    found = as_told([one for part in batches for one in assess_lines(job, names, Form.CSV, [part])])
    rows = {row[ROW]: row for row in found.to_dicts()}
    assert sorted(rows) == [1, 2, 3, 4, 5, 6, 7]
    assert {number: row["id"] for number, row in rows.items() if row[REJECTED] is None} == {
        1: "1",
        4: "4",
        6: "6",
    }
    assert {number: row[REJECTED] for number, row in rows.items() if row[REJECTED]} == {
        2: "has a quote that is not closed on its line",
        3: "is not UTF-8 text",
        5: "has 3 fields, not 2",
        7: "has a quote that is not closed on its line",
    }


def test_a_line_of_ndjson_may_hold_any_number_of_quotes(shipped: RuleBase) -> None:
    job = job_of(shipped, ["id", "patient.age_years"])
    lines = [rb'{"id": "a\"b", "patient.age_years": 40}', b'{"id": "c']
    table = pa.table({"line": pa.array(lines, pa.binary()), "number": [1, 2]})
    found = as_told(list(assess_lines(job, (), Form.NDJSON, table.to_batches())))
    good, bad = found.sort(ROW).to_dicts()
    assert (good["id"], good[REJECTED]) == ('a"b', None)
    assert bad[REJECTED].startswith("is not JSON")
