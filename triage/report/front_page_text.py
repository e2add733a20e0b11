"""A first page as plain text that fits one screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from triage.report.as_text import NARROWEST, Paint, wrapped
from triage.report.front_page import FirstPage, Point
from triage.terms import Disposition
from triage.wording import _, speaking

WORDS = 200
"""Words that somebody in pain may be asked to read at once; a minute's worth."""

LINES = 24
"""What a page may fill: a terminal as it opens."""

FEWEST_SIGNS = 3
"""Reasons to come back that stay where a screen is small."""

_Block = list[str]


def first_page_lines(
    page: FirstPage, width: int = 80, room: int = LINES, *, paint: Paint = str, bold: Paint = str
) -> list[str]:
    """Return the page in at most `room` lines of `width` columns, where it can be cut to that.

    What stands between the parts goes first; then by turns what may help is told by its name alone,
    from the last on, and a reason to come back goes until three are left; then what to do until
    help comes, down to one, why, all but the first help, when to look again, and a third reason.
    What to do now and the note always stay. The title, in capitals, goes through `paint`, headings
    through `bold`.
    """
    width = max(width, NARROWEST)
    for cut in _cuts(page):
        with speaking(page.language):
            blocks = list(_blocks(cut, width, paint, bold))
        words = sum(len(line.split()) for block in blocks for line in block)
        if words > WORDS:
            continue
        spaced = "\n\n".join("\n".join(block) for block in blocks).split("\n")
        close = [line for block in blocks for line in block]
        for lines in (spaced, close):
            if len(lines) <= room:
                return lines
    return close


def _cuts(page: FirstPage) -> Iterator[FirstPage]:
    """Yield the page, then ever shorter ones."""
    yield page
    for place in reversed(range(len(page.help))):
        named = replace(page.help[place], text="")
        yield (page := replace(page, help=(*page.help[:place], named, *page.help[place + 1 :])))
        if len(page.at_once) + len(page.today) > FEWEST_SIGNS:
            yield (page := _one_sign_less(page))
    while len(page.at_once) + len(page.today) > FEWEST_SIGNS:
        yield (page := _one_sign_less(page))
    while len(page.steps) > 1:
        yield (page := replace(page, steps=page.steps[:-1]))
    yield (page := replace(page, why=()))
    while len(page.help) > 1:
        yield (page := replace(page, help=page.help[:-1]))
    yield (page := replace(page, check=""))
    yield _one_sign_less(page)


def _one_sign_less(page: FirstPage) -> FirstPage:
    if len(page.today) > 1 or not page.at_once:
        return replace(page, today=page.today[:-1])
    return replace(page, at_once=page.at_once[:-1])


def _blocks(page: FirstPage, width: int, paint: Paint, bold: Paint) -> Iterator[_Block]:
    """Yield the parts of the page that belong together, as lines."""
    title = wrapped(page.title.upper(), width)
    title.append("=" * max(map(len, title)))
    yield [*map(paint, title), *_paragraphs((*page.call, *page.do, *page.why), width)]
    if page.steps:
        yield _listed(_("Until you are seen:"), page.steps, width, bold)
    if page.help:
        waiting = page.level is Disposition.URGENT_SAME_DAY
        heading = _("What may help until then:") if waiting else _("What may help most:")
        yield _listed(heading, [_point(one) for one in page.help], width, bold)
    signs: _Block = []
    if page.at_once:
        signs += _listed(_("Get emergency help at once for:"), page.at_once, width, bold)
    if page.today:
        signs += _listed(_("Get medical advice the same day for:"), page.today, width, bold)
    signs += _paragraphs((page.number,), width)
    if signs:
        yield signs
    yield _paragraphs((page.check, page.note), width)


def _point(point: Point) -> str:
    words = f"{point.title}: {point.text}" if point.text else f"{point.title}."
    return f"{words} {point.caution}".rstrip()


def _paragraphs(texts: tuple[str, ...], width: int) -> _Block:
    return [line for text in texts if text for line in wrapped(text, width)]


def _listed(heading: str, texts: tuple[str, ...] | list[str], width: int, bold: Paint) -> _Block:
    lines = [bold(line) for line in wrapped(heading, width)]
    return lines + [line for text in texts for line in wrapped(text, width, "* ", "  ")]
