"""The interview where a terminal is not what we would like: code pages, pipes, odd file names."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from people import NUMB, STRESSED, mirror

from triage.content.load import load
from triage.model.rulebase import RuleBase


def ask(*args: str | Path, stdin: bytes, **environ: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "triage", "ask", *map(str, args)],
        input=stdin,
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, "COLUMNS": "80", "PYTHONWARNINGS": "error", **environ},
    )


def typed(rulebase: RuleBase) -> bytes:
    return "".join(f"{line}\n" for _, line in mirror(rulebase, STRESSED)).encode() + b"\n"


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8"])
def test_a_whole_spanish_interview_can_be_written_in_any_code_page(encoding: str) -> None:
    rulebase = load(lang="es")
    done = ask("--lang", "es", "--full", stdin=typed(rulebase), PYTHONIOENCODING=encoding)
    assert done.returncode == 0, done.stderr
    assert b"Traceback" not in done.stderr
    assert "diagnóstico" in done.stdout.decode(encoding)
    assert "¿" in done.stderr.decode(encoding)


def test_lines_that_end_as_on_windows_are_answers_too(rulebase: RuleBase) -> None:
    done = ask("--format", "json", stdin=typed(rulebase).replace(b"\n", b"\r\n"))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["disposition"] == "self_care"


def test_bytes_that_are_no_text_are_asked_again_and_never_an_answer(rulebase: RuleBase) -> None:
    ((first, line),) = mirror(rulebase, STRESSED, upto=1)
    done = ask(stdin=b"\xff\xfe\x00\n\x1b[A\n" + f"{line}\nquit\n".encode(), PYTHONUTF8="1")
    assert b"Traceback" not in done.stderr
    assert done.returncode == 0, done.stderr
    assert done.stderr.count(b"Sorry:") == 2
    told = done.stderr.decode()
    assert told.count("Taken as: ") == 1
    assert f"Taken as: {line} {first.unit}" in told


def test_nothing_is_coloured_where_nobody_asked_for_a_terminal(rulebase: RuleBase) -> None:
    lines = "".join(f"{line}\n" for _, line in mirror(rulebase, NUMB)).encode()
    for more in ({}, {"NO_COLOR": "1"}, {"TERM": "dumb"}):
        done = ask(stdin=lines, **more)
        assert b"\x1b" not in done.stdout + done.stderr


def test_files_with_spaces_and_accents_are_saved_and_reported(
    rulebase: RuleBase, tmp_path: Path
) -> None:
    folder = tmp_path / "Mis documentos (año)"
    folder.mkdir()
    saved, page = folder / "caso nº 1.json", folder / "hoja ñ.TXT"
    done = ask("--save", saved, "--report", page, stdin=typed(rulebase))
    assert done.returncode == 0, done.stderr
    assert len(json.loads(saved.read_text(encoding="utf-8"))["answers"]) > 3
    assert page.read_text(encoding="utf-8").startswith("YOUR RESULT")
    assert {one.stat().st_mode & 0o777 for one in folder.iterdir()} == {0o600}
