"""No key turns an answer round: what is answered was marked or typed, and every line was seen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from screens import (
    DAYS,
    EVERY,
    FACTS,
    LIST,
    ONE,
    SEVERAL,
    WITH_LINES,
    YES_NO,
    in_sight,
    marks,
    typed,
    value,
)

from triage.cli.terminal.draft import Draft
from triage.cli.terminal.front import Answered, Wish
from triage.cli.terminal.menu import Menu
from triage.cli.terminal.parse import NO, NONE_WORDS, NOT_SURE_WORDS, YES
from triage.model.rule import RawValue
from triage.session.screen import Screen
from triage.terms import NOT_SURE
from triage.wording import speaking

NONE_OF_THEM: dict[str, RawValue] = dict.fromkeys(FACTS, False)


def kinds(one: Screen) -> str:
    return one.kind.value


@pytest.mark.parametrize("word", ["n", "no", "No", "NONE", "0", "none of these"])
def test_no_and_none_on_a_checklist_say_no_to_every_line(word: str) -> None:
    assert value(typed(in_sight(LIST), word)) == []


@pytest.mark.parametrize("word", ["n", "no", "ninguna", "ninguno", "nada", "0", "none"])
def test_no_and_none_are_understood_in_spanish(word: str) -> None:
    with speaking("es"):
        assert value(typed(in_sight(LIST), word)) == []


@pytest.mark.parametrize("word", ["n", "no", "none", "0", "y", "yes"])
def test_none_is_no_answer_where_a_choice_is_wanted(word: str) -> None:
    for asked in (ONE, SEVERAL):
        menu = in_sight(asked)
        assert typed(menu, word) is None
        assert menu.note.startswith("Sorry: type one")
        assert "x" not in marks(menu)
        assert menu.cursor == 0


@pytest.mark.parametrize("asked", WITH_LINES, ids=kinds)
@pytest.mark.parametrize("word", ["chest", "new", "mid", "low", "neck", "no idea", "banana", "2 m"])
def test_a_word_marks_nothing_and_answers_nothing(asked: Screen, word: str) -> None:
    menu = in_sight(asked)
    for _ in range(3):
        assert typed(menu, word) is None
        assert "x" not in marks(menu)
    assert menu.typed == ""


def test_a_search_moves_to_the_next_line_with_the_word_and_says_so() -> None:
    menu = in_sight(LIST)
    typed(menu, "chest")
    assert (menu.cursor, menu.note) == (4, "Moved to line 5. Space marks it.")
    for place in (1, 2, 1):
        typed(menu, "new")
        assert menu.cursor == place
    menu.space()
    assert marks(menu) == " x   "


@pytest.mark.parametrize("letter", [*"review", "2"])
def test_typing_moves_nothing_before_enter(letter: str) -> None:
    menu = in_sight(LIST)
    menu.type(letter)
    assert menu.cursor == 0


@pytest.mark.parametrize("asked", EVERY, ids=kinds)
def test_a_command_leaves_marks_and_cursor_alone(asked: Screen) -> None:
    menu = in_sight(asked)
    menu.move(1)
    if menu.lines:
        menu.space()
    before = (marks(menu), menu.cursor)
    assert typed(menu, "review") is Wish.REVIEW
    assert (marks(menu), menu.cursor) == before


def test_marks_and_typed_numbers_add_up() -> None:
    menu = in_sight(LIST)
    menu.space()
    answer = value(typed(menu, "2 3?"))
    assert answer == NONE_OF_THEM | {FACTS[0]: True, FACTS[1]: True, FACTS[2]: NOT_SURE}


def test_the_number_of_a_marked_line_keeps_it_marked() -> None:
    menu = in_sight(LIST)
    menu.space()
    assert value(typed(menu, "1")) == NONE_OF_THEM | {FACTS[0]: True}


def test_places_marked_and_typed_add_up() -> None:
    menu = in_sight(SEVERAL)
    menu.space()
    assert value(typed(menu, "3")) == ["low", "leg"]


def test_not_sure_is_said_of_the_lines_left_blank() -> None:
    menu = in_sight(LIST)
    menu.space()
    assert value(typed(menu, "not sure")) == dict.fromkeys(FACTS, NOT_SURE) | {FACTS[0]: True}


def test_none_with_marks_is_asked_again_and_escape_keeps_them() -> None:
    menu = in_sight(LIST)
    menu.space()
    assert typed(menu, "none") is None
    assert menu.note.startswith("Marked: 1.")
    menu.clear()
    assert value(menu.enter()) == NONE_OF_THEM | {FACTS[0]: True}
    again = in_sight(LIST)
    again.space()
    typed(again, "none")
    assert value(again.enter()) == []


@pytest.mark.parametrize("asked", [YES_NO, ONE, SEVERAL], ids=kinds)
def test_the_cursor_alone_chooses_nothing(asked: Screen) -> None:
    menu = in_sight(asked)
    for _ in range(4):
        menu.move(1)
        assert menu.enter() is None
        assert menu.note.startswith("Nothing is marked.")


@pytest.mark.parametrize(
    ("asked", "answer"), [(YES_NO, False), (ONE, "middling"), (SEVERAL, ["neck"])], ids=str
)
def test_space_marks_and_enter_answers(asked: Screen, answer: object) -> None:
    menu = in_sight(asked)
    menu.move(1)
    menu.space()
    assert marks(menu).startswith(" x ")
    assert value(menu.enter()) == answer


@pytest.mark.parametrize("asked", [YES_NO, ONE], ids=kinds)
def test_only_one_line_can_be_marked_where_one_is_the_answer(asked: Screen) -> None:
    menu = in_sight(asked)
    for _ in range(2):
        menu.space()
        menu.move(1)
    assert marks(menu).count("x") == 1
    menu.move(-1)
    menu.space()
    assert menu.enter() is None


@pytest.mark.parametrize(
    ("word", "answer"),
    [("y", True), ("yes", True), ("1", True), ("n", False), ("2", False), ("not sure", NOT_SURE)],
)
def test_yes_and_no_can_be_typed(word: str, answer: object) -> None:
    assert value(typed(in_sight(YES_NO), word)) == answer


@pytest.mark.parametrize("word", ["ye", "nope", "not", "2 months", "yes and no", "sure", "0"])
def test_what_only_partly_says_yes_or_no_is_no_answer(word: str) -> None:
    menu = in_sight(YES_NO)
    assert typed(menu, word) is None
    assert (menu.cursor, "x" in marks(menu)) == (0, False)
    assert menu.note.startswith("Sorry: type 1 for yes")


def test_not_sure_goes_alone() -> None:
    menu = in_sight(SEVERAL)
    menu.space()
    assert typed(menu, "4") is None
    assert "goes alone" in menu.note
    assert marks(menu) == "x  x"


@pytest.mark.parametrize("asked", EVERY, ids=kinds)
@pytest.mark.parametrize("keys", ["", "1", "y", "0", "none"])
def test_nothing_is_answered_before_the_question_is_drawn(asked: Screen, keys: str) -> None:
    assert typed(Menu(asked), keys) is None


@pytest.mark.parametrize("keys", ["", "1", "0", "none", "not sure", "1 5?"])
def test_a_line_that_was_never_drawn_is_never_answered(keys: str) -> None:
    menu = Menu(LIST)
    for first in (0, 2, 4):
        menu.saw(range(first, min(first + 2, 5)))
        if first == 4:
            break
        assert typed(menu, keys if first == 0 else "") is None
        assert (menu.cursor, menu.top) == (first + 2, first + 2)
        assert menu.note.startswith("There are more lines.")
    reply = menu.enter() or menu.enter()
    assert isinstance(reply, Answered)


def test_a_line_in_the_middle_that_was_jumped_over_is_shown_before_any_answer() -> None:
    menu = Menu(LIST)
    menu.saw([0, 1])
    menu.key_end()
    menu.saw([3, 4])
    menu.space()
    assert menu.enter() is None
    assert menu.cursor == 2
    assert marks(menu) == "    x"


def test_a_choice_out_of_sight_is_shown_before_it_is_taken() -> None:
    menu = Menu(ONE)
    menu.saw([0, 1])
    assert typed(menu, "3") is None
    assert menu.cursor == 2
    menu.saw([1, 2])
    assert value(menu.enter()) == "no idea"
    several = Menu(SEVERAL)
    several.saw([0, 1])
    assert typed(several, "1") is None
    assert several.cursor == 2
    assert marks(several) == "x   "


@pytest.mark.parametrize("odd", ["²", "①", "²?", "1 ②", "9" * 5000, "१२३४"])
@pytest.mark.parametrize("asked", EVERY, ids=kinds)
def test_digits_that_are_no_numbers_here_give_words(asked: Screen, odd: str) -> None:
    menu = in_sight(asked)
    if asked is DAYS and odd == "१२३४":
        assert value(typed(menu, odd)) == 1234
        return
    assert typed(menu, odd) is None
    assert menu.note


@pytest.mark.parametrize("asked", EVERY, ids=kinds)
@given(text=st.text(max_size=12))
def test_whatever_is_typed_marks_no_line_unless_it_is_a_number_or_a_plain_word(
    asked: Screen, text: str
) -> None:
    menu = in_sight(asked)
    menu.type(text)
    reply = menu.enter()
    plain = YES | NO | NONE_WORDS | NOT_SURE_WORDS
    word = " ".join(text.lower().split())
    if not any(one.isdecimal() for one in text) and word not in plain:
        assert not isinstance(reply, Answered)
        assert not any(one in marks(menu) for one in "x?")


def test_left_and_back_again_loses_no_mark() -> None:
    draft = Draft()
    menu = in_sight(LIST, draft)
    menu.space()
    menu.move(1)
    menu.space()
    menu.space()
    menu.leave()
    again = Menu(LIST, draft)
    again.saw([0])
    assert marks(again) == "x?   "
    assert again.seen == set(range(5))


@pytest.mark.parametrize(
    ("asked", "values", "shown"),
    [
        (YES_NO, {"the.fact": False}, " x "),
        (YES_NO, {"the.fact": NOT_SURE}, "  x"),
        (ONE, {"the.fact": "middling"}, " x  "),
        (SEVERAL, {"the.fact": ["low", "leg"]}, "x x "),
        (SEVERAL, {"the.fact": NOT_SURE}, "   x"),
        (LIST, NONE_OF_THEM | {FACTS[1]: True, FACTS[4]: NOT_SURE}, " x  ?"),
    ],
    ids=str,
)
def test_an_earlier_answer_is_filled_in_and_enter_keeps_it(
    asked: Screen, values: dict[str, RawValue], shown: str
) -> None:
    menu = in_sight(asked, Draft(answers=dict(values)))
    assert marks(menu) == shown
    assert menu.earlier == ""
    answer = value(menu.enter())
    assert answer == (values if asked is LIST else values["the.fact"])


def test_an_earlier_number_is_shown_as_typed_and_enter_keeps_it() -> None:
    draft = Draft(answers={"the.fact": 60}, words={"the.fact": (60, "2 months")})
    menu = in_sight(DAYS, draft)
    assert menu.earlier == "Your answer so far: 2 months. Enter keeps it."
    assert value(menu.enter()) == "2 months"
    assert value(typed(in_sight(DAYS, draft), "3 weeks")) == "3 weeks"
    plain = in_sight(DAYS, Draft(answers={"the.fact": 1}))
    assert plain.earlier == "Your answer so far: 1 day. Enter keeps it."
    assert value(plain.enter()) == 1


def test_an_earlier_none_is_shown_and_enter_keeps_it_only_as_it_was() -> None:
    menu = in_sight(LIST, Draft(answers=dict(NONE_OF_THEM)))
    assert menu.earlier == "Your answer so far: none of these. Enter keeps it."
    assert value(menu.enter()) == []
    marked = in_sight(LIST, Draft(answers=NONE_OF_THEM | {FACTS[0]: True}))
    for _ in range(2):
        marked.space()
    assert marks(marked) == "     "
    assert marked.enter() is None


def test_no_earlier_answer_is_shown_where_some_lines_are_new() -> None:
    menu = in_sight(LIST, Draft(answers=dict.fromkeys(FACTS[:3], False)))
    assert menu.earlier == ""
    assert menu.enter() is None


def test_a_number_left_half_typed_is_there_again() -> None:
    draft = Draft()
    menu = in_sight(DAYS, draft)
    menu.type("3 we")
    menu.leave()
    assert Menu(DAYS, draft).typed == "3 we"


def test_an_empty_number_is_no_answer() -> None:
    menu = in_sight(DAYS)
    assert typed(menu, "  ") is None
    assert menu.note == "Type a number first, or: not sure"
