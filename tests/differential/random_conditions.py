"""Random conditions over given facts: negations, counts, and parts that repeat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from hypothesis import strategies as st

from triage.model.condition import (
    All,
    AnyFactTest,
    AnyOf,
    Condition,
    Count,
    FactAtLeast,
    FactAtMost,
    FactIncludes,
    FactIs,
    FactOneOf,
    Not,
    RuleIs,
)
from triage.model.fact import FactDefinition, FactKind


@dataclass(frozen=True)
class Sizes:
    """The largest number of each part in a random rule base, and the depth of a condition."""

    questions: int = 6
    findings: int = 4
    disposing: int = 5
    ladders: int = 2
    recommending: int = 3
    remedies: int = 3
    checks: int = 2
    texts: int = 2
    depth: int = 3
    parts: int = 4


USUAL = Sizes()
SMALL = Sizes(
    questions=3,
    findings=2,
    disposing=3,
    ladders=1,
    recommending=2,
    remedies=2,
    checks=1,
    depth=2,
)


@st.composite
def conditions(
    draw: st.DrawFn,
    facts: Sequence[FactDefinition],
    findings: Sequence[str] = (),
    sizes: Sizes = USUAL,
) -> Condition:
    """Draw a condition over `facts` and the finding rules named in `findings`."""
    tests = [test for one in facts for test in tests_of(one)]
    named = [RuleIs(rule=one, value=value) for one in findings for value in (True, False)]
    leaves: list[st.SearchStrategy[Condition]] = [st.sampled_from(tests)]
    if named:
        leaves.append(st.sampled_from(named))

    def condition(depth: int) -> Condition:
        shape = draw(_SHAPE) if depth else 0
        if shape <= _LEAF:
            return draw(leaves[draw(_SHAPE) % len(leaves)])
        if shape == _LEAF + 1:
            return Not(of=condition(depth - 1))
        parts = tuple(condition(depth - 1) for _ in range(draw(st.integers(1, sizes.parts))))
        match shape:
            case 5 | 6:
                return All(of=parts)
            case 7 | 8:
                return AnyOf(of=parts)
            case _:
                return Count(count=draw(st.integers(1, len(parts))), of=parts)

    return condition(sizes.depth)


_LEAF = 3
_SHAPE = st.integers(0, 9)
"""Up to `_LEAF` a single test, then `not`, `all` twice, `any` twice, `count`."""


def tests_of(definition: FactDefinition) -> list[AnyFactTest]:
    """Return every comparison that a file can make of one fact, save long lists of choices."""
    fact = definition.id
    match definition.kind:
        case FactKind.BOOL:
            return [FactIs(fact=fact, value=value) for value in (True, False)]
        case FactKind.CHOICE:
            pairs = combinations(definition.choices, 2)
            return [
                *(FactIs(fact=fact, value=one) for one in definition.choices),
                *(FactOneOf(fact=fact, values=pair) for pair in pairs),
                FactOneOf(fact=fact, values=definition.choices[:1]),
            ]
        case FactKind.SET:
            return [FactIncludes(fact=fact, value=one) for one in definition.choices]
        case FactKind.NUMBER:
            low, high = definition.at_least, definition.at_most
            bounds = (low, (low + high) // 2, (low + high) // 2 + 1, high)
            return [
                shape(fact=fact, bound=bound)
                for bound in dict.fromkeys(bounds)
                for shape in (FactAtLeast, FactAtMost)
            ]
