"""A condition on one line, for lists of conditions that an author reads."""

from __future__ import annotations

from typing import assert_never

from triage.model.condition import (
    All,
    AnyFactTest,
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


def in_words(condition: Condition) -> str:
    """Return a condition on one line, as short as a fault's description needs it."""
    match condition:
        case All() | AnyOf():
            return f"{condition.kind}({', '.join(map(in_words, condition.of))})"
        case Count():
            return f"{condition.count} of ({', '.join(map(in_words, condition.of))})"
        case Not():
            return f"not {in_words(condition.of)}"
        case RuleIs():
            return condition.rule if condition.value else f"not {condition.rule}"
        case FactTest():
            return _test_in_words(condition)
        case _:
            assert_never(condition)


def _test_in_words(test: AnyFactTest) -> str:
    match test:
        case FactIs():
            if isinstance(test.value, bool):
                return test.fact if test.value else f"not {test.fact}"
            return f"{test.fact} is {test.value}"
        case FactOneOf():
            return f"{test.fact} one of {', '.join(test.values)}"
        case FactIncludes():
            return f"{test.fact} includes {test.value}"
        case FactAtLeast():
            return f"{test.fact} at least {test.bound}"
        case FactAtMost():
            return f"{test.fact} at most {test.bound}"
        case _:
            assert_never(test)
