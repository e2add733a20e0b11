"""Which findings alarms rest on, so that a fault in one is known to be dangerous or not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from triage.logic.program import in_dependency_order
from triage.model.condition import All, AnyOf, Condition, Count, FactTest, Not, RuleIs
from triage.model.rulebase import RuleBase


def alarms_of(rulebase: RuleBase) -> dict[str, frozenset[bool]]:
    """Return for each finding whether alarms rest on its truth (True), its falsehood (False), both.

    Alarms are rules of a level and contraindications, reached through other findings too.
    """
    findings = [rule for rule in rulebase.rules if rule.salience == "finding"]
    signs: dict[str, set[bool]] = {rule.id: set() for rule in findings}
    for alarm in (
        *(rule.when for rule in rulebase.disposing_rules),
        *(check.when for remedy in rulebase.remedies for check in remedy.block),
    ):
        for name, upright in _read(alarm, upright=True):
            signs[name].add(upright)
    for rule in reversed(in_dependency_order(findings)):
        for name, upright in _read(rule.when, upright=True):
            signs[name] |= {sign is upright for sign in signs[rule.id]}
    return {name: frozenset(found) for name, found in signs.items()}


def _read(condition: Condition, *, upright: bool) -> Iterator[tuple[str, bool]]:
    """Yield each finding a condition reads, and whether as it is (True) or negated."""
    match condition:
        case All() | AnyOf() | Count():
            for part in condition.of:
                yield from _read(part, upright=upright)
        case Not():
            yield from _read(condition.of, upright=not upright)
        case RuleIs():
            yield condition.rule, condition.value is upright
        case FactTest():
            return
        case _:
            assert_never(condition)
