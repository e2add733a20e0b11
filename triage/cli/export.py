"""`triage export`: the rules and texts as data that programs in other languages read."""

from __future__ import annotations

from pathlib import Path

import click

from triage.cli.inputs import knowledge_option, open_rulebase, told_plainly
from triage.cli.languages import languages_option
from triage.cli.spoken import Spoken
from triage.embed.export import export
from triage.wording import N_

HELP = N_(
    "Write the rules and texts as data, for programs in other languages.\n\n"
    "A file of logic, and one of texts for each language; docs/compiled-format.md says how they "
    "are read."
)


@click.command("export", cls=Spoken, help=HELP)
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR", required=True,
    help=N_("The folder to write into; it is made if need be."),
)  # fmt: skip
@languages_option
@click.option(
    "--cases", type=click.IntRange(min=0), default=0, metavar="N",
    help=N_("Also write N cases, and interviews, by which a reader shows that it reads rightly."),
)  # fmt: skip
@knowledge_option
def command(out: Path, languages: tuple[str, ...], cases: int, knowledge: Path | None) -> None:
    """Write the compiled form; see `HELP`."""
    rulebase = open_rulebase(knowledge)
    with told_plainly():
        for path in export(rulebase, out, languages, cases=cases):
            click.echo(path)
