"""People in words, with the levels a careful clinician would accept: test cases for readers.

What readers made of them, screen by screen, stands in `readings.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from pydantic import Field

from triage.author.cases.vignette import read_document
from triage.content.conditions import close_hint
from triage.content.shapes import build
from triage.errors import ContentError, Problem
from triage.model.frozen import Frozen
from triage.terms import Disposition


class Story(Frozen):
    """One person in words. The first of `accept` is the level expected, the others are no error.

    `kind` says whether harm is done by too little (`dangerous`) or by too much (`ordinary`).
    """

    id: str
    kind: Literal["dangerous", "ordinary"]
    story: str
    accept: tuple[Disposition, ...] = Field(min_length=1)
    why: str

    @property
    def expected(self) -> Disposition:
        """Return the level expected."""
        return self.accept[0]


class Stories(Frozen):
    """One file of stories."""

    stories: tuple[Story, ...]


STORY_KEYS = frozenset((*Story.model_fields, *Stories.model_fields))


def read_stories(files: Iterable[Path]) -> dict[str, Story]:
    """Return the stories in some files, by id.

    Raises ContentError naming every mistake with its place.
    """
    found: dict[str, Story] = {}
    problems: list[Problem] = []
    for file in files:
        document = read_document(file)
        stories = None
        if not document.problems:
            stories = build(document, Stories, document.data, known=STORY_KEYS)
        for index, one in enumerate(stories.stories if stories else ()):
            if one.id in found:
                document.report(("stories", index, "id"), f"`{one.id}` stands twice")
            found.setdefault(one.id, one)
        problems += document.in_order()
    if problems:
        raise ContentError(problems)
    return found


def no_such_story(name: str, known: Iterable[str]) -> tuple[str, str]:
    """Return the message and hint for a case that no story tells."""
    return f"no such case: `{name}`", close_hint(name, frozenset(known))
