"""Cells as they come in, of whatever type a file gave them, as the value of a fact.

Strict in what a value may be, lenient in how it is spelt: yes/no may be Boolean, 1 and 0, or text
(true, false, yes, no); a number may be written 45 or 45.0, and 70.5 is rounded; choices of a
multiple choice may be a list or text with `;` between. Empty text and "not_sure" are unknown, save
where the question takes "not_sure" as yes. Anything else is wrong, never unknown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

import polars as pl

from triage.backends.columnar.comparisons import column_type
from triage.model.fact import FactDefinition, FactKind
from triage.terms import NOT_SURE, NotSure

YES = ("true", "yes", "1", "1.0")
NO = ("false", "no", "0", "0.0")
BETWEEN = ";"
"""What stands between the choices of a multiple choice in text."""

LARGEST_EXACT = 2**53
"""The first whole number of which a float cannot tell the next."""


def given_name(fact: str) -> str:
    """Return the name that a fact's column has, as it came in, while it is read."""
    return f"given {fact}"


def _read_name(fact: str) -> str:
    return f"read {fact}"


@dataclass(frozen=True, slots=True)
class Cell:
    """How a column is read, in two steps so that nothing is read twice.

    `reads` is over the column named by `given_name`. `value` (of the fact, or null), `wrong`
    (whether the cell is; None: never) and `not_sure` (whether it is yes because the cell says "not
    sure"; None: never) are over that column and the result of `reads`.
    """

    value: pl.Expr
    reads: pl.Expr | None = None
    wrong: pl.Expr | None = None
    not_sure: pl.Expr | None = None


@dataclass(frozen=True, slots=True)
class Spelling:
    """How text is read: more texts that mean unknown; `carefully` also trims and folds case.

    Reading carefully is slower, and needed for few files: it is tried where plain reading fails.
    """

    unknown: tuple[str, ...] = ()
    carefully: bool = False

    def unknown_for(self, definition: FactDefinition) -> list[str]:
        """Return the texts that mean unknown for a fact."""
        unknown = {"", *self.unknown}
        as_yes = definition.kind is FactKind.BOOL and definition.not_sure is NotSure.AS_YES
        if not as_yes and NOT_SURE not in definition.choices:
            unknown.add(NOT_SURE)
        return sorted(unknown)


def cell(definition: FactDefinition, given: pl.DataType, spelling: Spelling) -> Cell:
    """Return how to read a column of type `given` as a fact, in the type of `column_type`."""
    column = pl.col(given_name(definition.id))
    if isinstance(given, pl.Null):
        return Cell(_nothing(definition))
    if isinstance(given, pl.Categorical | pl.Enum):
        column, given = column.cast(pl.String), pl.String()
    if isinstance(given, pl.String) and spelling.carefully:
        column = column.str.strip_chars()
    match definition.kind:
        case FactKind.BOOL:
            return _yes_no(definition, column, given, spelling)
        case FactKind.NUMBER:
            return _number(definition, column, given, spelling)
        case FactKind.CHOICE:
            return _choice(definition, column, given, spelling)
        case FactKind.SET:
            return _choices(definition, column, given, spelling)
        case _:
            assert_never(definition.kind)


def _yes_no(
    definition: FactDefinition, column: pl.Expr, given: pl.DataType, spelling: Spelling
) -> Cell:
    if isinstance(given, pl.Boolean):
        return Cell(column)
    if given.is_numeric():
        truth = pl.when(column == 1).then(statement=True).when(column == 0).then(statement=False)
        return _cell(definition, truth)
    if not isinstance(given, pl.String):
        return _never_right(definition)
    if spelling.carefully:
        column = column.str.to_lowercase()
    unknown = spelling.unknown_for(definition)
    yes = [one for one in (*_cases(YES), NOT_SURE) if one not in unknown]
    no = [one for one in _cases(NO) if one not in unknown]
    # One look-up per cell: the place of its spelling tells yes from no from unknown.
    reads = column.cast(pl.Enum([*yes, *no, *unknown]), strict=False).to_physical()
    place = pl.col(_read_name(definition.id))
    truth = (
        pl.when(place < len(yes))
        .then(statement=True)
        .when(place < len(yes) + len(no))
        .then(statement=False)
    )
    wrong = pl.col(given_name(definition.id)).is_not_null() & place.is_null()
    not_sure = place == yes.index(NOT_SURE) if NOT_SURE in yes else None
    return Cell(truth, reads.alias(_read_name(definition.id)), wrong, not_sure)


