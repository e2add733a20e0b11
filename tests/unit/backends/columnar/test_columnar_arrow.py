"""Parquet and Arrow in, from files and from pipes; all forms out, and read back."""

from __future__ import annotations

import io
from contextlib import closing
from pathlib import Path
from typing import BinaryIO, cast

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from triage.cohort.arrow_source import ArrowSource, ParquetSource, regrouped
from triage.cohort.assessor import BATCH
from triage.cohort.columns import Columns
from triage.cohort.form import Form
from triage.cohort.sinks import Sink
from triage.cohort.tables import Source, open_sink
from triage.errors import FactsError

TABLE = pl.DataFrame({"a.b": [True, None, False], "a": [1, 2, 3], "x": [["p"], [], None]})
COLUMNS = Columns({"fact": "a.b"}, ("x",))


class Pipe(io.RawIOBase):
    """Bytes that can be read once, a few at a time, and not sought in."""

    def __init__(self, raw: bytes) -> None:
        self.rest = raw

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # what it is called with
        piece = self.rest[: min(len(buffer), 7)]
        self.rest = self.rest[len(piece) :]
        buffer[: len(piece)] = piece
        return len(piece)


def as_pipe(raw: bytes) -> BinaryIO:
    return cast("BinaryIO", io.BufferedReader(Pipe(raw)))


def parquet_bytes() -> bytes:
    raw = io.BytesIO()
    TABLE.write_parquet(raw)
    return raw.getvalue()


def arrow_bytes(*, stream: bool) -> bytes:
    raw = io.BytesIO()
    (TABLE.write_ipc_stream if stream else TABLE.write_ipc)(raw)
    return raw.getvalue()


def frame_of(source: Source) -> pl.DataFrame:
    return pl.concat(piece().frame for piece in source.pieces(COLUMNS))


@pytest.mark.parametrize("opened", [io.BytesIO, as_pipe])
def test_parquet_is_read_from_a_file_and_from_a_pipe(opened: type[io.BytesIO]) -> None:
    with closing(ParquetSource(opened(parquet_bytes()))) as source:
        assert source.names == TABLE.columns
        assert frame_of(source).equals(TABLE.select("a.b", "x"))


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize("opened", [io.BytesIO, as_pipe])
def test_arrow_files_and_streams_are_read_from_a_file_and_from_a_pipe(
    opened: type[io.BytesIO], *, stream: bool
) -> None:
    with closing(ArrowSource(opened(arrow_bytes(stream=stream)))) as source:
        assert source.names == TABLE.columns
        assert source.kept_types(COLUMNS) == {"x": pl.List(pl.String)}
        assert frame_of(source).equals(TABLE.select("a.b", "x"))


@pytest.mark.parametrize("raw", [b"", b"ARROW1", b"PAR1 nothing", b"a,b\n1,2\n", b"\x00" * 100])
@pytest.mark.parametrize("opened", [ParquetSource, ArrowSource])
def test_other_bytes_are_refused_in_one_line(
    raw: bytes, opened: type[ParquetSource | ArrowSource]
) -> None:
    with pytest.raises(FactsError, match="cannot be read as") as refused:
        opened(io.BytesIO(raw))
    assert "\n" not in str(refused.value)


def test_a_file_that_is_damaged_further_on_is_refused_there() -> None:
    raw = io.BytesIO()
    table = pa.table({"a.b": [True] * 5000, "x": [[str(one)] for one in range(5000)]})
    pq.write_table(table, raw, compression="zstd")
    whole = bytearray(raw.getvalue())
    whole[100:2000] = b"\xff" * 1900
    source = ParquetSource(io.BytesIO(bytes(whole)))
    with pytest.raises(FactsError, match="cannot be read as parquet"):
        frame_of(source)


