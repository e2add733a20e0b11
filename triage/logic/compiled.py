"""One case, fast: each distinct part of a rule base evaluated once, reasons read off its truth.

`evaluate.py`, `support.py` and `residual.py` say what the answers mean; here they are only reached
sooner. The first cases are interpreted; when cases keep coming, the graph is turned into code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import count

from triage.logic.codegen import TruthFunction, truth_function
from triage.logic.graph import Truths
from triage.logic.interpreted import interpreted
from triage.logic.layout import Layout, layout_of
from triage.logic.open_facts import OpenFacts
from triage.logic.per_rulebase import kept
from triage.logic.truth import Truth
from triage.model.fact import Facts
from triage.model.rulebase import RuleBase

MANY = 64
"""Cases of one rule base after which code for it pays: about what generating it costs."""


class Evaluated(Mapping[str, Truth]):
    """The verdicts of one case by node id, and what they rest on."""

    __slots__ = ("_layout", "_open", "_truths")

    def __init__(self, layout: Layout, truths: Truths) -> None:
        """Hold the truth of every part of a rule base."""
        self._layout = layout
        self._truths = truths
        self._open: OpenFacts | None = None

    def __getitem__(self, node_id: str) -> Truth:
        """Return the verdict on a node."""
        return self._truths[self._layout.root[node_id]]

    def __iter__(self) -> Iterator[str]:
        """Yield the ids of all nodes, in the order of the program."""
        return iter(self._layout.root)

    def __len__(self) -> int:
        """Return the number of nodes."""
        return len(self._layout.root)

    def __reduce__(self) -> tuple[object, ...]:
        """Be copied and pickled as a plain dict."""
        return (dict, (dict(self),))

    def truths(self) -> tuple[Truth, ...]:
        """Return the truth of every node, in the order of the program."""
        return self._layout.nodes(self._truths)

    def missing(self, node_ids: Iterable[str]) -> list[str]:
        """Return the unknown facts that can still decide any of the nodes, in the order asked."""
        if self._open is None:
            self._open = OpenFacts(self._layout, self._truths)
        return self._open.named(node_ids)

    def residual(self, asked: frozenset[str] = frozenset()) -> OpenFacts:
        """Return what is missing, when `asked` were asked and stay unknown."""
        return OpenFacts(self._layout, self._truths, asked)

    def of(self, node_id: str) -> Iterable[str]:
        """Return the ids of the facts that settled a node, each once, in the order written."""
        number = self._layout.root[node_id]
        decided = self._layout.decided[number].get(self._truths[number])
        if decided is not None:
            return decided
        found: dict[str, None] = {}
        self._decide(number, found)
        return found

    def _decide(self, number: int, found: dict[str, None]) -> None:
        truths, tested = self._truths, self._layout.tested
        deciding = truths[number] != self._layout.is_inverse[number]
        for part in self._layout.of[number]:
            if truths[part] is deciding:
                fact = tested[part]
                if fact is None:
                    self._decide(part, found)
                else:
                    found[fact] = None


class CompiledProgram:
    """The program of a rule base in the form that answers fastest."""

    def __init__(self, rulebase: RuleBase, many: int = MANY) -> None:
        """Lay the program out; generate code for it after `many` cases."""
        self._layout = layout_of(rulebase)
        self._cases = count()
        self._many = many
        self._truths_of: TruthFunction | None = None

    def evaluate(self, facts: Facts) -> Evaluated:
        """Return the verdicts for known facts, which must be as `read_facts` gives them."""
        if self._truths_of is None:
            if next(self._cases) < self._many:
                return self.interpret(facts)
            self._truths_of = truth_function(self._layout.graph)
        return Evaluated(self._layout, self._truths_of(facts.get))

    def interpret(self, facts: Facts) -> Evaluated:
        """Return the same without code: for an interview, which must not pause to generate it."""
        return Evaluated(self._layout, interpreted(self._layout.graph, facts))


@kept
def compiled_of(rulebase: RuleBase) -> CompiledProgram:
    """Return the compiled program of a rule base; the same object for the same rule base."""
    return CompiledProgram(rulebase)
