"""What the keyboard front draws: the question above, and a foot that stays in sight."""

from __future__ import annotations

from prompt_toolkit.formatted_text import StyleAndTextTuples

from triage.cli.terminal.menu import MARKS, Menu
from triage.explain.text import wrapped
from triage.terms import QuestionKind
from triage.wording import _


def question_part(menu: Menu, heading: str, columns: int) -> StyleAndTextTuples:
    """Return what scrolls: heading, question, and its lines."""
    drawn: StyleAndTextTuples = []
    _draw(drawn, columns, "", heading)
    _draw(drawn, columns, "bold", menu.screen.ask)
    headings = {one.first: one.ask for one in menu.screen.headings}
    for place, text in enumerate(menu.lines):
        if place in headings:
            _draw(drawn, columns, "bold", headings[place])
        at_cursor = place == menu.cursor
        mark = f"{MARKS[menu.marks[place]]} " if menu.marking else ""
        pointer = ">" if at_cursor else " "
        if at_cursor:
            drawn.append(("[SetCursorPosition]", ""))
        first = f"{pointer} {mark}{place + 1}. "
        _draw(drawn, columns, "reverse" if at_cursor else "", text, first, " " * len(first))
    return drawn


def foot_part(menu: Menu, keys: str, columns: int) -> StyleAndTextTuples:
    """Return what stays in sight: more lines, typed text, the note on the last key, the keys."""
    drawn: StyleAndTextTuples = []
    if menu.more_below:
        _draw(drawn, columns, "bold", _("... there are more lines below: press Down"))
    if menu.typed or menu.screen.kind is QuestionKind.NUMBER:
        _draw(drawn, columns, "", _("Typed: {text}").format(text=f"{menu.typed}_"))
    if menu.note:
        _draw(drawn, columns, "bold", f"! {menu.note}")
    _draw(drawn, columns, "", keys)
    return drawn


def _draw(  # noqa: PLR0913, PLR0917  (what to draw, where, and its two indents)
    drawn: StyleAndTextTuples,
    columns: int,
    style: str,
    text: str,
    first: str = "",
    rest: str = "",
) -> None:
    drawn.extend((style, f"{part}\n") for part in wrapped(text, columns, first, rest))
