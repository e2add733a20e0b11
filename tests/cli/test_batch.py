"""`triage batch`: nothing stops it, nothing vanishes, and nothing is left half done."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

import pexpect
import polars as pl
import pytest
from conftest import Run
from random_cohorts import cohort

from triage.api import assess
from triage.extras import how_to_install
from triage.model.rulebase import RuleBase

COMMAND = [sys.executable, "-m", "triage", "batch"]


@pytest.fixture(scope="session")
def people(rulebase: RuleBase) -> pl.DataFrame:
    """Return 120 cases with a number each, sets as lists."""
    return cohort(rulebase, 120, seed=5).with_row_index("id", offset=1000)


def as_text(table: pl.DataFrame) -> pl.DataFrame:
    """Return a table with sets as text, as CSV holds them."""
    sets = [name for name, kind in table.schema.items() if isinstance(kind, pl.List)]
    return table.with_columns(pl.col(sets).list.join(";"))


def write(table: pl.DataFrame, path: Path) -> Path:
    """Write a table in the form of the file's suffix."""
    match path.suffix:
        case ".csv":
            as_text(table).write_csv(path)
        case ".tsv":
            as_text(table).write_csv(path, separator="\t")
        case ".ndjson":
            table.write_ndjson(path)
        case ".parquet":
            table.write_parquet(path)
        case ".arrow":
            table.write_ipc(path)
        case ".arrows":
            table.write_ipc_stream(path)
    return path


def read(path: Path | IO[bytes], suffix: str = "") -> list[dict[str, object]]:
    """Return the rows of a result; lists in CSV are split."""
    suffix = suffix or (path.suffix if isinstance(path, Path) else "")
    if suffix in {".csv", ".tsv"}:
        table = pl.read_csv(path, separator="\t" if suffix == ".tsv" else ",")
        lists = [pl.col(one) for one in ("red_flags", "recommendations", "left_out")]
        split = [pl.when(one != "").then(one.str.split(";")).otherwise([]) for one in lists]
        return table.with_columns(
            one.alias(name)
            for one, name in zip(split, ("red_flags", "recommendations", "left_out"), strict=True)
        ).to_dicts()
    if suffix == ".ndjson":
        lines = path.read_text() if isinstance(path, Path) else path.read().decode()
        return [json.loads(line) for line in lines.splitlines()]
    readers = {".parquet": pl.read_parquet, ".arrow": pl.read_ipc, ".arrows": pl.read_ipc_stream}
    return readers[suffix](path).to_dicts()


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".ndjson", ".parquet", ".arrow", ".arrows"])
def test_each_form_gives_what_the_cases_give_one_by_one(
    suffix: str, people: pl.DataFrame, rulebase: RuleBase, tmp_path: Path, run: Run
) -> None:
    source = write(people, tmp_path / f"in{suffix}")
    target = tmp_path / "out.parquet"
    result = run("batch", source, target, "--keep", "id")
    assert result.exit_code == 0, result.stderr
    assert result.stdout == ""
    rows = read(target)
    assert [row["row"] for row in rows] == list(range(1, 121))
    assert [int(str(row["id"])) for row in rows] == people["id"].to_list()
    for row, person in zip(rows, people.drop("id").iter_rows(named=True), strict=True):
        expected = assess(person, rulebase)
        assert row["disposition"] == expected.disposition
        assert row["complete"] == expected.complete
        assert row["red_flags"] == [one.rule for one in expected.red_flags]
        assert row["recommendations"] == [one.remedy for one in expected.recommendations]
        assert row["left_out"] == [one.remedy for one in expected.left_out]
        assert row["disclaimer_version"] == expected.disclaimer.version
        assert row["knowledge_digest"] == expected.knowledge.digest


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".ndjson", ".arrow"])
def test_each_form_is_written(suffix: str, people: pl.DataFrame, tmp_path: Path, run: Run) -> None:
    source = write(people, tmp_path / "in.parquet")
    reference, target = tmp_path / "out.parquet", tmp_path / f"out{suffix}"
    for one in (reference, target):
        assert run("batch", source, one, "--ignore", "id").exit_code == 0
    assert read(target) == read(reference)


