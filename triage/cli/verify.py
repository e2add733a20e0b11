"""`triage verify`: what the rule base can never do, proved over every possible case."""

from __future__ import annotations

from pathlib import Path

import click

from triage.cli.inputs import format_option, knowledge_option, open_rulebase, solver_needed


@click.command("verify")
@format_option
@click.option(
    "--property",
    "ids",
    multiple=True,
    metavar="ID",
    help="Check only this property; can be given more than once.",
)
@knowledge_option
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=300,
    show_default=True,
    metavar="SECONDS",
    help="Give up on a property after that long; it is then unknown, never proved.",
)
@click.option(
    "--save-counterexample",
    "save_to",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the first counterexample to FILE, as answers for `triage assess`.",
)
def command(
    form: str, ids: tuple[str, ...], knowledge: Path | None, timeout: float, save_to: Path | None
) -> None:
    """Prove what the rules can never do, for every possible set of answers.

    A property that does not hold is shown by a counterexample: answers that two other readers of
    the rules have confirmed. Exits 1 when there is one, 3 when the solver could not tell.
    """
    with solver_needed():
        from triage.cli.verify_run import run  # noqa: PLC0415  (z3 is an extra)
    status = run(open_rulebase(knowledge), ids, form=form, timeout=timeout, save_to=save_to)
    raise SystemExit(status)
