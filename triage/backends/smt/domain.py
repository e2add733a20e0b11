"""The domain of a rule base: the variables of each fact, read back from models, and counted."""

from __future__ import annotations

from collections.abc import Sequence

import z3

from triage.backends.smt.fact_kinds import (
    ChoiceVariable,
    NumberVariable,
    SetVariable,
    YesNoVariable,
)
from triage.backends.smt.fact_variable import FactVariable, bit
from triage.model.fact import FactDefinition, FactKind, FactValue
from triage.model.rulebase import RuleBase

_VARIABLES: dict[FactKind, type[FactVariable]] = {
    FactKind.BOOL: YesNoVariable,
    FactKind.CHOICE: ChoiceVariable,
    FactKind.SET: SetVariable,
    FactKind.NUMBER: NumberVariable,
}


def variable_of(definition: FactDefinition, case: str) -> FactVariable:
    """Return the variables of one fact in the case of that name."""
    return _VARIABLES[definition.kind](definition, case)


class Reading:
    """Reads what is known of many facts from a model at once: one solver call for all of them."""

    def __init__(self, facts: Sequence[FactVariable]) -> None:
        """Join the facts, each with whether it is known, to one bit vector, the first highest."""
        self._facts = [(one, one.word) for one in facts]
        parts = [part for one, word in self._facts for part in (bit(one.known), word)]
        self._joined = z3.Concat(parts)

    def facts(self, model: z3.ModelRef) -> dict[str, FactValue]:
        """Return what is known in a model, by fact id."""
        rest = model.eval(self._joined, model_completion=True).as_long()
        known: dict[str, FactValue] = {}
        for one, word in reversed(self._facts):
            width = word.size()
            value, rest = rest & ((1 << width) - 1), rest >> width
            if rest & 1:
                known[one.definition.id] = one.read(value)
            rest >>= 1
        return known


def answer_space(rulebase: RuleBase) -> int:
    """Return how many answer sets there are: for each fact its values and unknown, multiplied."""
    total = 1
    for definition in rulebase.facts.values():
        total *= variable_of(definition, "counted").size + 1
    return total
