"""`triage explain`: why, and why not."""

from __future__ import annotations

from pathlib import Path

import click

from triage.api import assess
from triage.author.what_if.counterfactual import counterfactuals
from triage.cli.counterfactuals import show_counterfactuals
from triage.cli.inputs import (
    format_option,
    knowledge_option,
    open_rulebase,
    read_answers,
    told_plainly,
)
from triage.cli.show import width
from triage.model.given import read_facts, told_not_sure
from triage.report.as_text import wrapped
from triage.report.why import Explanation, explain

WORDS = {
    "fired": "applies",
    "ruled_out": "ruled out",
    "open": "still open",
    "recommended": "put forward",
    "left_out": "left out",
    "held_back": "held back",
    "not_checked": "not checked",
    "not_indicated": "not put forward",
    "not_supported": "not supported",
}


@click.command("explain")
@click.argument("file", metavar="FILE")
@click.argument("rule_or_remedy", metavar="[RULE_OR_REMEDY]", required=False)
@click.option(
    "--counterfactual",
    is_flag=True,
    help="Say instead which other answers would change how urgent this is.",
)
@format_option
@knowledge_option
def command(
    file: str,
    rule_or_remedy: str | None,
    counterfactual: bool,  # noqa: FBT001  (a flag)
    form: str,
    knowledge: Path | None,
) -> None:
    """Say why RULE_OR_REMEDY did or did not apply to the answers in FILE (- for a pipe)."""
    if counterfactual is (rule_or_remedy is not None):
        message = "name either a rule or remedy, or --counterfactual"
        raise click.UsageError(message)
    rulebase = open_rulebase(knowledge, cached=True)
    with told_plainly():
        answers = read_answers(rulebase, file)
        if rule_or_remedy is None:
            found = counterfactuals(rulebase, read_facts(rulebase, answers))
            show_counterfactuals(found, rulebase, form, told_not_sure(rulebase, answers))
            return
        explanation = explain(assess(answers, rulebase), rule_or_remedy)
    if form == "json":
        click.echo(explanation.model_dump_json(indent=2))
    else:
        _tell(explanation, rulebase.disclaimer.short)


def _tell(explanation: Explanation, disclaimer: str) -> None:
    columns = width()
    click.echo(f"{explanation.title} ({explanation.name}): {WORDS[explanation.outcome]}")
    for sentence in explanation.sentences:
        for line in wrapped(sentence, columns, "  ", "  "):
            click.echo(line)
    for source in explanation.sources:
        for line in wrapped(f"[{source.number}] {source.citation}", columns, "  ", "       "):
            click.echo(line)
    for line in wrapped(disclaimer, columns, "  ", "  "):
        click.echo(line)