@pytest.mark.parametrize(
    ("form", "suffix"),
    [("csv", ".csv"), ("ndjson", ".ndjson"), ("parquet", ".parquet"), ("arrow", ".arrows")],
)
def test_pipes_carry_each_form(
    form: str, suffix: str, people: pl.DataFrame, tmp_path: Path
) -> None:
    raw = write(people.drop("id"), tmp_path / f"in{suffix}").read_bytes()
    run_on_pipes = subprocess.run(
        [*COMMAND, "-", "-", "--from", form, "--to", form],
        input=raw,
        capture_output=True,
        check=True,
    )
    result = tmp_path / f"result{suffix}"
    result.write_bytes(run_on_pipes.stdout)
    assert [row["row"] for row in read(result)] == list(range(1, 121))
    assert b"120 rows" in run_on_pipes.stderr


def test_the_facts_behind_each_entry_are_told_on_request(
    people: pl.DataFrame, rulebase: RuleBase, tmp_path: Path, run: Run
) -> None:
    source = write(people.drop("id"), tmp_path / "in.parquet")
    target = tmp_path / "out.ndjson"
    assert run("batch", source, target, "--explain").exit_code == 0
    told = 0
    for row, person in zip(read(target), people.drop("id").iter_rows(named=True), strict=True):
        flags = assess(person, rulebase).red_flags
        texts = row["red_flags_because"]
        assert isinstance(texts, list)
        for text, flag in zip(texts, flags, strict=True):
            facts = {part.partition("=")[0] for part in text.split(" & ")}
            assert facts == set(flag.because[0].facts)
            told += 1
    assert told > 50


BAD_AGE = '"`patient.age_years`: should be a whole number from 0 to 120, not `200`"'


@pytest.fixture
def with_bad_rows(people: pl.DataFrame, tmp_path: Path) -> Path:
    """Return a CSV file of 120 rows, of which the 3rd, 50th and 120th are bad."""
    source = write(people, tmp_path / "in.csv")
    lines = source.read_text().splitlines()
    ages = as_text(people).columns.index("patient.age_years")
    cells = lines[3].split(",")
    cells[ages] = "200"
    lines[3] = ",".join(cells)
    lines[50] += ",more"
    lines[120] = "1119,true"
    source.write_text("\n".join(lines) + "\n")
    return source


def test_bad_rows_are_told_with_number_and_reason_and_all_others_assessed(
    with_bad_rows: Path, tmp_path: Path, run: Run
) -> None:
    target, rejects = tmp_path / "out.csv", tmp_path / "bad.csv"
    result = run("batch", with_bad_rows, target, "--keep", "id", "--rejects", rejects)
    assert result.exit_code == 1
    assert [row["row"] for row in read(target)] == [
        one for one in range(1, 121) if one not in {3, 50, 120}
    ]
    header, *reasons = rejects.read_text().splitlines()
    assert header == "row,reason"
    assert reasons[0] == f"3,{BAD_AGE}"
    assert [one.partition(",")[0] for one in reasons] == ["3", "50", "120"]
    assert "fields, not" in reasons[1]
    assert "fields, not" in reasons[2]
    assert "120 rows" in result.stderr
    assert "rejected" in result.stderr
    assert "200" not in result.stderr, "answers are for the file alone"


def test_bad_rows_are_allowed_up_to_the_number_named(
    with_bad_rows: Path, tmp_path: Path, run: Run
) -> None:
    told = ("batch", with_bad_rows, tmp_path / "out.csv", "--ignore", "id", "--allow-rejects")
    two, three = run(*told, "2"), run(*told, "3")
    assert (two.exit_code, three.exit_code) == (1, 0)
    assert "hint: --rejects FILE tells which rows" in two.stderr


def test_without_bad_rows_the_rejects_are_a_table_without_rows(
    people: pl.DataFrame, tmp_path: Path, run: Run
) -> None:
    source = write(people, tmp_path / "in.parquet")
    rejects = tmp_path / "bad.parquet"
    rejects.write_text("from an earlier run")
    result = run("batch", source, tmp_path / "out.csv", "--ignore", "id", "--rejects", rejects)
    assert result.exit_code == 0
    assert pl.read_parquet(rejects).shape == (0, 2)


