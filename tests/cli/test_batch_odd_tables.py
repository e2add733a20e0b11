"""Tables as programs and people really write them: no row vanishes, and nothing is a traceback."""

from __future__ import annotations

import io
import json
import os
import random
import subprocess
import sys
import threading
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import Run

from triage.api import assess
from triage.cohort.cohort import Cohort, add_to
from triage.cohort.columns import Arrangement, Wishes
from triage.cohort.form import Form
from triage.cohort.summary import Summary
from triage.cohort.tables import open_source
from triage.model.rulebase import RuleBase

SADDLE = "nerve.saddle_numbness"


def batch(run: Run, folder: Path, name: str, raw: bytes, *options: str) -> tuple[int, str, str]:
    """Return exit status, results and rejects of a table of some bytes."""
    (folder / name).write_bytes(raw)
    rejects = folder / "bad.csv"
    done = run("batch", folder / name, folder / "out.csv", "--rejects", rejects, *options)
    assert done.exit_code in {0, 1}, done.output
    return done.exit_code, (folder / "out.csv").read_text(), rejects.read_text()


def levels(results: str) -> list[str]:
    return pl.read_csv(io.StringIO(results))["disposition"].to_list()


def test_lines_that_end_with_cr_only_are_rows(tmp_path: Path, run: Run) -> None:
    raw = f"patient.age_years,{SADDLE}\r45,true\r46,true\r".encode()
    code, results, _ = batch(run, tmp_path, "in.csv", raw)
    assert (code, levels(results)) == (0, ["emergency_now"] * 2)


def test_a_table_that_tells_its_separator_is_read_with_it(tmp_path: Path, run: Run) -> None:
    raw = b"sep=;\r\npatient.age_years;pain.location\r\n45;low_back\r\n"
    code, results, _ = batch(run, tmp_path, "in.csv", raw)
    assert (code, len(levels(results))) == (0, 1)


@pytest.mark.parametrize("options", [(), ("--ignore-others",)])
def test_a_table_with_another_separator_is_refused_with_the_option_to_give(
    options: tuple[str, ...], tmp_path: Path, run: Run
) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes(b"patient.age_years;pain.location\r\n45;low_back\r\n")
    done = run("batch", source, "--summary-only", *options)
    assert done.exit_code == 2
    assert "hint: --separator ';'" in done.stderr
    assert run("batch", source, "--summary-only", "--separator", ";").exit_code == 0


def test_half_an_emoji_is_refused_in_a_table_as_in_answers(tmp_path: Path, run: Run) -> None:
    cut = '{"note":"cut emoji \\ud83d","nerve.saddle_numbness":true}\n'
    whole = '{"note":"\\ud83d\\ude00","nerve.saddle_numbness":false}\n'
    code, results, rejects = batch(
        run, tmp_path, "in.ndjson", (cut + whole).encode(), "--keep", "note"
    )
    assert code == 1
    assert rejects == "row,reason\n1,half a character is not allowed: U+D83D\n"
    assert pl.read_csv(io.StringIO(results))["note"].to_list() == ["😀"]
    alone = run("assess", "-", stdin=cut)
    assert alone.exit_code == 2
    assert "half a character is not allowed: U+D83D" in alone.stderr


def test_a_key_that_stands_twice_is_refused_in_a_table_as_in_answers(
    tmp_path: Path, run: Run
) -> None:
    line = f'{{"{SADDLE}":false,"{SADDLE}":true}}\n'
    code, _, rejects = batch(run, tmp_path, "in.ndjson", line.encode())
    assert (code, rejects) == (1, f"row,reason\n1,key `{SADDLE}` appears twice\n")
    for name in ("a.json", "a.yaml"):
        (tmp_path / name).write_text(line)
        done = run("assess", tmp_path / name)
        assert done.exit_code == 2
        assert f"{name}:1:32: key `{SADDLE}` appears twice (first at 1:2)" in done.stderr


