"""`triage check`: says whether the content is sound."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import click

from triage.checks.check import CheckContext, Finding
from triage.checks.run import run_checks
from triage.checks.unread import unread_content
from triage.cli.inputs import BadUse
from triage.cli.status import FINDINGS
from triage.content.load import load_raw, read_files
from triage.content.locate import content_root, folder_of
from triage.content.lock import read_lock
from triage.errors import ContentError


@click.command("check")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day to check review dates against (default: today).",
)
def command(path: Path | None, today: datetime | None) -> None:
    """Check the rules and knowledge in PATH (default: our own).

    Prints every mistake as file:line:col. Exits 1 when there is one; warnings alone exit 0.
    """
    day: date = (today or datetime.now(UTC)).date()
    unread: list[Finding] = []
    try:
        beside = folder_of(path, portraits=True).unread
        unread = unread_content([*folder_of(path).unread, *beside])
        files = read_files(path)
        portraits = read_files(path, portraits=True)
        rulebase = load_raw(files)
        lock = read_lock(content_root(path))
    except ContentError as error:
        if not error.problems or error.problems[0].where in {"", str(path)}:
            raise BadUse(str(error)) from error
        click.echo("\n".join([str(error), *map(str, unread)]))
        _end(len(error.problems) + len(unread), 0)
    context = CheckContext(
        rulebase=rulebase, files=files, lock=lock, today=day, portraits=portraits
    )
    found = [*unread, *run_checks(context)]
    for one in found:
        click.echo(str(one))
    _end(sum(not one.warning for one in found), sum(one.warning for one in found))


def _end(failures: int, warnings: int) -> None:
    click.echo(f"{failures} problems, {warnings} warnings", err=True)
    if failures:
        raise SystemExit(FINDINGS)
