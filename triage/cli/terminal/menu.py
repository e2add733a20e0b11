"""One question on a terminal, and when what is marked or typed is an answer. No drawing, no keys.

Nothing is answered by the cursor alone, by a word that was looked for, or by a line nobody saw.
"""

from __future__ import annotations

import re

from triage.cli.terminal.draft import Draft
from triage.cli.terminal.front import Answered, Reply, Wish
from triage.cli.terminal.lines import Lines
from triage.cli.terminal.marks import Marks
from triage.cli.terminal.parse import TypedError, is_yes_or_none, parse_line
from triage.cli.terminal.plain import so_far
from triage.session.screen import Screen
from triage.terms import QuestionKind
from triage.wording import _, unaccented


class Menu(Lines[Reply]):
    """One question being answered, filled in with what `draft` knows of it."""

    def __init__(self, screen: Screen, draft: Draft | None = None) -> None:
        """Start from what was marked, typed or seen on this screen before, or blank."""
        super().__init__()
        self.screen = screen
        self._draft = draft or Draft()
        self._earlier = self._draft.earlier(screen)
        self._sure_of_none = False
        self.marks = Marks(screen, self._draft)
        keys = enumerate(self.marks.keys())
        self.seen = {place for place, key in keys if key in self._draft.seen}
        if self.marks.one_of and self.marks.places:
            self.cursor = self.marks.places[0]
        if screen.kind is QuestionKind.NUMBER:
            self.type(str(self._draft.marks.get(screen.facts[0], "")))

    def leave(self) -> None:
        """Keep the marks, and which lines were seen, for when the person comes back."""
        keys = enumerate(self.marks.keys())
        self._draft.seen |= {key for place, key in keys if place in self.seen}
        for fact in self.screen.facts:
            self._draft.marks.pop(fact, None)
        self._draft.marks.update(self.marks.left())
        if self.screen.kind is QuestionKind.NUMBER and self.typed:
            self._draft.marks[self.screen.facts[0]] = self.typed

    @property
    def lines(self) -> list[str]:
        """Return the lines that can be marked."""
        return self.marks.texts

    def mark_of(self, place: int) -> str:
        """Return how the line is marked, as it is drawn before it."""
        return f"{self.marks[place]} "

    @property
    def earlier(self) -> str:
        """Return the earlier answer that Enter alone keeps; nothing where the marks show it."""
        if self._earlier is None or not (self._was_none() or not self.lines):
            return ""
        return so_far(self.screen, self._earlier)

    def _was_none(self) -> bool:
        """Return whether every line was answered with no, and none is marked."""
        told = self._earlier
        return isinstance(told, dict) and not any(told.values()) and not self.marks.places

    def space(self) -> None:
        """Mark the line at the cursor; in typed text, add a blank."""
        if (self.typed and self.typing) or not self.lines:
            super().space()
        else:
            self._quieten()
            self.marks.change(self.cursor)

    def _quieten(self) -> None:
        super()._quieten()
        self._sure_of_none = False

    def enter(self) -> Reply | None:
        """Return the reply that Enter gives now, or None when something is still missing."""
        if not self.drawn:
            return None
        if not self.typed.strip():
            return self._answer()
        try:
            reply = parse_line(self.screen, self.typed)
        except TypedError as error:
            self._look_for(self.typed, error)
            return None
        if isinstance(reply, Answered) and self.lines:
            if reply.value == []:
                return self._none()
            self.marks.add(reply)
            self.clear()
            return self._answer()
        if isinstance(reply, Wish):
            self.clear()
        return reply

    def _look_for(self, text: str, error: TypedError) -> None:
        """Move to the next line with a word that begins so; it is not marked."""
        self.clear()
        self.note = _("Sorry: {error}.").format(error=error)
        wanted = unaccented(" ".join(text.split()))
        words = any(one.isalpha() for one in wanted) and not is_yes_or_none(wanted)
        if not words or self.screen.kind is QuestionKind.YES_NO:
            return
        pattern = re.compile(rf"(?<!\w){re.escape(wanted)}")
        after = self.cursor + 1
        for place in (*range(after, len(self.lines)), *range(min(after, len(self.lines)))):
            if pattern.search(unaccented(self.lines[place])):
                self.cursor = place
                self.note = _("Moved to line {number}. Space marks it.").format(number=place + 1)
                return

    def _none(self) -> Reply | None:
        """Answer no to every line, when all were seen; with marks, only when asked for twice."""
        if self._turn_to_unseen():
            return None
        if self.marks.places and not self._sure_of_none:
            self._sure_of_none = True
            marked = ", ".join(str(place + 1) for place in self.marks.places)
            self.note = _(
                "Marked: {lines}. Press Enter again to unmark and answer “none of these”, or "
                "Escape to keep the marks."
            ).format(lines=marked)
            return None
        return Answered([])

    def _turn_to_unseen(self) -> bool:
        """Turn to the first line that was never in sight, which cannot be answered; else False."""
        unseen = next((place for place in range(len(self.lines)) if place not in self.seen), None)
        if unseen is None:
            return False
        self.cursor = self.top = unseen
        self.note = _("There are more lines. Look at these too, then press Enter.")
        return True

    def _answer(self) -> Reply | None:
        """Return the answer that the marks make; None, with a note, where they make none."""
        if self.screen.kind is QuestionKind.NUMBER:
            if self._earlier is not None:
                return Answered(self._earlier)
            self.note = _("Type a number first, or: not sure")
            return None
        if self.marks.one_of:
            unseen = [place for place in self.marks.places if place not in self.seen]
            if unseen:
                self.cursor = unseen[0]
                line = _("Line {number} is marked. Look at it, then press Enter.")
                self.note = line.format(number=unseen[0] + 1)
                return None
        elif self._turn_to_unseen():
            return None
        if self.marks.checklist and not self.marks.places:
            return self._nothing_marked()
        answer = self.marks.as_answer()
        if isinstance(answer, str):
            self.note = answer
            return None
        return answer

    def _nothing_marked(self) -> Answered | None:
        """Take a blank checklist for none on a second Enter, or when it was answered so before."""
        if self._sure_of_none or self._was_none():
            return Answered([])
        self._sure_of_none = True
        self.note = _("Nothing is marked. Press Enter again to answer “none of these”.")
        return None
