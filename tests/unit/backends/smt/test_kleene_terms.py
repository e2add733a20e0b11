"""The solver's three-valued connectives are those of the reference, for every input."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product

import pytest
import z3

from triage.backends.smt.kleene import Kleene, conjunction, count_of, disjunction
from triage.logic.truth import Truth, at_least, conjoin, disjoin, negate

VALUES: tuple[Truth, ...] = (True, False, None)


def term_of(value: Truth) -> Kleene:
    return Kleene(z3.BoolVal(value is True), z3.BoolVal(value is False))


def value_of(term: Kleene) -> Truth:
    is_true, is_false, is_open = (
        z3.is_true(z3.simplify(one)) for one in (term.is_true, term.is_false, term.is_open)
    )
    assert is_true + is_false + is_open == 1
    return True if is_true else False if is_false else None


def inputs(longest: int) -> list[tuple[Truth, ...]]:
    return [one for length in range(longest + 1) for one in product(VALUES, repeat=length)]


@pytest.mark.parametrize(("term", "reference"), [(conjunction, conjoin), (disjunction, disjoin)])
def test_and_and_or_follow_the_strong_tables(
    term: Callable[[Sequence[Kleene]], Kleene], reference: Callable[[Sequence[Truth]], Truth]
) -> None:
    for values in inputs(4):
        assert value_of(term([term_of(one) for one in values])) is reference(values), values


def test_not_swaps_true_and_false_and_leaves_unknown() -> None:
    for value in VALUES:
        assert value_of(term_of(value).negated) is negate(value)


def test_at_least_n_is_unknown_while_the_unknown_could_decide() -> None:
    for values in inputs(4):
        for count in range(-1, len(values) + 2):
            term = count_of(count, [term_of(one) for one in values])
            assert value_of(term) is at_least(count, values), (count, values)
