"""A report as plain text: no colour, no box, wrapped at a given width."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from triage.explain.report import Entry, Section

NARROWEST = 40


def text_report(sections: Iterable[Section], width: int = 80) -> str:
    """Return the sections as text, wrapped at `width` columns (at least 40)."""
    return "\n".join(text_lines(sections, width)) + "\n"


def text_lines(sections: Iterable[Section], width: int = 80) -> Iterator[str]:
    """Yield the lines of a report; a heading is underlined, sections are parted by a blank line."""
    width = max(width, NARROWEST)
    for place, section in enumerate(sections):
        if place:
            yield ""
        yield section.heading.upper() if place == 0 else section.heading
        yield ("=" if place == 0 else "-") * min(len(section.heading), width)
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
