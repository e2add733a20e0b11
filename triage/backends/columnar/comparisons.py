"""Facts as columns, and comparisons with them as Polars expressions.

A column is named by the id of its fact and is null where the fact is unknown:

    yes/no           Boolean
    number           Int64, in the fact's unit
    choice           Enum of its choices
    multiple choice  UInt64, bit n set when the n-th choice is among the chosen
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

import polars as pl

from triage.errors import CompileError
from triage.model.condition import (
    AnyFactTest,
    FactAtLeast,
    FactAtMost,
    FactIncludes,
    FactIs,
    FactOneOf,
)
from triage.model.fact import FactDefinition, FactKind

MOST_CHOICES = 64
LARGEST = 2**63 - 1


def not_sure_name(fact: str) -> str:
    """Return the name of the column that says where a fact is yes because it is "not sure"."""
    return f"not sure {fact}"


def column_type(definition: FactDefinition) -> pl.DataType:
    """Return the type of a fact's column; raises CompileError when no column can hold the fact."""
    match definition.kind:
        case FactKind.BOOL:
            return pl.Boolean()
        case FactKind.NUMBER:
            if max(abs(definition.at_least), abs(definition.at_most)) > LARGEST:
                raise _refused(definition, "has bounds beyond 64 bits")
            return pl.Int64()
        case FactKind.CHOICE:
            return pl.Enum(definition.choices)
        case FactKind.SET:
            if len(definition.choices) > MOST_CHOICES:
                raise _refused(definition, f"has more than {MOST_CHOICES} choices")
            return pl.UInt64()
        case _:
            assert_never(definition.kind)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison as an expression; `is_stored` when it is the fact's own column."""

    expression: pl.Expr
    is_stored: bool = False


def comparison(test: AnyFactTest, facts: Mapping[str, FactDefinition]) -> Comparison:
    """Return the comparison over the columns of `facts`; null where the fact is unknown.

    A choice among several values is a gate over comparisons with one, and not expected here.

    Raises CompileError when the comparison does not fit the kind of its fact.
    """
    definition = facts.get(test.fact)
    if definition is None:
        message = f"`{test.fact}`: no such fact"
        raise CompileError(message)
    column = pl.col(test.fact)
    kind = definition.kind
    match test:
        case FactIs(value=bool(value)) if kind is FactKind.BOOL:
            return Comparison(column, is_stored=True) if value else Comparison(~column)
        case FactIs(value=str(value)) if kind is FactKind.CHOICE:
            if value in definition.choices:
                return Comparison(column == pl.lit(value, dtype=column_type(definition)))
            return Comparison(_false_when_known(column))
        case FactOneOf(values=()) if kind is FactKind.CHOICE:
            return Comparison(_false_when_known(column))
        case FactIncludes() if kind is FactKind.SET:
            if test.value not in definition.choices:
                return Comparison(_false_when_known(column))
            return Comparison((column & bit_of(definition, test.value)) != 0)
        case FactAtLeast() if kind is FactKind.NUMBER:
            return Comparison(column >= test.bound)
        case FactAtMost() if kind is FactKind.NUMBER:
            return Comparison(column <= test.bound)
        case _:
            raise _refused(definition, f"is a {kind} and cannot be compared by `{test.kind}`")


def bit_of(definition: FactDefinition, choice: str) -> pl.Expr:
    """Return the bit that stands for a choice of a multiple choice."""
    return pl.lit(1 << definition.choices.index(choice), dtype=pl.UInt64)


def _false_when_known(column: pl.Expr) -> pl.Expr:
    return column != column  # noqa: PLR0124  (a null is not equal to itself, nor unequal)


def _refused(definition: FactDefinition, why: str) -> CompileError:
    return CompileError(f"`{definition.id}` {why}")
