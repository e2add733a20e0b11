"""The interview on a real pseudo-terminal, with keys."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from people import NUMB, ON_WARFARIN, STRESSED, Met, first_of, interview, mirror, place_of
from terminals import (
    DOWN,
    END,
    HOME,
    KEYS,
    LEFT,
    PAGE_DOWN,
    PAGE_UP,
    UP,
    Terminal,
    answer_all,
    leave,
    none_left_over,
    start,
    turn_to_the_end,
    up_to,
)

from triage.content.load import load
from triage.model.rulebase import RuleBase
from triage.session.session import Session
from triage.terms import QuestionKind

SIZES = pytest.mark.parametrize(
    ("columns", "rows"),
    [pytest.param(80, 24, marks=pytest.mark.soak), (60, 20)],
    ids=["80x24", "60x20"],
)
"""`make test` looks at the smaller window, in which more can be out of sight."""


@pytest.fixture(autouse=True)
def _tidy() -> Iterator[None]:
    with none_left_over():
        yield


def longest_of(met: Met) -> int:
    """Return the place of the screen of most lines; another screen follows it."""
    return max(range(len(met) - 1), key=lambda place: len(met[place][0].items))


def going_on_at(place: int, rulebase: RuleBase, file: Path, columns: int) -> Terminal:
    """Return an interview that was saved in `file` just before the screen at `place`.

    The window is so low that a long list does not fit, however few of its lines still matter.
    """
    session = Session(rulebase)
    interview(session, STRESSED.told(rulebase), screens=place)
    file.write_text(json.dumps(session.to_dict()), encoding="utf-8")
    return start("ask", "--resume", file, columns=columns, rows=12)


def test_a_whole_interview_with_keys_ends_in_self_care(rulebase: RuleBase) -> None:
    terminal = start("ask")
    answer_all(terminal, mirror(rulebase, STRESSED))
    terminal.sees("Your answers so far")
    terminal.send("\r")
    terminal.told("LOOK AFTER IT YOURSELF")
    assert terminal.ends() == 0
    assert "diagnosis" in terminal.all


@SIZES
def test_a_whole_interview_fits_the_window(rulebase: RuleBase, columns: int, rows: int) -> None:
    met = mirror(rulebase, STRESSED)
    terminal = start("ask", columns=columns, rows=rows)
    answer_all(terminal, met)
    terminal.sees("Enter goes on")
    terminal.send("\r")
    terminal.told("LOOK AFTER IT YOURSELF")
    assert terminal.ends() == 0
    # What was drawn over is gone: every question stands there once, with its answer.
    assert "Lines 1 to" not in terminal.all
    assert terminal.all.count(met[place_of(met, "pain.location")][0].ask) == 1


@SIZES
@pytest.mark.parametrize("word", ["none", "0"])
def test_no_typed_on_a_checklist_means_none(
    rulebase: RuleBase, tmp_path: Path, columns: int, rows: int, word: str
) -> None:
    file = tmp_path / "case.json"
    met = mirror(rulebase, STRESSED)
    place = first_of(met, QuestionKind.CHECKLIST)
    terminal = start("ask", "--save", file, columns=columns, rows=rows)
    screen = up_to(terminal, met, place)
    terminal.answer(screen, place + 1, word)
    terminal.asks(met[place + 1][0], place + 2)
    leave(terminal)
    assert json.loads(file.read_text())["answers"][-1]["values"] == dict.fromkeys(
        screen.facts, False
    )


@SIZES
def test_a_word_that_is_looked_for_moves_the_cursor_and_marks_nothing(
    rulebase: RuleBase, columns: int, rows: int
) -> None:
    met = mirror(rulebase, STRESSED)
    place = first_of(met, QuestionKind.MULTIPLE_CHOICE)
    terminal = start("ask", columns=columns, rows=rows)
    screen = up_to(terminal, met, place)
    terminal.send(f"{screen.choices[2].text.split()[0]}\r")
    terminal.sees("Moved to line 3. Space marks it.")
    terminal.sees("> [ ] 3.")
    terminal.send("\r")
    terminal.sees("Nothing is marked")
    terminal.send("review\r")
    terminal.sees("Your answers so far")
    assert "[x]" not in terminal.now
    terminal.send("\r")
    terminal.asks(screen, place + 1)
    leave(terminal)


@pytest.mark.parametrize("columns", [80, 60])
def test_marks_and_typed_numbers_add_up(rulebase: RuleBase, tmp_path: Path, columns: int) -> None:
    file = tmp_path / "case.json"
    place = longest_of(met := mirror(rulebase, STRESSED))
    screen = met[place][0]
    terminal = going_on_at(place, rulebase, file, columns)
    terminal.asks(screen, place + 1)
    terminal.send(DOWN * 6 + " ")
    terminal.sees("> [x] 7.")
    terminal.answer(screen, place + 1, "8 9?")
    terminal.wait(lambda: len(json.loads(file.read_text())["answers"]) > place, "a saved answer")
    values = json.loads(file.read_text())["answers"][place]["values"]
    said = [values[fact] for fact in screen.facts]
    assert said[6:9] == [True, True, "not_sure"]
    assert not any(said[:6] + said[9:])


@pytest.mark.parametrize("columns", [80, 60])
def test_lines_that_were_never_drawn_are_not_answered_no(
    rulebase: RuleBase, tmp_path: Path, columns: int
) -> None:
    place = longest_of(met := mirror(rulebase, STRESSED))
    screen = met[place][0]
    terminal = going_on_at(place, rulebase, tmp_path / "case.json", columns)
    terminal.asks(screen, place + 1)
    beginnings = [
        " ".join(f"{at}. {one.text}".split()[:4]) for at, one in enumerate(screen.items, 1)
    ]
    seen: set[str] = set()
    terminal.sees("Lines 1 to")
    while "Press Enter again" not in terminal.now:
        seen |= {one for one in beginnings if one in terminal.now}
        terminal.turn_or_see("Press Enter again")
        assert f"{place + 1}. {screen.ask}" not in terminal.now
    assert seen == set(beginnings)
    terminal.send("\r")
    terminal.asks(met[place + 1][0], place + 2)
    leave(terminal)


@SIZES
def test_left_and_back_again_keep_answers_and_marks(
    rulebase: RuleBase, columns: int, rows: int
) -> None:
    met = mirror(rulebase, STRESSED)
    place = first_of(met, QuestionKind.CHECKLIST)
    before, answer = met[place - 1]
    assert before.kind is QuestionKind.MULTIPLE_CHOICE
    terminal = start("ask", columns=columns, rows=rows)
    screen = up_to(terminal, met, place)
    terminal.send(DOWN + " " + DOWN + "  ")
    terminal.sees("[x] 2.")
    terminal.sees("> [?] 3.")
    terminal.send(LEFT)
    terminal.asks(before, place)
    terminal.sees(f"[x] {answer}. {before.choices[int(answer) - 1].text}")
    terminal.send("\r")
    terminal.asks(screen, place + 1)
    terminal.sees("[x] 2.")
    terminal.sees("[?] 3.")
    leave(terminal)


@SIZES
def test_enter_alone_chooses_nothing(rulebase: RuleBase, columns: int, rows: int) -> None:
    met = mirror(rulebase, STRESSED)
    one = first_of(met, QuestionKind.SINGLE_CHOICE)
    several = first_of(met, QuestionKind.MULTIPLE_CHOICE)
    assert several == one + 1
    terminal = start("ask", columns=columns, rows=rows)
    screen = up_to(terminal, met, one)
    terminal.send("\r")
    terminal.sees("Nothing is marked. Space marks the line at the cursor")
    terminal.send(DOWN + " ")
    terminal.sees("> (x) 2.")
    terminal.send("\r")
    terminal.told(f"{one + 1}. {screen.ask} {screen.choices[1].text}")
    terminal.asks(met[several][0], several + 1)
    terminal.send("\r")
    terminal.sees("Nothing is marked. Space marks the line at the cursor")
    terminal.sees(f"Question {several + 1} (")
    leave(terminal)


@pytest.mark.parametrize("columns", [80, 60])
def test_home_end_and_pages_move_and_a_resize_keeps_marks(
    rulebase: RuleBase, tmp_path: Path, columns: int
) -> None:
    place = longest_of(met := mirror(rulebase, STRESSED))
    screen = met[place][0]
    terminal = going_on_at(place, rulebase, tmp_path / "case.json", columns)
    terminal.asks(screen, place + 1)
    last = len(screen.items)
    terminal.send(END)
    terminal.sees(f"> [ ] {last}.")
    terminal.send(PAGE_UP)
    terminal.gone(f"] {last}.")
    terminal.send(HOME)
    terminal.sees("> [ ] 1.")
    terminal.send(DOWN * 6 + " ")
    terminal.sees("> [x] 7.")
    terminal.send(PAGE_DOWN)
    terminal.gone("] 7.")
    terminal.resize(100, 100)
    terminal.sees(f"[ ] {last}.")
    terminal.sees("[x] 7.")
    terminal.send(HOME + DOWN * 6 + "  ")
    terminal.sees("> [ ] 7.")
    terminal.send("\r")
    terminal.sees("Press Enter again")
    terminal.send("\r")
    terminal.asks(met[place + 1][0], place + 2)
    leave(terminal)


def test_left_in_a_number_edits_it_and_a_paste_of_lines_is_told_of(rulebase: RuleBase) -> None:
    met = mirror(rulebase, STRESSED)
    place = first_of(met, QuestionKind.NUMBER)
    terminal = start("ask")
    screen = up_to(terminal, met, place)
    terminal.send("5" + LEFT + "3" + HOME)
    terminal.sees("Typed: _35")
    terminal.send("\x1b[200~4\n5\x1b[201~")
    terminal.sees("What you pasted has several lines")
    terminal.send("\r")
    terminal.told(f"{place + 1}. {screen.ask} 35")
    terminal.sees(f"Question {place + 2} (")
    leave(terminal)


@pytest.mark.parametrize("odd", ["²", "①"])
def test_odd_digits_give_words(rulebase: RuleBase, odd: str) -> None:
    met = mirror(rulebase, STRESSED)
    terminal = start("ask")
    up_to(terminal, met, first_of(met, QuestionKind.MULTIPLE_CHOICE))
    terminal.send(f"{odd}\r")
    terminal.sees("Sorry: type one or more numbers")
    leave(terminal)
    assert "Traceback" not in terminal.all


def test_colours_are_neither_needed_nor_in_the_way(rulebase: RuleBase) -> None:
    met = mirror(rulebase, NUMB)
    for refused in ("1", ""):
        terminal = start("ask", NO_COLOR=refused, COLORTERM="truecolor")
        answer_all(terminal, met)
        terminal.told("GET EMERGENCY HELP NOW")
        assert terminal.ends() == 0


def test_a_warfarin_user_reads_why_wintergreen_is_left_out(rulebase: RuleBase) -> None:
    terminal = start("ask")
    answer_all(terminal, mirror(rulebase, ON_WARFARIN))
    terminal.sees("Your answers so far")
    terminal.send("\r")
    terminal.sees(KEYS["en"])
    terminal.send("l")
    terminal.told("Left out for you")
    terminal.told("Wintergreen oil:")
    terminal.told("warfarin: yes")
    terminal.send("\r")
    assert terminal.ends() == 0


def test_saddle_numbness_is_an_emergency_at_once(rulebase: RuleBase) -> None:
    terminal = start("ask")
    answer_all(terminal, mirror(rulebase, NUMB))
    terminal.told("GET EMERGENCY HELP NOW")
    assert terminal.ends() == 0


def test_arrows_space_and_enter_answer_and_left_goes_back(rulebase: RuleBase) -> None:
    met = mirror(rulebase, STRESSED)
    place = first_of(met, QuestionKind.MULTIPLE_CHOICE)
    terminal = start("ask")
    screen = up_to(terminal, met, place)
    asked = f"{place + 1}. {screen.ask}"
    terminal.send(DOWN + UP + " \r")
    terminal.told(f"{asked} {screen.choices[0].text}")
    terminal.sees(f"Question {place + 2} (")
    terminal.send(LEFT)
    terminal.asks(screen, place + 1)
    terminal.send(" 3\r")
    terminal.told(f"{asked} {screen.choices[2].text}")
    terminal.sees(f"Question {place + 2} (")
    leave(terminal)


def test_nothing_marked_needs_a_second_enter(rulebase: RuleBase) -> None:
    met = mirror(rulebase, STRESSED)
    place = first_of(met, QuestionKind.CHECKLIST)
    terminal = start("ask")
    up_to(terminal, met, place)
    terminal.send("\r")
    terminal.sees("Press Enter again")
    terminal.send("\r")
    terminal.asks(met[place + 1][0], place + 2)
    leave(terminal)


def test_why_is_answered_for_a_person(rulebase: RuleBase) -> None:
    terminal = start("ask")
    ((screen, _),) = mirror(rulebase, STRESSED, upto=1)
    terminal.asks(screen, 1)
    terminal.send("why\r")
    terminal.sees("Why we ask:")
    terminal.sees("To rule out: ")
    assert "emergency_now" not in terminal.now  # rules by name are for those who write them
    terminal.sees("Enter goes back")
    terminal.send("\r")
    terminal.asks(screen, 1)
    leave(terminal)


def test_ctrl_c_leaves_with_130_and_keeps_what_was_saved(
    rulebase: RuleBase, tmp_path: Path
) -> None:
    file = tmp_path / "case.json"
    terminal = start("ask", "--save", file)
    up_to(terminal, mirror(rulebase, STRESSED, upto=3), 2)
    terminal.send("\x03")
    terminal.send("\x03")
    terminal.told("Your answers are in")
    assert terminal.ends() == 130
    assert "Traceback" not in terminal.all
    assert len(json.loads(file.read_text())["answers"]) == 2


def test_a_killed_interview_resumes_where_it_was(rulebase: RuleBase, tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    met = mirror(rulebase, STRESSED)
    terminal = start("ask", "--save", file)
    up_to(terminal, met, 3)
    terminal.child.kill(signal.SIGKILL)
    terminal.child.wait()
    again = start("ask", "--resume", file)
    again.told("Going on with 3 answers")
    answer_all(again, met, skip=3)
    again.sees("Your answers so far")
    again.send("\r")
    again.told("LOOK AFTER IT YOURSELF")
    assert again.ends() == 0


def test_a_resize_draws_the_question_anew_at_the_new_width(rulebase: RuleBase) -> None:
    met = mirror(rulebase, STRESSED)
    place = first_of(met, QuestionKind.MULTIPLE_CHOICE)
    terminal = start("ask", columns=100)
    screen = up_to(terminal, met, place)
    terminal.sees("review, not sure, quit.")
    terminal.resize(60, 24)
    narrow = "Left goes back. Or type: back, why, help, review, not sure,"
    terminal.wait(lambda: narrow in terminal.rows, "60 columns")
    terminal.answer(screen, place + 1, "1")
    terminal.asks(met[place + 1][0], place + 2)
    leave(terminal)


def test_why_stays_in_sight_on_a_low_terminal_and_marks_are_kept(
    rulebase: RuleBase, tmp_path: Path
) -> None:
    place = longest_of(met := mirror(rulebase, STRESSED))
    screen = met[place][0]
    terminal = going_on_at(place, rulebase, tmp_path / "case.json", 60)
    terminal.asks(screen, place + 1)
    terminal.sees("Lines 1 to")
    terminal.send(" ")
    terminal.send("why\r")
    terminal.sees("Why we ask:")
    turn_to_the_end(terminal)
    terminal.send("\r")
    terminal.asks(screen, place + 1)
    terminal.sees("[x] 1.")
    leave(terminal)


def test_ctrl_c_once_is_enough(rulebase: RuleBase) -> None:
    terminal = start("ask")
    up_to(terminal, mirror(rulebase, STRESSED, upto=1), 0)
    terminal.send("\x03")
    terminal.told("Stopped. Nothing was saved.")
    assert terminal.ends() == 130
    assert "Traceback" not in terminal.all


def test_a_whole_interview_in_spanish_with_keys() -> None:
    spanish = load(lang="es")
    met = mirror(spanish, STRESSED)
    terminal = start("ask", columns=60, rows=20, LC_ALL="es_ES.UTF-8", LANG="es_ES.UTF-8")
    typed = [(one, {"not sure": "no lo sé", "0": "ninguna"}.get(line, line)) for one, line in met]
    answer_all(terminal, typed, lang="es")
    terminal.sees("Intro continúa")
    terminal.send("\r")
    terminal.told(spanish.dispositions.dispositions[-1].title.upper())
    assert terminal.ends() == 0
    assert "diagnóstico" in terminal.all
    assert "Recommended" not in terminal.all


def test_spanish_words_are_understood_and_english_ones_too() -> None:
    spanish = load(lang="es")
    first, second = (screen for screen, _ in mirror(spanish, NUMB, upto=2))
    terminal = start("ask", "--lang", "es", "--plain")
    terminal.told(first.ask)
    for wish, told in (("motivo", "Por qué"), ("why", "Por qué"), ("ayuda", first.help)):
        terminal.send(f"{wish}\r")
        terminal.told(told)
    terminal.send("1\r")
    terminal.told(second.ask)
    terminal.send("volver\r")
    terminal.told("Su respuesta hasta ahora: ")
    terminal.send("salir\r")
    assert terminal.ends() == 0


def test_an_end_of_input_on_a_terminal_is_no_answer_and_not_interactive() -> None:
    terminal = start("ask", "--plain")
    terminal.told("Type a number")
    terminal.child.sendeof()
    terminal.told("there was no input")
    assert terminal.ends() == 2


def test_plain_on_a_terminal_draws_no_escape_codes(rulebase: RuleBase) -> None:
    terminal = start("ask", "--plain")
    for number, (screen, line) in enumerate(mirror(rulebase, NUMB), 1):
        terminal.told(f"Question {number} (")
        terminal.told(screen.ask)
        terminal.send(f"{line}\r")
    terminal.told("GET EMERGENCY HELP NOW")
    assert terminal.ends() == 0
    assert "\x1b" not in terminal.raw
