"""Checks that a screen holds no more than a person reads."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import mean

from triage.checks.check import Check, CheckContext, Finding

MOST_LINES = 12
"""Lines of a checklist, however short they are."""

MOST_LONG_LINES = 8
"""Lines of a checklist whose lines are long."""

LONG_LINE = 60
"""Characters of a line, on average over the checklist; longer ones fill two rows."""


class ShortScreens(Check):
    """A checklist is longer than a person reads.

    What: a checklist has at most 12 lines, or at most 8 when they have more than 60 characters on
    average.
    Why: in a long list people skip lines, and a line that nobody read is not a "no".
    Fix: make two questions of it, with a group line each. Until then it is a warning.
    """

    id = "reading.long-list"

    def findings(self, context: CheckContext) -> Iterator[Finding]:
        """Yield each checklist that is too long."""
        for topic in context.rulebase.topics:
            for place, question in enumerate(topic.questions):
                lines = [len(item.text) for item in question.items]
                long = bool(lines) and mean(lines) > LONG_LINE
                most = MOST_LONG_LINES if long else MOST_LINES
                if len(lines) > most:
                    document = context.document(f"knowledge/questions/{topic.topic}.yaml")
                    what = f"`{question.id}` has {len(lines)} {'long ' if long else ''}lines"
                    where = document.where(("questions", place, "id"))
                    hint = "make two questions of it, with a group line each"
                    yield self.found(where, f"{what}, over {most}", hint, warning=True)
