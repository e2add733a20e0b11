"""The interview on a real pseudo-terminal, with keys."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest
from persons import NUMB, ON_WARFARIN, STRESSED, Person, mirror

from triage.model.rulebase import RuleBase

UP, DOWN, LEFT = "\x1b[A", "\x1b[B", "\x1b[D"


class Terminal:
    """A triage command on a pseudo-terminal of 80 columns."""

    def __init__(self, *args: str | Path, columns: int = 80, rows: int = 50) -> None:
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "triage", *map(str, args)],
            env={**os.environ, "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1", "NO_COLOR": "1"},
            dimensions=(rows, columns),
            encoding="utf-8",
            timeout=20,
        )
        self.child.delaybeforesend = 0.05

    def sees(self, text: str) -> None:
        """Wait until the words of `text` appear, wherever lines break."""
        words = [re.escape(word) for word in text.split()[:7]]
        gap = r"(?:\s|\x1b\[[0-9;?]*[A-Za-z])+"
        self.child.expect(gap.join(words))

    def ends(self) -> int:
        self.child.expect(pexpect.EOF)
        self.child.close()
        return -1 if self.child.exitstatus is None else self.child.exitstatus

    @property
    def before(self) -> str:
        plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", str(self.child.before))
        return " ".join(plain.split())


@pytest.fixture(autouse=True)
def _tidy() -> Iterator[None]:
    yield
    # A child left over would outlive the test run.
    for child in _children:
        if child.child.isalive():
            child.child.terminate(force=True)
    _children.clear()


_children: list[Terminal] = []


def start(*args: str | Path, columns: int = 80) -> Terminal:
    terminal = Terminal(*args, columns=columns)
    _children.append(terminal)
    return terminal


def answer_all(terminal: Terminal, rulebase: RuleBase, person: Person, skip: int = 0) -> None:
    for screen, line in mirror(rulebase, person)[skip:]:
        terminal.sees(screen.ask)
        terminal.child.send(f"{line}\r")


def test_a_whole_interview_with_keys_ends_in_self_care(rulebase: RuleBase) -> None:
    terminal = start("ask")
    answer_all(terminal, rulebase, STRESSED)
    terminal.sees("Your answers so far")
    terminal.child.send("\r")
    terminal.sees("LOOK AFTER IT YOURSELF")
    assert terminal.ends() == 0
    assert "diagnosis" in terminal.before


def test_a_warfarin_user_reads_why_wintergreen_is_left_out(rulebase: RuleBase) -> None:
    terminal = start("ask")
    answer_all(terminal, rulebase, ON_WARFARIN)
    terminal.sees("Your answers so far")
    terminal.child.send("\r")
    terminal.sees("Left out for you")
    terminal.sees("Wintergreen oil:")
    terminal.sees("warfarin: yes")
    assert terminal.ends() == 0


def test_saddle_numbness_is_an_emergency_at_once(rulebase: RuleBase) -> None:
    terminal = start("ask")
    answer_all(terminal, rulebase, NUMB)
    terminal.sees("GET EMERGENCY HELP NOW")
    assert terminal.ends() == 0


def test_arrows_space_and_enter_answer_and_left_goes_back(rulebase: RuleBase) -> None:
    first, second = (screen for screen, _ in mirror(rulebase, STRESSED, upto=2))
    terminal = start("ask")
    terminal.sees(first.ask)
    terminal.child.send(DOWN)
    terminal.child.send(UP)
    terminal.child.send(" ")
    terminal.child.send("\r")
    terminal.sees(first.choices[0].text)
    terminal.sees(second.ask)
    terminal.child.send(LEFT)
    terminal.sees(first.ask)
    terminal.child.send("neck\r")
    terminal.child.send("\r")
    terminal.sees("Neck or top of the shoulders")
    terminal.child.send("quit\r")
    terminal.sees("You stopped early")
    assert terminal.ends() == 0


def test_nothing_marked_needs_a_second_enter(rulebase: RuleBase) -> None:
    met = mirror(rulebase, STRESSED)
    place = next(at for at, (screen, _) in enumerate(met) if screen.items)
    terminal = start("ask")
    for screen, line in met[:place]:
        terminal.sees(screen.ask)
        terminal.child.send(f"{line}\r")
    terminal.sees(met[place][0].ask)
    terminal.child.send("\r")
    terminal.sees("Press Enter again")
    terminal.child.send("\r")
    terminal.sees(met[place + 1][0].ask)
    terminal.child.send("\x04")
    terminal.sees("You stopped early")
    assert terminal.ends() == 0


def test_why_is_answered_with_rule_and_source(rulebase: RuleBase) -> None:
    terminal = start("ask")
    terminal.sees(mirror(rulebase, STRESSED, upto=1)[0][0].ask)
    terminal.child.send("why\r")
    terminal.sees("Why we ask:")
    terminal.child.expect(r"rule\s+[a-z_]+\.[a-z_]+")
    terminal.child.send("quit\r")
    assert terminal.ends() == 0


def test_ctrl_c_leaves_with_130_and_keeps_what_was_saved(
    rulebase: RuleBase, tmp_path: Path
) -> None:
    file = tmp_path / "case.json"
    met = mirror(rulebase, STRESSED, upto=3)
    terminal = start("ask", "--save", file)
    for screen, line in met[:2]:
        terminal.sees(screen.ask)
        terminal.child.send(f"{line}\r")
    terminal.sees(met[2][0].ask)
    terminal.child.send("\x03")
    terminal.child.send("\x03")
    terminal.sees("Your answers are in")
    assert terminal.ends() == 130
    assert "Traceback" not in terminal.before
    assert len(json.loads(file.read_text())["answers"]) == 2


def test_a_killed_interview_resumes_where_it_was(rulebase: RuleBase, tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    met = mirror(rulebase, STRESSED)
    terminal = start("ask", "--save", file)
    for screen, line in met[:3]:
        terminal.sees(screen.ask)
        terminal.child.send(f"{line}\r")
    terminal.sees(met[3][0].ask)
    terminal.child.kill(signal.SIGKILL)
    terminal.child.wait()
    again = start("ask", "--resume", file)
    again.sees("Going on with 3 answers")
    answer_all(again, rulebase, STRESSED, skip=3)
    again.sees("Your answers so far")
    again.child.send("\r")
    again.sees("LOOK AFTER IT YOURSELF")
    assert again.ends() == 0


def test_an_answer_can_be_changed_in_the_review(rulebase: RuleBase) -> None:
    terminal = start("ask")
    answer_all(terminal, rulebase, STRESSED)
    terminal.sees("Your answers so far")
    met = mirror(rulebase, STRESSED)
    place = next(at for at, (s, _) in enumerate(met) if "nerve.saddle_numbness" in s.facts)
    terminal.child.send(DOWN * (place + 1))
    terminal.child.send("\r")
    screen = mirror(rulebase, STRESSED)[place][0]
    terminal.sees(screen.ask)
    terminal.child.send(f"{screen.facts.index('nerve.saddle_numbness') + 1}\r")
    terminal.sees("GET EMERGENCY HELP NOW")
    assert terminal.ends() == 0


def test_a_narrow_terminal_and_a_resize_are_survived(rulebase: RuleBase) -> None:
    first, second = (screen for screen, _ in mirror(rulebase, STRESSED, upto=2))
    terminal = start("ask", columns=60)
    terminal.sees(first.ask)
    terminal.child.setwinsize(30, 100)
    time.sleep(0.3)
    terminal.child.setwinsize(24, 60)
    terminal.child.send("1\r")
    terminal.sees(second.ask)
    terminal.child.send("quit\r")
    assert terminal.ends() == 0


def test_plain_on_a_terminal_draws_no_escape_codes(rulebase: RuleBase) -> None:
    terminal = start("ask", "--plain")
    answer_all(terminal, rulebase, NUMB)
    terminal.sees("GET EMERGENCY HELP NOW")
    assert terminal.ends() == 0
    assert "\x1b" not in str(terminal.child.before)
