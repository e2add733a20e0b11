"""`triage graph`: facts, findings, rules and what follows, as a picture."""

from __future__ import annotations

from pathlib import Path

import click

from triage.author.pictures.contents import picture_of
from triage.author.pictures.dot import dot_of
from triage.author.pictures.svg import svg_of
from triage.cli.inputs import knowledge_option, open_rulebase, told_plainly


@click.command("graph")
@click.argument("rule_or_remedy", metavar="[RULE_OR_REMEDY]", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["dot", "svg"]),
    default="svg",
    show_default=True,
    help="How to draw: svg for a browser, dot for graphviz.",
)
@knowledge_option
def command(rule_or_remedy: str | None, form: str, knowledge: Path | None) -> None:
    """Draw what RULE_OR_REMEDY rests on, to standard output; without one, every rule of a level.

    Example: triage graph nerves.cauda_equina.emergency_now > cauda_equina.svg
    """
    rulebase = open_rulebase(knowledge)
    with told_plainly():
        picture = picture_of(rulebase, rule_or_remedy)
    click.echo(svg_of(picture) if form == "svg" else dot_of(picture), nl=False)
