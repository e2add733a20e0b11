"""Where a person is on a screen of lines: cursor, what is in sight, what was seen, typed text."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from triage.cli.terminal.front import Picked
from triage.cli.terminal.parse import TypedError, parse_pick
from triage.wording import _

R = TypeVar("R")


@dataclass
class Lines(ABC, Generic[R]):
    """A screen of lines with a cursor. `note` is what to tell the person about the last key.

    `top` is the first line to draw, `last` the last one in sight now; `seen` are the lines that
    were in sight so far, and `drawn` tells whether anything was. `typing` is true while the last
    keys were letters. No drawing, no keys.
    """

    note: str = ""
    cursor: int = 0
    top: int = 0
    last: int = 0
    typed: str = ""
    caret: int = 0
    seen: set[int] = field(default_factory=set)
    drawn: bool = False
    typing: bool = False

    @property
    @abstractmethod
    def lines(self) -> list[str]:
        """Return the lines that can be chosen or marked."""

    @abstractmethod
    def enter(self) -> R | None:
        """Return what Enter gives now, or None when something is still missing."""

    @abstractmethod
    def mark_of(self, place: int) -> str:
        """Return how a line is marked, as it is drawn before it."""

    @property
    def earlier(self) -> str:
        """Return a sentence on the earlier answer, where nothing else shows it."""
        return ""

    def saw(self, places: Iterable[int]) -> None:
        """Take note that these lines have been drawn."""
        self.drawn = True
        self.seen.update(places)

    def move(self, step: int) -> None:
        """Move the cursor, round the ends."""
        if self.lines:
            self.go_to((self.cursor + step) % len(self.lines))

    def go_to(self, place: int) -> None:
        """Put the cursor on a line."""
        self._quieten()
        self.typing = False
        self.cursor = max(0, min(place, len(self.lines) - 1))

    def turn(self, step: int) -> None:
        """Turn a page on (1) or back (-1)."""
        if step < 0:
            self.go_to(self.top - 1)
            self.top = 0  # drawing moves it on, just as far as the cursor needs
        elif self.last < len(self.lines) - 1:
            self.go_to(self.last + 1)
            self.top = self.cursor
        else:
            self.go_to(len(self.lines) - 1)

    def key_home(self) -> None:
        """Go to the first line, or the beginning of typed text."""
        if self.typed:
            self.caret = 0
        else:
            self.go_to(0)

    def key_end(self) -> None:
        """Go to the last line, or the end of typed text."""
        if self.typed:
            self.caret = len(self.typed)
        else:
            self.go_to(len(self.lines) - 1)

    def shift(self, step: int) -> None:
        """Move inside typed text."""
        self.caret = max(0, min(self.caret + step, len(self.typed)))

    def space(self) -> None:
        """Add a blank to what is being typed."""
        self.type(" ")

    def type(self, text: str) -> None:
        """Add typed text. It moves nothing and marks nothing before Enter."""
        self._quieten()
        self.typing = True
        self.typed = self.typed[: self.caret] + text + self.typed[self.caret :]
        self.caret += len(text)

    def paste(self, text: str) -> None:
        """Add pasted text when it is one line; else say why not."""
        line = text.strip()
        if line.isprintable():
            self.type(line)
        else:
            self.note = _("What you pasted has several lines, so it was not taken. Paste one line.")

    def rub_out(self) -> None:
        """Take the character before the caret back."""
        self._quieten()
        before = self.typed[: max(0, self.caret - 1)]
        self.typed = before + self.typed[self.caret :]
        self.caret = len(before)

    def delete(self) -> None:
        """Take the character after the caret back."""
        self._quieten()
        self.typed = self.typed[: self.caret] + self.typed[self.caret + 1 :]

    def clear(self) -> None:
        """Take all typed text back."""
        self._quieten()
        self.typed = ""
        self.caret = 0

    def _quieten(self) -> None:
        self.note = ""


@dataclass
class PickList(Lines["int | Picked"]):
    """The person's answers, one a line, to choose the one to change; the first line goes on."""

    answers: list[str] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        """Return "go on", the answers, and "show all"."""
        return [_("Go on"), *self.answers, _("Show every answer in full")]

    def mark_of(self, place: int) -> str:  # noqa: ARG002  (no line of this list is marked)
        """Return nothing: Enter takes a line at once."""
        return ""

    def enter(self) -> int | Picked | None:
        """Return the answer to change (its index), or what else the person wants."""
        if not self.drawn:
            return None
        if self.typed.strip():
            try:
                return parse_pick(self.typed, len(self.answers))
            except TypedError as error:
                self.clear()
                self.note = _("Sorry: {error}.").format(error=error)
                return None
        if self.cursor == 0:
            return Picked.GO_ON
        return Picked.ALL if self.cursor > len(self.answers) else self.cursor - 1
