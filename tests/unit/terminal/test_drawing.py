"""A page holds whole lines under their question, and what does not fit comes on the next."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from screens import FACTS, LIST, in_sight

from triage.cli.terminal.drawing import Face, frame
from triage.cli.terminal.menu import Menu
from triage.model.question import Item
from triage.session.screen import Screen

LONG = " words and more words" * 4


def many(count: int) -> Screen:
    facts = tuple(f"sign.n{at}" for at in range(count))
    items = [Item(fact=fact, text=f"Line{at}{LONG}", label=fact) for at, fact in enumerate(facts)]
    return LIST.model_copy(update={"facts": facts, "items": tuple(items)})


FACE = Face("Question 1 (at most 9 more).", {0: "Since then?", 3: "And these?"}, "Enter answers.")


def drawn(menu: Menu, columns: int, height: int) -> list[str]:
    page, foot = frame(menu, FACE, columns, height)
    menu.saw(page.seen(len(page.rows)))
    return [text for _style, text in (*page.rows, *foot)]


def test_a_list_that_fits_is_drawn_whole_with_its_headings_and_marks() -> None:
    menu = in_sight(LIST)
    menu.space()
    assert drawn(menu, 70, 20) == [
        "Question 1 (at most 9 more).",
        "Since then?",
        "> [x] 1. Numb between the legs",
        "  [ ] 2. New trouble passing urine",
        "  [ ] 3. New bowel leaking",
        "And these?",
        "  [ ] 4. No feeling in a foot",
        "  [ ] 5. Pain in the chest",
        "Enter answers.",
    ]


@pytest.mark.parametrize(("columns", "height"), [(79, 23), (59, 19), (39, 14)])
def test_enter_goes_page_by_page_through_every_line(columns: int, height: int) -> None:
    menu = Menu(many(24))
    seen: list[int] = []
    for _ in range(24):
        rows = drawn(menu, columns, height)
        assert len(rows) <= height
        assert max(map(len, rows)) <= columns
        assert "And these?" in rows or menu.last < 3
        seen += range(menu.top, menu.last + 1)
        for place in range(menu.top, menu.last + 1):
            assert any(f" {place + 1}. Line{place}" in row for row in rows)
        if menu.seen == set(range(24)):
            break
        assert menu.enter() is None
    assert seen == list(range(24))
    assert menu.enter() is None
    assert menu.enter() is not None


@given(
    keys=st.lists(
        st.sampled_from(["up", "down", "pageup", "pagedown", "home", "end"]), max_size=12
    ),
    columns=st.integers(30, 100),
    height=st.integers(9, 40),
)
def test_the_cursor_is_always_in_sight(keys: list[str], columns: int, height: int) -> None:
    menu = Menu(many(12))
    press = {
        "up": lambda: menu.move(-1),
        "down": lambda: menu.move(1),
        "pageup": lambda: menu.turn(-1),
        "pagedown": lambda: menu.turn(1),
        "home": menu.key_home,
        "end": menu.key_end,
    }
    drawn(menu, columns, height)
    for key in keys:
        press[key]()
        rows = drawn(menu, columns, height)
        assert menu.top <= menu.cursor <= menu.last
        assert sum(row.startswith(">") for row in rows) == 1


def test_a_line_that_was_cut_off_was_not_seen() -> None:
    menu = Menu(LIST)
    page, _foot = frame(menu, FACE, 70, 20)
    assert page.seen(len(page.rows)) == set(range(len(FACTS)))
    assert page.seen(4) == {0, 1}


def test_pages_turned_on_and_back_show_the_same_lines() -> None:
    menu = Menu(many(24))
    drawn(menu, 59, 19)
    first = (menu.top, menu.last)
    menu.turn(1)
    drawn(menu, 59, 19)
    menu.turn(-1)
    drawn(menu, 59, 19)
    assert (menu.top, menu.last) == first


def test_what_is_typed_shows_where_the_next_letter_goes() -> None:
    menu = in_sight(LIST)
    menu.type("12")
    menu.shift(-1)
    assert "Typed: 1_2" in drawn(menu, 70, 20)
