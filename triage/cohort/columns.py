"""Which column stands for which fact, and which is only passed on.

A column that is neither is refused: a misspelt fact would else be unknown in every row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from triage.errors import FactsError, Problem
from triage.model.fact import FactDefinition

ROW = "row"
"""The column that numbers the rows, from 1."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person who runs a cohort says of its columns.

    `mapped` gives the fact id for a column of another name; `keep` are columns to copy into the
    result, `ignore` columns to pass over; `ignore_others` passes over whatever stands for no fact.
    """

    mapped: Mapping[str, str] = field(default_factory=dict)
    keep: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    ignore_others: bool = False


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How a table is to be read: its columns, texts that mean "not known", and CSV's separator."""

    wishes: Wishes = field(default_factory=Wishes)
    unknown: tuple[str, ...] = ()
    separator: str = ","


@dataclass(frozen=True, slots=True)
class Columns:
    """The column of each fact (where there is one) and the columns kept, both by name."""

    column_of: Mapping[str, str]
    keep: tuple[str, ...]

    @property
    def needed(self) -> list[str]:
        """Return the columns to read, each once."""
        return list(dict.fromkeys((*self.column_of.values(), *self.keep)))


def columns_of(
    names: Iterable[str],
    facts: Mapping[str, FactDefinition],
    wishes: Wishes,
    produced: Collection[str] = (),
) -> Columns:
    """Return what the columns of a table are for.

    `produced` are the columns of the result, whose names a kept column cannot have.

    Raises FactsError naming every column that is unknown, missing, double, or mapped to nothing.
    """
    names = list(names)
    problems = [
        Problem(shown(name), f"{count} columns have this name")
        for name, count in Counter(names).items()
        if count > 1
    ]
    problems += [
        Problem(shown(name), "no such column", _hint(name, names))
        for name in dict.fromkeys((*wishes.mapped, *wishes.keep))
        if name not in names
    ]
    problems += [
        Problem(name, "the result has a column of this name", "rename it before")
        for name in wishes.keep
        if name in produced
    ]
    column_of: dict[str, str] = {}
    for name in dict.fromkeys(names):
        fact = wishes.mapped.get(name, name)
        if name in wishes.ignore:
            continue
        if fact not in facts:
            if name in wishes.mapped:
                problems.append(Problem(shown(fact), "no such fact", _hint(fact, facts)))
            elif name not in wishes.keep and not wishes.ignore_others:
                hint = _hint(name, facts) or "keep it with --keep or pass over it with --ignore"
                problems.append(Problem(shown(name), "no such fact", hint))
        elif fact in column_of:
            both = f"columns `{shown(column_of[fact])}` and `{shown(name)}` both stand for it"
            problems.append(Problem(fact, both))
        else:
            column_of[fact] = name
    if problems:
        raise FactsError(problems)
    return Columns(column_of, tuple(dict.fromkeys(wishes.keep)))


def _hint(name: str, known: Iterable[str]) -> str:
    close = get_close_matches(name[:80], list(known), n=1, cutoff=0.6)
    return f"did you mean `{close[0]}`?" if close else ""


def shown(name: str, limit: int = 60) -> str:
    """Return a column's name for a message, cut so that a hostile one cannot flood it."""
    text = "".join(char if char.isprintable() else "?" for char in name)
    return (text if len(text) <= limit else text[: limit - 1] + "…") or "(no name)"
