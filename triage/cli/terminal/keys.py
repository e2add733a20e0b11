"""The keyboard front: arrow keys, space and type-ahead, on a real terminal.

prompt_toolkit does the drawing, so resizing, tmux and ssh are its business; it is imported only
here, and only when used.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from prompt_toolkit.application import Application
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import Dimension, HSplit, Layout, Window
from prompt_toolkit.layout.controls import FormattedTextControl
from prompt_toolkit.output import Output, create_output

from triage.cli.terminal.front import Answered, Reply, Wish
from triage.cli.terminal.menu import MARKS, Menu
from triage.cli.terminal.plain import heading_of, said
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

    def say(self, lines: list[str]) -> None:
        """Write the lines, wrapped."""
        for line in lines:
            indent = line[: len(line) - len(line.lstrip())]
            rest = f"{indent}  " if indent else ""
            for part in wrapped(line.strip(), self._width(), indent, rest):
                self._write(part)

    def ask(self, screen: Screen, number: int, problem: str) -> Reply:
        """Draw the question, take keys until there is a reply, and leave one line behind."""
        keys = keys_of(screen.kind)
        reply = self._run(Menu(screen, note=problem), heading_of(screen, number), keys)
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

        def note_what_is_in_sight(_application: Application[Reply]) -> None:
            info = question.render_info
            if info is not None and info.last_visible_line() >= len(text_lines()) - 1:
                menu.seen_all = True

        application.after_render += note_what_is_in_sight
        return application.run()

    def _columns(self) -> int:
        return min(self._output.get_size().columns - 1, self._width())


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
    """Return what stays in sight: typed text, the note on the last key, and the keys."""
    drawn: StyleAndTextTuples = []
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


def bindings(menu: Menu) -> KeyBindings:  # noqa: C901  (one small function per key)
    """Return the keys of one screen."""
    keys = KeyBindings()

    @keys.add("up")
    @keys.add("c-p")
    def _(_event: KeyPressEvent) -> None:
        menu.move(-1)

    @keys.add("down")
    @keys.add("c-n")
    @keys.add("tab")
    def _(_event: KeyPressEvent) -> None:
        menu.move(1)

    @keys.add("left")
    def _(event: KeyPressEvent) -> None:
        event.app.exit(result=Wish.BACK)

    @keys.add("f1")
    def _(event: KeyPressEvent) -> None:
        event.app.exit(result=Wish.HELP)

    @keys.add("c-d")
    def _(event: KeyPressEvent) -> None:
        event.app.exit(result=Wish.QUIT)

    @keys.add("c-c")
    def _(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt())

    @keys.add("escape")
    def _(_event: KeyPressEvent) -> None:
        menu.clear()

    @keys.add("backspace")
    def _(_event: KeyPressEvent) -> None:
        menu.rub_out()

    # What is typed between two screens arrives with newlines instead of returns.
    @keys.add("c-j")
    @keys.add("enter")
    def _(event: KeyPressEvent) -> None:
        reply = menu.enter()
        if reply is not None:
            event.app.exit(result=reply)

    @keys.add("<any>")
    def _(event: KeyPressEvent) -> None:
        if event.data == " " and not menu.typed and menu.marking:
            menu.mark()
        elif event.data.isprintable():
            menu.type(event.data)

    return keys
