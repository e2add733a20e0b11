"""A report as plain text: no box, wrapped at a given width; colour only if a painter is given."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from triage.report.for_person import Entry, Section

NARROWEST = 40

Paint: TypeAlias = Callable[[str], str]
"""Takes a line of a heading and returns it as it is written, such as in bold."""


def text_report(sections: Iterable[Section], width: int = 80) -> str:
    """Return the sections as text, wrapped at `width` columns (at least 40)."""
    return "\n".join(text_lines(sections, width)) + "\n"


def text_lines(
    sections: Iterable[Section], width: int = 80, *, first: bool = True, paint: Paint = str
) -> Iterator[str]:
    """Yield the lines of a report; a heading is underlined, sections are parted by a blank line.

    The first section stands out with capitals, unless `first` says that it is not the first.
    Headings, with what underlines them, go through `paint`.
    """
    width = max(width, NARROWEST)
    for place, section in enumerate(sections):
        if place:
            yield ""
        loud = first and place == 0
        heading = section.heading.upper() if loud else section.heading
        lines = wrapped(heading, width)
        lines.append(("=" if loud else "-") * max(map(len, lines)))
        yield from map(paint, lines)
        for paragraph in section.paragraphs:
            yield from wrapped(paragraph, width)
        for entry in section.entries:
            yield from _entry(entry, width)


def _entry(entry: Entry, width: int) -> Iterator[str]:
    if entry.lead.startswith("["):
        yield from wrapped(f"{entry.lead} {entry.text}", width, "", "     ")
        return
    lead = f"{entry.headline} {entry.text}".rstrip()
    yield from wrapped(lead, width, "* ", "  ")
    for detail in entry.details:
        yield from wrapped(detail, width, "  - ", "    ")


def wrapped(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """Return `text` as lines of at most `width` columns, long words kept whole."""
    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [first.rstrip()]
