"""Below a first page on a terminal: a key for each part of the result that it left out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from triage.report.as_text import text_lines, wrapped
from triage.report.for_person import Section
from triage.wording import _

REPORT, FIRST, END = "report", "first", "end"
"""What a key does that shows no part of the result."""

_TIED = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Key:
    """A key: its letter, what it shows in words, and the sections or the deed behind it."""

    letter: str
    words: str
    sections: tuple[Section, ...] = ()
    deed: str = ""


def keys_of(sections: Sequence[Section]) -> list[Key]:
    """Return the keys for the parts of a result that say something, then for what else there is.

    Each is told as its letter and some words; a translation chooses its own letters.
    """
    parts: tuple[tuple[str, Collection[str]], ...] = (
        (_("h what may help"), {"waiting", "recommended", "may_try", "your_choice"}),
        (_("s signs to come back"), {"safety_net", "follow_up"}),
        (_("w why"), {"why", "open"}),
        (_("l left out for you"), {"left_out", "not_checked"}),
        (_("n not supported"), {"not_supported"}),
        (_("g good to know"), {"advice", "disclaimer"}),
    )
    keys = []
    for told, names in parts:
        letter, words = told.split(" ", 1)
        if shown := tuple(one for one in sections if one.name in names):
            keys.append(Key(letter, words, shown))
    for told, deed in ((_("r report"), REPORT), (_("f first page"), FIRST), (_("q quit"), END)):
        letter, words = told.split(" ", 1)
        keys.append(Key(letter, words, deed=deed))
    return keys


@dataclass(frozen=True)
class ResultKeys:
    """Shows parts of a result as keys ask for them, until the person is done.

    `press` shows what the keys do and waits for one. `show_first` writes the first page, `tell`
    lines a page at a time. `write_report` asks for a file and writes it.
    """

    keys: Sequence[Key]
    press: Callable[[Callable[[], str], Sequence[str]], str]
    tell: Callable[[list[str]], None]
    show_first: Callable[[], None]
    write_report: Callable[[], None]
    width: Callable[[], int]

    def run(self) -> None:
        """Show what each key asks for, until one ends it."""
        by_letter = {one.letter: one for one in self.keys}
        while True:
            key = by_letter[self.press(self._line, list(by_letter))]
            match key.deed:
                case "":
                    self.tell([*text_lines(key.sections, self.width(), first=False), ""])
                case "first":
                    self.show_first()
                case "report":
                    self.write_report()
                case _:
                    return

    def _line(self) -> str:
        """Return what the keys do; no key is parted from its words."""
        told = (f"{one.letter} {one.words}".replace(" ", _TIED) for one in self.keys)
        rows = wrapped("   ".join(told), self.width() - 1)
        return "\n".join(rows).replace(_TIED, " ")
