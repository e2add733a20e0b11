"""`triage assess`: answers in, assessment out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from triage.api import assess
from triage.cli.inputs import (
    chosen_region,
    format_option,
    knowledge_option,
    lang_option,
    open_rulebase,
    read_answers,
    region_option,
    report_options,
    told_plainly,
)
from triage.cli.show import Length, length_options, show_assessment
from triage.cli.spoken import Spoken
from triage.report.page import Reader
from triage.wording import N_

HELP = N_(
    "Assess the answers in FILE (YAML or JSON; - reads standard input).\n\n"
    "FILE maps fact ids to answers, such as `nerve.saddle_numbness: true`. Facts left out are "
    "unknown, and unknown never counts as no. `triage questions` lists every fact."
)


@click.command("assess", cls=Spoken, help=HELP)
@click.argument("file", metavar="FILE")
@format_option
@length_options
@report_options
@lang_option
@region_option
@knowledge_option
def command(  # noqa: PLR0913  (one parameter per option)
    *,
    file: str,
    form: str,
    length: Length | None,
    report: Path | None,
    reader: str,
    lang: str | None,
    region: str | None,
    knowledge: Path | None,
) -> None:
    """Assess the answers in a file; see `HELP`."""
    rulebase = open_rulebase(knowledge, lang, cached=True)
    place = chosen_region(rulebase, region)
    with told_plainly():
        if report is not None:
            from triage.report.handout import report_form  # noqa: PLC0415  (only when asked for)

            report_form(report)
        assessment = assess(read_answers(rulebase, file), rulebase)
    show_assessment(assessment, rulebase, form, length, region=place)
    if report is not None:
        from triage.report.handout import write_report  # noqa: PLC0415

        today = date.today()  # noqa: DTZ011  (the day where the person is)
        with told_plainly():
            write_report(report, assessment, region=place, reader=Reader(reader), on=today)
