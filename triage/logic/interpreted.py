"""A graph evaluated part by part, for the first cases of a rule base."""

from __future__ import annotations

from typing import assert_never

from triage.logic.evaluate import test_fact
from triage.logic.graph import Enough, Every, Graph, Inverse, Some, Test, Truths
from triage.logic.truth import Truth, at_least, conjoin, disjoin, negate
from triage.model.fact import Facts


def interpreted(graph: Graph, facts: Facts) -> Truths:
    """Return the truth of every part of a graph, given the known facts."""
    truths: list[Truth] = []
    for part in graph.parts:
        match part:
            case Test():
                truths.append(test_fact(part.test, facts))
            case Inverse():
                truths.append(negate(truths[part.of]))
            case Every():
                truths.append(conjoin([truths[one] for one in part.of]))
            case Some():
                truths.append(disjoin([truths[one] for one in part.of]))
            case Enough():
                truths.append(at_least(part.count, [truths[one] for one in part.of]))
            case _:
                assert_never(part)
    return tuple(truths)
