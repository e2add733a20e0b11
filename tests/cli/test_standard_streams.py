"""Standard streams that are closed, full, or read by nobody: words and a status, no traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from people import NUMB, STRESSED, mirror

from triage.cli.main import COMMANDS
from triage.model.rulebase import RuleBase

FULL = Path("/dev/full")
CHEAP = {
    "ask": [],
    "assess": ["-"],
    "questions": [],
    "batch": ["-", "-", "--from", "csv", "--to", "csv"],
    "page": ["--out", "/dev/null/nowhere.html"],
    "export": ["--out", "/dev/null/nowhere"],
    "serve": ["--port", "70000"],
    "mcp": ["--help"],
    "explain": ["-", "no.such.rule"],
    "check": ["--help"],
    "verify": ["--property", "no-such-property"],
    "texts": [],
    "lock": ["--help"],
    "claims": [],
    "score": ["no-such-folder"],
    "simulate": ["--portrait", "no_such_portrait"],
    "coverage": ["no-such-folder"],
    "graph": ["heat_pack"],
    "diff": ["no-such-folder", "nor-this-one"],
    "mutate": ["--help"],
}
"""Arguments with which each command reads or writes something soon."""


def through_a_shell(
    redirections: str, *args: str | Path, stdin: bytes = b"", **environ: str
) -> subprocess.CompletedProcess[bytes]:
    """Run a command with `redirections` as a shell does them."""
    return subprocess.run(
        ["bash", "-c", f'exec "$@" {redirections}', "bash", sys.executable, "-m", "triage", *args],
        input=stdin,
        capture_output=True,
        check=False,
        timeout=300,
        env={**os.environ, "COLUMNS": "80", "PYTHONWARNINGS": "error", **environ},
    )


def typed(rulebase: RuleBase) -> bytes:
    return "".join(f"{line}\n" for _, line in mirror(rulebase, NUMB)).encode()


def test_every_command_is_tried() -> None:
    assert set(CHEAP) == set(COMMANDS)


@pytest.mark.parametrize(
    ("command", "redirections"),
    [
        *((command, ">&-") for command in COMMANDS),
        *((command, one) for command in ("ask", "batch") for one in ("<&-", "2>&-")),
        *(
            pytest.param(command, one, marks=pytest.mark.soak)
            for command in COMMANDS
            for one in ("<&-", "2>&-")
            if command not in {"ask", "batch"}
        ),
    ],
)
def test_no_command_fails_where_a_stream_is_closed(command: str, redirections: str) -> None:
    done = through_a_shell(redirections, command, *CHEAP[command])
    assert b"Traceback" not in done.stdout + done.stderr
    assert b"Exception ignored" not in done.stderr
    assert done.returncode in {0, 2}, (done.returncode, done.stderr)
    if redirections == ">&-":
        assert done.returncode == 2
        assert done.stderr


def test_with_no_stream_at_all_the_status_tells() -> None:
    for args in (["questions"], ["ask"], ["assess", "-"]):
        assert through_a_shell("<&- >&- 2>&-", *args).returncode == 2


@pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize("args", [["questions"], ["claims"], ["graph", "heat_pack"], ["--help"]])
def test_a_full_standard_output_is_bad_use_and_told(args: list[str]) -> None:
    done = through_a_shell(f">{FULL}", *args)
    assert done.returncode == 2
    assert b"standard output cannot be written: No space left" in done.stderr
    assert done.stderr.count(b"\n") == 1


def test_a_closed_standard_output_is_told_in_the_language_of_the_person(tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text("nerve.saddle_numbness: true\n")
    done = through_a_shell(">&-", "assess", case, "--lang", "es")
    assert done.returncode == 2
    told = done.stderr.decode()
    assert "no se puede escribir en la salida estándar: está cerrada" in told
    assert case.read_text() == "nerve.saddle_numbness: true\n"


@pytest.mark.parametrize("args", [["questions"], ["--help"], ["ask", "--help"]])
def test_a_reader_that_went_away_is_no_finding_and_no_news(args: list[str]) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    done = subprocess.run(
        [sys.executable, "-m", "triage", *args],
        stdout=theirs,
        stderr=subprocess.PIPE,
        check=False,
        timeout=300,
    )
    os.close(theirs)
    assert done.returncode == 2
    assert done.stderr == b""


def test_a_pipe_that_breaks_anywhere_is_never_a_finding() -> None:
    broken = (
        "import errno, sys; from triage.cli import questions\n"
        "def fail(*_a, **_m): raise BrokenPipeError(errno.EPIPE, 'Broken pipe')\n"
        "questions.open_rulebase = fail; sys.argv = ['triage', 'questions']\n"
        "from triage.cli.main import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", broken], capture_output=True, check=False, timeout=300
    )
    assert done.returncode == 2
    assert done.stdout + done.stderr == b""


@pytest.mark.parametrize("redirections", ["2>&-", f"2>{FULL}"])
def test_questions_that_nobody_can_see_are_not_asked(rulebase: RuleBase, redirections: str) -> None:
    done = through_a_shell(redirections, "ask", "--plain", stdin=typed(rulebase))
    assert done.returncode == 2
    told = done.stdout.decode()
    assert "standard error is closed or full" in told
    assert "Nothing was decided" in told
    assert told.count("\n") == 1


def test_no_question_is_asked_when_the_advice_could_not_be_seen(rulebase: RuleBase) -> None:
    done = through_a_shell(">&-", "ask", "--plain", stdin=typed(rulebase))
    assert done.returncode == 2
    assert b"standard output is closed or full" in done.stderr
    assert b"Question" not in done.stderr


def test_advice_that_cannot_be_written_leaves_the_answers_saved(
    rulebase: RuleBase, tmp_path: Path
) -> None:
    file = tmp_path / "case.json"
    done = through_a_shell(f">{FULL}", "ask", "--save", file, stdin=typed(rulebase))
    assert done.returncode == 2
    assert b"standard output cannot be written" in done.stderr
    assert b"Your answers are in" in done.stderr
    assert len(json.loads(file.read_text())["answers"]) == len(mirror(rulebase, NUMB))


def test_no_file_is_opened_under_the_number_of_a_closed_stream(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    case = tmp_path / "case.yaml"
    case.write_text("nerve.saddle_numbness: true\n")
    done = through_a_shell("<&- 2>&-", "assess", case, "--report", page)
    assert done.returncode == 0
    assert page.read_text().startswith("YOUR RESULT")
    assert done.stdout.startswith(b"GET EMERGENCY HELP NOW")


def test_a_line_that_is_no_text_is_asked_again_whatever_the_locale(rulebase: RuleBase) -> None:
    first, second = mirror(rulebase, STRESSED, upto=2)
    lines = b"s\xed\n" + first[1].encode() + b"\nquit\n"
    for encoding in ({"PYTHONIOENCODING": "utf-8:strict"}, {"LC_ALL": "C.UTF-8"}):
        done = through_a_shell("", "ask", "--plain", stdin=lines, **encoding)
        told = " ".join(done.stderr.decode().split())
        assert done.returncode == 0, told
        assert "that line is no UTF-8 text, so it is no answer" in told
        assert told.count("Taken as:") == 1
        assert " ".join(second[0].ask.split()) in told


@pytest.mark.parametrize(
    ("args", "place"),
    [
        (["assess", "-"], "standard input:1:2: not UTF-8 text"),
        (["batch", "-", "-", "--from", "csv", "--to", "csv"], ""),
        (["batch", "-", "-", "--from", "ndjson", "--to", "csv"], ""),
    ],
    ids=["assess", "csv", "ndjson"],
)
def test_a_pipe_that_is_no_text_is_refused(args: list[str], place: str) -> None:
    done = through_a_shell("", *args, stdin=b"s\xed: 1\n")
    told = done.stderr.decode()
    assert done.returncode in {1, 2}, told
    assert "Traceback" not in told
    assert place in told
    assert told.strip()
