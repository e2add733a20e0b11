"""What `triage verify` does once the solver is there."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from triage.backends.rete.engine import ReteEngine
from triage.cli.inputs import BadUse, told_plainly
from triage.cli.status import FINDINGS, OK, SOLVER_UNKNOWN
from triage.cli.stopping import ended_by_ctrl_c
from triage.cli.verify_text import answers_file, tell
from triage.model.fact import Facts
from triage.model.rulebase import RuleBase
from triage.model.verdicts import NodeTruths
from triage.proofs.property import Property
from triage.proofs.registry import PROPERTIES
from triage.proofs.run import verify
from triage.proofs.seen_by_readers import logic_reader
from triage.proofs.verdict import Counterexample, EncoderFault, Report, Unknown


def run(
    rulebase: RuleBase, ids: tuple[str, ...], *, form: str, timeout: float, save_to: Path | None
) -> int:
    """Check the properties named (all for none), tell what came of it, return the exit status.

    `form` is "text" or "json", `timeout` in seconds for each property; the first counterexample
    that is a case is written to `save_to`. Raises BadUse for an unknown property or file trouble.
    """
    report = _verified(rulebase, _chosen(ids), timeout)
    if form == "json":
        click.echo(json.dumps(report.as_data(), indent=2, ensure_ascii=False))
    else:
        tell(report, rulebase)
    if save_to is not None:
        _save(report, save_to)
    if report.having(Counterexample, EncoderFault):
        return FINDINGS
    return SOLVER_UNKNOWN if report.having(Unknown) else OK


def _chosen(ids: tuple[str, ...]) -> list[Property]:
    """Return the properties asked for, in the order of the registry; all of them for none."""
    known = {one.id: one for one in PROPERTIES}
    for one in ids:
        if one not in known:
            close = get_close_matches(one, known, n=1, cutoff=0.4)
            hint = f"did you mean `{close[0]}`?" if close else "one of " + ", ".join(known)
            message = f"no such property: `{one}`\n    hint: {hint}"
            raise BadUse(message)
    return [kind() for name, kind in known.items() if name in ids or not ids]


def _verified(rulebase: RuleBase, properties: list[Property], timeout: float) -> Report:
    """Check the properties, with a progress bar if standard error is a terminal."""
    readers = {"logic": logic_reader(rulebase), "rete": _rete_reader(rulebase)}
    progress = Progress(
        TextColumn("{task.description:28}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
    with progress, told_plainly(), ended_by_ctrl_c():
        task = progress.add_task("encoding the rules", total=len(properties))

        def show(one: Property, done: int) -> None:
            progress.update(task, description=one.id, completed=done)

        return verify(rulebase, properties, readers=readers, timeout=timeout, on_start=show)


def _rete_reader(rulebase: RuleBase) -> Callable[[Facts], NodeTruths]:
    """Return the experta reader; its network is built when a case is first replayed."""
    engines: list[ReteEngine] = []

    def read(facts: Facts) -> NodeTruths:
        if not engines:
            engines.append(ReteEngine(rulebase))
        engines[0].update(facts)
        return engines[0].verdicts()

    return read


def _save(report: Report, path: Path) -> None:
    """Write the first counterexample that is a case; say so when there is none."""
    for result in report.results:
        if isinstance(result.verdict, Counterexample):
            for one in result.verdict.found:
                if one.cases:
                    try:
                        path.write_text(answers_file(result.id, one), encoding="utf-8")
                    except OSError as error:
                        message = f"{path}: cannot be written: {error.strerror}"
                        raise BadUse(message) from error
                    click.echo(f"{path}: a counterexample to {result.id}", err=True)
                    return
    click.echo("no counterexample is a case, so nothing was saved", err=True)
