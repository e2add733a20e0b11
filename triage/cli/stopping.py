"""Signals that end an interview from outside: nothing is lost, and the terminal is as it was.

A signal is acted on while the person is being waited for and while text is written. While an
answer is worked on it waits until that answer is kept (a second signal does not wait). Then
the process ends at once, from within the handler: an exception could be swallowed on its way out
by whatever was running.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType, TracebackType
from typing import Any, NoReturn, Self

from triage.cli.status import stopped_by
from triage.cli.terminal.front import Front, Picked, Reply, Turn
from triage.session.screen import Screen
from triage.wording import _

ENDING = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")
"""The signals that ask a program to end; not every system has all of them."""

AS_IT_WAS = "\x1b[?2004l\x1b[?25h\x1b[?7h\x1b[0m"
"""No bracketed paste, a cursor that shows, lines that wrap, no colour."""

BELOW = "\x1b[999B\r\n"
"""To a new line below everything that is drawn."""


class Stopper:
    """Handles the signals while it is entered; `told` says where the answers are."""

    def __init__(self, told: Callable[[], str]) -> None:
        """Bind to what is to be said last."""
        self._told = told
        self._before: dict[int, Any] = {}
        self._settings: list[Any] | None = None
        self._drawing = False
        self._held = False
        self._pending = 0

    def __enter__(self) -> Self:
        """Note how the terminal is set, and take the signals that were not ignored already."""
        self._settings = _terminal_settings()
        for number in (getattr(signal, name) for name in ENDING if hasattr(signal, name)):
            if signal.getsignal(number) is signal.SIG_IGN:
                continue  # nohup, or a shell that runs us in the background
            with suppress(ValueError):  # not in the main thread: whoever embeds us decides
                self._before[number] = signal.signal(number, self._came)
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Give the signals back."""
        for number, handler in self._before.items():
            signal.signal(number, handler)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let a signal wait until the block is done, or a person is waited for within it."""
        before, self._held = self._held, True
        try:
            yield
        finally:
            self._held = before
            self._act()

    @contextmanager
    def waiting(self, *, drawing: bool) -> Iterator[None]:
        """Let a signal act at once; `drawing` says that the terminal is drawn on meanwhile."""
        before = self._held, self._drawing
        self._held, self._drawing = False, drawing
        self._act()
        try:
            yield
        finally:
            self._held, self._drawing = before

    def leave(self, number: int) -> NoReturn:
        """End the process as signal `number` does, saying where the answers are."""
        text = _("Stopped. {saved}").format(saved=self._told()) + "\n"
        lead = AS_IT_WAS + BELOW if self._drawing else "\n"
        if _in_foreground():
            _set_terminal(self._settings)
        else:
            lead = "\n"  # the terminal is the shell's now
        _end(lead + text, number)

    def _came(self, number: int, _frame: FrameType | None) -> None:
        if not self._held or self._pending:
            self.leave(number)
        self._pending = number

    def _act(self) -> None:
        if self._pending and not self._held:
            self.leave(self._pending)


class StoppableFront:
    """A front at which signals act: everywhere else an answer is being worked on."""

    def __init__(self, front: Front, stopper: Stopper, *, drawing: bool) -> None:
        """Bind to a front and what handles the signals; `drawing` says that `front` draws."""
        self._front = front
        self._stopper = stopper
        self._drawing = drawing

    def ask(self, screen: Screen, turn: Turn) -> Reply:
        """Ask."""
        with self._stopper.waiting(drawing=self._drawing):
            return self._front.ask(screen, turn)

    def say(self, lines: list[str]) -> None:
        """Say."""
        self._front.say(lines)

    def tell(self, lines: list[str]) -> None:
        """Tell."""
        with self._stopper.waiting(drawing=self._drawing):
            self._front.tell(lines)

    def pick(self, heading: str, lines: list[str]) -> int | Picked:
        """Let a line be picked."""
        with self._stopper.waiting(drawing=self._drawing):
            return self._front.pick(heading, lines)


@contextmanager
def ended_by_ctrl_c() -> Iterator[None]:
    """Let Ctrl-C end the process from within its handler, where nothing is to be kept.

    In z3's bindings an exception would be dropped by a destructor, or come out as a fault of ours.
    """

    def leave(number: int, _frame: FrameType | None) -> None:
        lead = AS_IT_WAS if sys.stderr.isatty() else ""
        _end(f"{lead}\n{_('stopped')}\n", number)

    before = signal.getsignal(signal.SIGINT)
    if before is not signal.default_int_handler:  # ignored, or whoever embeds us decides
        yield
        return
    signal.signal(signal.SIGINT, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _end(text: str, number: int) -> NoReturn:
    """Write the last words and end the process as signal `number` does."""
    # Not through the stream: it may be what was interrupted.
    with suppress(OSError):
        encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
        os.write(2, text.encode(encoding, "replace"))
    # Not sys.exit: a second Ctrl-C while threads wind down must not show a traceback.
    os._exit(stopped_by(number))


# What follows is for systems with terminals as POSIX knows them; elsewhere there is none to set.


def _terminal_settings() -> list[Any] | None:
    """Return how the terminal on standard input is set; None without one."""
    if sys.platform == "win32":
        return None
    import termios  # noqa: PLC0415  (not to be had everywhere)

    try:
        return termios.tcgetattr(0)
    except termios.error:
        return None


def _set_terminal(settings: list[Any] | None) -> None:
    """Set the terminal as it was; what was typed and not read must not reach the shell."""
    if sys.platform == "win32" or settings is None:
        return
    import termios  # noqa: PLC0415

    with suppress(termios.error):
        termios.tcsetattr(0, termios.TCSANOW, settings)
        termios.tcflush(0, termios.TCIFLUSH)


def _in_foreground() -> bool:
    """Return whether the terminal listens to us; setting it would stop us otherwise."""
    if sys.platform == "win32":
        return True
    with suppress(OSError):
        return os.tcgetpgrp(0) == os.getpgrp()
    return True
