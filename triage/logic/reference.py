"""The meaning of a condition: its truth, the facts that decided it, and those that still could.

This is the reference. Quicker forms and `backends/` may not differ from it.

One walk answers both questions about facts. A condition owes its truth to those of its parts that
share it: a true conjunction to all of them, a false one to each false part, an open one to each
open part; a disjunction or a count the other way round. So the facts behind a settled condition
are those that decided it, and behind an open one its residual: what remains of it after partial
evaluation with what is known.

Of a residual some facts are *askable*: a conjunction asks its first open part before the next. So
a guard ("aged 50 or more", "fever") is asked before what only matters behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from triage.logic.program import Program
from triage.logic.truth import at_least, conjoin, disjoin, negate
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
    FactTest,
    Not,
    RuleIs,
)
from triage.model.fact import Facts
from triage.model.verdicts import NodeTruths, Residual, Truth, Truths, Verdicts


def evaluate(condition: Condition, facts: Facts, verdicts: NodeTruths) -> Truth:
    """Return the truth of `condition` given the known `facts` and the `verdicts` of earlier nodes.

    A test of a fact that is not in `facts` is unknown.
    """
    match condition:
        case All():
            return conjoin(evaluate(part, facts, verdicts) for part in condition.of)
        case AnyOf():
            return disjoin(evaluate(part, facts, verdicts) for part in condition.of)
        case Not():
            return negate(evaluate(condition.of, facts, verdicts))
        case Count():
            parts = (evaluate(part, facts, verdicts) for part in condition.of)
            return at_least(condition.count, parts)
        case RuleIs():
            truth = verdicts[condition.rule]
            return truth if condition.value else negate(truth)
        case FactTest():
            return test_fact(condition, facts)
        case _:
            assert_never(condition)


def test_fact(test: AnyFactTest, facts: Facts) -> Truth:
    """Return the truth of one comparison; unknown while its fact is."""
    value = facts.get(test.fact)
    if value is None:
        return None
    match test:
        case FactIs():
            return value == test.value
        case FactOneOf():
            return value in test.values
        case FactIncludes():
            return isinstance(value, frozenset) and test.value in value
        case FactAtLeast():
            return isinstance(value, int) and value >= test.bound
        case FactAtMost():
            return isinstance(value, int) and value <= test.bound
        case _:
            assert_never(test)


def evaluate_program(program: Program, facts: Facts) -> ReferenceVerdicts:
    """Return the verdicts on `program`; each node is evaluated once, in stratum order."""
    truths: dict[str, Truth] = {}
    for node in program.nodes:
        truths[node.id] = evaluate(node.when, facts, truths)
    return ReferenceVerdicts(program, facts, truths)


class ReferenceVerdicts(Verdicts):
    """Verdicts as the reference reads them; what it works out about facts is kept."""

    def __init__(self, program: Program, facts: Facts, truths: NodeTruths) -> None:
        """Bind to a program, the known facts, and the truth of every node, from any reader."""
        self._program = program
        self._facts = facts
        self._node_truths = truths
        self._behind: dict[str, tuple[str, ...]] = {}

    def __getitem__(self, node_id: str) -> Truth:
        """Return the verdict on a node."""
        return self._node_truths[node_id]

    def __iter__(self) -> Iterator[str]:
        """Yield the ids of all nodes."""
        return iter(self._node_truths)

    def __len__(self) -> int:
        """Return the number of nodes."""
        return len(self._node_truths)

    def truths(self) -> Truths:
        """Return the truth of every node, in the order of the program."""
        return tuple(self._node_truths[node.id] for node in self._program.nodes)

    def decided_by(self, node_id: str) -> tuple[str, ...]:
        """Return the ids of the facts that settled a node, in the order written; () if open."""
        return () if self[node_id] is None else self.behind(node_id)

    def missing(self, node_ids: Iterable[str]) -> list[str]:
        """Return the unknown facts that can still decide any of the nodes, in the order asked."""
        opened = [node_id for node_id in node_ids if self[node_id] is None]
        found = frozenset[str]().union(*map(self.behind, opened))
        return [fact for fact in self._program.facts if fact in found]

    def residual(self, asked: frozenset[str] = frozenset()) -> ReferenceResidual:
        """Return what is missing, when `asked` were asked and stay unknown."""
        return ReferenceResidual(self, asked)

    def when(self, node_id: str) -> Condition:
        """Return the condition of a node."""
        return self._program.node[node_id].when

    def behind(self, node_id: str) -> tuple[str, ...]:
        """Return the facts that a node owes its verdict to, each once, in the order written."""
        if node_id not in self._behind:
            # A verdict that two readers could not agree on may rest on nothing that is known.
            is_known = self[node_id] is not None
            when = self.when(node_id)
            agreed = is_known or self._truth(when) is None
            found = dict.fromkeys(self._walk(when) if agreed else ())
            behind = tuple(fact for fact in found if (fact in self._facts) is is_known)
            self._behind[node_id] = behind
        return self._behind[node_id]

    def _walk(self, condition: Condition) -> Iterator[str]:
        match condition:
            case All() | AnyOf() | Count():
                for part in self.sharing(condition):
                    yield from self._walk(part)
            case Not():
                yield from self._walk(condition.of)
            case RuleIs():
                yield from self.behind(condition.rule)
            case FactTest():
                yield condition.fact
            case _:
                assert_never(condition)

    def sharing(self, condition: All | AnyOf | Count) -> list[Condition]:
        """Return the parts whose truth is that of the whole, in the order written."""
        whole = self._truth(condition)
        return [part for part in condition.of if self._truth(part) is whole]

    def _truth(self, condition: Condition) -> Truth:
        return evaluate(condition, self._facts, self._node_truths)


class ReferenceResidual(Residual):
    """What is missing of each node; what was worked out is kept."""

    def __init__(self, verdicts: ReferenceVerdicts, asked: frozenset[str]) -> None:
        """Bind to verdicts and the facts that were asked and stay unknown: never askable again."""
        self._verdicts = verdicts
        self._asked = asked
        self._askable: dict[str, frozenset[str]] = {}

    def facts(self, node_id: str) -> frozenset[str]:
        """Return every unknown fact that can still decide an open node; empty when settled."""
        return frozenset(self._verdicts.missing([node_id]))

    def askable(self, node_id: str) -> frozenset[str]:
        """Return the unknown facts worth asking next for an open node; empty when settled."""
        if self._verdicts[node_id] is not None:
            return frozenset()
        if node_id not in self._askable:
            open_facts = self.facts(node_id) - self._asked
            found = open_facts.intersection(self._next(self._verdicts.when(node_id)))
            self._askable[node_id] = found
        return self._askable[node_id]

    def _next(self, condition: Condition) -> set[str]:
        """Return what an open condition asks next: of a conjunction, its first open part alone."""
        found: set[str] = set()
        match condition:
            case All() | AnyOf() | Count():
                for part in self._verdicts.sharing(condition):
                    found |= self._next(part)
                    if found and isinstance(condition, All):
                        break
            case Not():
                found |= self._next(condition.of)
            case RuleIs():
                found |= self.askable(condition.rule)
            case FactTest():
                found |= {condition.fact} - self._asked
            case _:
                assert_never(condition)
        return found
