"""People for benchmarks: random answers, the same in every process for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator

from triage.model.fact import FactDefinition, FactKind, FactValue
from triage.model.rulebase import RuleBase

SEED = 20261122

Person = dict[str, FactValue]


def people(rulebase: RuleBase, count: int, known: float = 1.0) -> Iterator[Person]:
    """Yield random people of whom the share `known` of all facts is known.

    How many things are wrong with a person differs: between 1 and 15 in 100 yes/no facts are yes.
    """
    chance = random.Random(SEED)  # noqa: S311  (benchmark data)
    for _ in range(count):
        yes = chance.choice((0.01, 0.02, 0.05, 0.15))
        yield {
            name: _value(definition, chance, yes)
            for name, definition in rulebase.facts.items()
            if known >= 1 or chance.random() < known
        }


def _value(definition: FactDefinition, chance: random.Random, yes: float) -> FactValue:
    match definition.kind:
        case FactKind.BOOL:
            return chance.random() < yes
        case FactKind.NUMBER:
            return chance.randint(definition.at_least, definition.at_most)
        case FactKind.CHOICE:
            return chance.choice(definition.choices)
        case FactKind.SET:
            most = min(2, len(definition.choices))
            return frozenset(chance.sample(definition.choices, chance.randint(1, most)))
