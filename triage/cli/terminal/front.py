"""What a front end does: put one screen to the person and bring back what they did."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Protocol, TypeAlias

from triage.cli.terminal.draft import Draft
from triage.session.answers import Given
from triage.session.screen import Screen
from triage.wording import _


class Wish(StrEnum):
    """What a person can type at any question instead of an answer."""

    BACK = "back"
    WHY = "why"
    HELP = "help"
    REVIEW = "review"
    QUIT = "quit"


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer."""

    value: Given


@dataclass(frozen=True, slots=True)
class Ended:
    """Input ended (end of file) before an answer; never taken for one."""


@dataclass(frozen=True, slots=True)
class WhyLine:
    """The wish to know why one line of a screen is asked, by what its answer goes by."""

    line: str


Reply: TypeAlias = "Answered | Wish | WhyLine | Ended"

WISHES = {
    "b": Wish.BACK,
    "back": Wish.BACK,
    "w": Wish.WHY,
    "why": Wish.WHY,
    "why?": Wish.WHY,
    "h": Wish.HELP,
    "help": Wish.HELP,
    "?": Wish.HELP,
    "review": Wish.REVIEW,
    "r": Wish.REVIEW,
    "q": Wish.QUIT,
    "quit": Wish.QUIT,
    "exit": Wish.QUIT,
}


def wish_of(text: str) -> Wish | None:
    """Return the wish a typed word stands for, in English or the person's language, or None."""
    own = {
        _("back"): Wish.BACK,
        _("why"): Wish.WHY,
        _("help"): Wish.HELP,
        _("review"): Wish.REVIEW,
        _("quit"): Wish.QUIT,
    }
    return WISHES.get(text) or own.get(text)


class Picked(Enum):
    """What a person can do with the list of their answers, but for changing one."""

    GO_ON = "go on"
    ALL = "all"
    BACK = "back"
    QUIT = "quit"


@dataclass(frozen=True, slots=True)
class Turn:
    """How a screen comes up: which one it is (from 1), and what was said before.

    `problem` is what was wrong with the last reply, `changing` whether an answer is being changed.
    """

    number: int
    draft: Draft
    problem: str = ""
    changing: bool = False


class Front(Protocol):
    """One way of talking to a person."""

    def ask(self, screen: Screen, turn: Turn) -> Reply:
        """Show a screen and bring back the reply; an earlier answer is shown with it."""

    def say(self, lines: list[str]) -> None:
        """Show some lines."""

    def tell(self, lines: list[str]) -> None:
        """Show some lines that were asked for, and see to it that they can be read."""

    def pick(self, heading: str, lines: list[str]) -> int | Picked:
        """Let the person choose a line (its index). Raises EndOfInputError at the end."""


class EndOfInputError(Exception):
    """Input ended where a reply was needed."""
