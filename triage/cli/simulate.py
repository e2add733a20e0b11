"""`triage simulate`: draws people who do not exist and says what the rules do to them."""

from __future__ import annotations

import json
from pathlib import Path

import click

from triage.cli.inputs import (
    BadUse,
    extras_needed,
    format_option,
    knowledge_option,
    open_rulebase,
    told_plainly,
)
from triage.cli.status import INTERRUPTED
from triage.content.conditions import close_hint
from triage.content.load import read_files
from triage.content.portraits import load_portraits
from triage.errors import printable
from triage.wording import N_, _

TOLD, INTERVIEWED = 20_000, 2_000
"""People when it is not said how many."""


@click.command("simulate")
@click.option(
    "--people",
    type=click.IntRange(1, 100_000_000),
    help=N_("How many people in all (default: 20,000; 2,000 with --interview)."),
)
@click.option(
    "--portrait",
    "names",
    multiple=True,
    metavar="ID",
    help=N_("Only this portrait or family, or `conditions` (may be given several times)."),
)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**40),
    default=1,
    show_default=True,
    help=N_("Draw other people."),
)
@click.option(
    "--range",
    "reach",
    type=click.Choice(["low", "mid", "high"]),
    default="mid",
    show_default=True,
    help=N_("Which end of every number's range to draw by."),
)
@click.option("--interview", is_flag=True, help=N_("Answer only what the interview asks."))
@click.option(
    "--background/--no-background",
    default=True,
    help=N_("Whether people with a condition also tick what ordinary people tick (default: yes)."),
)
@click.option(
    "--not-sure",
    "not_sure",
    type=click.FloatRange(0, 1),
    default=0.0,
    metavar="SHARE",
    help=N_("The share of yes/no lines that people are not sure of."),
)
@format_option
@click.option(
    "--svg",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=N_("Also draw reach against escalation."),
)
@knowledge_option
def command(  # noqa: PLR0913, PLR0917  (an option each)
    people: int | None,
    names: tuple[str, ...],
    seed: int,
    reach: str,
    interview: bool,  # noqa: FBT001  (click gives flags by name)
    background: bool,  # noqa: FBT001
    not_sure: float,
    form: str,
    svg: Path | None,
    knowledge: Path | None,
) -> None:
    """Draw people from the portraits in knowledge/portraits and say whom the rules reach.

    Shows for each condition, worst first, the share who reach the least level that is safe, who
    are told it is an emergency and who are sent home; and how many ordinary people are escalated
    without need, with the rules behind it. People are drawn, not real: see knowledge/portraits.
    """
    extras = {"numpy": "batch", "polars": "batch"}
    with extras_needed(extras, _("numpy and polars are not installed")):
        from triage.cli import simulate_data, simulate_run, simulate_text  # noqa: PLC0415  (extras)
        from triage.simulate.run import Plan, chosen, names_of  # noqa: PLC0415
    rulebase = open_rulebase(knowledge)
    with told_plainly():
        portraits = load_portraits(rulebase, read_files(knowledge, portraits=True))
    _must_exist(names, names_of(portraits))
    plan = Plan(
        people=people or (INTERVIEWED if interview else TOLD),
        portraits=chosen(portraits, names),
        wishes=simulate_run.wishes(seed, reach, background=background, not_sure=not_sure),
        interview=interview,
    )
    report = simulate_run.run(rulebase, portraits, plan)
    if form == "json":
        click.echo(json.dumps(simulate_data.data(report), indent=2, ensure_ascii=False))
    else:
        simulate_text.show(report)
    if svg is not None:
        with told_plainly():
            simulate_run.draw(report, svg)
    if not report.whole:
        raise SystemExit(INTERRUPTED)


def _must_exist(names: tuple[str, ...], known: frozenset[str]) -> None:
    """Exit with every name that is neither a portrait nor a family."""
    problems: list[str] = []
    for name in names:
        if name not in known:
            message = _("no such portrait or family: `{name}`").format(name=printable(name[:60]))
            hint = close_hint(name, known)
            problems.append(f"{message}\n    hint: {hint}" if hint else message)
    if problems:
        raise BadUse("\n".join(problems))
