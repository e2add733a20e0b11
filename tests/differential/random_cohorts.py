"""Random cohorts: what may be known of many people at once, as a table.

Drawn by a seeded generator and not by hypothesis, as the tables are large. Numbers lie at the
bounds that conditions ask for, and beside them; whether little or much is known, and how often the
answer is yes, changes from row to row, so that every level and many remedies occur.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from triage.logic.program import program_of
from triage.model.condition import FactAtLeast, FactAtMost, walk
from triage.model.fact import FactDefinition, FactKind
from triage.model.rulebase import RuleBase

MOSTLY_KNOWN = (1.0, 0.98, 0.8, 0.3)
MOSTLY_NO = (0.0, 0.01, 0.03, 0.2)


def cohort(rulebase: RuleBase, height: int, seed: int) -> pl.DataFrame:
    """Return a table of `height` cases, a column per fact; null where a fact is unknown."""
    drawn = np.random.default_rng(seed)
    known = drawn.choice(MOSTLY_KNOWN, height)
    yes = drawn.choice(MOSTLY_NO, height)
    bounds = _bounds(rulebase)
    columns = []
    for fact, definition in rulebase.facts.items():
        values = _values(definition, drawn, yes, bounds.get(fact, set()))
        is_known = pl.Series(drawn.random(height) < known)
        both = pl.DataFrame({"value": values, "known": is_known})
        columns.append(both.select(pl.when("known").then("value").alias(fact)).to_series())
    return pl.DataFrame(columns)


def people(table: pl.DataFrame) -> Iterator[dict[str, object]]:
    """Yield the rows of a cohort as one person's answers each."""
    yield from table.iter_rows(named=True)


def _values(
    definition: FactDefinition, drawn: np.random.Generator, yes: np.ndarray, bounds: set[int]
) -> pl.Series:
    height = len(yes)
    match definition.kind:
        case FactKind.BOOL:
            return pl.Series(drawn.random(height) < yes)
        case FactKind.NUMBER:
            low, high = definition.at_least, definition.at_most
            near = {bound + step for bound in bounds for step in (-1, 0, 1)} | {low, high}
            allowed = [one for one in sorted(near) if low <= one <= high]
            return pl.Series(drawn.choice(allowed, height))
        case FactKind.CHOICE:
            choices = pl.Series(definition.choices)
            return choices.gather(drawn.integers(0, len(choices), height))
        case FactKind.SET:
            return pl.Series(_sets(definition, drawn, height))


def _sets(definition: FactDefinition, drawn: np.random.Generator, height: int) -> list[list[str]]:
    """Return sets of one to three choices, in any order."""
    choices = definition.choices
    most = min(3, len(choices))
    return [
        [choices[at] for at in drawn.permutation(len(choices))[: 1 + size]]
        for size in drawn.integers(0, most, height)
    ]


def _bounds(rulebase: RuleBase) -> dict[str, set[int]]:
    """Return every number that a condition compares a fact with."""
    found: dict[str, set[int]] = {}
    for node in program_of(rulebase).nodes:
        for part in walk(node.when):
            if isinstance(part, FactAtLeast | FactAtMost):
                found.setdefault(part.fact, set()).add(part.bound)
    return found
