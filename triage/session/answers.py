"""From what a person answers to raw fact values, checked against the screen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias, cast

from triage.errors import FactsError, Problem
from triage.model.fact import FactDefinition, nearest_whole
from triage.model.given import unwrapped, whole_number
from triage.model.question import Unit
from triage.model.rule import RawValue
from triage.session.screen import Screen
from triage.terms import NOT_SURE, QuestionKind
from triage.wording import _, unaccented

Given: TypeAlias = bool | int | str | list[str] | Mapping[str, bool | str]
"""An answer as a front end hands it over; see `values_of`."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: the question, and the raw value given for each fact on its screen.

    `most` is how many screens were said to follow at most; None when it was not asked in turn.
    """

    question: str
    values: Mapping[str, RawValue]
    most: int | None = field(default=None, compare=False)


_AMOUNT = re.compile(r"(-?\d{1,9}(?:[.,]\d{1,4})?)\s*([^\d\s].*)?")
_TWO_READINGS = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}")
"""`1,000` is a thousand to one person and one to another."""

LONGEST_NUMBER = 60
"""Characters of a number with its unit; more is no number."""


def values_of(screen: Screen, given: Given | None) -> dict[str, RawValue]:
    """Return raw values by fact id for an answer to `screen`.

    `"not_sure"` is an answer to every kind. Else: yes/no takes a bool; a single choice its value; a
    multiple choice a list of values; a number a number in the base unit, or text with a unit
    such as `"2 weeks"`; a checklist a list of the fact ids that are true (the other lines shown
    are then false, `[]` means none of these), or a mapping of fact id to true, false or
    `"not_sure"` (a line left out stays unknown).

    Raises FactsError when the answer does not fit; None is never taken for an answer.
    """
    if given is None or given == {}:
        raise FactsError.one(screen.id, "no answer was given", "`not_sure` is an answer too")
    if isinstance(given, str) and given == NOT_SURE:
        return dict.fromkeys(screen.facts, NOT_SURE)
    if screen.kind is QuestionKind.CHECKLIST:
        return _checklist(screen, given)
    (fact,) = screen.facts
    if screen.kind is QuestionKind.NUMBER and isinstance(given, str):
        return {fact: parse_number(screen, given)}
    if isinstance(given, Mapping):
        raise FactsError.one(screen.id, "takes one answer, not several")
    if isinstance(given, set | frozenset):
        return {fact: sorted(given, key=str)}
    if isinstance(given, list | tuple):
        return {fact: list(given)}
    value = cast("bool | int | str", unwrapped(given))
    number = whole_number(value) if screen.kind is QuestionKind.NUMBER else None
    return {fact: value if number is None else number}


def _checklist(screen: Screen, given: Given) -> dict[str, RawValue]:
    if isinstance(given, Mapping):
        named: dict[str, RawValue] = dict(given)
        ticked: list[object] = list(named)
    elif isinstance(given, list | tuple | set | frozenset):
        named = {fact: fact in given for fact in screen.facts}
        ticked = list(given)
    else:
        raise FactsError.one(
            screen.id, "takes a list of the lines that are true", "[] means none of these"
        )
    problems = [
        Problem(one[:60] if isinstance(one, str) else "", "is not on this screen")
        for one in ticked
        if one not in screen.facts
    ]
    problems += [
        Problem(fact, "no answer was given", "leave the line out if it is not known")
        for fact, value in named.items()
        if value is None and fact in screen.facts
    ]
    if problems:
        raise FactsError(problems)
    return named


def parse_number(screen: Screen, text: str) -> int:
    """Return the number in `text`, in the base unit of the screen, rounded to the nearest whole.

    `text` is a number with or without one of the screen's units (a clear beginning is enough:
    `2 w`). Conversion is exact; halves round to the even neighbour. `1,000`, which some read as
    one, is taken for neither.

    Raises FactsError naming what can be typed.
    """
    hint = _number_hint(screen)
    match = _AMOUNT.fullmatch(text.strip()) if len(text) <= LONGEST_NUMBER else None
    if match is None or _TWO_READINGS.fullmatch(match[1]):
        raise FactsError.one(screen.id, _("`{text}` is not a number").format(text=text[:40]), hint)
    amount = Fraction(match[1].replace(",", "."))
    unit = _unit(screen, match[2])
    if unit is None:
        message = _("`{text}` is not a unit here").format(text=str(match[2])[:40])
        raise FactsError.one(screen.id, message, hint)
    value = nearest_whole(amount * Fraction(unit.times) + Fraction(unit.plus))
    if not screen.at_least <= value <= screen.at_most:
        raise FactsError.one(screen.id, _("`{text}` is out of range").format(text=text[:40]), hint)
    return value


def has_unit(text: str) -> bool:
    """Return whether `text` is a number followed by a unit, such as `2 weeks`."""
    match = _AMOUNT.fullmatch(text.strip()) if len(text) <= LONGEST_NUMBER else None
    return match is not None and match[2] is not None


def _number_hint(screen: Screen) -> str:
    names = ", ".join(unit.name for unit in screen.units)
    if names:
        line = _("a number from {low} to {high} {unit}, or with a unit: {names}")
    else:
        line = _("a number from {low} to {high} ({unit})")
    return line.format(low=screen.at_least, high=screen.at_most, unit=screen.unit, names=names)


def _unit(screen: Screen, word: str | None) -> Unit | None:
    """Return the unit that `word` names or clearly begins, or None."""
    base = Unit(name=screen.unit)
    if word is None:
        return base
    units = {unaccented(unit.name): unit for unit in (base, *screen.units)}
    wanted = unaccented(word.strip().rstrip("."))
    exact = [unit for name, unit in units.items() if wanted.rstrip("s") == name.rstrip("s")]
    begun = [unit for name, unit in units.items() if wanted and name.startswith(wanted)]
    for found in (exact, begun):
        if len(found) == 1:
            return found[0]
    return None


def describe_raw(definition: FactDefinition, value: RawValue) -> str:
    """Return a raw value in words; `not sure` for the value that is none."""
    if value == NOT_SURE:
        return _("not sure")
    return definition.describe_value(frozenset(value) if isinstance(value, list) else value)
