"""Signals from outside: the terminal is left as it was, and no answer that was given is lost."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest
from people import NUMB, STRESSED, first_of, mirror

from triage.model.rulebase import RuleBase
from triage.terms import QuestionKind

ENDING = [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGINT]
PATIENCE = 120
"""Seconds to wait for what is expected, before it is called missing."""


def usual_signals() -> None:
    """Undo what a shell that runs the tests in the background has its children ignore."""
    for number in [*ENDING, signal.SIGTSTP]:
        signal.signal(number, signal.SIG_DFL)


def own_terminal() -> None:
    """Make standard input the terminal that controls the new session."""
    usual_signals()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class Held:
    """A command on a pseudo-terminal whose own end is kept open, to look at when it is gone."""

    def __init__(self, *args: str, program: tuple[str, ...] = ("-m", "triage")) -> None:
        self.ours, self.theirs = pty.openpty()
        termios.tcsetwinsize(self.ours, (40, 100))
        self.before = termios.tcgetattr(self.theirs)
        self.written = ""
        self.process = subprocess.Popen(
            [sys.executable, *program, *args],
            stdin=self.theirs,
            stdout=self.theirs,
            stderr=self.theirs,
            env={**os.environ, "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"},
            start_new_session=True,
            preexec_fn=own_terminal,  # noqa: PLW1509  (this process has no threads to speak of)
        )

    def sees(self, text: str) -> None:
        """Wait for words, wherever lines break."""
        wanted = r"(?:\s|\x1b\[[0-9;?]*[A-Za-z])+".join(map(re.escape, text.split()[:7]))
        deadline = time.monotonic() + PATIENCE
        while not re.search(wanted, self.written):
            assert time.monotonic() < deadline, self.written
            assert self.read() or self.process.poll() is None, self.written

    def read(self) -> bool:
        """Take what is there, waiting a little; return whether there was anything."""
        if not select.select([self.ours], [], [], 0.1)[0]:
            return False
        self.written += os.read(self.ours, 65536).decode(errors="replace")
        return True

    def type(self, keys: str) -> None:
        os.write(self.ours, keys.encode())

    def status(self) -> int:
        deadline = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < deadline, self.written
            self.read()
        while self.read():
            pass
        return self.process.returncode

    def is_as_before(self) -> bool:
        """Return whether the terminal is set as it was: by its settings, and by what was sent."""
        assert termios.tcgetattr(self.theirs) == self.before
        for on, off in (("\x1b[?25l", "\x1b[?25h"), ("\x1b[?2004h", "\x1b[?2004l")):
            assert self.written.rfind(on) <= self.written.rfind(off), repr(self.written[-300:])
        return True

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.ours)
        os.close(self.theirs)


@pytest.fixture
def held() -> Iterator[list[Held]]:
    children: list[Held] = []
    yield children
    for child in children:
        child.close()


@pytest.mark.parametrize("number", ENDING, ids=lambda one: one.name)
def test_a_signal_leaves_the_terminal_as_it_was_and_the_answers_saved(
    rulebase: RuleBase, tmp_path: Path, held: list[Held], number: signal.Signals
) -> None:
    file = tmp_path / "case.json"
    first, second = mirror(rulebase, STRESSED, upto=2)
    child = Held("ask", "--save", str(file))
    held.append(child)
    child.sees(first[0].ask)
    child.type(f"{first[1]}\r")
    child.sees(second[0].ask)
    assert not termios.tcgetattr(child.theirs)[3] & termios.ECHO
    child.process.send_signal(number)
    assert child.status() == 128 + number
    assert child.is_as_before()
    assert "Your answers are in" in child.written
    assert "Traceback" not in child.written
    assert len(json.loads(file.read_text())["answers"]) == 1


@pytest.mark.parametrize("number", ENDING, ids=lambda one: one.name)
def test_a_signal_ends_a_plain_interview_with_words_and_no_escape_codes(
    rulebase: RuleBase, held: list[Held], number: signal.Signals
) -> None:
    child = Held("ask", "--plain")
    held.append(child)
    child.sees(mirror(rulebase, STRESSED, upto=1)[0][0].ask)
    child.sees("> ")
    child.process.send_signal(number)
    assert child.status() == 128 + number
    assert child.is_as_before()
    child.sees("Stopped. Nothing was saved.")
    assert "\x1b" not in child.written


AT_THE_END = """
import os, signal, sys
from triage.cli import result
def show(*_args, **_more):
    print("the first line of the advice", flush=True)
    os.kill(os.getpid(), signal.SIGTERM)
    print("never reached")
