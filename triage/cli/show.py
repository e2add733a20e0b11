"""Writes an assessment to standard output, as text or JSON."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from typing import TypeVar

import click

from triage.explain.brief import brief
from triage.explain.report import Section, report
from triage.explain.text import text_lines
from triage.model.assessment import Assessment
from triage.model.region import Region
from triage.model.rulebase import RuleBase
from triage.wording import speaking

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
        "--full", is_flag=True, help="Show the whole text: all how-to, evidence and sources."
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
    show_sections(sections)


def show_sections(sections: list[Section]) -> None:
    """Write sections as text; headings are bold on a terminal, and underlined everywhere."""
    headings = {one.heading for one in sections} | {sections[0].heading.upper()}
    colour = in_colour()
    for line in text_lines(sections, width()):
        click.echo(click.style(line, bold=True) if colour and line in headings else line)
