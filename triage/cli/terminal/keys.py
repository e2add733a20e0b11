"""The keyboard front: arrow keys, space and type-ahead, on a real terminal.

prompt_toolkit does the drawing, so resizing, tmux and ssh are its business; it is imported here, in
`bindings` and in `drawing`, and only when used.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Generic

from prompt_toolkit.application import Application
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.input import Input
from prompt_toolkit.layout import Dimension, HSplit, Layout, Window
from prompt_toolkit.layout.controls import FormattedTextControl
from prompt_toolkit.output import Output, create_output

from triage.cli.terminal.bindings import bindings, going_on
from triage.cli.terminal.drawing import Face, Page, Row, as_fragments, frame
from triage.cli.terminal.front import Answered, Picked, Reply, Turn, WhyLine, Wish
from triage.cli.terminal.lines import Lines, PickList, R
from triage.cli.terminal.menu import Menu
from triage.cli.terminal.plain import heading_of, said_of_each
from triage.cli.terminal.running import pressed, run
from triage.report.as_text import wrapped
from triage.session.screen import Screen
from triage.terms import QuestionKind
from triage.wording import _


def keys_of(kind: QuestionKind) -> str:
    """Return which keys answer a question of this kind."""
    also = _("Left goes back. Or type: back, why, help, review, not sure, quit.")
    match kind:
        case QuestionKind.YES_NO:
            keys = _("Type y or n, or mark a line with Up/Down and Space. Enter answers.")
        case QuestionKind.SINGLE_CHOICE:
            keys = _("Type a number, or mark a line with Up/Down and Space. Enter answers.")
        case QuestionKind.MULTIPLE_CHOICE:
            keys = _("Up/Down move, Space marks, or type numbers. Enter answers.")
        case QuestionKind.CHECKLIST:
            keys = _(
                "Up/Down move, Space marks yes [x] or not sure [?]. Enter answers: lines left "
                "blank are no. None of these: type 0."
            )
            also = _("Left goes back. Or type: back, why, help, review, quit.")
        case QuestionKind.NUMBER:
            keys = _("Type a number, Enter answers.")
    return f"{keys} {also}"


class KeyFront:
    """Talks through a terminal that can move its cursor."""

    def __init__(
        self,
        write: Callable[[str], None],
        width: Callable[[], int],
        terminal_input: Input | None = None,
        terminal_output: Output | None = None,
    ) -> None:
        """Bind to a writer of lines and a width; input and output default to the terminal."""
        self._write = write
        self._width = width
        self._input = terminal_input
        self._output = terminal_output or create_output(stdout=sys.stderr)

    def say(self, lines: list[str]) -> None:
        """Write the lines, wrapped."""
        for row in self._rows(lines):
            self._write(row)

    def _rows(self, lines: list[str]) -> list[str]:
        rows: list[str] = []
        for line in lines:
            indent = line[: len(line) - len(line.lstrip())]
            rest = f"{indent}  " if indent else ""
            rows += wrapped(line.strip(), self._width(), indent, rest)
        return rows

    def tell(self, lines: list[str]) -> None:
        """Write the lines a page at a time, and wait for a key after each.

        A high question would push them out of sight.
        """
        rows = self._rows(lines)
        page = max(1, self._output.get_size().rows - 2)
        for first in range(0, len(rows), page):
            for row in rows[first : first + page]:
                self._write(row)
            more = first + page < len(rows)
            self._wait(_("Enter shows more.") if more else _("Enter goes back."))

    def press(self, told: Callable[[], str], letters: Sequence[str]) -> str:
        """Show a line until one of the letters is pressed, and return it; Enter is the last."""
        return pressed(told, letters, self._output, self._input)

    def _wait(self, told: str) -> None:
        wait: Application[None] = Application(
            layout=Layout(Window(FormattedTextControl(told))),
            key_bindings=going_on(),
            erase_when_done=True,
            input=self._input,
            output=self._output,
        )
        run(wait)

    def ask(self, screen: Screen, turn: Turn) -> Reply:
        """Draw the question, take keys until there is a reply, and leave one line behind.

        Marks are kept while the person looks at something else.
        """
        menu = Menu(screen, turn.draft)
        menu.note = turn.problem
        asks = {0: screen.ask} | {one.first: one.ask for one in screen.headings}
        typing = screen.kind is QuestionKind.NUMBER
        face = Face(heading_of(screen, turn), asks, keys_of(screen.kind), typing=typing)
        reply = self._run(menu, face)
        menu.leave()
        if reply is Wish.WHY and menu.cursor < len(screen.items):
            return WhyLine(screen.facts[menu.cursor])
        if isinstance(reply, Answered):
            first, *others = said_of_each(screen, reply)
            self.say([f"{turn.number}. {first[0]}", f"   {first[1]}"])
            for asked, answer in others:
                self.say([f"   {asked}", f"   {answer}"])
        return reply

    def pick(self, heading: str, lines: list[str]) -> int | Picked:
        """Let the person choose a line to change, or go on (the first line)."""
        asks = {0: _("Enter goes on. Choose a line to change that answer.")}
        keys = _("Up/Down choose, Enter takes. Left goes back. Or type a number, or: all, back.")
        menu = PickList(answers=lines)
        while True:
            reply = self._run(menu, Face(heading, asks, keys, first_number=0))
            if reply is Wish.BACK:
                return Picked.BACK
            if reply is Wish.QUIT:
                return Picked.QUIT
            if not isinstance(reply, Wish):
                return reply

    def _run(self, menu: Lines[R], face: Face) -> R | Wish:
        """Take keys until there is a reply."""
        return _Drawn(menu, face, self._output, self._width).run(self._input)


class _Drawn(Generic[R]):
    """A screen of lines on the terminal, drawn anew after every key and every resize."""

    def __init__(
        self, menu: Lines[R], face: Face, output: Output, width: Callable[[], int]
    ) -> None:
        self._menu = menu
        self._face = face
        self._output = output
        self._width = width
        self._page = Page()

    def _frame(self) -> tuple[Page, list[Row]]:
        size = self._output.get_size()
        columns = min(size.columns - 1, self._width())
        # One row stays free: tmux and others keep a copy of a whole screen that is wiped.
        self._page, foot = frame(self._menu, self._face, columns, size.rows - 1)
        return self._page, foot

    def _question(self) -> StyleAndTextTuples:
        return as_fragments(self._frame()[0].rows)

    def _foot(self) -> StyleAndTextTuples:
        return as_fragments(self._frame()[1])

    def run(self, terminal_input: Input | None) -> R | Wish:
        """Take keys until there is a reply."""
        question = Window(
            FormattedTextControl(self._question, focusable=True, show_cursor=False),
            always_hide_cursor=True,
            dont_extend_height=True,
        )
        foot = Window(
            FormattedTextControl(self._foot),
            dont_extend_height=True,
            height=lambda: Dimension.exact(len(self._frame()[1])),
        )
        application: Application[R | Wish] = Application(
            layout=Layout(HSplit([question, foot])),
            key_bindings=bindings(self._menu),
            erase_when_done=True,
            input=terminal_input,
            output=self._output,
        )

        def note_what_is_in_sight(_drawn: Application[R | Wish]) -> None:
            if question.render_info is not None:
                self._menu.saw(self._page.seen(question.render_info.window_height))

        application.after_render += note_what_is_in_sight
        return run(application)
