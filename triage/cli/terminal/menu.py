"""The state of one screen on a terminal: cursor, marks, typed text. No drawing, no keys."""

from __future__ import annotations

from dataclasses import dataclass, field

from triage.cli.terminal.front import Answered, Reply, wish_of
from triage.cli.terminal.parse import TypedError, parse_line
from triage.cli.terminal.plain import yes_no_lines
from triage.session.screen import Screen
from triage.terms import NOT_SURE, QuestionKind
from triage.wording import _

MARKS = ("[ ]", "[x]", "[?]")
"""How a line of a list is marked: blank, yes, not sure."""


@dataclass
class Menu:
    """One question being answered. `note` is what to tell the person about the last key.

    `seen_all` is false while the last lines have not been in sight: a line nobody saw is not "no".
    `more_below` says that some lines are out of sight now, below the others.
    """

    screen: Screen
    note: str = ""
    cursor: int = 0
    typed: str = ""
    marks: list[int] = field(default_factory=list)
    seen_all: bool = True
    more_below: bool = False
    _sure_of_none: bool = False

    def __post_init__(self) -> None:
        """Start with every line blank."""
        self.marks = [0] * len(self.lines)

    @property
    def lines(self) -> list[str]:
        """Return the lines that can be chosen or marked."""
        match self.screen.kind:
            case QuestionKind.YES_NO:
                return yes_no_lines()
            case QuestionKind.SINGLE_CHOICE | QuestionKind.MULTIPLE_CHOICE:
                return [*(one.text for one in self.screen.choices), _("Not sure")]
            case QuestionKind.CHECKLIST:
                return [item.text for item in self.screen.items]
            case QuestionKind.NUMBER:
                return []

    @property
    def marking(self) -> bool:
        """Return whether several lines can be marked."""
        return self.screen.kind in {QuestionKind.CHECKLIST, QuestionKind.MULTIPLE_CHOICE}

    def move(self, step: int) -> None:
        """Move the cursor, round the ends."""
        if self.lines:
            self.cursor = (self.cursor + step) % len(self.lines)
        self._quieten()

    def mark(self) -> None:
        """Mark the line at the cursor: blank, yes, and on checklists not sure, in turn."""
        if not self.marking:
            return
        states = 3 if self.screen.kind is QuestionKind.CHECKLIST else 2
        self.marks[self.cursor] = (self.marks[self.cursor] + 1) % states
        self._quieten()

    def type(self, text: str) -> None:
        """Add typed text; the cursor goes to the first line that fits it."""
        self.typed += text
        self._quieten()
        wanted = self.typed.strip().lower()
        if wanted.isdigit() and 1 <= int(wanted) <= len(self.lines):
            self.cursor = int(wanted) - 1
            return
        for test in (str.startswith, str.__contains__):
            for place, line in enumerate(self.lines):
                if wanted and test(line.lower(), wanted):
                    self.cursor = place
                    return

    def rub_out(self) -> None:
        """Take the last typed character back."""
        self.typed = self.typed[:-1]
        self._quieten()

    def clear(self) -> None:
        """Take all typed text back."""
        self.typed = ""
        self._quieten()

    def _quieten(self) -> None:
        self.note = ""
        self._sure_of_none = False

    def enter(self) -> Reply | None:
        """Return the reply that Enter gives now, or None when something is still missing."""
        reply = self._typed_reply() if self.typed.strip() else self._pointed_reply()
        if isinstance(reply, Answered) and self.marking and not self.seen_all:
            self.cursor = len(self.lines) - 1
            self.note = _("There were more lines below. Look at them, then press Enter.")
            return None
        return reply

    def _pointed_reply(self) -> Reply | None:
        match self.screen.kind:
            case QuestionKind.YES_NO:
                return Answered((True, False, NOT_SURE)[self.cursor])
            case QuestionKind.SINGLE_CHOICE:
                return self._chosen()
            case QuestionKind.MULTIPLE_CHOICE:
                return self._several()
            case QuestionKind.CHECKLIST:
                return self._checked()
            case QuestionKind.NUMBER:
                self.note = _("Type a number first, or: not sure")
                return None

    def _typed_reply(self) -> Reply | None:
        text = self.typed.strip().lower()
        wish = wish_of(text)
        if wish is not None and self.screen.kind is not QuestionKind.NUMBER:
            return wish
        try:
            return parse_line(self.screen, self.typed)
        except TypedError as error:
            fits = self.lines and text in self.lines[self.cursor].lower()
            if fits and self.marking:
                self.typed = ""
                self.mark()
                return None
            if fits:
                self.typed = ""
                return self.enter()
            self.note = _("Sorry: {error}.").format(error=error)
            self.typed = ""
            return None

    def _chosen(self) -> Answered:
        if self.cursor == len(self.screen.choices):
            return Answered(NOT_SURE)
        return Answered(self.screen.choices[self.cursor].value)

    def _several(self) -> Answered | None:
        chosen = [place for place, mark in enumerate(self.marks) if mark] or [self.cursor]
        unsure = len(self.screen.choices)
        if chosen == [unsure]:
            return Answered(NOT_SURE)
        if unsure in chosen:
            self.note = _("“Not sure” goes alone: unmark it, or the others.")
            return None
        return Answered([self.screen.choices[place].value for place in chosen])

    def _checked(self) -> Answered | None:
        if not any(self.marks):
            if not self._sure_of_none:
                self._sure_of_none = True
                self.note = _("Nothing is marked. Press Enter again to answer “none of these”.")
                return None
            return Answered([])
        values = (False, True, NOT_SURE)
        return Answered(
            {
                item.fact: values[mark]
                for item, mark in zip(self.screen.items, self.marks, strict=True)
            }
        )
