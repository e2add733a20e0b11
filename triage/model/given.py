"""Facts about one person as they come in, checked against what can be known."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import cast

from triage.errors import FactsError, Problem, printable
from triage.model.fact import FactDefinition, FactKind, Facts, FactValue, nearest_whole
from triage.model.rulebase import RuleBase
from triage.terms import NOT_SURE, NotSure

MOST_HINTS = 50
"""Unknown fact ids for which a near miss is looked up; a search costs milliseconds."""


_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,20})(?:\.[0-9]{1,30})?(?:[eE][+-]?[0-9]{1,3})?")
_WHOLE = re.compile(r"-?[0-9]+")


def unwrapped(value: object) -> object:
    """Return what the scalar of an array library holds, such as a numpy.bool_; else the value."""
    item = getattr(value, "item", None)
    return item() if callable(item) and getattr(value, "ndim", None) == 0 else value


def whole_number(value: object) -> int | None:
    """Return a number as the nearest whole one (see `nearest_whole`); None when it is no number.

    A number that is not whole may also be text such as `70.5`, which is what our readers of YAML
    and JSON leave of it. `"45"` is none: whoever quotes a whole number may mean something else.
    """
    if isinstance(value, str) and _DECIMAL.fullmatch(value) and not _WHOLE.fullmatch(value):
        value = float(value)
    if isinstance(value, float):
        return nearest_whole(value) if math.isfinite(value) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def read_facts(rulebase: RuleBase, given: Mapping[str, object]) -> Facts:
    """Return the facts in `given`, checked and normalised.

    `given` maps fact ids to yes/no (bool), numbers (see `whole_number`), a choice, a list of
    choices, `None` (unknown) or `"not_sure"`, which counts as yes where the question says so and
    is unknown elsewhere; scalars of array libraries are taken too. Unknown facts are left out of
    the result.

    Raises FactsError naming every unknown id and impossible value at once.
    """
    if not isinstance(given, Mapping):
        nowhere = ""
        raise FactsError.one(nowhere, "facts are a mapping of fact id to value")
    problems: list[Problem] = []
    definitions, yes_no = rulebase.facts, rulebase.yes_no
    # Most facts of most cases are plain yes or no; one person's are hundreds.
    others = [
        (name, value)
        for name, value in given.items()
        if not ((value is True or value is False) and name in yes_no)
    ]
    facts = cast("dict[str, FactValue]", dict(given))
    for name, given_value in others:
        definition = definitions.get(name) if isinstance(name, str) else None
        if definition is None:
            known = definitions if len(problems) < MOST_HINTS else ()
            problems.append(_unknown_fact(name, known))
            continue
        value = unwrapped(given_value)
        if value is None:
            del facts[name]
            continue
        if isinstance(value, str) and value == NOT_SURE and NOT_SURE not in definition.choices:
            if definition.kind is FactKind.BOOL and definition.not_sure is NotSure.AS_YES:
                facts[name] = True
            else:
                del facts[name]
            continue
        read = _read_value(definition, value)
        if isinstance(read, Problem):
            problems.append(read)
        else:
            facts[name] = read
    if problems:
        raise FactsError(problems)
    return facts


def told_not_sure(rulebase: RuleBase, given: Mapping[str, object]) -> frozenset[str]:
    """Return the facts that `given` answers with "not sure", whatever that counts as.

    `given` is as `read_facts` takes it, and has passed it. A choice of that name is a choice.
    """
    return frozenset(
        name
        for name, value in given.items()
        if isinstance(value, str)
        and value == NOT_SURE
        and NOT_SURE not in rulebase.facts[name].choices
    )


def plain_value(value: FactValue, order: Iterable[str] = ()) -> bool | int | str | list[str]:
    """Return the value as JSON can hold it; a set becomes a list in the order of `order`."""
    if isinstance(value, frozenset):
        ranked = [one for one in order if one in value]
        return ranked + sorted(value.difference(ranked))
    return value


def _unknown_fact(name: object, known: Iterable[str]) -> Problem:
    close = get_close_matches(_short(name), list(known), n=1, cutoff=0.6)
    hint = f"did you mean `{close[0]}`?" if close else "`triage questions` lists every fact"
    return Problem(_short(name), "no such fact", hint)


def _short(value: object, limit: int = 60) -> str:
    """Return a value for a message, cut so that a hostile one cannot flood it."""
    if isinstance(value, str):
        text = value[: limit + 1]
    else:
        try:
            text = repr(value)[: limit + 1]
        except (ValueError, RecursionError):  # a number of thousands of digits, a list in itself
            text = f"a {type(value).__name__} that cannot be shown"
    text = printable(text)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _written(value: object) -> str:
    """Return a value for a message, text in quotes: as it must not be written."""
    return f'"{_short(value)}"' if isinstance(value, str) else _short(value)


def _read_value(definition: FactDefinition, value: object) -> FactValue | Problem:
    match definition.kind:
        case FactKind.BOOL:
            if isinstance(value, bool):
                return value
            return Problem(
                definition.id,
                f"should be true, false or {NOT_SURE}, not `{_written(value)}`",
                "write true or false without quotes",
            )
        case FactKind.NUMBER:
            return _read_number(definition, value)
        case FactKind.CHOICE:
            if isinstance(value, str) and value in definition.choices:
                return value
            return _bad_choice(definition, value)
        case FactKind.SET:
            return _read_set(definition, value)


def _read_number(definition: FactDefinition, value: object) -> int | Problem:
    span = f"from {definition.at_least} to {definition.at_most}"
    should = f"should be a whole number {span}"
    hint = f"a number {span} {definition.unit}".strip()
    number = whole_number(value)
    if number is None:
        if isinstance(value, str) and _WHOLE.fullmatch(value):
            hint += ", without quotes"
        return Problem(definition.id, f"{should}, not `{_written(value)}`", hint)
    if not definition.at_least <= number <= definition.at_most:
        shown = number if abs(number) < 10**12 else "a number far out of range"
        return Problem(definition.id, f"{should}, not {shown}", hint)
    return number


def _read_set(definition: FactDefinition, value: object) -> frozenset[str] | Problem:
    if not isinstance(value, list | tuple | set | frozenset):
        return Problem(
            definition.id,
            f"should be a list, not `{_short(value)}`",
            f"write [{_short(value)}]" if value in definition.choices else "",
        )
    if not value:
        return Problem(
            definition.id, "should hold at least one choice", "leave it out if it is not known"
        )
    for one in value:
        if not isinstance(one, str) or one not in definition.choices:
            return _bad_choice(definition, one)
    return frozenset(value)


def _bad_choice(definition: FactDefinition, value: object) -> Problem:
    close = get_close_matches(_short(value), definition.choices, n=1, cutoff=0.5)
    hint = f"did you mean `{close[0]}`?" if close else "one of " + ", ".join(definition.choices)
    return Problem(definition.id, f"`{_short(value)}` is not a choice here", hint)
