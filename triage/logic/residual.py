"""What is still missing: the facts that can still decide a condition.

The residual of a condition is what remains of it after partial evaluation with what is known;
parts that are settled fall away. Two readings of the same residual are used: every fact in it, and
the *askable* ones, where a conjunction asks its first open part before the next. So a guard
("aged 50 or more", "fever") is asked before what only matters behind it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from triage.logic.evaluate import Verdicts, evaluate
from triage.logic.program import Program
from triage.model.condition import (
    All,
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
from triage.model.fact import Facts


class Residual:
    """Residuals of the nodes of one program for one state of knowledge; results are kept."""

    def __init__(
        self,
        program: Program,
        facts: Facts,
        verdicts: Verdicts,
        asked: frozenset[str] = frozenset(),
    ) -> None:
        """Bind to a program, the known facts, and the verdicts that follow from them.

        `asked` are facts that were asked and stay unknown ("not sure"): never askable again.
        """
        self._program = program
        self._facts = facts
        self._verdicts = verdicts
        self._asked = asked
        self._kept: dict[tuple[str, bool], frozenset[str]] = {}

    def facts(self, node_id: str) -> frozenset[str]:
        """Return every unknown fact that can still decide an open node; empty when settled."""
        return self._node(node_id, guards_first=False)

    def askable(self, node_id: str) -> frozenset[str]:
        """Return the unknown facts worth asking next for an open node; empty when settled."""
        return self._node(node_id, guards_first=True)

    def _node(self, node_id: str, *, guards_first: bool) -> frozenset[str]:
        if self._verdicts[node_id] is not None:
            return frozenset()
        key = (node_id, guards_first)
        if key not in self._kept:
            when = self._program.node[node_id].when
            self._kept[key] = frozenset(self._open(when, guards_first=guards_first))
        return self._kept[key]

    def _open(self, condition: Condition, *, guards_first: bool) -> Iterator[str]:
        match condition:
            case All():
                for part in self._open_parts(condition):
                    found = set(self._open(part, guards_first=guards_first))
                    yield from found
                    if guards_first and found:
                        return
            case AnyOf() | Count():
                for part in self._open_parts(condition):
                    yield from self._open(part, guards_first=guards_first)
            case Not():
                yield from self._open(condition.of, guards_first=guards_first)
            case RuleIs():
                yield from self._node(condition.rule, guards_first=guards_first)
            case FactIs() | FactOneOf() | FactIncludes() | FactAtLeast() | FactAtMost():
                if condition.fact not in self._facts and not (
                    guards_first and condition.fact in self._asked
                ):
                    yield condition.fact
            case _:
                assert_never(condition)

    def _open_parts(self, condition: All | AnyOf | Count) -> list[Condition]:
        return [
            part for part in condition.of if evaluate(part, self._facts, self._verdicts) is None
        ]
