"""A fault of the program itself: a status of its own, words, and nothing that reads as advice."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest
from people import NUMB, STRESSED, mirror

from triage.cli.status import INTERNAL
from triage.model.rulebase import RuleBase

ANSWER = "saddle-numbness-yes"
RUN = "import sys; sys.argv[0] = 'triage'; from triage.cli.main import main; main()"
RAISE = f"def fail(*_args, **_more): raise RuntimeError('{ANSWER}')\n"
COMMANDS = {
    "while loading": (["questions"], "from triage.cli import questions as m; m.open_rulebase"),
    "while assessing": (["assess", "-"], "from triage.cli import assess as m; m.assess"),
    "while telling": (["assess", "-"], "from triage.cli import show as m; m.text_lines"),
    "while importing": (["check"], "import triage.cli.main as m; m.import_module"),
}


def run_with(
    planted: str, *args: str | Path, stdin: str = "", **environ: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", f"{RAISE}{planted}\n{RUN}", *map(str, args)],
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env={**os.environ, "COLUMNS": "80", **environ},
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_a_fault_has_a_status_of_its_own_and_a_sentence_without_answers(name: str) -> None:
    args, place = COMMANDS[name]
    done = run_with(f"{place} = fail", *args, stdin="pain.location: [low_back]\n")
    assert done.returncode == INTERNAL == 70
    assert done.stdout == ""
    assert "triage itself failed (RuntimeError at triage.cli." in done.stderr
    assert "Nothing was decided" in done.stderr
    assert "speak to a clinician" in done.stderr
    assert "Traceback" not in done.stderr
    assert ANSWER not in done.stderr


def test_a_traceback_is_shown_to_who_asks_for_it() -> None:
    args, place = COMMANDS["while loading"]
    done = run_with(f"{place} = fail", *args, TRIAGE_DEBUG="1")
    assert done.returncode == INTERNAL
    assert "Traceback" in done.stderr
    assert ANSWER in done.stderr


def test_a_fault_is_told_in_the_language_of_the_person() -> None:
    args, place = COMMANDS["while assessing"]
    done = run_with(f"{place} = fail", *args, "--lang", "es", stdin="{}")
    assert done.returncode == INTERNAL
    assert "No se ha decidido nada" in done.stderr


def test_a_fault_in_an_interview_says_where_the_answers_are(
    rulebase: RuleBase, tmp_path: Path
) -> None:
    lines = "".join(f"{line}\n" for _, line in mirror(rulebase, NUMB))
    planted = "from triage.session.session import Session as m; m.assess = fail"
    done = run_with(planted, "ask", "--save", tmp_path / "case.json", stdin=lines)
    assert done.returncode == INTERNAL
    assert done.stdout == ""
    assert "Your answers are in" in done.stderr
    assert "triage itself failed" in done.stderr


def test_a_fault_of_the_inference_engine_writes_no_traceback(rulebase: RuleBase) -> None:
    lines = "".join(f"{line}\n" for _, line in mirror(rulebase, NUMB))
    planted = "import triage.session.agreement as m; m.rete_verdicts = fail"
    done = run_with(planted, "ask", stdin=lines)
    assert done.returncode == INTERNAL
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("place", ["menu.Menu.move", "keys.frame"])
def test_a_fault_of_a_key_or_a_drawing_ends_the_interview_with_words(
    rulebase: RuleBase, place: str
) -> None:
    module, _, name = place.partition(".")
    planted = f"from triage.cli.terminal import {module} as m; m.{name} = fail"
    child = pexpect.spawn(
        sys.executable,
        ["-c", f"{RAISE}{planted}\n{RUN}", "ask"],
        env={**os.environ, "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"},
        dimensions=(50, 100),
        encoding="utf-8",
        timeout=120,
    )
    try:
        if module == "menu":
            child.expect_exact(mirror(rulebase, STRESSED, upto=1)[0][0].ask[:20])
            child.send("\x1b[B")
        child.expect(pexpect.EOF)
        told = " ".join(str(child.before).split())
    finally:
        child.close(force=True)
    assert child.exitstatus == INTERNAL
    assert "triage itself failed (RuntimeError at triage.cli.terminal." in told
    assert "Press ENTER" not in told
    assert "Traceback" not in told
