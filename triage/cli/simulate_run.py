"""Runs a simulation for the command line and writes what it found, as text or JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from statistics import median

import click

from triage.model.portrait import Portraits
from triage.model.rulebase import RuleBase
from triage.model.share import Share
from triage.simulate.draw import Reach, Wishes
from triage.simulate.report import Report
from triage.simulate.run import Plan, chosen, simulate
from triage.simulate.tally import Tally
from triage.wording import _

SHOWN = 25
"""Rules shown as text; JSON has all."""


def wishes(seed: int, reach: str, *, background: bool, not_sure: float) -> Wishes:
    """Return how to draw, from what the command line says."""
    return Wishes(seed=seed, reach=Reach(reach), background=background, not_sure=not_sure)


def run(  # noqa: PLR0913  (what a run is made of)
    rulebase: RuleBase,
    portraits: Portraits,
    *,
    names: Sequence[str],
    people: int,
    wishes: Wishes,
    interview: bool,
) -> Report:
    """Return the report of a run over the portraits named."""
    plan = Plan(people, chosen(portraits, names), wishes, interview)
    return simulate(rulebase, portraits, plan)


def show(report: Report, form: str) -> None:
    """Write a report."""
    if form == "json":
        click.echo(json.dumps(data(report), indent=2, ensure_ascii=False))
    else:
        _text(report)


def _text(report: Report) -> None:
    if not report.whole:
        click.echo(_("Stopped early: what follows is what was done until then."))
    click.echo(_head(report))
    if report.conditions:
        click.echo()
        click.echo(
            f"{_('condition'):44}{_('people'):>7}{_('least level'):>23}"
            f"{_('reached'):>9}{_('95 %'):>14}{_('emergency'):>11}{_('home'):>7}"
            + (f"{_('screens'):>9}{_('lines'):>7}" if report.interview else "")
        )
        for one in report.conditions:
            click.echo(_condition(one, interview=report.interview))
        if report.mean_reach is not None and report.mean_home is not None:
            click.echo()
            count = len(report.dangerous)
            click.echo(
                _(
                    "{count} emergency and same-day conditions: mean reach {reach}, "
                    "sent home {home}"
                ).format(
                    count=count, reach=_percent(report.mean_reach), home=_percent(report.mean_home)
                )
            )
    if report.ordinary:
        _ordinary(report)


def _head(report: Report) -> str:
    how = _("led through the interview") if report.interview else _("everything told")
    background = _("with background") if report.wishes.background else _("without background")
    people = sum(one.count for one in report.tallies)
    parts = [
        _("{people} people, {how}, {background}, range {reach}, seed {seed}").format(
            people=f"{people:,}",
            how=how,
            background=background,
            reach=report.wishes.reach.value,
            seed=report.wishes.seed,
        )
    ]
    if report.wishes.not_sure:
        parts.append(
            _("not sure of {share} of lines").format(share=_percent(report.wishes.not_sure))
        )
    digests = _("rules {rules}, portraits {portraits}").format(
        rules=report.rulebase_digest[:12], portraits=report.portraits_digest[:12]
    )
    return ", ".join(parts) + "\n" + digests


def _condition(one: Tally, *, interview: bool) -> str:
    text = (
        f"{one.portrait.id[:43]:44}{one.count:>7,}{one.portrait.least_level:>23}"
        f"{_percent(one.reach.value):>9}{_interval(one.reach):>14}"
        f"{_percent(one.emergency.value):>11}{_percent(one.home.value):>7}"
    )
    if interview:
        text += f"{median(one.screens):>9g}{median(one.lines):>7g}"
    return text


def _ordinary(report: Report) -> None:
    click.echo()
    click.echo(_("Ordinary people, by level:"))
    for level, share in report.ordinary_levels.items():
        click.echo(f"  {level:44}{_percent(share.value):>7}{_interval(share):>14}")
    for told, share in (
        (_("same day or more"), report.ordinary_same_day),
        (_("avoidable same day or more"), report.avoidable_same_day),
        (_("avoidable emergency"), report.avoidable_emergency),
        (_("self-care or routine"), report.ordinary_home),
    ):
        click.echo(f"  {told:44}{_percent(share.value):>7}{_interval(share):>14}")
    click.echo()
    click.echo(
        f"{_('kind'):44}{_('people'):>7}{_('avoidable same day'):>20}{_('emergency'):>11}"
        f"{_('home'):>7}" + (f"{_('screens'):>9}{_('lines'):>7}" if report.interview else "")
    )
    for one in report.ordinary:
        text = (
            f"{one.portrait.id[:43]:44}{one.count:>7,}"
            f"{_percent(one.avoidable_same_day / one.count):>20}"
            f"{_percent(one.avoidable_emergency / one.count):>11}{_percent(one.home.value):>7}"
        )
        if report.interview:
            text += f"{median(one.screens):>9g}{median(one.lines):>7g}"
        click.echo(text)
    for title, rules in (
        (_("Rules behind avoidable escalations (share of ordinary people):"), report.rules),
        (_("Rules behind avoidable emergencies:"), report.emergency_rules),
    ):
        if rules:
            click.echo()
            click.echo(title)
            for rule, share in rules[:SHOWN]:
                click.echo(f"  {rule:44}{_percent(share.value):>7}{_interval(share):>14}")


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{value:.1%}"


def _interval(share: Share) -> str:
    if share.interval is None:
        return "-"
    low, high = share.interval
    return f"{low:.1%}-{high:.1%}"


def data(report: Report) -> dict[str, object]:
    """Return a report as plain data, for JSON."""
    return {
        "whole": report.whole,
        "people": sum(one.count for one in report.tallies),
        "interview": report.interview,
        "background": report.wishes.background,
        "range": report.wishes.reach.value,
        "seed": report.wishes.seed,
        "not_sure": report.wishes.not_sure,
        "rulebase_digest": report.rulebase_digest,
        "portraits_digest": report.portraits_digest,
        "dangerous": {
            "conditions": len(report.dangerous),
            "mean_reach": report.mean_reach,
            "mean_sent_home": report.mean_home,
        },
        "conditions": [_tally(one) for one in report.conditions],
        "ordinary": {
            "levels": {level: _share(one) for level, one in report.ordinary_levels.items()},
            "same_day_or_more": _share(report.ordinary_same_day),
            "avoidable_same_day_or_more": _share(report.avoidable_same_day),
            "avoidable_emergency": _share(report.avoidable_emergency),
            "self_care_or_routine": _share(report.ordinary_home),
            "rules": {rule: _share(one) for rule, one in report.rules},
            "emergency_rules": {rule: _share(one) for rule, one in report.emergency_rules},
            "kinds": [_tally(one) for one in report.ordinary],
        },
    }


def _tally(one: Tally) -> dict[str, object]:
    found: dict[str, object] = {
        "id": one.portrait.id,
        "people": one.count,
        "least_level": one.portrait.least_level,
        "reach": _share(one.reach),
        "emergency": _share(one.emergency),
        "sent_home": _share(one.home),
    }
    if one.portrait.weight is not None:
        found["avoidable_same_day_or_more"] = _share(Share(one.avoidable_same_day, one.count))
        found["avoidable_emergency"] = _share(Share(one.avoidable_emergency, one.count))
        found["rules"] = dict(one.rules.most_common())
    if one.screens:
        found["median_screens"] = median(one.screens)
        found["median_lines"] = median(one.lines)
    return found


def _share(share: Share) -> dict[str, object]:
    return {
        "count": share.count,
        "of": share.of,
        "share": share.value,
        "interval_95": share.interval and list(share.interval),
    }
