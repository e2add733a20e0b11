"""One case, quickly: every distinct part of a rule base evaluated once, facts read off its truths.

`reference.py` says what the answers mean; here they are only reached sooner. An embedding app's
calls, an interview and its progress line all use this one form, made once a rule base.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from triage.logic.graph import Graph, graph_of
from triage.logic.per_rulebase import kept
from triage.logic.program import program_of
from triage.logic.quick_code import truth_function
from triage.model.fact import Facts
from triage.model.rulebase import RuleBase
from triage.model.verdicts import Residual, Truth, Truths, Verdicts


class QuickForm:
    """The program of a rule base in the form that answers fastest."""

    def __init__(self, rulebase: RuleBase) -> None:
        """Make the graph of the rule base's program, and the function that evaluates it."""
        self.rulebase = rulebase
        self.graph = graph_of(program_of(rulebase))
        self._truths_of = truth_function(self.graph)

    def evaluate(self, facts: Facts) -> QuickVerdicts:
        """Return the verdicts for known facts, which must be as `read_facts` gives them."""
        return QuickVerdicts(self, facts, self._truths_of(facts.get))


@kept
def quick_form_of(rulebase: RuleBase) -> QuickForm:
    """Return the quick form of a rule base; the same object for the same rule base."""
    return QuickForm(rulebase)


def quick_verdicts(rulebase: RuleBase, facts: Facts) -> QuickVerdicts:
    """Return the verdicts on a rule base for known facts, as `read_facts` gives them."""
    return quick_form_of(rulebase).evaluate(facts)


class QuickVerdicts(Verdicts):
    """The verdicts of one case, and the truth of every part that they come from."""

    __slots__ = ("_facts", "_form", "_graph", "_residual", "_truths")

    def __init__(self, form: QuickForm, facts: Facts, truths: Truths) -> None:
        """Hold the truth of every part of a rule base."""
        self._form = form
        self._facts = facts
        self._graph = form.graph
        self._truths = truths
        self._residual: QuickResidual | None = None

    def __getitem__(self, node_id: str) -> Truth:
        """Return the verdict on a node."""
        return self._truths[self._graph.root[node_id]]

    def __iter__(self) -> Iterator[str]:
        """Yield the ids of all nodes, in the order of the program."""
        return iter(self._graph.root)

    def __len__(self) -> int:
        """Return the number of nodes."""
        return len(self._graph.root)

    def __reduce__(self) -> tuple[object, ...]:
        """Be copied and pickled as the rule base and the facts; the rest is worked out again."""
        return (quick_verdicts, (self._form.rulebase, self._facts))

    def truths(self) -> Truths:
        """Return the truth of every node, in the order of the program."""
        return self._graph.nodes(self._truths)

    def missing(self, node_ids: Iterable[str]) -> list[str]:
        """Return the unknown facts that can still decide any of the nodes, in the order asked."""
        if self._residual is None:
            self._residual = self.residual()
        return self._residual.named(node_ids)

    def residual(self, asked: frozenset[str] = frozenset()) -> QuickResidual:
        """Return what is missing, when `asked` were asked and stay unknown."""
        return QuickResidual(self._graph, self._truths, asked)

    def decided_by(self, node_id: str) -> Iterable[str]:
        """Return the ids of the facts that settled a node, each once, in the order written."""
        number = self._graph.root[node_id]
        decided = self._graph.decided[number].get(self._truths[number])
        if decided is not None:
            return decided
        found: dict[str, None] = {}
        self._decide(number, found)
        return found

    def _decide(self, number: int, found: dict[str, None]) -> None:
        truths, tested = self._truths, self._graph.tested
        deciding = truths[number] != self._graph.is_inverse[number]
        for part in self._graph.of[number]:
            if truths[part] is deciding:
                fact = tested[part]
                if fact is None:
                    self._decide(part, found)
                else:
                    found[fact] = None


class QuickResidual(Residual):
    """What is missing, for one state of knowledge; sets of facts are ints, and kept."""

    def __init__(self, graph: Graph, truths: Truths, asked: frozenset[str] = frozenset()) -> None:
        """Bind to a graph and the truths of its parts; `asked` are never askable again."""
        self._graph = graph
        self._truths = truths
        self._left = ~graph.bits(asked) if asked else -1
        self._open: dict[int, int] = {}
        self._next: dict[int, int] = {}

    def facts(self, node_id: str) -> frozenset[str]:
        """Return every unknown fact that can still decide an open node; empty when settled."""
        return frozenset(self.named([node_id]))

    def named(self, node_ids: Iterable[str]) -> list[str]:
        """Return the unknown facts that can still decide any of the nodes, in the order asked."""
        root, truths = self._graph.root, self._truths
        total = 0
        for node_id in node_ids:
            number = root[node_id]
            if truths[number] is None:
                total |= self._open.get(number) or self._open_under(number)
        return list(self._graph.named(total)) if total else []

    def askable(self, node_id: str) -> frozenset[str]:
        """Return the unknown facts worth asking next for an open node; empty when settled."""
        number = self._graph.root[node_id]
        if self._truths[number] is not None:
            return frozenset()
        return frozenset(self._graph.named(self._next_under(number)))

    def _open_under(self, number: int) -> int:
        truths, known = self._truths, self._open
        found = self._graph.bit[number]
        for part in self._graph.of[number]:
            if truths[part] is None:
                found |= known[part] if part in known else self._open_under(part)
        known[number] = found
        return found

    def _next_under(self, number: int) -> int:
        """Return the same, but of a conjunction only what its first open part asks for."""
        found = self._next.get(number)
        if found is None:
            found = self._graph.bit[number] & self._left
            for part in self._graph.of[number]:
                if self._truths[part] is None:
                    found |= self._next_under(part)
                    if found and self._graph.is_every[number]:
                        break
            self._next[number] = found
        return found