def test_json_that_is_no_yaml_is_read_by_whatever_reads_answers(tmp_path: Path, run: Run) -> None:
    raw = json.dumps({"facts": {SADDLE: True}, "note": "😀", "k" * 2000: 1})
    assert "\\ud83d\\ude00" in raw
    (tmp_path / "a.json").write_text(raw)
    for told in ({"file": tmp_path / "a.json"}, {"file": "-", "stdin": raw}):
        done = run("assess", told["file"], "--format", "json", stdin=told.get("stdin"))
        assert json.loads(done.stdout)["disposition"] == "emergency_now"


def test_a_weight_of_70_5_is_70_everywhere(tmp_path: Path, run: Run, rulebase: RuleBase) -> None:
    raw = f"patient.weight_kg,{SADDLE}\n70.5,true\n71.5,true\n".encode()
    code, _, rejects = batch(run, tmp_path, "in.csv", raw)
    assert (code, rejects) == (0, "row,reason\n")
    for text in ("patient.weight_kg: 70.5\n", '{"patient.weight_kg": 70.5}'):
        done = run("assess", "-", "--format", "json", stdin=text)
        assert done.exit_code == 0, done.stderr
        assert json.loads(done.stdout)["disposition"]
    assert assess({"patient.weight_kg": 70.5}, rulebase) == assess(
        {"patient.weight_kg": 70}, rulebase
    )


def test_an_error_about_a_number_says_its_range_and_unit(run: Run) -> None:
    done = run("assess", "-", stdin='patient.weight_kg: "70"\n')
    assert done.exit_code == 2
    assert 'not `"70"`' in done.stderr
    assert " kg, without quotes" in done.stderr


@pytest.mark.parametrize("command", ["assess", "explain"])
def test_answers_over_a_megabyte_are_refused(command: str, tmp_path: Path, run: Run) -> None:
    big = tmp_path / "a.json"
    big.write_text(json.dumps({SADDLE: True, "x": ["y"] * 300_000}))
    done = run(command, big, *(["heat_pack"] if command == "explain" else []))
    assert done.exit_code == 2
    assert "larger than 1,000,000 bytes" in done.stderr


TWICE_INSIDE = pa.StructArray.from_arrays([pa.array([1]), pa.array([2])], ["a", "a"])
NO_TEXT = pa.Array.from_buffers(
    pa.string(), 1, [None, pa.py_buffer(b"\0\0\0\0\2\0\0\0"), pa.py_buffer(b"\xff\xfe")]
)


@pytest.mark.parametrize("suffix", [".parquet", ".arrow"])
@pytest.mark.parametrize(
    ("names", "last", "said"),
    [
        ([SADDLE, "x", "x"], pa.array(["b"]), "x: 2 columns have this name"),
        ([SADDLE, "y", "x"], TWICE_INSIDE, "x: holds two fields of the name `a`"),
        ([SADDLE, "y", "x"], NO_TEXT, "Invalid UTF8"),
    ],
)
def test_what_a_table_cannot_hold_is_told_in_words(  # noqa: PLR0913, PLR0917  (a table, and what is said)
    suffix: str, names: list[str], last: pa.Array, said: str, tmp_path: Path, run: Run
) -> None:
    source = tmp_path / f"in{suffix}"
    table = pa.Table.from_arrays([pa.array([True]), pa.array(["b"]), last], names=names)
    if suffix == ".parquet":
        pq.write_table(table, source)
    else:
        with pa.OSFile(str(source), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table)
    done = run("batch", source, tmp_path / "out.csv", "--keep", "x", "--ignore-others")
    assert done.exit_code == 2
    assert said in done.stderr
    assert not (tmp_path / "out.csv").exists()


def test_a_column_that_is_kept_twice_is_kept_once(tmp_path: Path, run: Run) -> None:
    raw = f"note,{SADDLE}\na,true\n".encode()
    _, results, _ = batch(run, tmp_path, "in.csv", raw, "--keep", "note", "--keep", "note")
    assert results.splitlines()[0].startswith("row,note,disposition")


