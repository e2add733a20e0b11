"""Runs what is drawn on the terminal, so that it can be suspended and never hides a fault."""

from __future__ import annotations

from asyncio import AbstractEventLoop, get_running_loop
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from prompt_toolkit.application import Application
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.layout import Layout, Window
from prompt_toolkit.layout.controls import FormattedTextControl
from prompt_toolkit.output import Output

T = TypeVar("T")


def run(application: Application[T]) -> T:
    """Return what `application` comes to; raises what a key or the drawing of it raised.

    Ctrl-Z suspends; where nobody can bring us back (no job control) it does nothing. Signals are
    left to whoever handles them for the whole interview.
    """
    keys = [one for one in (application.key_bindings, suspending()) if one is not None]
    application.key_bindings = merge_key_bindings(keys)

    def end(_loop: AbstractEventLoop, context: dict[str, Any]) -> None:
        # prompt_toolkit would show a traceback, wait for Enter, and go on as if nothing were.
        error = context.get("exception") or RuntimeError(context["message"])
        if application.future is not None and not application.future.done():
            application.exit(exception=error)

    return application.run(
        pre_run=lambda: get_running_loop().set_exception_handler(end),
        set_exception_handler=False,
        handle_sigint=False,
    )


def suspending() -> KeyBindings:
    """Return the key that puts us in the background, the terminal as it was."""
    keys = KeyBindings()

    @keys.add("c-z")
    def _(event: KeyPressEvent) -> None:
        event.app.suspend_to_background()

    return keys


def pressed(
    told: Callable[[], str], letters: Sequence[str], output: Output, terminal_input: Input | None
) -> str:
    """Show a line and return the letter that was pressed, small or capital.

    Enter and Ctrl-D stand for the last of `letters`. Raises KeyboardInterrupt for Ctrl-C.
    """
    keys = KeyBindings()

    def leave(letter: str) -> Callable[[KeyPressEvent], None]:
        return lambda event: event.app.exit(result=letter)

    for letter in letters:
        for form in {letter, letter.upper()}:
            keys.add(form)(leave(letter))
    for name in ("enter", "c-d"):
        keys.add(name)(leave(letters[-1]))

    @keys.add("c-c")
    def _(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt())

    line = FormattedTextControl(lambda: [("bold", told())], show_cursor=False)
    waiting: Application[str] = Application(
        layout=Layout(Window(line, dont_extend_height=True)),
        key_bindings=keys,
        erase_when_done=True,
        input=terminal_input,
        output=output,
    )
    return run(waiting)
