"""`triage contracts`: whether the rules still do what was written down of them."""

from __future__ import annotations

from pathlib import Path

import click

from triage.author.contracts.contract_files import read_contracts, write_contracts
from triage.author.contracts.contracts import breaches, completed
from triage.cli.inputs import BadUse, knowledge_option, open_rulebase, told_plainly
from triage.cli.status import FINDINGS


@click.command("contracts")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--complete",
    is_flag=True,
    help="Write lines into FOLDER for what none covers yet. Lines that stand are never changed.",
)
@knowledge_option
def command(folder: Path, complete: bool, knowledge: Path | None) -> None:  # noqa: FBT001  (a flag)
    """Hold the rules to the contracts in FOLDER.

    A contract says which answers must fire a rule, block a remedy, or rule it out. Prints every
    line that no longer holds, and how many slips in the rules no line would show. Exits 1 when
    there is one of either.
    """
    rulebase = open_rulebase(knowledge)
    with told_plainly():
        contracts = read_contracts(rulebase, folder)
    broken = list(breaches(rulebase, contracts))
    for one in broken:
        click.echo(one)
    whole = completed(rulebase, contracts)
    lines = sum(len(one.applies) + len(one.ruled_out) for one in contracts.values())
    added = sum(len(one.applies) + len(one.ruled_out) for one in whole.values()) - lines
    if complete and added:
        try:
            write_contracts(rulebase, whole, folder)
        except OSError as error:
            message = f"{folder}: cannot be written: {error.strerror}"
            raise BadUse(message) from error
    missing = f"{added} lines {'added' if complete else 'missing'}"
    click.echo(f"{lines} lines, {len(broken)} no longer hold, {missing}", err=True)
    if broken or (added and not complete):
        raise SystemExit(FINDINGS)
