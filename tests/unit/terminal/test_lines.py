"""Moving, turning pages, and editing what is typed."""

from __future__ import annotations

import pytest
from screens import DAYS, LIST, in_sight, marks, value

from triage.cli.terminal.front import Picked
from triage.cli.terminal.lines import PickList


def test_left_and_right_home_and_end_edit_what_is_typed() -> None:
    menu = in_sight(DAYS)
    menu.type("4 days")
    menu.key_home()
    menu.type("1")
    assert menu.typed == "14 days"
    menu.shift(-5)
    menu.delete()
    assert menu.typed == "4 days"
    menu.key_end()
    menu.shift(-5)
    menu.rub_out()
    menu.type("2")
    assert value(menu.enter()) == "2 days"


def test_home_and_end_go_to_the_first_and_the_last_line() -> None:
    menu = in_sight(LIST)
    menu.key_end()
    assert menu.cursor == 4
    menu.key_home()
    assert menu.cursor == 0


def test_pages_turn_on_and_back_and_stop_at_the_ends() -> None:
    menu = in_sight(LIST)
    menu.last = 1
    menu.turn(1)
    assert (menu.cursor, menu.top) == (2, 2)
    menu.turn(-1)
    assert (menu.cursor, menu.top) == (1, 0)
    menu.last = 4
    menu.turn(1)
    assert menu.cursor == 4
    menu.turn(-1)
    assert menu.cursor == 0


def test_space_after_moving_marks_the_line_also_with_a_number_typed() -> None:
    menu = in_sight(LIST)
    menu.type("5")
    menu.move(1)
    menu.space()
    assert (menu.typed, marks(menu)) == ("5", " x   ")


def test_a_paste_of_several_lines_is_told_of_and_not_taken() -> None:
    menu = in_sight(LIST)
    menu.paste("1\n2\n")
    assert (menu.typed, marks(menu)) == ("", "     ")
    assert menu.note.startswith("What you pasted has several lines")
    menu.paste("1 3\r\n")
    assert menu.typed == "1 3"


@pytest.mark.parametrize(
    ("text", "picked"),
    [("1", 0), ("2", 1), ("all", Picked.ALL), ("back", Picked.BACK), ("quit", Picked.QUIT),
     ("0", Picked.GO_ON), ("", Picked.GO_ON)],
)  # fmt: skip
def test_the_list_of_answers_takes_a_number_or_a_word(text: str, picked: object) -> None:
    menu = PickList(answers=["where: neck", "none of these"])
    assert menu.enter() is None
    menu.saw(range(4))
    if text:
        menu.type(text)
    assert menu.enter() == picked


@pytest.mark.parametrize("text", ["3", "²", "①", "9" * 5000, "neck"])
def test_anything_else_there_gives_words(text: str) -> None:
    menu = PickList(answers=["where: neck", "none of these"])
    menu.saw(range(4))
    menu.type(text)
    assert menu.enter() is None
    assert menu.note.startswith("Sorry: type a number from 1 to 2")


def test_the_list_of_answers_holds_no_line_that_is_none() -> None:
    assert PickList(answers=["a"]).lines == ["Go on", "a", "Show every answer in full"]