def test_small_batches_are_put_together_and_large_ones_cut() -> None:
    def batch(start: int, height: int) -> pa.RecordBatch:
        return pa.record_batch({"a": pa.array(range(start, start + height), pa.int64())})

    heights = [5, 0, 10, 2 * BATCH + 3, 1]
    starts = [sum(heights[:at]) for at in range(len(heights))]
    groups = list(regrouped(map(batch, starts, heights)))
    assert [height for _, height in groups] == [15, BATCH, BATCH, 4]
    values = [pa.Table.from_batches(group)["a"].to_pylist() for group, _ in groups]
    assert [one for group in values for one in group] == list(range(sum(heights)))


def test_a_table_without_needed_columns_still_has_its_rows() -> None:
    source = ParquetSource(io.BytesIO(parquet_bytes()))
    assert [piece().count for piece in source.pieces(Columns({}, ()))] == [3]


RESULTS = pl.DataFrame(
    {
        "row": [1, 2, 3],
        "level": ["low", "high", "low"],
        "list": [["a", "b"], [], ["b"]],
        "text": ['say "a, b"', None, "c\nd"],
    },
    schema={
        "row": pl.Int64,
        "level": pl.Enum(["low", "high"]),
        "list": pl.List(pl.Enum(["a", "b"])),
        "text": pl.String,
    },
)


def written(form: Form, *, piped: bool = False) -> io.BytesIO:
    raw = io.BytesIO()
    sink: Sink = open_sink(raw, form, dict(RESULTS.schema), piped=piped)
    for part in (RESULTS[:1], RESULTS[1:1], RESULTS[1:]):
        sink.write(part)
    sink.close()
    raw.seek(0)
    return raw


def plain(table: pl.DataFrame) -> pl.DataFrame:
    return table.with_columns(
        pl.col("level").cast(pl.String), pl.col("list").cast(pl.List(pl.String))
    )


def test_every_form_is_read_back_as_it_was_written() -> None:
    expected = plain(RESULTS)
    assert plain(pl.read_parquet(written(Form.PARQUET))).equals(expected)
    assert plain(pl.read_ipc(written(Form.ARROW))).equals(expected)
    assert plain(pl.read_ipc_stream(written(Form.ARROW, piped=True))).equals(expected)
    ndjson = pl.read_ndjson(written(Form.NDJSON), schema=dict(expected.schema))
    assert ndjson.equals(expected)
    joined = expected.with_columns(pl.col("list").list.join(";"))
    csv = pl.read_csv(written(Form.CSV), schema=dict(joined.schema), empty_string_is_null=False)
    assert csv.drop("text").equals(joined.drop("text"))
    assert csv["text"].to_list() == ['say "a, b"', "", "c\nd"]


@pytest.mark.parametrize("form", list(Form))
def test_a_table_without_rows_is_still_a_table(form: Form) -> None:
    raw = io.BytesIO()
    open_sink(raw, form, dict(RESULTS.schema)).close()
    raw.seek(0)
    if form is Form.NDJSON:
        assert raw.getvalue() == b""
        return
    readers = {Form.CSV: pl.read_csv, Form.PARQUET: pl.read_parquet, Form.ARROW: pl.read_ipc}
    table = readers[form](raw)  # type: ignore[operator]  # each takes a stream
    assert (table.height, table.columns) == (0, RESULTS.columns)


@pytest.mark.parametrize(
    "kind", [pl.List(pl.List(pl.Int8)), pl.Struct({"a": pl.Int8}), pl.Binary()]
)
def test_what_csv_cannot_hold_is_refused_before_anything_is_written(kind: pl.DataType) -> None:
    raw = io.BytesIO()
    with pytest.raises(FactsError, match="CSV cannot hold"):
        open_sink(raw, Form.CSV, {"kept": kind})
    assert raw.getvalue() == b""


def test_parquet_written_by_others_is_read(tmp_path: Path) -> None:
    file = tmp_path / "table.parquet"
    dictionary = pa.array(["true", "false", "true"]).dictionary_encode()
    pq.write_table(pa.table({"a.b": dictionary, "x": pa.array([["p"], [], None])}), file)
    with file.open("rb") as stream:
        table = frame_of(ParquetSource(stream))
    assert table["a.b"].cast(pl.String).to_list() == ["true", "false", "true"]
