"""Writes an assessment to standard output, as text or JSON."""

from __future__ import annotations

import os
import shutil
import sys

import click

from triage.explain.report import Section, report
from triage.explain.text import text_lines
from triage.model.assessment import Assessment
from triage.model.rulebase import RuleBase

WIDEST = 100


def width() -> int:
    """Return the columns to write in: those of the terminal, at most 100; 80 without one."""
    return min(shutil.get_terminal_size((80, 24)).columns, WIDEST)


def in_colour() -> bool:
    """Return whether standard output is a terminal and colour is not refused (NO_COLOR)."""
    return (
        sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )


def show_assessment(assessment: Assessment, rulebase: RuleBase, form: str) -> None:
    """Write the assessment in `form` ("text" or "json")."""
    if form == "json":
        click.echo(assessment.model_dump_json(by_alias=True, indent=2))
    else:
        show_sections(report(assessment, rulebase))


def show_sections(sections: list[Section]) -> None:
    """Write sections as text; headings are bold on a terminal, and underlined everywhere."""
    headings = {one.heading for one in sections} | {sections[0].heading.upper()}
    colour = in_colour()
    for line in text_lines(sections, width()):
        click.echo(click.style(line, bold=True) if colour and line in headings else line)