def test_results_and_rejects_may_go_to_named_pipes(tmp_path: Path) -> None:
    source, out, bad = tmp_path / "in.csv", tmp_path / "out", tmp_path / "bad"
    source.write_text(f"{SADDLE}\ntrue\nperhaps\n")
    got: dict[Path, bytes] = {}
    readers = []
    for pipe in (out, bad):
        os.mkfifo(pipe)
        reader = threading.Thread(target=lambda pipe=pipe: got.update({pipe: pipe.read_bytes()}))
        reader.start()
        readers.append(reader)
    command = ["batch", str(source), str(out), "--to", "arrow", "--rejects", str(bad)]
    done = subprocess.run(
        [sys.executable, "-m", "triage", *command], capture_output=True, check=False
    )
    for reader in readers:
        reader.join()
    assert done.returncode == 1
    assert pl.read_ipc_stream(got[out])["row"].to_list() == [1]
    assert got[bad].startswith(b"row,reason\n2,")


GARBAGE = b"\x00\xff\x80\\{}[]:,;\"'x1e. \t\xef\xbb\xbf"


def mangled(rows: list[bytes], drawn: random.Random, garbage: bytes) -> bytes:
    """Return rows with line ends of any system, a few bytes of some put wrong."""
    lines = []
    for row in rows:
        line = bytearray(row)
        if drawn.random() < 0.3:
            for _ in range(drawn.randint(1, 3)):
                line[drawn.randrange(1, len(line))] = drawn.choice(garbage)
        lines.append(bytes(line) + drawn.choice([b"\n", b"\r\n", b"\r"]))
    return b"".join(lines)


def counted(raw: bytes, form: Form, keep: str, rulebase: RuleBase) -> tuple[list[int], Summary]:
    """Return the row numbers in results and rejects, and the summary."""
    arrangement = Arrangement(Wishes(keep=(keep,), ignore_others=form is Form.NDJSON))
    source = open_source(io.BytesIO(raw), form, rulebase.facts, arrangement)
    found, summary = [], Summary()
    for part in Cohort(rulebase, source, arrangement).parts():
        found += part.table["row"].to_list() + part.rejects["row"].to_list()
        add_to(summary, part)
    return found, summary


@pytest.mark.parametrize("form", [Form.CSV, Form.NDJSON])
@pytest.mark.parametrize("with_quotes", [False, True])
def test_every_row_in_is_a_row_out_or_a_reject_whatever_the_bytes(
    form: Form, rulebase: RuleBase, *, with_quotes: bool
) -> None:
    drawn = random.Random(27)  # noqa: S311  (nothing secret)
    for _ in range(8):
        count = drawn.randint(1, 200)
        if form is Form.CSV:
            head = f"note,{SADDLE},patient.age_years\r".encode()
            rows = [f"n{at},true,{at % 100}".encode() for at in range(count)]
        else:
            head = b""
            rows = [f'{{"note":"n{at}","{SADDLE}":true}}'.encode() for at in range(count)]
        garbage = GARBAGE if with_quotes else GARBAGE.replace(b'"', b"")
        raw = head + mangled(rows, drawn, garbage)
        numbers, summary = counted(raw, form, "note", rulebase)
        assert sorted(numbers) == list(range(1, summary.rows + 1))
        assert summary.good + summary.rejected == summary.rows
        # Only a quote in CSV can join lines to one row.
        if form is Form.NDJSON or not with_quotes:
            assert summary.rows == count


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="this system names no open streams")
@pytest.mark.parametrize("target", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "-"])
@pytest.mark.parametrize("form", ["csv", "ndjson", "arrow"])
def test_results_may_go_to_a_stream_that_is_open_already(
    tmp_path: Path, target: str, form: str
) -> None:
    table = tmp_path / "people.csv"
    table.write_text(f"{SADDLE}\nyes\nno\n")
    command = [sys.executable, "-m", "triage", "batch", str(table), target, "--to", form]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    plain = subprocess.run([*command[:-3], "-", "--to", form], capture_output=True, check=True)
    assert done.stdout == plain.stdout != b""
    assert list(tmp_path.iterdir()) == [table]
