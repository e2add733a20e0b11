"""The condition tree: what `when` in a rule file can say. What it *means* is in `triage.logic`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias, assert_never

from pydantic import Field

from triage.model.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterator


class FactTest(Frozen):
    """A comparison with one fact; each kind of comparison is a class of its own."""

    fact: str


class FactIs(FactTest):
    """A yes/no fact is that, or a choice is that one value."""

    kind: Literal["is"] = "is"
    value: bool | str


class FactOneOf(FactTest):
    """A choice is one of several values."""

    kind: Literal["one_of"] = "one_of"
    values: tuple[str, ...]


class FactIncludes(FactTest):
    """A multiple choice holds a value."""

    kind: Literal["includes"] = "includes"
    value: str


class FactAtLeast(FactTest):
    """A number is that or more."""

    kind: Literal["at_least"] = "at_least"
    bound: int


class FactAtMost(FactTest):
    """A number is that or less."""

    kind: Literal["at_most"] = "at_most"
    bound: int


class RuleIs(Frozen):
    """Another, earlier node of the rule base is true (or false). Files may name findings only."""

    kind: Literal["rule"] = "rule"
    rule: str
    value: bool = True


class All(Frozen):
    """Every part is true."""

    kind: Literal["all"] = "all"
    of: tuple[Condition, ...]


class AnyOf(Frozen):
    """At least one part is true."""

    kind: Literal["any"] = "any"
    of: tuple[Condition, ...]


class Not(Frozen):
    """The part is false."""

    kind: Literal["not"] = "not"
    of: Condition


class Count(Frozen):
    """At least `count` parts are true."""

    kind: Literal["count"] = "count"
    count: int
    of: tuple[Condition, ...]


AnyFactTest: TypeAlias = FactIs | FactOneOf | FactIncludes | FactAtLeast | FactAtMost
Condition: TypeAlias = Annotated[
    FactIs
    | FactOneOf
    | FactIncludes
    | FactAtLeast
    | FactAtMost
    | RuleIs
    | All
    | AnyOf
    | Not
    | Count,
    Field(discriminator="kind"),
]

for _model in (All, AnyOf, Not, Count):
    _model.model_rebuild()

ALWAYS = All(of=())
"""A condition that is true, whatever is known."""

NEVER = AnyOf(of=())
"""A condition that is false, whatever is known."""


def walk(condition: Condition) -> Iterator[Condition]:
    """Yield the condition and every part of it, outermost first, in written order."""
    yield condition
    match condition:
        case All() | AnyOf() | Count():
            for part in condition.of:
                yield from walk(part)
        case Not():
            yield from walk(condition.of)
        case FactTest() | RuleIs():
            return
        case _:
            assert_never(condition)


def facts_of(condition: Condition) -> frozenset[str]:
    """Return the ids of all facts that the condition tests directly."""
    return frozenset(part.fact for part in walk(condition) if isinstance(part, FactTest))
