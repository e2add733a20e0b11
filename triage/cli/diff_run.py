"""Runs a comparison of two rule bases and writes what came of it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click

from triage.author.difference.difference import Difference, Group, Outcome, Witness, difference
from triage.author.difference.edits import Edit
from triage.backends.smt.solver import SolverUnknownError
from triage.cli.inputs import told_plainly
from triage.cli.show import width
from triage.cli.status import FINDINGS, OK, SOLVER_UNKNOWN
from triage.cli.stopping import ended_by_ctrl_c
from triage.model.fact import FactDefinition, Facts, FactValue
from triage.model.given import plain_value
from triage.model.rulebase import RuleBase
from triage.report.as_text import wrapped

SHOWN = 3
"""Cases per cause that change remedies alone, in the text form; levels are always shown."""

MANY_NOES = 8
"""From how many noes on they are counted instead of listed."""


def run(old: RuleBase, new: RuleBase, *, form: str, timeout: float) -> int:
    """Write the difference of two rule bases as `form`; return the exit status."""
    with told_plainly(), ended_by_ctrl_c():
        try:
            found = difference(old, new, seconds=timeout)
        except SolverUnknownError as error:
            click.echo(f"not decided: {error}", err=True)
            return SOLVER_UNKNOWN
    if form == "json":
        definitions = {**old.facts, **new.facts}
        click.echo(json.dumps(_record(found, definitions), indent=2, ensure_ascii=False))
    else:
        for line in _lines(found, width()):
            click.echo(line)
    return OK if found.equivalent else FINDINGS


def _record(found: Difference, definitions: dict[str, FactDefinition]) -> dict[str, object]:
    def outcome(one: Outcome) -> dict[str, object]:
        return {"disposition": one.disposition, "recommended": sorted(one.offered)}

    return {
        "equivalent": found.equivalent,
        "causes": [
            {
                "changes": [_edit(one) for one in group.causes],
                "cases": [
                    {
                        "facts": _plain(one.facts, definitions),
                        "old": outcome(one.before),
                        "new": outcome(one.after),
                    }
                    for one in group.witnesses
                ],
            }
            for group in found.groups
        ],
        "without_effect": [_edit(one) for one in found.silent],
        "questions": list(found.questions),
        "solver_calls": found.solver_calls,
    }


def _edit(one: Edit) -> dict[str, str]:
    return {"id": one.id, "change": one.what}


def _plain(facts: Facts, definitions: dict[str, FactDefinition]) -> dict[str, object]:
    return {name: plain_value(value, definitions[name].choices) for name, value in facts.items()}


def _lines(found: Difference, columns: int) -> Iterator[str]:
    if found.equivalent:
        yield "Equivalent: proved for every possible set of answers."
    for group in found.groups:
        yield from wrapped(_cause(group), columns)
        levels = [one for one in group.witnesses if _changes_level(one)]
        others = [one for one in group.witnesses if not _changes_level(one)]
        for witness in (*levels, *others[:SHOWN]):
            yield from wrapped(_effect(witness), columns, "  * ", "    ")
            yield from wrapped(_answers(witness.facts), columns, "    ", "    ")
        if len(others) > SHOWN:
            more = len(others) - SHOWN
            yield f"    and {more} more that change remedies (--format json lists all)"
        yield ""
    for heading, entries in (
        ("Changed without effect on any case:", [f"{one.id}: {one.what}" for one in found.silent]),
        ("Questions that differ (compared on the answers both take):", list(found.questions)),
    ):
        if entries:
            yield heading
            for entry in entries:
                yield from wrapped(entry, columns, "  ", "    ")
    if not found.equivalent:
        cases = sum(len(group.witnesses) for group in found.groups)
        yield f"Different: {_counted(cases, 'way')}, {_counted(len(found.groups), 'cause')}."


def _cause(group: Group) -> str:
    if not group.causes:
        return "For no change that was found:"
    return "Because of " + "; ".join(f"{one.id} ({one.what})" for one in group.causes) + ":"


def _changes_level(witness: Witness) -> bool:
    return witness.before.disposition is not witness.after.disposition


def _effect(witness: Witness) -> str:
    if _changes_level(witness):
        return f"{witness.before.disposition} → {witness.after.disposition}"
    parts = [
        f"{word} {', '.join(sorted(names))}"
        for word, names in (
            ("now recommends", witness.after.offered - witness.before.offered),
            ("no longer recommends", witness.before.offered - witness.after.offered),
        )
        if names
    ]
    return f"{' and '.join(parts)} ({witness.after.disposition})"


def _answers(facts: Facts) -> str:
    """Return a case on one line; the noes together, since most answers are no."""
    told = [f"{name}: {_shown(value)}" for name, value in facts.items() if value is not False]
    noes = [name for name, value in facts.items() if value is False]
    if len(noes) > MANY_NOES:
        told.append(f"no to {len(noes)} other facts")
    else:
        told += [f"{name}: no" for name in noes]
    return ", ".join(told) or "(nothing answered)"


def _shown(value: FactValue) -> str:
    if isinstance(value, frozenset):
        return " + ".join(sorted(value))
    return "yes" if value is True else str(value)


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
