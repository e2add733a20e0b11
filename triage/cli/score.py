"""`triage score`: says how well the rules triage written cases."""

from __future__ import annotations

import json
from pathlib import Path

import click

from triage.author.cases.score import Result, Score, score
from triage.author.cases.vignette import Level, read_vignettes
from triage.cli import score_readings
from triage.cli.inputs import (
    BadUse,
    format_option,
    knowledge_option,
    open_rulebase,
    told_plainly,
)
from triage.cli.show import width
from triage.model.share import Share
from triage.report.as_text import wrapped
from triage.wording import N_, _

MEASURES = (
    ("right or acceptable", "accuracy"),
    ("exactly right", "exact"),
    ("safety of advice", "safety_of_advice"),
    ("comprehensiveness", "comprehensiveness"),
    ("inclination to over-triage", "inclination_to_over_triage"),
    ("self-care not escalated", "self_care_kept"),
)


@click.command("score")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH...]")
@click.option(
    "--readings",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help=N_("Score what readers coded: stories, and a folder a round, stand in FOLDER."),
)
@format_option
@knowledge_option
def command(
    paths: tuple[Path, ...], readings: Path | None, form: str, knowledge: Path | None
) -> None:
    """Score the rules against the cases in PATH... (files or folders).

    Shows which level each case was given, the measures used for symptom checkers with 95 %
    intervals, and every case that was missed. With --readings, the same for what blind readers made
    of people in words, reader by reader, and the facts that they split on.
    """
    if bool(paths) is (readings is not None):
        raise BadUse(_("give either cases (PATH...) or --readings FOLDER"))
    rulebase = open_rulebase(knowledge)
    if readings is not None:
        score_readings.show(rulebase, readings, form)
        return
    with told_plainly():
        result = score(rulebase, read_vignettes(paths))
    if form == "json":
        click.echo(json.dumps(_data(result), indent=2, ensure_ascii=False))
    else:
        _table(result)


def _table(result: Score) -> None:
    count = len(result.results)
    click.echo(f"{count} case{'s' if count != 1 else ''}. Rows: expected. Columns: advised.")
    click.echo()
    click.echo(f"{'':12}" + "".join(f"{level:>11}" for level in Level))
    for row, columns in result.matrix.items():
        click.echo(f"{row:12}" + "".join(f"{count or '.':>11}" for count in columns.values()))
    click.echo()
    for title, name in MEASURES:
        _measure(title, getattr(result, name))
    for level, share in result.accuracy_by_level.items():
        _measure(f"right among {level}", share)
    click.echo()
    click.echo(f"Missed: {len(result.missed) or 'none'}")
    for one in result.missed:
        text = (
            f"{one.vignette.id}: expected {' or '.join(_accepted(one))}, advised {one.disposition}"
            f" ({', '.join(one.because) or 'no rule fired'})"
        )
        for line in wrapped(text, width(), "* ", "  "):
            click.echo(line)


def _measure(title: str, share: Share) -> None:
    if share.value is None or share.interval is None:
        click.echo(f"{title:28} -")
        return
    low, high = share.interval
    counted = f"{share.count}/{share.of}"
    click.echo(
        f"{title:28}{counted:>9}{share.value:>8.1%}   (95 % interval {low:.1%} to {high:.1%})"
    )


def _accepted(one: Result) -> list[str]:
    order = (one.vignette.expected, *one.vignette.also_acceptable)
    return [level.value for level in dict.fromkeys(order)]


def _data(result: Score) -> dict[str, object]:
    return {
        "cases": len(result.results),
        "matrix": {row: dict(columns) for row, columns in result.matrix.items()},
        "measures": {name: getattr(result, name).as_data() for _, name in MEASURES},
        "accuracy_by_level": {
            level: share.as_data() for level, share in result.accuracy_by_level.items()
        },
        "results": [
            {
                "id": one.vignette.id,
                "expected": one.vignette.expected,
                "also_acceptable": list(one.vignette.also_acceptable),
                "level": one.level,
                "disposition": one.disposition,
                "because": list(one.because),
                "right": one.is_accepted,
            }
            for one in result.results
        ],
    }