def _number(
    definition: FactDefinition, column: pl.Expr, given: pl.DataType, spelling: Spelling
) -> Cell:
    is_text = isinstance(given, pl.String)
    if not (given.is_numeric() or is_text):
        return _never_right(definition)
    as_float = given.is_float() or given.is_decimal()
    number = column
    if is_text:
        as_float = spelling.carefully
        number = column.cast(pl.Float64 if as_float else pl.Int64, strict=False)
    if as_float:
        # As `triage.model.fact.nearest_whole`, in columns.
        number = number.cast(pl.Float64, strict=False).round(mode="half_to_even")
    allowed = number.is_between(definition.at_least, definition.at_most)
    if as_float:
        allowed &= number.abs() < LARGEST_EXACT
    value = pl.when(allowed).then(number.cast(pl.Int64, strict=False))
    unknown = column.is_in(spelling.unknown_for(definition)) if is_text else None
    return _cell(definition, value, unknown)


def _choice(
    definition: FactDefinition, column: pl.Expr, given: pl.DataType, spelling: Spelling
) -> Cell:
    if not isinstance(given, pl.String):
        return _never_right(definition)
    unknown = spelling.unknown_for(definition)
    chosen = column.cast(column_type(definition), strict=False)
    if unusual := [one for one in unknown if one in definition.choices]:
        chosen = pl.when(~column.is_in(unusual)).then(chosen)
    return _cell(definition, chosen, column.is_in(unknown))


def _choices(
    definition: FactDefinition, column: pl.Expr, given: pl.DataType, spelling: Spelling
) -> Cell:
    is_text = isinstance(given, pl.String)
    if is_text:
        chosen = column.str.split(BETWEEN)
    elif _is_list_of_text(given):
        chosen = column.arr.to_list() if isinstance(given, pl.Array) else column
        chosen = chosen.cast(pl.List(pl.String))
    else:
        return _never_right(definition)
    # An empty list has no value either, and `eval` takes 500 times as long where a list is missing.
    chosen = chosen.fill_null(pl.lit([], dtype=pl.List(pl.String)))
    if spelling.carefully:
        chosen = chosen.list.eval(pl.element().str.strip_chars()).list.unique()
    of_choice = pl.element().replace_strict(
        list(definition.choices),
        [1 << place for place in range(len(definition.choices))],
        default=None,
        return_dtype=pl.UInt64,
    )
    total = chosen.list.eval(of_choice).list.sum()
    # The sum has as many bits set as the list has entries only if each stands for a choice and
    # none stands twice: adding a bit again carries it, and an unknown choice adds nothing.
    count = chosen.list.len()
    sound = (count > 0) & (total.bitwise_count_ones() == count)
    unknown = column.is_in(spelling.unknown_for(definition)) if is_text else None
    if unknown is not None and set(spelling.unknown) & set(definition.choices):
        sound &= ~unknown
    return _cell(definition, pl.when(sound).then(total), unknown)


def _cell(definition: FactDefinition, reads: pl.Expr, unknown: pl.Expr | None = None) -> Cell:
    """Return the cell that is wrong when it has content but no value, and is not `unknown` text."""
    value = pl.col(_read_name(definition.id))
    wrong = pl.col(given_name(definition.id)).is_not_null() & value.is_null()
    if unknown is not None:
        wrong &= ~unknown
    return Cell(value, reads.alias(_read_name(definition.id)), wrong)


def _never_right(definition: FactDefinition) -> Cell:
    wrong = pl.col(given_name(definition.id)).is_not_null()
    return Cell(_nothing(definition), None, wrong)


def _nothing(definition: FactDefinition) -> pl.Expr:
    return pl.repeat(None, pl.len(), dtype=column_type(definition))


def _is_list_of_text(given: pl.DataType) -> bool:
    if not isinstance(given, pl.List | pl.Array):
        return False
    inner = pl.Series(dtype=given.inner).dtype
    return isinstance(inner, pl.String | pl.Categorical | pl.Enum | pl.Null)


def _cases(words: Iterable[str]) -> list[str]:
    """Return each word in lower case, capitalised, and in capitals; each form once."""
    forms = (form for word in words for form in (word, word.capitalize(), word.upper()))
    return list(dict.fromkeys(forms))
