"""Writes an assessment to standard output, as text or JSON."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from functools import partial
from typing import TypedDict, TypeVar

import click

from triage.model.assessment import Assessment
from triage.model.region import Region
from triage.model.rulebase import RuleBase
from triage.report.as_text import Paint, text_lines, wrapped
from triage.report.body_map import drawable, map_lines, places_of
from triage.report.brief import brief
from triage.report.for_person import report
from triage.report.front_page import FirstPage, first_page
from triage.report.front_page_text import LINES, first_page_lines
from triage.terms import Disposition
from triage.wording import N_, _, speaking

F = TypeVar("F", bound=Callable[..., object])

WIDEST = 100


KEPT_FREE = 6
"""Lines of a terminal that may follow a first page: how to see more, where answers are kept."""


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


class Length(StrEnum):
    """How much of a result is shown: its first page, the sections in short too, or everything."""

    BRIEF = "brief"
    USUAL = "usual"
    FULL = "full"


def length_options(command: F) -> F:
    """Add `--brief` and `--full` to a command, which gets `length`; the one given last counts."""
    brief_option = click.option(
        "--brief", "length", flag_value=Length.BRIEF, type=Length,
        help=N_("Show the first page only: what to do now, and why."),
    )  # fmt: skip
    full_option = click.option(
        "--full", "length", flag_value=Length.FULL, type=Length,
        help=N_("Show the whole text: all how-to, evidence and sources."),
    )  # fmt: skip
    return brief_option(full_option(command))


def show_assessment(
    assessment: Assessment,
    rulebase: RuleBase,
    form: str,
    length: Length | None = None,
    *,
    region: Region | None = None,
) -> None:
    """Write the assessment in `form` ("text" or "json"); a text is as long as asked for."""
    if form == "json":
        click.echo(assessment.model_dump_json(by_alias=True, indent=2))
        return
    with speaking(rulebase.language):
        page = first_page(assessment, rulebase, region)
        lines = page_lines(page)
        if length is not Length.BRIEF:
            lines += _rest(assessment, rulebase, region, full=length is Length.FULL)
        urgent = page.level is Disposition.EMERGENCY_NOW and sys.stdout.isatty()
        if urgent and len(lines) > (room := rows()):
            # It has run off the top: what is most urgent stands last as well.
            lines += ["", *page_lines(page, room)] if length is Length.FULL else []
        for line in lines:
            click.echo(line)


def _rest(
    assessment: Assessment, rulebase: RuleBase, region: Region | None, *, full: bool
) -> list[str]:
    """Return the lines below a first page."""
    sections = report(assessment, rulebase, region, cited=full)
    shown = sections[1:] if full else brief(sections, assessment)
    figure = _body_map(assessment, rulebase) if full else []
    other: Paint = partial(click.style, bold=True) if in_colour() else str
    lines = [*_set_off(figure)]
    lines += _set_off(text_lines(shown, width(), first=False, paint=other))
    return lines if full else [*lines, "", *wrapped(how_to_see_more(), width())]


def rows(free: int = KEPT_FREE) -> int:
    """Return the rows that a result may fill so that all of it stays in sight."""
    if not sys.stdout.isatty():
        return LINES
    return shutil.get_terminal_size((80, LINES)).lines - free


def how_to_see_more() -> str:
    """Return how to see what a result leaves out."""
    return _("Full how-to, evidence and sources: add --full, or write --report FILE.")


def page_lines(page: FirstPage, room: int | None = None) -> list[str]:
    """Return the lines of a first page; on a terminal with a title in the colour of its level.

    An emergency is cut to what a low terminal shows.
    """
    if room is None:
        room = rows(KEPT_FREE) if page.level is Disposition.EMERGENCY_NOW else LINES
    if not in_colour():
        return first_page_lines(page, width(), room)
    lead: Paint = partial(click.style, bold=True, **COLOUR[page.level])
    bold: Paint = partial(click.style, bold=True)
    return first_page_lines(page, width(), room, paint=lead, bold=bold)


def _set_off(lines: Iterable[str]) -> list[str]:
    """Return the lines below an empty one, if there are any."""
    given = list(lines)
    return ["", *given] if given else []


def _body_map(assessment: Assessment, rulebase: RuleBase) -> list[str]:
    """Return the figure with the places that hurt, in the characters that can be written."""
    facts = assessment.case.facts if assessment.case else {}
    places = places_of(rulebase, facts)
    encoding = sys.stdout.encoding or "ascii"
    return map_lines(places, width(), plain=not drawable(encoding))
