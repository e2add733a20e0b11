"""The meaning of a condition: true, false or unknown, given what is known.

This is the reference. `backends/` may be faster; they may not differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias, assert_never

from triage.logic.program import Program
from triage.logic.truth import Truth, at_least, conjoin, disjoin, negate
from triage.model.condition import (
    All,
    AnyOf,
    Condition,
    Count,
    FactAtLeast,
    FactAtMost,
    FactIncludes,
    FactIs,
    FactOneOf,
    FactTest,
    Not,
    RuleIs,
)
from triage.model.fact import Facts

Verdicts: TypeAlias = Mapping[str, Truth]
"""The truth of every node of a program, by node id."""


def evaluate(condition: Condition, facts: Facts, verdicts: Verdicts) -> Truth:
    """Return the truth of `condition` given the known `facts` and the `verdicts` of earlier nodes.

    A test of a fact that is not in `facts` is unknown.
    """
    match condition:
        case All():
            return conjoin(evaluate(part, facts, verdicts) for part in condition.of)
        case AnyOf():
            return disjoin(evaluate(part, facts, verdicts) for part in condition.of)
        case Not():
            return negate(evaluate(condition.of, facts, verdicts))
        case Count():
            parts = (evaluate(part, facts, verdicts) for part in condition.of)
            return at_least(condition.count, parts)
        case RuleIs():
            truth = verdicts[condition.rule]
            return truth if condition.value else negate(truth)
        case FactIs() | FactOneOf() | FactIncludes() | FactAtLeast() | FactAtMost():
            return test_fact(condition, facts)
        case _:
            assert_never(condition)


def test_fact(test: FactTest, facts: Facts) -> Truth:
    """Return the truth of one comparison; unknown while its fact is."""
    value = facts.get(test.fact)
    if value is None:
        return None
    match test:
        case FactIs():
            return value == test.value
        case FactOneOf():
            return value in test.values
        case FactIncludes():
            return isinstance(value, frozenset) and test.value in value
        case FactAtLeast():
            return isinstance(value, int) and value >= test.bound
        case FactAtMost():
            return isinstance(value, int) and value <= test.bound
        case _:
            assert_never(test)


def evaluate_program(program: Program, facts: Facts) -> dict[str, Truth]:
    """Return the truth of every node of `program`; each is evaluated once, in stratum order."""
    verdicts: dict[str, Truth] = {}
    for node in program.nodes:
        verdicts[node.id] = evaluate(node.when, facts, verdicts)
    return verdicts
