"""A report of a simulation as text: tables, worst first."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

import click

from triage.model.share import Share
from triage.simulate.report import Report
from triage.simulate.tally import Tally
from triage.wording import _

SHOWN = 25
"""Rules shown as text; JSON has all."""

NAME = 54
"""Columns for the name of a line; a longer one is shown whole and moves what follows."""


def show(report: Report) -> None:
    """Write a report."""
    if not report.whole:
        click.echo(_("Stopped early: what follows is what was done until then."))
    _head(report)
    if report.conditions:
        _conditions(report)
    if report.ordinary:
        _levels(report)
        _kinds(report)
        _rules(_("Rules behind avoidable escalations (share of ordinary people):"), report.rules)
        _rules(_("Rules behind avoidable emergencies:"), report.emergency_rules)


def _head(report: Report) -> None:
    wishes = report.wishes
    text = _("{people} people, {how}, {background}, range {reach}, seed {seed}").format(
        people=f"{sum(one.count for one in report.tallies):,}",
        how=_("led through the interview") if report.interview else _("everything told"),
        background=_("with background") if wishes.background else _("without background"),
        reach=wishes.reach.value,
        seed=wishes.seed,
    )
    if wishes.not_sure:
        unsure = _("not sure of {share} of lines").format(share=percent(wishes.not_sure))
        text = f"{text}, {unsure}"
    click.echo(text)
    click.echo(
        _("rules {rules}, portraits {portraits}").format(
            rules=report.rulebase_digest[:12], portraits=report.portraits_digest[:12]
        )
    )


def _conditions(report: Report) -> None:
    titles = [
        _("condition"), _("people"), _("least level"), _("reached"), _("95 %"), _("emergency"),
        _("same day"), _("home"), *_burden_titles(report),
    ]  # fmt: skip
    widths = (NAME, 8, 23, 9, 14, 11, 13, 7, 9, 7)
    click.echo()
    _row(titles, widths)
    for one in report.conditions:
        cells = [
            one.portrait.id, f"{one.count:,}", one.portrait.least_level.value,
            percent(one.reach.value), interval(one.reach), percent(one.emergency.value),
            percent(one.same_day.value), percent(one.home.value), *_burden(one, report),
        ]  # fmt: skip
        _row(cells, widths)
    if report.mean_reach is not None:
        click.echo()
        text = _("{count} emergency and same-day conditions: mean reach {reach}, sent home {home}")
        click.echo(
            text.format(
                count=len(report.dangerous),
                reach=percent(report.mean_reach),
                home=percent(report.mean_home),
            )
        )


def _levels(report: Report) -> None:
    click.echo()
    click.echo(_("Ordinary people, by level:"))
    rows = [(level.value, share) for level, share in report.ordinary_levels.items()]
    rows += [
        (_("same day or more"), report.ordinary_same_day),
        (_("avoidable same day or more"), report.avoidable_same_day),
        (_("avoidable emergency"), report.avoidable_emergency),
        (_("self-care or routine"), report.ordinary_home),
    ]
    for told, share in rows:
        _row([f"  {told}", percent(share.value), interval(share)], (NAME, 8, 14))


def _kinds(report: Report) -> None:
    titles = [
        _("kind"), _("people"), _("avoidable same day"), _("emergency"), _("home"),
        *_burden_titles(report),
    ]  # fmt: skip
    widths = (NAME, 8, 20, 12, 7, 9, 7)
    click.echo()
    _row(titles, widths)
    for one in report.ordinary:
        cells = [
            one.portrait.id, f"{one.count:,}", percent(one.avoidable_same_day / one.count),
            percent(one.avoidable_emergency / one.count), percent(one.home.value),
            *_burden(one, report),
        ]  # fmt: skip
        _row(cells, widths)


def _rules(title: str, rules: Sequence[tuple[str, Share]]) -> None:
    if rules:
        click.echo()
        click.echo(title)
    for rule, share in rules[:SHOWN]:
        _row([f"  {rule}", percent(share.value), interval(share)], (NAME, 8, 14))


def _burden_titles(report: Report) -> list[str]:
    return [_("screens"), _("lines")] if report.interview else []


def _burden(one: Tally, report: Report) -> list[str]:
    """Return the median number of screens and of lines to the end of the interview."""
    if not report.interview:
        return []
    return [f"{median(one.screens):g}", f"{median(one.lines):g}"]


def _row(cells: Sequence[str], widths: Sequence[int]) -> None:
    first, *rest = zip(cells, widths, strict=False)
    text = f"{first[0]:{first[1]}}" + "".join(f"{cell:>{width}}" for cell, width in rest)
    click.echo(text.rstrip())


def percent(value: float | None) -> str:
    """Return a share as a percentage; `-` when there was nobody."""
    return "-" if value is None else f"{value:.1%}"


def interval(share: Share) -> str:
    """Return the 95 % interval of a share."""
    if share.interval is None:
        return "-"
    low, high = share.interval
    return f"{low:.1%}-{high:.1%}"
