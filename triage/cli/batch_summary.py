"""What a cohort came to, in words and as JSON."""

from __future__ import annotations

import json

import click

from triage.cli.batch_options import BatchOptions
from triage.cli.show import width
from triage.cli.status import FINDINGS
from triage.cohort.summary import Summary
from triage.model.rulebase import RuleBase
from triage.report.as_text import wrapped


def finish(options: BatchOptions, rulebase: RuleBase, summary: Summary, seconds: float) -> None:
    """Write the summary; exits 1 when more rows were rejected than allowed."""
    show_summary(rulebase, summary, seconds, options.form, on_stderr=not options.summary_only)
    if summary.rejected and options.rejects is None:
        click.echo("hint: --rejects FILE tells which rows were rejected, and why", err=True)
    if summary.rejected > options.allow_rejects:
        raise SystemExit(FINDINGS)


def show_summary(
    rulebase: RuleBase, summary: Summary, seconds: float, form: str, *, on_stderr: bool
) -> None:
    """Write a summary in `form` ("text" or "json"); to stderr unless it is the result itself."""
    if form == "json":
        click.echo(_json(rulebase, summary, seconds), err=on_stderr)
        return
    for line in _text(rulebase, summary, seconds):
        click.echo(line, err=on_stderr)


def _text(rulebase: RuleBase, summary: Summary, seconds: float) -> list[str]:
    speed = summary.rows / max(seconds, 1e-9)
    lines = [f"{summary.rows:,} rows in {seconds:,.1f} s ({speed:,.0f} rows/s)", ""]
    lines += [
        _line(level.value, count, summary.good) for level, count in summary.dispositions.items()
    ]
    lines += ["", _line("complete", summary.complete, summary.good)]
    if summary.rejected:
        lines.append(_line("rejected", summary.rejected, summary.rows))
    manifest = rulebase.manifest
    about = (
        f"{manifest.name} {manifest.version} ({manifest.status}, {rulebase.digest[:12]}). "
        f"{rulebase.disclaimer.short}"
    )
    return [*lines, "", *wrapped(about, width())]


def _line(name: str, count: int, of: int) -> str:
    share = f"{count / of:8.1%}" if of else f"{'-':>8}"
    return f"  {name:24}{count:>15,}{share}"


def _json(rulebase: RuleBase, summary: Summary, seconds: float) -> str:
    manifest, disclaimer = rulebase.manifest, rulebase.disclaimer
    whole = {
        "rows": summary.rows,
        "rejected": summary.rejected,
        "complete": summary.complete,
        "dispositions": {level.value: count for level, count in summary.dispositions.items()},
        "seconds": round(seconds, 3),
        "knowledge": {
            "name": manifest.name,
            "version": manifest.version,
            "digest": rulebase.digest,
            "status": manifest.status.value,
        },
        "disclaimer": {"version": disclaimer.version, "short": disclaimer.short},
    }
    return json.dumps(whole, indent=2, ensure_ascii=False)
