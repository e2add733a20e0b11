"""The keyboard front: arrow keys, space and type-ahead, on a real terminal.

prompt_toolkit does the drawing, so resizing, tmux and ssh are its business; it is imported here, in
`bindings` and in `drawing`, and only when used.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from prompt_toolkit.application import Application
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.input import Input
from prompt_toolkit.layout import Dimension, HSplit, Layout, ScrollOffsets, Window
from prompt_toolkit.layout.controls import FormattedTextControl
from prompt_toolkit.output import Output, create_output

from triage.cli.terminal.bindings import bindings, going_on
from triage.cli.terminal.drawing import foot_part, question_part
from triage.cli.terminal.front import Answered, Reply, Wish
from triage.cli.terminal.menu import Menu
from triage.cli.terminal.plain import heading_of, said
from triage.cli.terminal.running import run
from triage.explain.text import wrapped
from triage.model.question import Choice
from triage.session.screen import Screen
from triage.terms import QuestionKind
from triage.wording import _


def keys_of(kind: QuestionKind) -> str:
    """Return which keys answer a question of this kind."""
    match kind:
        case QuestionKind.YES_NO | QuestionKind.SINGLE_CHOICE:
            keys = _("Up/Down choose, Enter answers.")
        case QuestionKind.MULTIPLE_CHOICE:
            keys = _("Up/Down move, Space marks, Enter answers.")
        case QuestionKind.CHECKLIST:
            keys = _(
                "Up/Down move, Space marks yes [x] or not sure [?]. Enter: lines left blank are no."
            )
        case QuestionKind.NUMBER:
            keys = _("Type a number, Enter answers.")
    return keys + " " + _("Left goes back. Or type: back, why, help, review, not sure, quit.")


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
        self._left: Menu | None = None

    def say(self, lines: list[str]) -> None:
        """Write the lines, wrapped."""
        for line in lines:
            indent = line[: len(line) - len(line.lstrip())]
            rest = f"{indent}  " if indent else ""
            for part in wrapped(line.strip(), self._width(), indent, rest):
                self._write(part)

    def tell(self, lines: list[str]) -> None:
        """Write the lines and wait for a key: a high question would push them out of sight."""
        self.say(lines)
        wait: Application[None] = Application(
            layout=Layout(Window(FormattedTextControl(_("Enter goes back to the question.")))),
            key_bindings=going_on(),
            erase_when_done=True,
            input=self._input,
            output=self._output,
        )
        run(wait)

    def ask(self, screen: Screen, number: int, problem: str) -> Reply:
        """Draw the question, take keys until there is a reply, and leave one line behind.

        Marks are kept while the person looks at something else.
        """
        keys = keys_of(screen.kind)
        menu = Menu(screen)
        if self._left is not None and self._left.screen == screen:
            menu.marks, menu.cursor = self._left.marks, self._left.cursor
        menu.note = problem
        reply = self._run(menu, heading_of(screen, number), keys)
        self._left = menu if isinstance(reply, Wish) else None
        if isinstance(reply, Answered):
            self.say([f"{number}. {screen.ask}", f"   {said(screen, reply)}"])
        return reply

    def pick(self, heading: str, lines: list[str]) -> int | None:
        """Let the person choose a line to change, or go on (the first line)."""
        choices = [Choice(value=str(place), text=line) for place, line in enumerate(lines)]
        screen = Screen(
            id="review",
            kind=QuestionKind.SINGLE_CHOICE,
            topic="",
            ask=_("Enter goes on. Choose a line to change that answer."),
            help="",
            why="",
            facts=("review",),
            choices=(Choice(value="go_on", text=_("Go on")), *choices),
        )
        reply = self._run(Menu(screen), heading, _("Up/Down choose, Enter takes."))
        if isinstance(reply, Answered) and isinstance(reply.value, str) and reply.value.isdigit():
            return int(reply.value)
        return None

    def _run(self, menu: Menu, heading: str, keys: str) -> Reply:
        """Take keys until there is a reply."""

        def foot_height() -> Dimension:
            return Dimension.exact(len(foot()))

        def text() -> StyleAndTextTuples:
            return question_part(menu, heading, self._columns())

        def text_lines() -> list[str]:
            return "".join(part[1] for part in text()).splitlines()

        def foot() -> StyleAndTextTuples:
            return foot_part(menu, keys, self._columns())

        # The foot keeps its place when a long list scrolls on a low terminal.
        question = Window(
            FormattedTextControl(text, focusable=True, show_cursor=False),
            always_hide_cursor=True,
            dont_extend_height=True,
            scroll_offsets=ScrollOffsets(top=2, bottom=4),  # the whole of a long line is seen
        )
        body = HSplit(
            [
                question,
                Window(FormattedTextControl(foot), dont_extend_height=True, height=foot_height),
            ]
        )
        application: Application[Reply] = Application(
            layout=Layout(body),
            key_bindings=bindings(menu),
            erase_when_done=True,
            input=self._input,
            output=self._output,
        )
        menu.seen_all = False

        def note_what_is_in_sight(drawn: Application[Reply]) -> None:
            info = question.render_info
            if info is None:
                return
            more_below = info.last_visible_line() < len(text_lines()) - 1
            menu.seen_all |= not more_below
            if menu.more_below is not more_below:
                menu.more_below = more_below
                drawn.invalidate()  # the foot tells of it

        application.after_render += note_what_is_in_sight
        return run(application)

    def _columns(self) -> int:
        return min(self._output.get_size().columns - 1, self._width())