def test_a_summary_alone_is_the_result(people: pl.DataFrame, tmp_path: Path, run: Run) -> None:
    source = write(people, tmp_path / "in.parquet")
    before = set(tmp_path.iterdir())
    as_json = run("batch", source, "--summary-only", "--ignore", "id", "--format", "json")
    summary = json.loads(as_json.stdout)
    assert summary["rows"] == 120
    assert sum(summary["dispositions"].values()) == 120
    assert summary["disclaimer"]["short"]
    as_text = run("batch", source, "--summary-only", "--ignore", "id")
    assert as_text.stderr == ""
    for level, count in summary["dispositions"].items():
        assert f"{level}" in as_text.stdout
        assert f"{count:,}" in as_text.stdout
    assert max(map(len, as_text.stdout.splitlines())) <= 80
    assert set(tmp_path.iterdir()) == before


def test_columns_of_other_names_are_mapped(tmp_path: Path, run: Run) -> None:
    source, names, target = tmp_path / "in.csv", tmp_path / "names.yaml", tmp_path / "out.ndjson"
    source.write_text("Person,Numb there,Age (y)\np1,yes,45\np2,NA,45.0\n")
    names.write_text("Numb there: nerve.saddle_numbness\nAge (y): patient.age_years\n")
    options = ("--map", names, "--keep", "Person", "--unknown", "NA")
    result = run("batch", source, target, *options)
    assert result.exit_code == 0, result.stderr
    rows = read(target)
    assert [(row["Person"], row["disposition"]) for row in rows] == [
        ("p1", "emergency_now"),
        ("p2", "clinician_within_days"),
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["in.csv"], "name OUT"),
        (["in.csv", "out.csv", "--summary-only"], "name OUT"),
        (["missing.csv", "out.csv"], "missing.csv: No such file or directory"),
        (["in.txt", "out.csv"], "hint: name it with --from"),
        (["-", "out.csv"], "hint: name it with --from"),
        (["in.csv", "out.txt"], "hint: name it with --to"),
        (["good.csv", "nowhere/out.csv"], "No such file or directory"),
        (["in.csv", "out.csv", "--rejects", "out.csv"], "name the same file"),
        (["in.csv", "out.csv", "--rejects", "./out.csv"], "name the same file"),
        (["in.csv", "out.csv", "--master", "local[2]"], "--master needs --engine spark"),
        (["in.csv", "out.csv", "--rejects", "bad.txt"], "no suffix of a table"),
        (["in.csv", "out.csv"], "hint: did you mean `patient.age_years`?"),
        (["in.csv", "out.csv", "--ignore", "patient.age", "--keep", "id"], "id: no such column"),
        (["in.csv", "out.csv", "--map", "broken.yaml"], "broken.yaml"),
        (["in.csv", "out.csv", "--separator", "ab"], "should be one character"),
        (["in.csv", "out.csv", "--from", "parquet"], "cannot be read as parquet"),
        (["in.csv", "out.csv", "--from", "arrow"], "cannot be read as arrow"),
        (["empty.csv", "out.csv"], "no line of column names"),
        ([".", "out.csv", "--from", "csv"], "Is a directory"),
    ],
)
def test_bad_use_is_told_plainly_and_writes_nothing(
    arguments: list[str], said: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in.csv").write_text("patient.age\n45\n")
    Path("good.csv").write_text("patient.age_years\n45\n")
    Path("in.txt").write_text("patient.age_years\n45\n")
    Path("empty.csv").write_text("")
    Path("broken.yaml").write_text("a: [1, 2]\n")
    before = set(tmp_path.iterdir())
    result = run("batch", *arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""
    assert set(tmp_path.iterdir()) == before


def part_files(folder: Path) -> list[Path]:
    return [one for one in folder.iterdir() if one.suffix == ".part"]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_is_killed_leaves_no_half_written_result(
    how: signal.Signals, tmp_path: Path
) -> None:
    target = tmp_path / "out.csv"
    target.write_text("the result of yesterday")
    line = b"true,45\n"
    running = subprocess.Popen(
        [*COMMAND, "-", str(target), "--from", "csv"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert running.stdin is not None
    running.stdin.write(b"nerve.saddle_numbness,patient.age_years\n" + line * 400_000)
    running.stdin.flush()
    deadline = time.monotonic() + 60
    while not part_files(tmp_path) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert part_files(tmp_path)
    running.send_signal(how)
    _, told = running.communicate(timeout=60)
    assert target.read_text() == "the result of yesterday"
    assert running.returncode == {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGKILL: -9}[how]
    assert b"Traceback" not in told
    if how is not signal.SIGKILL:
        assert part_files(tmp_path) == []


ENDED_AT_A_RENAME = """
import os, signal, sys
from pathlib import Path
from triage.cli.main import main

really, count = os.replace, []


def replace(part, target):
    if Path(target).suffix == ".csv":
        count.append(target)
        if len(count) == int(ended_at):
            os.kill(os.getpid(), signal.SIGKILL)
    really(part, target)


os.replace = replace
ended_at, *sys.argv = sys.argv[1:]
main()
"""


def test_the_rejects_appear_before_the_results_and_a_killed_run_is_cleaned_up(
    tmp_path: Path,
) -> None:
    source, target, rejects = (tmp_path / f"{one}.csv" for one in ("in", "out", "bad"))
    source.write_text("patient.age_years\n45\nold\n")

    def run_to(rename: int) -> tuple[bool, bool, int]:
        command = [sys.executable, "-c", ENDED_AT_A_RENAME, str(rename), "triage", "batch"]
        files = [str(source), str(target), "--rejects", str(rejects), "--allow-rejects", "1"]
        done = subprocess.run([*command, *files], capture_output=True, check=False)
        assert done.returncode == (-signal.SIGKILL if rename <= 2 else 0), done.stderr
        return rejects.exists(), target.exists(), len(part_files(tmp_path))

    assert run_to(1) == (False, False, 2)
    assert run_to(2) == (True, False, 1)
    assert run_to(3) == (True, True, 0)


def test_a_full_disk_is_told_and_leaves_the_old_result(
    people: pl.DataFrame, tmp_path: Path
) -> None:
    source = write(people.drop("id"), tmp_path / "in.parquet")
    result = subprocess.run(
        [*COMMAND, str(source), "/dev/full", "--to", "csv"], capture_output=True, check=False
    )
    assert result.returncode == 2
    assert b"No space left on device" in result.stderr
    assert b"Traceback" not in result.stderr


def test_a_result_nobody_reads_on_is_no_mistake(people: pl.DataFrame, tmp_path: Path) -> None:
    source = write(pl.concat([people.drop("id")] * 50), tmp_path / "in.parquet")
    running = subprocess.Popen(
        [*COMMAND, str(source), "-", "--to", "csv"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert running.stdout is not None
    running.stdout.readline()
    running.stdout.close()
    assert running.stderr is not None
    told = running.stderr.read()
    running.wait(60)
    running.stderr.close()
    assert b"Traceback" not in told


def test_a_bar_shows_progress_on_a_terminal_only(people: pl.DataFrame, tmp_path: Path) -> None:
    source = write(people.drop("id"), tmp_path / "in.csv")
    arguments = [*COMMAND[1:], str(source), str(tmp_path / "out.csv")]
    env = {**os.environ, "TERM": "xterm", "NO_COLOR": "1", "COLUMNS": "80"}
    terminal = pexpect.spawn(sys.executable, arguments, env=env, encoding="utf-8", timeout=60)
    terminal.expect("rows, ")
    terminal.expect("120 rows in")
    terminal.expect(pexpect.EOF)
    piped = subprocess.run([sys.executable, *arguments], capture_output=True, check=True)
    assert b"\x1b" not in piped.stderr
    assert piped.stdout == b""


def test_what_needs_an_extra_says_which(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    for name in [
        one
        for one in sys.modules
        if one.startswith(("triage.cli.batch_", "triage.backends.columnar", "triage.cohort"))
    ]:
        monkeypatch.delitem(sys.modules, name)
    result = run("batch", tmp_path / "in.csv", tmp_path / "out.csv")
    assert result.exit_code == 2
    assert how_to_install("batch") in result.stderr
