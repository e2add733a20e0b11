"""Writes an assessment to standard output, as text or JSON."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TypedDict, TypeVar

import click

from triage.model.assessment import Assessment
from triage.model.region import Region
from triage.model.rulebase import RuleBase
from triage.report.as_text import Paint, text_lines, wrapped
from triage.report.body_map import drawable, map_lines, places_of
from triage.report.brief import brief
from triage.report.for_person import Section, report
from triage.terms import Disposition
from triage.wording import N_, _, speaking

F = TypeVar("F", bound=Callable[..., object])

WIDEST = 100

KEPT_FREE = 4
"""Lines of a terminal that may follow a result: where the answers are kept, and the prompt."""


class Colour(TypedDict, total=False):
    """Colours by the names click has for them."""

    fg: str
    bg: str


COLOUR: Mapping[Disposition, Colour] = {
    Disposition.EMERGENCY_NOW: {"fg": "bright_white", "bg": "red"},
    Disposition.URGENT_SAME_DAY: {"fg": "red"},
    Disposition.CLINICIAN_WITHIN_DAYS: {"fg": "yellow"},
    Disposition.ROUTINE_APPOINTMENT: {"fg": "cyan"},
    Disposition.SELF_CARE: {"fg": "green"},
}
"""The colour of a level's headline, which says in words and capitals what the colour says."""


def width() -> int:
    """Return the columns to write in: those of the terminal, at most 100; 80 without one."""
    return min(shutil.get_terminal_size((80, 24)).columns, WIDEST)


def in_colour() -> bool:
    """Return whether standard output is a terminal and colour is not refused (NO_COLOR)."""
    return (
        sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )


def full_option(command: F) -> F:
    """Add `--full` to a command."""
    return click.option(
        "--full", is_flag=True, help=N_("Show the whole text: all how-to, evidence and sources.")
    )(command)


def show_assessment(
    assessment: Assessment,
    rulebase: RuleBase,
    form: str,
    *,
    region: Region | None = None,
    full: bool = False,
) -> None:
    """Write the assessment in `form` ("text" or "json"); text in short unless `full`."""
    if form == "json":
        click.echo(assessment.model_dump_json(by_alias=True, indent=2))
        return
    sections = report(assessment, rulebase, region)
    with speaking(rulebase.language):
        if not full:
            sections = brief(sections, assessment)
        figure = _body_map(assessment, rulebase) if full else []
        for line in _lines(sections, figure, assessment.disposition):
            click.echo(line)


def _body_map(assessment: Assessment, rulebase: RuleBase) -> list[str]:
    """Return the figure with the places that hurt, in the characters that can be written."""
    facts = assessment.case.facts if assessment.case else {}
    places = places_of(rulebase, facts)
    encoding = sys.stdout.encoding or "ascii"
    return map_lines(places, width(), plain=not drawable(encoding))


def _lines(sections: list[Section], figure: Sequence[str], level: Disposition) -> Iterator[str]:
    """Yield sections as text; the lines of `figure` stand after the first section.

    On a terminal headings are bold, the first in the colour of the level. An emergency whose text
    runs off the top of the terminal ends with what is most urgent, so that this is what one sees.
    """
    plain = not in_colour()
    lead: Paint = str if plain else partial(click.style, bold=True, **COLOUR[level])
    other: Paint = str if plain else partial(click.style, bold=True)
    lines = [*text_lines(sections[:1], width(), paint=lead)]
    lines += ["", *figure] if figure else []
    rest = [*text_lines(sections[1:], width(), first=False, paint=other)]
    lines += ["", *rest] if rest else []
    yield from lines
    room = shutil.get_terminal_size((80, 24)).lines - KEPT_FREE
    if level is Disposition.EMERGENCY_NOW and sys.stdout.isatty() and len(lines) > room:
        yield from ["", *_at_the_end(sections, lead, room)]


def _at_the_end(sections: list[Section], lead: Paint, room: int) -> list[str]:
    """Return what an emergency ends with: whom to call, and what else to do if there is room."""
    now, *others = sections
    waiting = [line for one in others if one.name == "waiting" for line in one.entries]
    above = _("Why, and more on what to do, stands above.")
    for steps in (waiting, waiting[:1], []):
        block = replace(now, entries=(*now.entries, *steps))
        lines = [*text_lines([block], width(), paint=lead), "", *wrapped(above, width())]
        if len(lines) < room:
            break
    return lines
