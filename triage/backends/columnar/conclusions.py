"""What an assessment concludes, as gates and the entries they choose.

The same meaning, and the same order of entries, as in `triage.logic.conclude`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from triage.backends.columnar.decided import Supports
from triage.backends.columnar.gates import gates_of
from triage.logic.disposition import LEVELS, disposition_of
from triage.logic.graph import graph_of
from triage.logic.ladder import rungs_above, urgent_first
from triage.logic.program import level_id, program_of
from triage.model.remedy import Remedy
from triage.model.rulebase import RuleBase
from triage.terms import Disposition, Stance, Strength


@dataclass(frozen=True, slots=True)
class Choosable:
    """An entry of a list: its name, the gate that it stands there, and what decided that."""

    name: str
    gate: int
    because: Callable[[], Mapping[str, int]]


class Outcome:
    """The gates of one rule base: of its nodes, and of what follows from them."""

    def __init__(self, rulebase: RuleBase) -> None:
        """Read the program of a rule base into gates."""
        graph = graph_of(program_of(rulebase))
        self._rulebase = rulebase
        self.gates, number = gates_of(graph)
        self.nodes = {node: number[part] for node, part in graph.root.items()}
        """The gate of every node of the program, by its id."""
        self._supports = Supports(graph, self.gates, number)

    def at_level(self) -> dict[Disposition, int]:
        """Return, for each level above self-care, the gate that it is reached or still open.

        The disposition is the most urgent level whose gate is true, self-care when none is.
        """
        reached: dict[Disposition, int] = {}
        for level in LEVELS:
            open_ones = [
                self._is(level_id(one), truth=None) for one in LEVELS if _floor(one) is level
            ]
            reached[level] = self.gates.any_of((self._is(level_id(level), truth=True), *open_ones))
        return reached

    def complete(self) -> int:
        """Return the gate that no further answer could change the assessment.

        See `triage.logic.relevance`: an open node always has an unknown fact in its residual, so
        the assessment is complete just when no node that can still change it is open.
        """
        more: list[int] = []
        not_higher = self.gates.always
        for level in LEVELS:
            more.append(self.gates.all_of((not_higher, self._is(level_id(level), truth=None))))
            not_reached = self.gates.opposite(self._is(level_id(level), truth=True))
            not_higher = self.gates.all_of((not_higher, not_reached))
        more += [self._is(f"offered.{one.id}", truth=None) for one in self._offers()]
        nothing_more = self.gates.opposite(self.gates.any_of(more))
        emergency = self._is(level_id(Disposition.EMERGENCY_NOW), truth=True)
        return self.gates.any_of((emergency, nothing_more))

    def red_flags(self) -> list[Choosable]:
        """Return the rules of every level, most urgent first, then by id; see `logic.ladder`."""
        above = rungs_above(self._rulebase)
        return [
            self._red_flag(rule.id, above.get(rule.id, ())) for rule in urgent_first(self._rulebase)
        ]

    def _red_flag(self, rule: str, above: Iterable[str]) -> Choosable:
        flag = self._true(rule, rule, [rule])
        higher = self.gates.any_of(self._is(one, truth=True) for one in above)
        gate = self.gates.all_of((flag.gate, self.gates.opposite(higher)))
        return Choosable(rule, gate, flag.because)

    def recommendations(self) -> list[Choosable]:
        """Return every remedy that can be offered, in the order of shelves, twice.

        First as put forward strongly, then as put forward less so; at most one of the two holds.
        """
        strongly: list[Choosable] = []
        otherwise: list[Choosable] = []
        for remedy in self._offers():
            naming = [rule for rule in self._rulebase.rules if remedy.id in rule.then.recommend]
            strong = self.gates.any_of(
                self._is(rule.id, truth=True)
                for rule in naming
                if rule.then.strength is Strength.RECOMMENDED
            )
            offered = self._true(remedy.id, f"offered.{remedy.id}", [rule.id for rule in naming])
            for found, when in ((strongly, strong), (otherwise, self.gates.opposite(strong))):
                gate = self.gates.all_of((offered.gate, when))
                found.append(Choosable(remedy.id, gate, offered.because))
        return strongly + otherwise

    def left_out(self) -> list[Choosable]:
        """Return the remedies that can fit and be contraindicated or not wanted, by id."""
        return [self._left_out(remedy) for remedy in self._rulebase.remedies]

    def _offers(self) -> list[Remedy]:
        """Return the remedies that can be recommended, in the order of shelves, then by id."""
        order = self._rulebase.preferences.order
        shelf = {category: place for place, category in enumerate(order)}
        offers = [one for one in self._rulebase.remedies if one.stance is Stance.OFFER]
        return sorted(offers, key=lambda one: (shelf.get(one.category, len(order)), one.id))

    def _left_out(self, remedy: Remedy) -> Choosable:
        blocks = [f"contraindication.{remedy.id}.{check.id}" for check in remedy.block]
        unwanted = self._is(f"wanted.{remedy.id}", truth=False)
        gate = self.gates.all_of(
            (
                self._is(f"indicated.{remedy.id}", truth=True),
                self.gates.opposite(self._is(f"held.{remedy.id}", truth=True)),
                self.gates.any_of((*(self._is(one, truth=True) for one in blocks), unwanted)),
            )
        )

        def because() -> Mapping[str, int]:
            wish = self._supports.of(f"wanted.{remedy.id}", truth=False)
            return self._supports.either((*self._decided(blocks), wish))

        return Choosable(remedy.id, gate, because)

    def _true(self, name: str, node: str, deciding: list[str]) -> Choosable:
        def because() -> Mapping[str, int]:
            return self._supports.either(self._decided(deciding))

        return Choosable(name, self._is(node, truth=True), because)

    def _decided(self, nodes: Iterable[str]) -> Iterable[Mapping[str, int]]:
        return (self._supports.of(one, truth=True) for one in nodes)

    def _is(self, node: str, *, truth: bool | None) -> int:
        return self.gates.is_truth(self.nodes[node], truth)


def _floor(level: Disposition) -> Disposition:
    """Return the disposition when that level alone is open and all others are ruled out."""
    return disposition_of({level_id(one): None if one is level else False for one in LEVELS})
