"""Every error this package raises on purpose.

TriageError
├── ContentError          the rule base on disk is not usable; carries every problem found
├── FactsError            facts handed in name an unknown fact or hold an impossible value
├── SessionError          the interview was used in a way it cannot honour
│   └── SavedSessionError a saved session cannot be read back
├── CompileError          a back end cannot express the rule base
├── DisagreementError     two readers of one rule base gave different answers
└── WriteError            a file that was asked for cannot be written
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Sequence


class TriageError(Exception):
    """The root of all errors raised on purpose."""


LONGEST_TOLD = 1000
"""Characters of one message that are shown."""

MOST_TOLD = 1000
"""Problems that the text of one error lists."""


def printable(text: str) -> str:
    """Return `text` on one line, cut short, with `?` for what a terminal could take amiss."""
    shown = "".join(char if char.isprintable() else "?" for char in text[:LONGEST_TOLD])
    return shown if len(text) <= LONGEST_TOLD else f"{shown}…"


class Problem:
    """One thing that is wrong, where it is, and what may help.

    `where` is `file:line:col`, `file` or a fact id; `hint` may be empty. All three may repeat what
    stood in a file, so each is cut short, and what cannot be printed becomes `?`.
    """

    __slots__ = ("hint", "message", "where")

    def __init__(self, where: str, message: str, hint: str = "") -> None:
        """Hold the place, the message and the hint."""
        self.where = printable(where)
        self.message = printable(message)
        self.hint = printable(hint)

    def __str__(self) -> str:
        """Return `where: message`, with the hint on a line of its own."""
        text = f"{self.where}: {self.message}" if self.where else self.message
        return f"{text}\n    hint: {self.hint}" if self.hint else text

    def __repr__(self) -> str:
        """Return the text form, for test failures."""
        return f"Problem({str(self)!r})"


class _ProblemsError(TriageError):
    """An error made of several problems, all reported at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Hold the problems; the message lists them, and counts those past the first thousand."""
        self.problems: tuple[Problem, ...] = tuple(problems)
        lines = [str(problem) for problem in self.problems[:MOST_TOLD]]
        if len(self.problems) > MOST_TOLD:
            lines.append(f"and {len(self.problems) - MOST_TOLD} more")
        super().__init__("\n".join(lines))

    @classmethod
    def one(cls, where: str, message: str, hint: str = "") -> Self:
        """Return the error for a single problem."""
        return cls([Problem(where, message, hint)])


class ContentError(_ProblemsError):
    """The rule base on disk is not usable; `problems` holds all that was found."""


class FactsError(_ProblemsError):
    """Facts name something unknown or hold an impossible value."""


class SessionError(TriageError):
    """The interview was used in a way it cannot honour."""


class SavedSessionError(SessionError):
    """A saved session cannot be read back."""


class CompileError(TriageError):
    """A back end cannot express the rule base."""


class DisagreementError(TriageError):
    """Two readers of one rule base gave different answers."""


class WriteError(TriageError):
    """A file that was asked for cannot be written; the message names it and the reason."""
