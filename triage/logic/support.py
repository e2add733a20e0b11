"""Why a settled condition is true or false: the known facts that decided it."""

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


class Support:
    """The deciding facts of the settled nodes of one program; results are kept.

    A true conjunction is decided by all its parts, a true disjunction by each true part; a false
    one the other way round. The answer does not depend on the order of the answers.
    """

    def __init__(self, program: Program, facts: Facts, verdicts: Verdicts) -> None:
        """Bind to a program, the known facts, and the verdicts that follow from them."""
        self._program = program
        self._facts = facts
        self._verdicts = verdicts
        self._kept: dict[str, tuple[str, ...]] = {}

    def of(self, node_id: str) -> tuple[str, ...]:
        """Return the ids of the facts that settled a node, in the order written; () if open."""
        if self._verdicts[node_id] is None:
            return ()
        if node_id not in self._kept:
            when = self._program.node[node_id].when
            self._kept[node_id] = tuple(dict.fromkeys(self._decided(when)))
        return self._kept[node_id]

    def _decided(self, condition: Condition) -> Iterator[str]:
        match condition:
            case All() | AnyOf() | Count():
                settled = [(part, self._truth(part)) for part in condition.of]
                deciding = self._truth(condition)
                for part, truth in settled:
                    if truth is deciding:
                        yield from self._decided(part)
            case Not():
                yield from self._decided(condition.of)
            case RuleIs():
                yield from self.of(condition.rule)
            case FactIs() | FactOneOf() | FactIncludes() | FactAtLeast() | FactAtMost():
                # Verdicts that two readers could not agree on may rest on nothing that is known.
                if condition.fact in self._facts:
                    yield condition.fact
            case _:
                assert_never(condition)

    def _truth(self, condition: Condition) -> bool | None:
        return evaluate(condition, self._facts, self._verdicts)
