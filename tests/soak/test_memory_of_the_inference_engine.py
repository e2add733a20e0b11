"""Ten thousand people through one inference engine: the memory it takes does not grow with them."""

from __future__ import annotations

import gc
import random
import resource
import sys

import pytest

from triage.backends.rete.engine import ReteEngine
from triage.content.load import load
from triage.logic.compiled import compiled_of
from triage.model.fact import FactDefinition, FactKind, FactValue
from triage.model.rulebase import RuleBase

CASES = 10_000
WARMING = 500
MOST_GROWTH = 8 * 2**20
"""Bytes of peak memory that all cases after the first `WARMING` may add: under 1 kB a case."""


def peak_bytes() -> int:
    """Return the most memory this process has held."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def person(rulebase: RuleBase, chance: random.Random) -> dict[str, FactValue]:
    known = chance.choice((0.5, 0.1, 0.1, 0.05))
    return {
        name: value_of(one, chance)
        for name, one in rulebase.facts.items()
        if chance.random() < known
    }


def value_of(definition: FactDefinition, chance: random.Random) -> FactValue:
    match definition.kind:
        case FactKind.BOOL:
            return chance.random() < 0.05
        case FactKind.NUMBER:
            return chance.randint(definition.at_least, definition.at_most)
        case FactKind.CHOICE:
            return chance.choice(definition.choices)
        case FactKind.SET:
            return frozenset(chance.sample(definition.choices, 1))


@pytest.mark.soak
def test_ten_thousand_cases_do_not_make_one_engine_grow() -> None:
    rulebase = load()
    engine = ReteEngine(rulebase)
    chance = random.Random(5)  # noqa: S311  (test data)
    before = 0
    for number in range(CASES):
        facts = person(rulebase, chance)
        engine.update(facts)
        if number % 100 == 0:
            assert engine.verdicts() == compiled_of(rulebase).interpret(facts)
        if number == WARMING:
            gc.collect()
            before = peak_bytes()
    assert peak_bytes() - before < MOST_GROWTH
