"""Which key does what on a screen of the keyboard front."""

from __future__ import annotations

from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

from triage.cli.terminal.front import Wish
from triage.cli.terminal.lines import Lines, R


def going_on() -> KeyBindings:
    """Return the keys that end the reading of some lines."""
    keys = KeyBindings()

    @keys.add("enter")
    @keys.add("c-j")
    @keys.add("escape")
    @keys.add("left")
    @keys.add("pagedown")
    @keys.add(" ")
    def _(event: KeyPressEvent) -> None:
        event.app.exit()

    @keys.add("c-c")
    def _(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt())

    return keys


def bindings(menu: Lines[R]) -> KeyBindings:
    """Return the keys of one screen."""
    keys = KeyBindings()
    _moving(keys, menu)
    _typing(keys, menu)

    @keys.add("f1")
    def _(event: KeyPressEvent) -> None:
        event.app.exit(result=Wish.HELP)

    @keys.add("c-d")
    def _(event: KeyPressEvent) -> None:
        event.app.exit(result=Wish.QUIT)

    @keys.add("c-c")
    def _(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt())

    # What is typed between two screens arrives with newlines instead of returns.
    @keys.add("c-j")
    @keys.add("enter")
    def _(event: KeyPressEvent) -> None:
        reply = menu.enter()
        if reply is not None:
            event.app.exit(result=reply)

    return keys


def _moving(keys: KeyBindings, menu: Lines[R]) -> None:
    @keys.add("up")
    @keys.add("c-p")
    @keys.add("s-tab")
    def _(_event: KeyPressEvent) -> None:
        menu.move(-1)

    @keys.add("down")
    @keys.add("c-n")
    @keys.add("tab")
    def _(_event: KeyPressEvent) -> None:
        menu.move(1)

    @keys.add("pageup")
    def _(_event: KeyPressEvent) -> None:
        menu.turn(-1)

    @keys.add("pagedown")
    def _(_event: KeyPressEvent) -> None:
        menu.turn(1)

    @keys.add("home")
    def _(_event: KeyPressEvent) -> None:
        menu.key_home()

    @keys.add("end")
    def _(_event: KeyPressEvent) -> None:
        menu.key_end()

    # Left in typed text edits it: only where nothing is typed does it go back.
    @keys.add("left")
    def _(event: KeyPressEvent) -> None:
        if menu.typed:
            menu.shift(-1)
        else:
            event.app.exit(result=Wish.BACK)

    @keys.add("right")
    def _(_event: KeyPressEvent) -> None:
        menu.shift(1)


def _typing(keys: KeyBindings, menu: Lines[R]) -> None:
    @keys.add("escape")
    def _(_event: KeyPressEvent) -> None:
        menu.clear()

    @keys.add("backspace")
    def _(_event: KeyPressEvent) -> None:
        menu.rub_out()

    @keys.add("delete")
    def _(_event: KeyPressEvent) -> None:
        menu.delete()

    @keys.add("<bracketed-paste>")
    def _(event: KeyPressEvent) -> None:
        menu.paste(event.data)

    @keys.add("<any>")
    def _(event: KeyPressEvent) -> None:
        if event.data == " ":
            menu.space()
        elif event.data.isprintable():
            menu.type(event.data)
