"""Random people for the conformance file, from a seed: what each would answer to everything."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from triage.logic.program import program_of
from triage.model.condition import FactAtLeast, FactAtMost, walk
from triage.model.fact import FactDefinition, FactKind
from triage.model.rule import RawValue
from triage.model.rulebase import RuleBase
from triage.terms import NOT_SURE

KNOWN = (1.0, 0.98, 0.8, 0.3)
"""How much of a person may be known; drawn anew for each, so that every level occurs."""

YES = (0.0, 0.01, 0.03, 0.2)
"""How often the answer may be yes."""

UNSURE = (0.0, 0.02, 0.2)
"""How often somebody may be not sure."""


class People:
    """Draws people of one rule base; the same seed gives the same people."""

    def __init__(self, rulebase: RuleBase, seed: int) -> None:
        """Bind to a rule base and a seed."""
        self._rulebase = rulebase
        self._random = Random(seed)  # noqa: S311  (no secret: it must give the same again)
        self._bounds = _bounds(rulebase)

    def person(self, *, known: float | None = None) -> dict[str, RawValue]:
        """Return raw values by fact of one person; `known` is how much of them is known."""
        draw = self._random
        share = draw.choice(KNOWN) if known is None else known
        yes, unsure = draw.choice(YES), draw.choice(UNSURE)
        found: dict[str, RawValue] = {}
        for fact, definition in self._rulebase.facts.items():
            if draw.random() >= share:
                continue
            found[fact] = NOT_SURE if draw.random() < unsure else self._value(definition, yes)
        return found

    def _value(self, definition: FactDefinition, yes: float) -> RawValue:
        draw = self._random
        match definition.kind:
            case FactKind.BOOL:
                return draw.random() < yes
            case FactKind.NUMBER:
                low, high = definition.at_least, definition.at_most
                near = {
                    one + step for one in self._bounds.get(definition.id, ()) for step in (-1, 0, 1)
                }
                return draw.choice(
                    [one for one in sorted(near | {low, high}) if low <= one <= high]
                )
            case FactKind.CHOICE:
                return draw.choice(definition.choices)
            case FactKind.SET:
                most = min(3, len(definition.choices))
                return draw.sample(definition.choices, draw.randint(1, most))


def _bounds(rulebase: RuleBase) -> Mapping[str, set[int]]:
    """Return every number that a condition compares a fact with: there answers change."""
    found: dict[str, set[int]] = {}
    for node in program_of(rulebase).nodes:
        for part in walk(node.when):
            if isinstance(part, FactAtLeast | FactAtMost):
                found.setdefault(part.fact, set()).add(part.bound)
    return found
