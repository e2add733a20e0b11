"""The graph of a rule base as tables by part number, for readers that must be quick."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import compress
from operator import itemgetter

from triage.logic.graph import Every, Graph, Inverse, Part, Some, Test, Truths, graph_of
from triage.logic.program import program_of
from triage.logic.truth import Truth
from triage.model.rulebase import RuleBase

_AS_NUMBERS = bytes.maketrans(b"01", b"\0\1")


@dataclass(frozen=True, slots=True)
class Layout:
    """What each part of a graph is made of and about.

    `facts` are in the order asked; a set of facts is an int whose bit n stands for the n-th.
    `tested` is the fact that a test or its negation is about, `bit` that fact as a set.
    `decided` holds, for the truths of a part that leave no choice, the facts that then decided it.
    """

    graph: Graph
    facts: tuple[str, ...]
    root: dict[str, int]
    of: tuple[tuple[int, ...], ...]
    tested: tuple[str | None, ...]
    bit: tuple[int, ...]
    is_inverse: tuple[bool, ...]
    is_every: tuple[bool, ...]
    decided: tuple[Mapping[Truth, tuple[str, ...]], ...]
    nodes: Callable[[Truths], Truths]

    def named(self, bits: int) -> Iterable[str]:
        """Return the facts in a set, in the order asked."""
        return compress(self.facts, bin(bits)[:1:-1].encode().translate(_AS_NUMBERS))

    def bits(self, facts: Iterable[str]) -> int:
        """Return facts as a set."""
        chosen = frozenset(facts)
        return sum(1 << place for place, fact in enumerate(self.facts) if fact in chosen)


def layout_of(rulebase: RuleBase) -> Layout:
    """Return the tables of a rule base's graph."""
    graph = graph_of(program_of(rulebase))
    place = {fact: place for place, fact in enumerate(rulebase.facts)}
    tested = tuple(_fact_of(graph, part) for part in graph.parts)
    return Layout(
        graph=graph,
        facts=tuple(place),
        root=graph.root,
        of=tuple(made_of(part) for part in graph.parts),
        tested=tested,
        bit=tuple(0 if fact is None else 1 << place[fact] for fact in tested),
        is_inverse=tuple(isinstance(part, Inverse) for part in graph.parts),
        is_every=tuple(isinstance(part, Every) for part in graph.parts),
        decided=tuple(_decided(graph, part, tested) for part in graph.parts),
        nodes=_taker(tuple(graph.root.values())),
    )


def _fact_of(graph: Graph, part: Part) -> str | None:
    if isinstance(part, Inverse):
        return _fact_of(graph, graph.parts[part.of])
    return part.test.fact if isinstance(part, Test) else None


def _decided(
    graph: Graph, part: Part, tested: tuple[str | None, ...]
) -> dict[Truth, tuple[str, ...]]:
    """Return the facts that decide a test, a true conjunction of tests, or a false disjunction."""
    found: dict[Truth, tuple[str, ...]] = {None: ()}
    fact = _fact_of(graph, part)
    if fact is not None:
        found[True] = found[False] = (fact,)
    elif isinstance(part, Every | Some):
        facts = [tested[one] for one in part.of]
        if None not in facts:
            unique = tuple(dict.fromkeys(one for one in facts if one is not None))
            found[isinstance(part, Every)] = unique
    return found


def made_of(part: Part) -> tuple[int, ...]:
    """Return the numbers of the parts that a part is made of."""
    match part:
        case Test():
            return ()
        case Inverse():
            return (part.of,)
        case _:
            return part.of


def _taker(places: tuple[int, ...]) -> Callable[[Truths], Truths]:
    """Return a function that takes the truths at these places."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda truths: tuple(truths[place] for place in places)
