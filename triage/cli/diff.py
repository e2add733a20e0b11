"""`triage diff`: the people to whom two versions of a rule base say something else."""

from __future__ import annotations

from pathlib import Path

import click

from triage.cli.inputs import format_option, open_rulebase, solver_needed

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command("diff")
@click.argument("old", type=FOLDER)
@click.argument("new", type=FOLDER)
@format_option
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=60,
    show_default=True,
    metavar="SECONDS",
    help="Give up when one question to the solver takes that long.",
)
def command(old: Path, new: Path, form: str, timeout: float) -> None:
    """Compare two versions of a rule base, OLD and NEW (folders with rules/ and knowledge/).

    Shows answers with which the disposition or the recommendations differ, by the change that is
    the cause. Says "equivalent" only when that is proved for every possible set of answers. Exits
    1 when they differ, 3 when the solver could not tell.
    """
    with solver_needed():
        from triage.cli.diff_run import run  # noqa: PLC0415  (z3 is an extra)
    raise SystemExit(run(open_rulebase(old), open_rulebase(new), form=form, timeout=timeout))
