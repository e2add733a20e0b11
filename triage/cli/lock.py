"""`triage lock`: notes what everything that a person acts on says now."""

from __future__ import annotations

import os
from pathlib import Path

import click

from triage.checks.lock import Places, hint_for, said
from triage.cli.inputs import BadUse, told_plainly
from triage.cli.status import FINDINGS
from triage.content.load import load_raw, read_files
from triage.content.locate import content_root
from triage.content.lock import LOCK_FILE, lock_of, lock_text, read_lock, silent_changes


@click.command("lock")
@click.argument("path", required=False, type=click.Path(path_type=Path))
def command(path: Path | None) -> None:
    """Write rules/rules.lock for the rule base in PATH (default: our own).

    Refuses (exit 1) while anything that a person acts on has changed under an unchanged version:
    raise `version` in the file first.
    """
    with told_plainly():
        root = content_root(path)
        files = read_files(path)
        rulebase = load_raw(files)
        old = read_lock(root) or {}
    if not isinstance(root, Path):
        message = "the installed rule base cannot be locked; give the folder of a checkout"
        raise BadUse(message)
    new = lock_of(rulebase)
    places = Places(rulebase, files)
    refused = [
        f"{places.of(change)}: {said(change)}\n    hint: {hint_for(change)}"
        for change in silent_changes(new, old)
    ]
    refused += [
        f"{places.version(name)}: version {entry.version} is older than the locked "
        f"{old[name].version}"
        for name, entry in new.items()
        if name in old and entry.version < old[name].version
    ]
    if refused:
        click.echo("\n".join(refused))
        raise SystemExit(FINDINGS)
    _write(root / LOCK_FILE, lock_text(new))
    changed = sum(old.get(name) != entry for name, entry in new.items())
    gone = len(set(old) - set(new))
    click.echo(f"{len(new)} locked, {changed} new or changed, {gone} gone", err=True)


def _write(file: Path, text: str) -> None:
    """Write the file whole or not at all."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(file)
    except OSError as error:
        draft.unlink(missing_ok=True)
        message = f"{file}: cannot be written: {error.strerror}"
        raise BadUse(message) from error
