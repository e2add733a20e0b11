"""`triage coverage`: the rules, conditions and values that some cases exercise."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

import click

from triage.author.cases.coverage import Coverage, coverage
from triage.cli.cases import read_cases
from triage.cli.inputs import format_option, knowledge_option, open_rulebase, told_plainly
from triage.cli.show import width
from triage.report.as_text import wrapped


@click.command("coverage")
@click.argument("cases", metavar="CASES...", nargs=-1, required=True)
@format_option
@knowledge_option
def command(cases: tuple[str, ...], form: str, knowledge: Path | None) -> None:
    """Say which rules, conditions and values the CASES exercise, and which none does.

    CASES are files of answers as `triage assess` takes them, vignettes, or folders of either.
    """
    rulebase = open_rulebase(knowledge)
    with told_plainly():
        found = coverage(rulebase, read_cases(rulebase, cases))
    if form == "json":
        click.echo(json.dumps(_record(found), indent=2, ensure_ascii=False))
        return
    for line in _lines(found, width()):
        click.echo(line)


def _record(found: Coverage) -> dict[str, object]:
    return {
        "cases": found.cases,
        "summary": {name: {"seen": seen, "of": of} for name, seen, of in _summary(found)},
        "rules": [
            {
                "id": one.node,
                **dataclasses.asdict(one.seen),
                "conditions": [
                    {"condition": words, **dataclasses.asdict(seen)}
                    for words, seen in one.tests.items()
                ],
            }
            for one in found.rules
        ],
        "values": found.values,
    }


def _summary(found: Coverage) -> Iterator[tuple[str, int, int]]:
    """Yield what was counted, how many were seen, and of how many."""
    rules = len(found.rules)
    tests = len(found.tests)
    values = sum(len(counts) - 1 for counts in found.values.values())
    yield "rules and checks that fired", rules - len(found.never_fired), rules
    yield "rules and checks ruled out", sum(one.seen.false > 0 for one in found.rules), rules
    yield "rules and checks left open", sum(one.seen.unknown > 0 for one in found.rules), rules
    yield "conditions true in a case", sum(seen.true > 0 for _, _, seen in found.tests), tests
    yield "conditions false in a case", sum(seen.false > 0 for _, _, seen in found.tests), tests
    yield "conditions left unknown", sum(seen.unknown > 0 for _, _, seen in found.tests), tests
    yield "conditions both true and false", sum(s.both_ways for _, _, s in found.tests), tests
    yield "values given", values - len(found.values_never_seen), values


def _lines(found: Coverage, columns: int) -> Iterator[str]:
    yield f"{found.cases} case{'' if found.cases == 1 else 's'}"
    for name, seen, of in _summary(found):
        share = 100 * seen // of if of else 100
        yield f"  {name:<32}{seen:>5} of {of:>5}  {share:>3} %"
    yield from _listed("Fired in no case", found.never_fired, columns)
    fired = set(found.never_fired)
    yield from _listed(
        "Conditions that no case makes true, in rules that fired",
        [f"{node}: {words}" for node, words, seen in found.tests
         if not seen.true and node not in fired],
        columns,
    )  # fmt: skip
    yield from _listed(
        "Conditions that no case makes false, in rules that fired",
        [f"{node}: {words}" for node, words, seen in found.tests
         if not seen.false and node not in fired],
        columns,
    )  # fmt: skip
    unseen: dict[str, list[str]] = {}
    for fact, value in found.values_never_seen:
        unseen.setdefault(fact, []).append(value)
    yield from _listed(
        "Values in no case", [f"{fact}: {', '.join(values)}" for fact, values in unseen.items()],
        columns,
    )  # fmt: skip


def _listed(heading: str, entries: list[str] | tuple[str, ...], columns: int) -> Iterator[str]:
    if entries:
        yield ""
        yield f"{heading} ({len(entries)})"
        for entry in entries:
            yield from wrapped(entry, columns, "  ", "      ")
