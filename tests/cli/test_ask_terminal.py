"""The interview on a real pseudo-terminal, with keys."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pexpect
import pytest
from persons import NUMB, ON_WARFARIN, STRESSED, Person, mirror

from triage.content.load import load
from triage.model.rulebase import RuleBase

UP, DOWN, LEFT = "\x1b[A", "\x1b[B", "\x1b[D"


class Terminal:
    """A triage command on a pseudo-terminal of 80 columns."""

    def __init__(
        self, *args: str | Path, columns: int = 80, rows: int = 50, **environ: str
    ) -> None:
        usual = {"TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1", "NO_COLOR": "1"}
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "triage", *map(str, args)],
            env={**os.environ, **usual, **environ},
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
        return " ".join(without_codes(str(self.child.before)).split())


def without_codes(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)


@pytest.fixture(autouse=True)
def _tidy() -> Iterator[None]:
    yield
    # A child left over would outlive the test run.
    for child in _children:
        if child.child.isalive():
            child.child.terminate(force=True)
    _children.clear()


_children: list[Terminal] = []


def start(*args: str | Path, columns: int = 80, rows: int = 50, **environ: str) -> Terminal:
    terminal = Terminal(*args, columns=columns, rows=rows, **environ)
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
    terminal.sees("Enter goes back to the question")
    terminal.child.send("\r")
    terminal.sees(mirror(rulebase, STRESSED, upto=1)[0][0].ask)
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


def test_a_resize_draws_the_question_anew_at_the_new_width(rulebase: RuleBase) -> None:
    first, second = (screen for screen, _ in mirror(rulebase, STRESSED, upto=2))
    terminal = start("ask", columns=100)
    terminal.sees(first.ask)
    terminal.sees("Left goes back")
    terminal.child.setwinsize(24, 60)
    terminal.sees(first.ask)
    terminal.child.expect(r"Or\s*type")
    drawn = [without_codes(line) for line in str(terminal.child.before).split("\r\n")]
    assert max(map(len, drawn)) <= 60
    terminal.child.send("1\r")
    terminal.sees(second.ask)
    terminal.child.send("quit\r")
    assert terminal.ends() == 0


def test_a_whole_interview_fits_sixty_columns_and_twenty_rows(rulebase: RuleBase) -> None:
    terminal = start("ask", columns=60, rows=20)
    for screen, line in mirror(rulebase, NUMB):
        terminal.sees(screen.ask)
        terminal.child.send(f"{line}\r")
        if len(screen.items) > 12:
            terminal.sees("There were more lines below")
            terminal.child.send("\r")
    terminal.sees("GET EMERGENCY HELP NOW")
    assert terminal.ends() == 0
    drawn = [without_codes(line) for line in str(terminal.child.before).split("\r\n")]
    assert max(map(len, drawn)) <= 60


def test_why_stays_in_sight_on_a_low_terminal_and_marks_are_kept(rulebase: RuleBase) -> None:
    met = mirror(rulebase, STRESSED, upto=3)
    terminal = start("ask", columns=60, rows=20)
    terminal.sees(met[0][0].ask)
    terminal.child.send("1\r")
    terminal.sees(met[1][0].ask)
    terminal.sees("more lines below")
    terminal.child.send(" ")
    terminal.child.send("why\r")
    terminal.sees("Why we ask:")
    terminal.sees("Enter goes back to the question")
    terminal.child.send("\r")
    terminal.sees(met[1][0].ask)
    terminal.child.expect(r"\[x\]")
    terminal.child.send("quit\r")
    assert terminal.ends() == 0


def test_back_goes_through_every_answer_to_the_first_question(rulebase: RuleBase) -> None:
    met = [(screen.ask, line) for screen, line in mirror(rulebase, STRESSED, upto=5)]
    terminal = start("ask", rows=60)
    for ask, line in met[:4]:
        terminal.sees(ask)
        terminal.child.send(f"{line}\r")
    terminal.sees(met[4][0])
    for ask, _ in reversed(met[:4]):
        terminal.child.send(LEFT)
        terminal.sees(ask)
    terminal.child.send("back\r")
    terminal.sees("This is the first question")
    for (_, line), (ask, _) in pairwise(met):
        terminal.child.send(f"{line}\r")
        terminal.sees(ask)
    terminal.child.send("quit\r")
    assert terminal.ends() == 0


def test_ctrl_c_once_is_enough(rulebase: RuleBase) -> None:
    terminal = start("ask")
    terminal.sees(mirror(rulebase, STRESSED, upto=1)[0][0].ask)
    terminal.child.send("\x03")
    terminal.sees("Stopped. Nothing was saved.")
    assert terminal.ends() == 130
    assert "Traceback" not in terminal.before


def test_a_whole_interview_in_spanish_with_keys() -> None:
    spanish = load(lang="es")
    terminal = start("ask", LC_ALL="es_ES.UTF-8", LANG="es_ES.UTF-8")
    for screen, line in mirror(spanish, STRESSED):
        terminal.sees(screen.ask)
        terminal.child.send(f"{line if line != 'not sure' else 'no lo sé'}\r")
    terminal.sees("Sus respuestas hasta ahora")
    terminal.child.send("\r")
    terminal.sees(spanish.dispositions.dispositions[-1].title.upper())
    assert terminal.ends() == 0
    assert "diagnóstico" in terminal.before
    assert "Recommended" not in terminal.before


def test_spanish_words_are_understood_and_english_ones_too() -> None:
    spanish = load(lang="es")
    first, second = (screen for screen, _ in mirror(spanish, NUMB, upto=2))
    terminal = start("ask", "--lang", "es", "--plain")
    terminal.sees(first.ask)
    for wish, told in (("motivo", "Por qué"), ("why", "Por qué"), ("ayuda", first.help)):
        terminal.child.send(f"{wish}\r")
        terminal.sees(told)
    terminal.child.send("1\r")
    terminal.sees(second.ask)
    terminal.child.send("volver\r")
    terminal.sees(first.ask)
    terminal.child.send("salir\r")
    assert terminal.ends() == 0


def test_an_end_of_input_on_a_terminal_is_no_answer_and_not_interactive() -> None:
    terminal = start("ask", "--plain")
    terminal.sees("Type one or more numbers")
    terminal.child.sendeof()
    terminal.sees("there was no input")
    assert terminal.ends() == 2


def test_plain_on_a_terminal_draws_no_escape_codes(rulebase: RuleBase) -> None:
    terminal = start("ask", "--plain")
    answer_all(terminal, rulebase, NUMB)
    terminal.sees("GET EMERGENCY HELP NOW")
    assert terminal.ends() == 0
    assert "\x1b" not in str(terminal.child.before)
