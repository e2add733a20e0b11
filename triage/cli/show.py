"""Writes an assessment to standard output, as text or JSON."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from typing import TypeVar

import click

from triage.explain.bodymap import drawable, map_lines, places_of
from triage.explain.brief import brief
from triage.explain.report import Section, report
from triage.explain.text import text_lines
from triage.model.assessment import Assessment
from triage.model.region import Region
from triage.model.rulebase import RuleBase
from triage.wording import N_, speaking

F = TypeVar("F", bound=Callable[..., object])

WIDEST = 100


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
    if not full:
        with speaking(rulebase.language):
            sections = brief(sections, assessment)
    show_sections(sections, _body_map(assessment, rulebase) if full else [])


def _body_map(assessment: Assessment, rulebase: RuleBase) -> list[str]:
    """Return the figure with the places that hurt, in the characters that can be written."""
    facts = assessment.case.facts if assessment.case else {}
    places = places_of(rulebase, facts)
    encoding = sys.stdout.encoding or "ascii"
    return map_lines(places, width(), plain=not drawable(encoding))


def show_sections(sections: list[Section], figure: Sequence[str] = ()) -> None:
    """Write sections as text; headings are bold on a terminal, and underlined everywhere.

    The lines of `figure` stand after the first section.
    """
    headings = {one.heading for one in sections} | {sections[0].heading.upper()}
    colour = in_colour()
    lines = [*text_lines(sections[:1], width())]
    lines += ["", *figure] if figure else []
    lines += ["", *text_lines(sections[1:], width(), first=False)] if sections[1:] else []
    for line in lines:
        click.echo(click.style(line, bold=True) if colour and line in headings else line)
