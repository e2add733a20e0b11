"""One case, fast: the program of a rule base as generated code, with the truth of every part.

`evaluate.py`, `support.py` and `residual.py` say what these answers mean; here they are only
reached sooner: each distinct part is evaluated once, and reasons are read off its truth.
Compiling takes longer than assessing a few cases does, so `compiled_of` is for those with many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import compress, count
from operator import itemgetter

from triage.logic.codegen import Truths, truth_function
from triage.logic.evaluate import Verdicts, evaluate_program
from triage.logic.graph import Graph, Inverse, Part, Test, graph_of
from triage.logic.kept import kept
from triage.logic.program import program_of
from triage.logic.truth import Truth
from triage.model.fact import Facts
from triage.model.rulebase import RuleBase

_BITS = bytes.maketrans(b"01", b"\0\1")


class Evaluated(Mapping[str, Truth]):
    """The verdicts of one case by node id, and what they rest on."""

    __slots__ = ("_compiled", "_open", "_truths")

    def __init__(self, compiled: CompiledProgram, truths: Truths) -> None:
        """Hold the truth of every part of a program."""
        self._compiled = compiled
        self._truths = truths
        self._open: dict[int, int] = {}

    def __getitem__(self, node_id: str) -> Truth:
        """Return the verdict on a node."""
        return self._truths[self._compiled.root[node_id]]

    def __iter__(self) -> Iterator[str]:
        """Yield the ids of all nodes, in the order of the program."""
        return iter(self._compiled.root)

    def __len__(self) -> int:
        """Return the number of nodes."""
        return len(self._compiled.root)

    def __reduce__(self) -> tuple[object, ...]:
        """Be copied and pickled as a plain dict: generated code cannot be."""
        return (dict, (dict(self),))

    def truths(self) -> tuple[Truth, ...]:
        """Return the truth of every node, in the order of the program."""
        return self._compiled.nodes(self._truths)

    def of(self, node_id: str) -> Iterable[str]:
        """Return the ids of the facts that settled a node, each once, in the order written."""
        number = self._compiled.root[node_id]
        found: dict[str, None] = {}
        if self._truths[number] is not None:
            self._decide(number, found)
        return found

    def _decide(self, number: int, found: dict[str, None]) -> None:
        truths, tested = self._truths, self._compiled.tested
        fact = tested[number]
        if fact is not None:
            found[fact] = None
            return
        deciding = truths[number] != self._compiled.inverse[number]
        for part in self._compiled.of[number]:
            if truths[part] is deciding:
                fact = tested[part]
                if fact is None:
                    self._decide(part, found)
                else:
                    found[fact] = None

    def missing(self, node_ids: Iterable[str]) -> list[str]:
        """Return the unknown facts that can still decide any of the nodes, in the order asked."""
        total = 0
        for node_id in node_ids:
            number = self._compiled.root[node_id]
            if self._truths[number] is None:
                total |= self._open.get(number) or self._open_facts(number)
        if not total:
            return []
        chosen = bin(total)[:1:-1].encode().translate(_BITS)
        return list(compress(self._compiled.facts, chosen))

    def _open_facts(self, number: int) -> int:
        """Return the facts that can still decide an open part, as bits in the order asked."""
        truths, known = self._truths, self._open
        found = self._compiled.bit[number]
        for part in self._compiled.of[number]:
            if truths[part] is None:
                found |= known[part] if part in known else self._open_facts(part)
        known[number] = found
        return found


class CompiledProgram:
    """The program of a rule base in the form that answers fastest."""

    def __init__(self, rulebase: RuleBase) -> None:
        """Compile (some hundredths of a second for the full content)."""
        graph = graph_of(program_of(rulebase))
        place = {fact: place for place, fact in enumerate(rulebase.facts)}
        self.facts = tuple(place)
        self.root = graph.root
        self.nodes = _taker(tuple(graph.root.values()))
        self.tested = [_fact_of(graph, part) for part in graph.parts]
        self.bit = [0 if fact is None else 1 << place[fact] for fact in self.tested]
        self.of = [_made_of(part) for part in graph.parts]
        self.inverse = [isinstance(part, Inverse) for part in graph.parts]
        self._truth_function = truth_function(graph)

    def evaluate(self, facts: Facts) -> Evaluated:
        """Return the verdicts for known facts, which must be as `read_facts` gives them."""
        return Evaluated(self, self._truth_function(facts.get))


@kept
def compiled_of(rulebase: RuleBase) -> CompiledProgram:
    """Return the compiled program of a rule base; the same object for the same rule base."""
    return CompiledProgram(rulebase)


def _fact_of(graph: Graph, part: Part) -> str | None:
    """Return the fact that a test, or the negation of one, is about; None for other parts."""
    if isinstance(part, Inverse):
        return _fact_of(graph, graph.parts[part.of])
    return part.test.fact if isinstance(part, Test) else None


def _made_of(part: Part) -> tuple[int, ...]:
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


MANY = 12
"""Cases of one rule base after which compiling it has paid for itself."""


def verdicts_of(rulebase: RuleBase, facts: Facts) -> Verdicts:
    """Return the verdicts of a case: by the reference at first, compiled when cases keep coming.

    `facts` must be as `read_facts` gives them. Both ways give the same verdicts.
    """
    cases = _cases_of(rulebase)
    if next(cases) < MANY:
        return evaluate_program(program_of(rulebase), facts)
    return compiled_of(rulebase).evaluate(facts)


@kept
def _cases_of(rulebase: RuleBase) -> Iterator[int]:  # noqa: ARG001  (one count per rule base)
    return count()
