"""`triage page`: one HTML file that asks and answers on the person's own device."""

from __future__ import annotations

from pathlib import Path

import click

from triage.cli.inputs import knowledge_option, open_rulebase, region_option, told_plainly
from triage.cli.languages import languages_option
from triage.cli.spoken import Spoken
from triage.embed.page import page
from triage.files import READABLE, write_whole
from triage.report.phone_numbers import region_named
from triage.wording import N_

HELP = N_(
    "Write one HTML file that asks the questions in a browser.\n\n"
    "It works from a disk and from any web server, keeps nothing, and can send nothing."
)


@click.command("page", cls=Spoken, help=HELP)
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", required=True,
    help=N_("The file to write."),
)  # fmt: skip
@languages_option
@region_option
@knowledge_option
def command(
    out: Path, languages: tuple[str, ...], region: str | None, knowledge: Path | None
) -> None:
    """Write the page; see `HELP`."""
    rulebase = open_rulebase(knowledge)
    with told_plainly():
        place = None if region is None else region_named(rulebase.regions, region)
        write_whole(out, page(rulebase, languages, place), READABLE)
    click.echo(out)