result.Result._first_page = show
sys.argv[0] = "triage"
from triage.cli.main import main
main()
"""


def test_a_signal_while_the_advice_is_written_ends_it_there(
    rulebase: RuleBase, held: list[Held]
) -> None:
    child = Held("ask", program=("-c", AT_THE_END))
    held.append(child)
    for screen, line in mirror(rulebase, NUMB):
        child.sees(screen.ask)
        child.type(f"{line}\r")
    child.sees("the first line of the advice")
    assert child.status() == 128 + signal.SIGTERM
    assert child.is_as_before()
    assert "never reached" not in child.written


WHILE_SAVING = """
import os, signal, sys
from triage.cli.terminal import savefile
write = savefile.write_whole
def slow(path, data):
    os.kill(os.getpid(), signal.SIGTERM)
    write(path, data)
    print("written", file=sys.stderr, flush=True)
savefile.write_whole = slow
sys.argv[0] = "triage"
from triage.cli.main import main
main()
"""


def test_a_signal_between_an_answer_and_its_saving_waits_until_it_is_saved(
    rulebase: RuleBase, tmp_path: Path, held: list[Held]
) -> None:
    file = tmp_path / "case.json"
    first = mirror(rulebase, STRESSED, upto=1)[0]
    earlier = Held("ask", "--save", str(file), "--plain")
    held.append(earlier)
    earlier.sees(first[0].ask)
    earlier.type("quit\r")
    assert earlier.status() == 0
    child = Held("ask", "--resume", str(file), program=("-c", WHILE_SAVING))
    held.append(child)
    child.sees(first[0].ask)
    child.type(f"{first[1]}\r")
    assert child.status() == 128 + signal.SIGTERM
    assert child.is_as_before()
    assert "written" in child.written
    assert len(json.loads(file.read_text())["answers"]) == 1


def test_a_signal_that_was_ignored_stays_ignored(rulebase: RuleBase, held: list[Held]) -> None:
    ignoring = (
        "import signal, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN); "
        "sys.argv[0] = 'triage'; from triage.cli.main import main; main()"
    )
    child = Held("ask", "--plain", program=("-c", ignoring))
    held.append(child)
    child.sees(mirror(rulebase, STRESSED, upto=1)[0][0].ask)
    child.process.send_signal(signal.SIGHUP)
    child.type("quit\r")
    assert child.status() == 0
    assert "You stopped early" in child.written


def test_ctrl_z_gives_the_shell_back_and_fg_the_question_with_its_marks(
    rulebase: RuleBase,
) -> None:
    met = mirror(rulebase, STRESSED)
    place = first_of(met, QuestionKind.MULTIPLE_CHOICE)
    (marked, line), after = met[place], met[place + 1][0]
    shell = pexpect.spawn(
        "bash",
        ["--norc", "--noprofile", "-i"],
        env={
            **os.environ, "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1", "NO_COLOR": "1",
            "PS1": "ready> ", "INPUTRC": os.devnull, "HISTFILE": os.devnull,
        },
        dimensions=(50, 100),
        encoding="utf-8",
        timeout=PATIENCE,
        preexec_fn=usual_signals,
    )  # fmt: skip

    def sees(text: str) -> None:
        gap = r"(?:\s|\x1b\[[0-9;?]*[A-Za-z])+"
        shell.expect(gap.join(map(re.escape, text.split()[:7])))

    try:
        shell.expect_exact("ready> ")
        shell.sendline(f"'{sys.executable}' -m triage ask; echo left with $?")
        for screen, typed in met[:place]:
            sees(screen.ask)
            shell.send(f"{typed}\r")
        sees(marked.ask)
        assert line == "1"
        shell.send(" ")
        shell.expect(r"\[x\]|\x1b\[[0-9;]*mx")  # only what changed is drawn
        shell.send("\x1a")
        shell.expect("Stopped.*ready> ")
        shell.sendline("stty -a")
        shell.expect(r"[^-]isig icanon")
        shell.expect(r"[^-]echo ")
        shell.expect_exact("ready> ")
        shell.sendline("fg")
        sees(marked.ask)
        shell.expect_exact("[x]")
        shell.send("\r")
        sees(after.ask)
        shell.send("\x03")
        sees("Stopped. Nothing was saved.")
        shell.expect_exact("ready> ")
    finally:
        shell.close(force=True)
