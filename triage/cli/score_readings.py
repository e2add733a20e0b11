"""Writes how the rules triaged what blind readers coded, as text or JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import click

from triage.author.cases.agreement import (
    FactAgreement,
    Judged,
    ReaderScore,
    agreement,
    score_readings,
)
from triage.author.cases.readings import questions_digest, read_readings
from triage.cli.inputs import told_plainly
from triage.cli.show import width
from triage.model.rulebase import RuleBase
from triage.model.share import Share
from triage.report.as_text import wrapped
from triage.terms import Disposition
from triage.wording import _

MEASURES: Mapping[str, Callable[[Judged], bool]] = {
    "acceptable": lambda one: one.is_accepted,
    "exact": lambda one: one.is_exact,
    "under": lambda one: one.is_under,
    "over": lambda one: one.is_over,
}
SPLIT = 15
"""Facts shown on which readers differ; JSON has all."""


def show(rulebase: RuleBase, folder: Path, form: str) -> None:
    """Score the readings in a folder and write what was found."""
    with told_plainly():
        stories, readings = read_readings(rulebase, folder)
    scores = score_readings(rulebase, stories, readings)
    split = agreement(rulebase, readings)
    today = questions_digest(rulebase)
    if form == "json":
        found = {
            "questions": today,
            "stories": len(stories),
            "readings": [_data(one) for one in scores],
            "agreement": [_agreement(one) for one in split],
        }
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
        return
    head = _("{stories} stories, {readings} readings; the questions of today are {digest}")
    click.echo(head.format(stories=len(stories), readings=len(readings), digest=today))
    for one in scores:
        _reader(one)
    _split(split)


def _reader(one: ReaderScore) -> None:
    click.echo()
    title = _("Reading {name}")
    if one.reading.stale:
        title = _("Reading {name} (stale: the questions have changed since)")
    click.echo(title.format(name=one.reading.name))
    if one.reading.gone:
        names = ", ".join(sorted(one.reading.gone))
        for line in wrapped(_("no longer asked: {names}").format(names=names), width(), "  ", "  "):
            click.echo(line)
    told = {
        "acceptable": _("acceptable"), "exact": _("exact"),
        "under": _("under-triage"), "over": _("over-triage"),
    }  # fmt: skip
    everyone = _("all")
    for among in ("", "dangerous", "ordinary", *Disposition):
        shares = {name: one.share(hit, among) for name, hit in MEASURES.items()}
        if shares["exact"].of:
            cells = "".join(f"  {told[name]} {_short(share)}" for name, share in shares.items())
            click.echo(f"  {among or everyone:22}{cells}")
    home = one.share(lambda case: case.is_sent_home, "dangerous")
    text = _("dangerous, sent home: {share}").format(share=_short(home))
    click.echo(f"  {text}")
    for case in one.missed:
        accepted = ", ".join(case.story.accept)
        text = _("{case}: accepted {accepted}; advised {level}").format(
            case=case.story.id, accepted=accepted, level=case.level.value
        )
        for line in wrapped(text, width(), "  * ", "    "):
            click.echo(line)


def _split(found: Sequence[FactAgreement]) -> None:
    some = [one for one in found if one.one]
    if not some:
        return
    click.echo()
    click.echo(_("Facts that readers of one round split on (both yes, only one, agreement):"))
    for one in some[:SPLIT]:
        click.echo(f"  {one.fact:44}{one.both:>5}{one.one:>5}{one.positive:>8.0%}")


def _short(share: Share) -> str:
    if share.interval is None:
        return "-"
    low, high = share.interval
    return f"{share.count}/{share.of} ({low:.0%}-{high:.0%})"


def _data(one: ReaderScore) -> dict[str, object]:
    return {
        "round": one.reading.round,
        "reader": one.reading.reader,
        "stale": one.reading.stale,
        "no_longer_asked": sorted(one.reading.gone),
        "measures": {
            among or "all": {
                name: one.share(hit, among).as_data() for name, hit in MEASURES.items()
            }
            for among in ("", "dangerous", "ordinary", *Disposition)
        },
        "dangerous_sent_home": one.share(lambda case: case.is_sent_home, "dangerous").as_data(),
        "missed": [
            {
                "case": case.story.id,
                "accept": list(case.story.accept),
                "level": case.level,
                "sent_home": case.is_sent_home,
            }
            for case in one.missed
        ],
    }


def _agreement(one: FactAgreement) -> dict[str, object]:
    return {"fact": one.fact, "both": one.both, "one": one.one, "positive": one.positive}
