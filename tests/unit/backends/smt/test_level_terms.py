"""The level as solver terms is the level of the reference, for every state of the four levels."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import z3

from triage.backends.smt.kleene import Kleene
from triage.backends.smt.levels import final_level, less_urgent, settled_level
from triage.logic.disposition import LEVELS, disposition_of, settled_disposition
from triage.logic.program import level_id
from triage.terms import Disposition


def terms_of(state: tuple[bool | None, ...]) -> dict[Disposition, Kleene]:
    return {
        level: Kleene(z3.BoolVal(one is True), z3.BoolVal(one is False))
        for level, one in zip(LEVELS, state, strict=True)
    }


def holding(levels: Mapping[Disposition, z3.BoolRef]) -> list[Disposition]:
    return [level for level, term in levels.items() if z3.is_true(z3.simplify(term))]


def test_exactly_the_level_of_the_reference_holds() -> None:
    for state in product((True, False, None), repeat=len(LEVELS)):
        verdicts = {level_id(level): one for level, one in zip(LEVELS, state, strict=True)}
        assert holding(final_level(terms_of(state))) == [disposition_of(verdicts)], state
        assert holding(settled_level(terms_of(state))) == [settled_disposition(verdicts)], state


def test_less_urgent_is_the_order_of_the_levels() -> None:
    for one, other in product(Disposition, repeat=2):
        first = {level: z3.BoolVal(level is one) for level in Disposition}
        second = {level: z3.BoolVal(level is other) for level in Disposition}
        told = z3.is_true(z3.simplify(less_urgent(first, second)))
        assert told == (one.urgency < other.urgency)
