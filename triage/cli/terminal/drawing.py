"""What the keyboard front draws: a page of the question, and below it a foot that stays in sight.

Lines are drawn whole or not at all, so that a line that is in sight can be read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from prompt_toolkit.formatted_text import StyleAndTextTuples

from triage.cli.terminal.lines import Lines, R
from triage.report.as_text import wrapped
from triage.wording import _

LEAST = 4
"""Rows that the question gets however low the terminal is."""

Row = tuple[str, str]
"""A style, and one row of text without its end."""


@dataclass(frozen=True)
class Face:
    """What of a screen does not change while it is answered.

    `asks` are the questions by the index of their first line, `first_number` numbers the lines.
    """

    heading: str
    asks: Mapping[int, str]
    keys: str
    first_number: int = 1
    typing: bool = False


@dataclass
class Page:
    """The rows in sight: `ends` is the row after each line's last, by the line's index."""

    rows: list[Row] = field(default_factory=list)
    ends: dict[int, int] = field(default_factory=dict)

    def seen(self, height: int) -> set[int]:
        """Return the lines within `height` rows; one that is higher than that is cut short."""
        return {at for at, end in self.ends.items() if end <= height} or set(list(self.ends)[:1])


def frame(menu: Lines[R], face: Face, columns: int, height: int) -> tuple[Page, list[Row]]:
    """Return the page with the cursor in it and the foot, at most `height` rows together.

    `menu.top` and `menu.last` are then the first and the last line in sight.
    """
    foot = _foot(menu, face, columns)
    page = _page(menu, face, columns, max(LEAST, height - len(foot)))
    count = len(menu.lines)
    if len(page.ends) < count:
        sign = _("Lines {first} to {last} of {count}. PageDown and PageUp show the others.")
        room = len(_rows("", sign.format(first=count, last=count, count=count), columns))
        page = _page(menu, face, columns, max(LEAST, height - len(foot) - room))
        shown = sign.format(
            first=menu.top + face.first_number,
            last=menu.last + face.first_number,
            count=count,
        )
        foot = [*_rows("bold", shown, columns), *foot]
    return page, foot


def _page(menu: Lines[R], face: Face, columns: int, height: int) -> Page:
    wanted, menu.top = min(menu.top, menu.cursor), 0
    page = _fill(menu, face, columns, height)
    if len(page.ends) < len(menu.lines):
        menu.top = wanted
        page = _fill(menu, face, columns, height)
    while page.ends and menu.cursor not in page.ends:
        menu.top += 1
        page = _fill(menu, face, columns, height)
    menu.last = max(page.ends, default=0)
    return page


def _fill(menu: Lines[R], face: Face, columns: int, height: int) -> Page:
    """Return the page that begins with line `menu.top`, under the question it belongs to."""
    page = Page()
    if menu.top == 0:
        page.rows += _rows("", face.heading, columns) if face.heading else []
    owner = max((first for first in face.asks if first <= menu.top), default=0)
    page.rows += _rows("bold", face.asks.get(owner, ""), columns)
    for place in range(menu.top, len(menu.lines)):
        above = place in face.asks and place > menu.top
        rows = _rows("bold", face.asks[place], columns) if above else []
        rows += _line(menu, face, place, columns)
        if page.ends and len(page.rows) + len(rows) > height:
            break
        page.rows += rows
        page.ends[place] = len(page.rows)
    return page


def _line(menu: Lines[R], face: Face, place: int, columns: int) -> list[Row]:
    at_cursor = place == menu.cursor
    pointer = ">" if at_cursor else " "
    first = f"{pointer} {menu.mark_of(place)}{place + face.first_number}. "
    style = "reverse" if at_cursor else ""
    return [(style, part) for part in wrapped(menu.lines[place], columns, first, " " * len(first))]


def _foot(menu: Lines[R], face: Face, columns: int) -> list[Row]:
    """Return what stays in sight: earlier answer, typed text, note on the last key, the keys."""
    rows: list[Row] = []
    if menu.earlier:
        rows += _rows("", menu.earlier, columns)
    if menu.typed or face.typing:
        text = f"{menu.typed[: menu.caret]}_{menu.typed[menu.caret :]}"
        rows += _rows("", _("Typed: {text}").format(text=text), columns)
    if menu.note:
        rows += _rows("bold", f"! {menu.note}", columns)
    return rows + _rows("", face.keys, columns)


def _rows(style: str, text: str, columns: int) -> list[Row]:
    return [(style, part) for part in wrapped(text, columns)]


def as_fragments(rows: list[Row]) -> StyleAndTextTuples:
    """Return rows as prompt_toolkit wants them."""
    return [(style, f"{text}\n") for style, text in rows]
