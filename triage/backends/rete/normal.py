"""Conditions in negation normal form: and, or, at-least, and literals of either polarity.

`not` disappears: it is pushed down to literals, and a literal of negative polarity asks that its
fact is *known* and fails the test. So no pattern ever rests on the absence of a fact, nothing is
ever withdrawn, and unknown is not no.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias, assert_never

from triage.model.condition import All, AnyFactTest, AnyOf, Condition, Count, FactTest, Not, RuleIs


@dataclass(frozen=True)
class TestLiteral:
    """A comparison of a known fact that holds (`want`) or fails (not `want`)."""

    test: AnyFactTest
    want: bool


@dataclass(frozen=True)
class NodeLiteral:
    """An earlier node that is settled as `want`."""

    node: str
    want: bool


@dataclass(frozen=True)
class Both:
    """Every part holds; with no parts, always."""

    parts: tuple[Normal, ...]


@dataclass(frozen=True)
class Either:
    """At least one part holds; with no parts, never."""

    parts: tuple[Normal, ...]


@dataclass(frozen=True)
class AtLeast:
    """At least `count` of the parts hold."""

    count: int
    parts: tuple[Normal, ...]


Normal: TypeAlias = TestLiteral | NodeLiteral | Both | Either | AtLeast


def normalise(condition: Condition, *, want: bool) -> Normal:
    """Return the normal form of "`condition` is settled as `want`".

    "At least n of m" fails when at least m - n + 1 parts fail.
    """
    match condition:
        case All() | AnyOf():
            parts = tuple(dict.fromkeys(normalise(part, want=want) for part in condition.of))
            if len(parts) == 1:
                return parts[0]
            return Both(parts) if isinstance(condition, All) == want else Either(parts)
        case Not():
            return normalise(condition.of, want=not want)
        case Count():
            parts = tuple(normalise(part, want=want) for part in condition.of)
            count = condition.count if want else len(parts) - condition.count + 1
            return AtLeast(count, parts)
        case RuleIs():
            return NodeLiteral(condition.rule, condition.value == want)
        case FactTest():
            return TestLiteral(condition, want)
        case _:
            assert_never(condition)
