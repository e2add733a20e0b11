"""`triage assess`: answers in, assessment out."""

from __future__ import annotations

from pathlib import Path

import click

from triage.api import assess
from triage.cli.inputs import (
    format_option,
    knowledge_option,
    open_rulebase,
    read_answers,
    told_plainly,
)
from triage.cli.show import show_assessment


@click.command("assess")
@click.argument("file", metavar="FILE")
@format_option
@knowledge_option
def command(file: str, form: str, knowledge: Path | None) -> None:
    """Assess the answers in FILE (YAML or JSON; - reads standard input).

    FILE maps fact ids to answers, such as `nerve.saddle_numbness: true`. Facts left out are
    unknown, and unknown never counts as no. `triage questions` lists every fact.
    """
    rulebase = open_rulebase(knowledge)
    with told_plainly():
        facts = read_answers(rulebase, file)
        assessment = assess(facts, rulebase)
    show_assessment(assessment, rulebase, form)
