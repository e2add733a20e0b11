"""The interview on a real pseudo-terminal, with keys."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from people import NUMB, ON_WARFARIN, STRESSED, mirror
from terminals import (
    DOWN,
    END,
    HOME,
    LEFT,
    PAGE_DOWN,
    PAGE_UP,
    UP,
    Terminal,
    answer_all,
    none_left_over,
    start,
)

from triage.content.load import load
from triage.model.rulebase import RuleBase
from triage.session.screen import Screen
from triage.terms import QuestionKind

SIZES = pytest.mark.parametrize(
    ("columns", "rows"),
    [pytest.param(80, 24, marks=pytest.mark.soak), (60, 20)],
    ids=["80x24", "60x20"],
)
"""`make test` looks at the smaller window, in which more can be out of sight."""

Met = list[tuple[Screen, str]]


@pytest.fixture(autouse=True)
def _tidy() -> Iterator[None]:
    with none_left_over():
        yield


def up_to(terminal: Terminal, met: Met, place: int) -> Screen:
    """Answer every screen before the one at `place`, and return that one when it is asked."""
    answer_all(terminal, met[:place])
    screen = met[place][0]
    terminal.asks(screen, place + 1)
    return screen


def first_of(met: Met, kind: QuestionKind) -> int:
    return next(place for place, (screen, _) in enumerate(met) if screen.kind is kind)


def leave(terminal: Terminal) -> None:
    terminal.send("\x04")
    terminal.told("You stopped early")
    assert terminal.ends() == 0


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
    terminal = start("ask", columns=columns, rows=rows)
    answer_all(terminal, mirror(rulebase, STRESSED))
    terminal.sees("Enter goes on")
    terminal.send("\r")
    terminal.told("LOOK AFTER IT YOURSELF")
    assert terminal.ends() == 0
    # What was drawn over is gone: every question stands there once, with its answer.
    assert "Lines 1 to" not in terminal.all
    assert terminal.all.count("Where is the spasm or pain?") == 1


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
    terminal = start("ask", columns=columns, rows=rows)
    met = mirror(rulebase, STRESSED)
    up_to(terminal, met, 0)
    terminal.send("neck\r")
    terminal.sees("Moved to line 3. Space marks it.")
    terminal.sees("> [ ] 3.")
    terminal.send("\r")
    terminal.sees("Nothing is marked")
    terminal.send("review\r")
    terminal.sees("You have not answered anything yet.")
    assert "[x]" not in terminal.now
    leave(terminal)


@SIZES
def test_marks_and_typed_numbers_add_up(
    rulebase: RuleBase, tmp_path: Path, columns: int, rows: int
) -> None:
    file = tmp_path / "case.json"
    met = mirror(rulebase, STRESSED)
    place = first_of(met, QuestionKind.CHECKLIST)
    terminal = start("ask", "--save", file, columns=columns, rows=rows)
    screen = up_to(terminal, met, place)
    terminal.send(DOWN * 6 + " ")
    terminal.sees("> [x] 7.")
    terminal.answer(screen, place + 1, "8 9?")
    terminal.wait(lambda: len(json.loads(file.read_text())["answers"]) > place, "a saved answer")
    values = json.loads(file.read_text())["answers"][place]["values"]
    said = [values[fact] for fact in screen.facts]
    assert said[6:9] == [True, True, "not_sure"]
    assert not any(said[:6] + said[9:])


@SIZES
def test_lines_that_were_never_drawn_are_not_answered_no(
    rulebase: RuleBase, columns: int, rows: int
) -> None:
    met = mirror(rulebase, STRESSED)
    place = first_of(met, QuestionKind.CHECKLIST)
    terminal = start("ask", columns=columns, rows=rows)
    screen = up_to(terminal, met, place)
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
    first, second = met[0][0], met[1][0]
    terminal = start("ask", columns=columns, rows=rows)
    up_to(terminal, met, 1)
    terminal.send(DOWN + " " + DOWN + "  ")
    terminal.sees("[x] 2.")
    terminal.sees("> [?] 3.")
    terminal.send(LEFT)
    terminal.asks(first, 1)
    terminal.sees("[x] 1. Low back")
    terminal.send("\r")
    terminal.asks(second, 2)
    terminal.sees("[x] 2.")
    terminal.sees("[?] 3.")
    leave(terminal)


@SIZES
def test_enter_alone_chooses_nothing(rulebase: RuleBase, columns: int, rows: int) -> None:
    met = mirror(rulebase, STRESSED)
    terminal = start("ask", columns=columns, rows=rows)
    up_to(terminal, met, 0)
    terminal.send("\r")
    terminal.sees("Nothing is marked. Space marks the line at the cursor")
    terminal.sees("Question 1 (")
    place = first_of(met, QuestionKind.SINGLE_CHOICE)
    screen = up_to(terminal, met, place)
    terminal.send("\r")
    terminal.sees("Nothing is marked. Space marks the line at the cursor")
    terminal.send(DOWN + " ")
    terminal.sees("> (x) 2.")
    terminal.send("\r")
    terminal.told(f"{place + 1}. {screen.ask} {screen.choices[1].text}")
    terminal.sees(f"Question {place + 2} (")
    leave(terminal)


@SIZES
def test_home_end_and_pages_move_and_a_resize_keeps_marks(
    rulebase: RuleBase, columns: int, rows: int
) -> None:
    met = mirror(rulebase, STRESSED)
    place = first_of(met, QuestionKind.CHECKLIST)
    terminal = start("ask", columns=columns, rows=rows)
    last = len(up_to(terminal, met, place).items)
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
    terminal.resize(100, 45)
    terminal.sees(f"[ ] {last}.")
    terminal.sees("[x] 7.")
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
    terminal = start("ask")
    up_to(terminal, mirror(rulebase, STRESSED, upto=1), 0)
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
    terminal.told("Left out for you")
    terminal.told("Wintergreen oil:")
    terminal.told("warfarin: yes")
    assert terminal.ends() == 0


def test_saddle_numbness_is_an_emergency_at_once(rulebase: RuleBase) -> None:
    terminal = start("ask")
    answer_all(terminal, mirror(rulebase, NUMB))
    terminal.told("GET EMERGENCY HELP NOW")
    assert terminal.ends() == 0


def test_arrows_space_and_enter_answer_and_left_goes_back(rulebase: RuleBase) -> None:
    first, second = (screen for screen, _ in mirror(rulebase, STRESSED, upto=2))
    terminal = start("ask")
    terminal.asks(first, 1)
    terminal.send(DOWN + UP + " \r")
    terminal.told(f"1. {first.ask} {first.choices[0].text}")
    terminal.asks(second, 2)
    terminal.send(LEFT)
    terminal.asks(first, 1)
    terminal.send(" 3\r")
    terminal.told(f"1. {first.ask} Neck or top of the shoulders")
    terminal.asks(second, 2)
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


def test_why_is_answered_with_rule_and_source(rulebase: RuleBase) -> None:
    terminal = start("ask")
    ((screen, _),) = mirror(rulebase, STRESSED, upto=1)
    terminal.asks(screen, 1)
    terminal.send("why\r")
    terminal.sees("Why we ask:")
    terminal.sees("(rule ")
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


def test_an_answer_can_be_changed_in_the_review_and_is_filled_in(rulebase: RuleBase) -> None:
    met = mirror(rulebase, STRESSED)
    terminal = start("ask")
    answer_all(terminal, met)
    terminal.sees("Your answers so far")
    assert "Not sure" not in terminal.now.partition("Your answers so far")[2]
    trigger = next(at for at, (s, _) in enumerate(met) if "pain.trigger" in s.facts)
    terminal.send(DOWN * (trigger + 1) + "\r")
    terminal.sees(f"Changing answer {trigger + 1}.")
    assert "the last one" not in terminal.now
    terminal.sees(f"[x] {met[trigger][1]}. ")
    terminal.send(LEFT)
    place = next(at for at, (s, _) in enumerate(met) if "nerve.saddle_numbness" in s.facts)
    terminal.sees("Enter goes on")
    terminal.send(f"{place + 1}\r")
    terminal.sees("Your answer so far: none of these")
    screen = met[place][0]
    terminal.send(f"{screen.facts.index('nerve.saddle_numbness') + 1}\r")
    terminal.told("GET EMERGENCY HELP NOW")
    assert terminal.ends() == 0


def test_after_an_edit_that_brings_more_questions_nothing_untrue_is_said(
    rulebase: RuleBase,
) -> None:
    met = mirror(rulebase, STRESSED)
    terminal = start("ask", rows=60)
    answer_all(terminal, met)
    terminal.sees("No other answer would change how urgent this is")
    terminal.send("1\r")
    terminal.sees("Changing answer 1.")
    terminal.send(" 5\r")
    terminal.sees("Leg: thigh")
    terminal.sees("After this change there is more to ask.")
    assert "No other answer would change" not in terminal.now
    terminal.send("\r")
    terminal.sees("Question ")
    leave(terminal)


def test_the_review_shows_every_denied_line_on_request_and_left_goes_back(
    rulebase: RuleBase,
) -> None:
    met = mirror(rulebase, STRESSED)
    terminal = start("ask", rows=40)
    answer_all(terminal, met)
    terminal.sees("Your answers so far")
    terminal.send("all\r")
    while True:
        terminal.sees("Enter ")
        terminal.wait(
            lambda: "Enter shows more." in terminal.now or "Enter goes back." in terminal.now,
            "a page of answers",
        )
        if "Enter goes back." in terminal.now:
            break
        terminal.send("\r")
        terminal.gone("Enter shows more.")
    for screen, line in met:
        if line == "0":
            for item in screen.items:
                assert f"no: {' '.join(item.text.split())}" in terminal.all
    terminal.send("\r")
    terminal.sees("Enter goes on")
    terminal.send(LEFT)
    terminal.asks(met[-1][0], len(met))
    leave(terminal)


def test_a_resize_draws_the_question_anew_at_the_new_width(rulebase: RuleBase) -> None:
    first, second = (screen for screen, _ in mirror(rulebase, STRESSED, upto=2))
    terminal = start("ask", columns=100)
    terminal.asks(first, 1)
    terminal.sees("review, not sure, quit.")
    terminal.resize(60, 24)
    narrow = "Left goes back. Or type: back, why, help, review, not sure,"
    terminal.wait(lambda: narrow in terminal.rows, "60 columns")
    terminal.answer(first, 1, "1")
    terminal.asks(second, 2)
    leave(terminal)


def test_why_stays_in_sight_on_a_low_terminal_and_marks_are_kept(rulebase: RuleBase) -> None:
    met = mirror(rulebase, STRESSED, upto=3)
    terminal = start("ask", columns=60, rows=20)
    up_to(terminal, met, 1)
    terminal.sees("Lines 1 to")
    terminal.send(" ")
    terminal.send("why\r")
    terminal.sees("Why we ask:")
    terminal.sees("Enter goes back")
    terminal.send("\r")
    terminal.asks(met[1][0], 2)
    terminal.sees("[x] 1.")
    leave(terminal)


def test_back_goes_through_every_answer_to_the_first_question_and_enter_comes_back(
    rulebase: RuleBase,
) -> None:
    met = mirror(rulebase, STRESSED, upto=5)
    terminal = start("ask", rows=60)
    up_to(terminal, met, 4)
    for place in (3, 2, 1, 0):
        terminal.send(LEFT)
        terminal.asks(met[place][0], place + 1)
    terminal.send("back\r")
    terminal.sees("This is the first question")
    for place in range(1, len(met)):
        terminal.send("\r")
        terminal.asks(met[place][0], place + 1)
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
    terminal.told("Type one or more numbers")
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
