"""What a person said before of what is asked now, so that going back loses nothing."""

from __future__ import annotations

from dataclasses import dataclass, field

from triage.model.rule import RawValue
from triage.session.answers import Given
from triage.session.screen import Screen


@dataclass
class Draft:
    """What the person said before of what is asked now, by fact id. Never on disk.

    `answers` are earlier answers that were taken back or are being changed; `marks` is what was
    marked or typed on a screen and left without an answer, and goes before them. `seen` are the
    lines that were in sight. `words` is a number as it was typed, with the number it stood for.
    """

    answers: dict[str, RawValue] = field(default_factory=dict)
    marks: dict[str, RawValue] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    words: dict[str, tuple[RawValue, str]] = field(default_factory=dict)

    def in_words(self, fact: str, value: RawValue) -> str | None:
        """Return how the person typed the number `value`, such as `2 months`."""
        number, text = self.words.get(fact, (None, None))
        return text if number == value else None

    def earlier(self, screen: Screen) -> Given | None:
        """Return the earlier answer to the whole of `screen`, or None."""
        if any(fact not in self.answers for fact in screen.facts):
            return None
        if screen.items:
            return {fact: bool_or_unsure(self.answers[fact]) for fact in screen.facts}
        (fact,) = screen.facts
        return self.in_words(fact, self.answers[fact]) or self.answers[fact]

    def forget(self, screen: Screen) -> None:
        """Drop what was said of `screen`: it has been answered."""
        for fact in screen.facts:
            self.answers.pop(fact, None)
            self.marks.pop(fact, None)


def bool_or_unsure(value: RawValue) -> bool | str:
    """Return the raw value of a line of a checklist."""
    return value if isinstance(value, bool | str) else False
