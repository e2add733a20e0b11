"""Writes what would change an assessment, for `triage explain --counterfactual`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import click

from triage.author.what_if.counterfactual import AT_MOST, Change, Counterfactual, Counterfactuals
from triage.cli.show import width
from triage.model.fact import FactValue
from triage.model.given import plain_value
from triage.model.rulebase import RuleBase
from triage.report.as_text import wrapped
from triage.terms import NOT_SURE, Disposition

SHOWN = 12
"""Cases per level in the text form; JSON holds them all."""

MOST_URGENT = max(Disposition, key=lambda level: level.urgency)
LEAST_URGENT = min(Disposition, key=lambda level: level.urgency)


def show_counterfactuals(
    found: Counterfactuals, rulebase: RuleBase, form: str, not_sure: frozenset[str] = frozenset()
) -> None:
    """Write the smallest changes to each other level in `form` ("text" or "json").

    `not_sure` are the facts told as "not sure" (see `told_not_sure`); that is what they are now.
    """
    found = replace(found, up=_as_said(found.up, not_sure), down=_as_said(found.down, not_sure))
    if form == "json":
        click.echo(json.dumps(_record(found, rulebase), indent=2, ensure_ascii=False))
        return
    for line in _lines(found, rulebase, width()):
        click.echo(line)


def _as_said(
    group: tuple[Counterfactual, ...], not_sure: frozenset[str]
) -> tuple[Counterfactual, ...]:
    """Return the changes with "not sure" as what was said of the facts in `not_sure`."""
    return tuple(
        replace(
            one,
            changes=tuple(
                replace(step, before=NOT_SURE) if step.fact in not_sure else step
                for step in one.changes
            ),
        )
        for one in group
    )


def _record(found: Counterfactuals, rulebase: RuleBase) -> dict[str, object]:
    def plain(fact: str, value: FactValue | None) -> object:
        return None if value is None else plain_value(value, rulebase.facts[fact].choices)

    def record(one: Counterfactual) -> dict[str, object]:
        return {
            "disposition": one.disposition,
            "changes": {
                step.fact: {
                    "from": plain(step.fact, step.before),
                    "to": plain(step.fact, step.after),
                }
                for step in one.changes
            },
            "rules": list(one.rules),
        }

    return {
        "disposition": found.disposition,
        "up": [record(one) for one in found.up],
        "down": [record(one) for one in found.down],
    }


def _lines(found: Counterfactuals, rulebase: RuleBase, columns: int) -> Iterator[str]:
    yield f"Now: {rulebase.disposition_text[found.disposition].title}"
    ends = (("More urgent", found.up, MOST_URGENT), ("Less urgent", found.down, LEAST_URGENT))
    for heading, group, end in ends:
        yield ""
        if not group:
            none = (
                "there is no such level"
                if found.disposition is end
                else f"it takes more than {AT_MOST} changes"
            )
            yield f"{heading}: {none}."
            continue
        levels = dict.fromkeys(one.disposition for one in group)
        for level in levels:
            cases = [one for one in group if one.disposition is level]
            yield from _level(heading, level, cases, rulebase, columns)
    yield ""
    yield from wrapped(rulebase.disclaimer.short, columns)


def _level(
    heading: str,
    level: Disposition,
    cases: list[Counterfactual],
    rulebase: RuleBase,
    columns: int,
) -> Iterator[str]:
    count = len(cases[0].changes)
    answers = "one other answer" if count == 1 else f"{count} other answers"
    title = rulebase.disposition_text[level].title
    yield from wrapped(f"{heading}, with {answers}: {title}", columns)
    for case in cases[:SHOWN]:
        words = "; ".join(_words(step, rulebase) for step in case.changes)
        yield from wrapped(f"{words} ({', '.join(case.rules)})", columns, "  * ", "    ")
    if len(cases) > SHOWN:
        yield f"    and {len(cases) - SHOWN} more (--format json lists all)"


def _words(step: Change, rulebase: RuleBase) -> str:
    definition = rulebase.facts[step.fact]
    after = definition.describe(step.after)
    if step.before is None:
        return f"{after} (not answered now)"
    return f"{after} (now: {definition.describe_value(step.before)})"
