"""Which columns are computed when: gates as Polars expressions, in stages.

A gate that is read more than once becomes a column, so that it is computed once; a gate that is
read once is part of its reader's expression. A column stands one stage after the last column it
reads. All columns of a stage are independent of each other, and Polars computes them in parallel.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import and_, or_
from typing import assert_never

import polars as pl

from triage.backends.columnar.comparisons import comparison
from triage.backends.columnar.gates import Compare, Gate, IsTruth, Joined, Opposite
from triage.model.fact import FactDefinition

AS_WRITTEN = pl.QueryOptFlags.none()
"""No optimiser passes: what it could find, the stages have, and searching takes it longer."""


class Plan:
    """The stages that lead to some gates, for frames with one column per fact.

    Which columns, and of which types, says `triage.backends.columnar.comparisons`.
    """

    def __init__(
        self,
        gates: Sequence[Gate],
        wanted: Mapping[str, int],
        facts: Mapping[str, FactDefinition],
    ) -> None:
        """Bind to gates, the numbers of the wanted ones by name of their column, and the facts.

        Raises CompileError when a comparison does not fit its fact.
        """
        self._gates = gates
        self._facts = facts
        self._stage: dict[int, int] = {}
        readers = Counter(wanted.values())
        needed = list(dict.fromkeys(wanted.values()))
        for number in needed:  # grows while it is walked
            for operand in _operands(gates[number]):
                if not readers[operand]:
                    needed.append(operand)
                readers[operand] += 1
        self._kept = {
            number for number in needed if readers[number] > 1 and not self._is_column(number)
        }
        columns: dict[int, list[pl.Expr]] = defaultdict(list)
        for number in sorted(self._kept):
            columns[self._stage_of(number)].append(self._made(number).alias(_name(number)))
        self._stages = [columns[stage] for stage in sorted(columns)]
        self._wanted = [self._read(number).alias(name) for name, number in wanted.items()]

    def run(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the wanted gates as boolean columns, null where unknown, one row per case."""
        query = frame.lazy()
        for stage in self._stages:
            query = query.with_columns(stage)
        query = query.select(self._wanted)
        return query.collect(engine="in-memory", optimizations=AS_WRITTEN)

    def _is_column(self, number: int) -> bool:
        """Return whether the gate is a fact's own column."""
        gate = self._gates[number]
        return isinstance(gate, Compare) and comparison(gate.test, self._facts).is_stored

    def _stage_of(self, number: int) -> int:
        if number not in self._stage:
            self._stage[number] = max(
                (
                    self._stage_of(operand) + (operand in self._kept)
                    for operand in _operands(self._gates[number])
                ),
                default=0,
            )
        return self._stage[number]

    def _read(self, number: int) -> pl.Expr:
        return pl.col(_name(number)) if number in self._kept else self._made(number)

    def _made(self, number: int) -> pl.Expr:
        gate = self._gates[number]
        match gate:
            case Compare():
                return comparison(gate.test, self._facts).expression
            case Opposite():
                return ~self._read(gate.of)
            case IsTruth(truth=None):
                return self._read(gate.of).is_null()
            case IsTruth(truth=True):
                return self._read(gate.of).fill_null(value=False)
            case IsTruth():
                return ~self._read(gate.of).fill_null(value=True)
            case Joined():
                return _joined(gate.how == "all", [self._read(one) for one in gate.of])
            case _:
                assert_never(gate)


def _operands(gate: Gate) -> Iterable[int]:
    match gate:
        case Compare():
            return ()
        case Opposite() | IsTruth():
            return (gate.of,)
        case Joined():
            return gate.of
        case _:
            assert_never(gate)


def _joined(every: bool, parts: list[pl.Expr]) -> pl.Expr:  # noqa: FBT001  (which connective)
    """Return the conjunction (or disjunction) as a balanced tree, so that it is never deep."""
    if not parts:
        return pl.repeat(every, pl.len())
    join = and_ if every else or_
    while len(parts) > 1:
        pairs = [parts[at : at + 2] for at in range(0, len(parts), 2)]
        parts = [reduce(join, pair) for pair in pairs]
    return parts[0]


def _name(number: int) -> str:
    return f"gate {number}"
