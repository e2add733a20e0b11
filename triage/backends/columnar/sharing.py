"""Operands that the same several gates read are joined once and the result read by all of them.

Each remedy is held back by nearly every emergency rule: dozens of disjunctions over a hundred
rules that differ in a few. Operands that are read by exactly the same gates form a group; a group
becomes a gate of its own. This is the simplest case of multiple-operand common subexpressions
(R. K. Brayton, G. D. Hachtel, A. L. Sangiovanni-Vincentelli, "Multilevel logic synthesis",
Proc. IEEE 78(2), 1990, section on extraction of cubes), and is sound in Kleene's logic, where both
connectives are associative, commutative and idempotent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Literal

from triage.backends.columnar.gates import Gate, Joined


def with_groups(gates: Sequence[Gate]) -> list[Gate]:
    """Return gates of the same truth by the same numbers, with groups added at the end.

    A gate may then read a group, whose number is higher than its own.
    """
    grouped = list(gates)
    for how in ("all", "any"):
        _group(grouped, "all" if how == "all" else "any")
    return grouped


def _group(gates: list[Gate], how: Literal["all", "any"]) -> None:
    joined = {
        number: gate
        for number, gate in enumerate(gates)
        if isinstance(gate, Joined) and gate.how == how
    }
    readers: dict[int, list[int]] = defaultdict(list)
    for number, gate in joined.items():
        for operand in gate.of:
            readers[operand].append(number)
    groups: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for operand, read_by in readers.items():
        groups[tuple(read_by)].append(operand)
    number_of = {gate: number for number, gate in joined.items()}
    operands = {number: set(gate.of) for number, gate in joined.items()}
    for several, group in groups.items():
        if len(several) == 1 or len(group) == 1:
            continue
        joint = Joined(how, tuple(sorted(group)))
        place = number_of.get(joint, len(gates))
        if place == len(gates):
            gates.append(joint)
        for reader in several:
            if reader != place:
                operands[reader].difference_update(group)
                operands[reader].add(place)
    for number, of in operands.items():
        gates[number] = Joined(how, tuple(sorted(of)))
