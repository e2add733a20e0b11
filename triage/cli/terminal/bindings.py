"""Which key does what on a screen of the keyboard front."""

from __future__ import annotations

from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

from triage.cli.terminal.front import Wish
from triage.cli.terminal.menu import Menu


def going_on() -> KeyBindings:
    """Return the keys that end the reading of some lines."""
    keys = KeyBindings()

    @keys.add("enter")
    @keys.add("c-j")
    @keys.add("escape")
    @keys.add("left")
    @keys.add(" ")
    def _(event: KeyPressEvent) -> None:
        event.app.exit()

    @keys.add("c-c")
    def _(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt())

    return keys


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
