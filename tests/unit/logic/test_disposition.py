"""The level for every combination of settled and open levels."""

from __future__ import annotations

from itertools import product

import pytest

from triage.logic.disposition import LEVELS, disposition_of, settled_disposition
from triage.logic.program import level_id
from triage.logic.truth import Truth
from triage.terms import Disposition

EMERGENCY, URGENT, DAYS, ROUTINE, SELF_CARE = Disposition
T, F, U = True, False, None


def verdicts(*truths: Truth) -> dict[str, Truth]:
    """Return verdicts on the levels, most urgent first."""
    return {level_id(level): truth for level, truth in zip(LEVELS, truths, strict=True)}


@pytest.mark.parametrize(
    ("truths", "expected"),
    [
        ((F, F, F, F), SELF_CARE),
        ((T, U, U, U), EMERGENCY),
        ((T, T, T, T), EMERGENCY),
        ((U, T, F, F), URGENT),
        ((F, T, U, U), URGENT),
        ((F, F, T, T), DAYS),
        ((U, F, F, F), DAYS),
        ((F, U, F, F), DAYS),
        ((F, F, U, F), DAYS),
        ((F, F, F, U), ROUTINE),
        ((F, F, F, T), ROUTINE),
        ((U, F, F, T), DAYS),
        ((F, U, F, T), DAYS),
        ((U, U, U, U), DAYS),
    ],
)
def test_an_open_level_gives_at_best_speak_to_a_clinician(
    truths: tuple[Truth, ...], expected: Disposition
) -> None:
    assert disposition_of(verdicts(*truths)) is expected


@pytest.mark.parametrize("truths", list(product([T, F, U], repeat=4)))
def test_exactly_one_level_that_is_neither_below_what_fired_nor_reassuring_while_open(
    truths: tuple[Truth, ...],
) -> None:
    level = disposition_of(verdicts(*truths))
    fired = [one for one, truth in zip(LEVELS, truths, strict=True) if truth]
    assert settled_disposition(verdicts(*truths)) is (fired[0] if fired else SELF_CARE)
    assert all(level.urgency >= one.urgency for one in fired)
    assert (level is SELF_CARE) == (set(truths) == {F})
    if U in truths[:3]:
        assert level.urgency >= DAYS.urgency
    if level.urgency > DAYS.urgency:
        assert level is fired[0]


def test_urgency_ranks_the_levels() -> None:
    assert [level.urgency for level in Disposition] == [4, 3, 2, 1, 0]
