"""Stock experta: its own engine, matcher and agenda, in two encodings.

`Experta` is written as its manual would have it: a person is one fact, `NOT` asks that a step was
not concluded, salience orders the steps. `ExpertaPositive` takes the rules our adapter compiles,
for true and for false, without `NOT`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from encoding import Encoding, encode, ways
from people import Person

from triage.backends.rete._experta import Fact, KnowledgeEngine, P, Rule
from triage.backends.rete.compile import Passes, compiled
from triage.logic.graph import Enough, Every, Inverse, Some, Test
from triage.logic.program import program_of
from triage.model.fact import FactValue

# Importable only after the module above has lent the name that experta misses.
from experta import NOT  # isort: skip


class Patient(Fact):  # type: ignore[misc]  # experta has no types
    """All that is known of a person, one field per fact."""


class Step(Fact):  # type: ignore[misc]  # experta has no types
    """A step that was concluded."""


class Stock(KnowledgeEngine):  # type: ignore[misc]  # experta has no types
    """experta's engine with rules that are given, and a note of what they conclude."""

    def __init__(self, rules: list[Rule]) -> None:
        """Build the network for the rules."""
        self.given = rules
        self.steps: set[str] = set()
        self.truth: dict[type[Fact], bool] = {}
        super().__init__()

    def get_rules(self) -> list[Rule]:
        """Return the rules."""
        return self.given

    def take(self, step: str) -> None:
        """Declare a step."""
        self.steps.add(step)
        self.declare(Step(name=step))

    def conclude(self, node: type[Fact], value: bool) -> None:  # noqa: FBT001  (a truth value)
        """Declare a conclusion of a compiled rule."""
        self.truth[node] = value
        self.declare(node(value=value))


class Experta:
    """One rule for each way to reach each step."""

    name = "experta"

    def build(self, encoding: Encoding) -> None:
        """Write the rules and let experta build its network."""
        self.encoding = encode(encoding.rulebase, flat=True)
        depth = self.encoding.depths()
        rules = []
        for number, step in self.encoding.step.items():
            for patterns in self._ways(number):
                rule = Rule(*patterns, salience=-depth[number])
                rules.append(rule(lambda engine, step=step: engine.take(step)))
        self.engine = Stock(rules)

    def prepare(self, person: Person) -> object:
        """Return the fields of the person."""
        return {self.encoding.fact[name]: value for name, value in person.items()}

    def run(self, case: object) -> object:
        """Reset, declare the person, run."""
        self.engine.steps = set()
        self.engine.reset()
        self.engine.declare(Patient(**cast("dict[str, FactValue]", case)))
        self.engine.run()
        return self.engine.steps

    def true_nodes(self, outcome: object) -> frozenset[str]:
        """Return the true nodes."""
        return self.encoding.nodes_of(cast("set[str]", outcome))

    def _ways(self, number: int) -> list[list[object]]:
        """Return the left-hand sides of the rules that conclude a step."""
        part = self.encoding.part(number)
        match part:
            case Some():
                return [self._all([one]) for one in part.of]
            case Enough():
                return [self._all(way) for way in ways(part)]
            case Every():
                return [self._all(part.of)]
            case Inverse() if not isinstance(self.encoding.part(part.of), Test):
                return [[Patient(), NOT(self._step(part.of))]]
            case _:
                return [self._all([number])]

    def _all(self, numbers: Iterable[int]) -> list[object]:
        """Return patterns for a conjunction: one of the person, then one for each step."""
        fields: dict[str, object] = {}
        steps: list[object] = []
        for number in numbers:
            part = self.encoding.part(number)
            inner = self.encoding.part(part.of) if isinstance(part, Inverse) else part
            if isinstance(inner, Test):
                name = self.encoding.fact[inner.test.fact]
                passes = P(Passes(inner.test, want=part is inner))
                fields[name] = fields[name] & passes if name in fields else passes
            elif isinstance(part, Inverse):
                steps.append(NOT(self._step(part.of)))
            else:
                steps.append(self._step(number))
        return [Patient(**fields), *steps]

    def _step(self, number: int) -> Fact:
        return Step(name=self.encoding.step[number])


class ExpertaPositive(Experta):
    """The rules that our adapter compiles, on experta's own network and agenda."""

    name = "experta, positive rules"

    def build(self, encoding: Encoding) -> None:
        """Compile the rules and let experta build its network."""
        self.program = compiled(program_of(encoding.rulebase))
        self.engine = Stock(self.program.rules)

    def prepare(self, person: Person) -> object:
        """Return the person's facts."""
        return person

    def run(self, case: object) -> object:
        """Reset, declare everything that is known, run."""
        self.engine.truth = {}
        self.engine.reset()
        for node, value in self.program.always:
            self.engine.conclude(node, value)
        for name, value in cast("dict[str, FactValue]", case).items():
            if name in self.program.known:
                self.engine.declare(self.program.known[name](value=value))
        self.engine.run()
        return self.engine.truth

    def true_nodes(self, outcome: object) -> frozenset[str]:
        """Return the true nodes."""
        truth = cast("dict[type[Fact], bool]", outcome)
        return frozenset(
            name for name, node in self.program.settled.items() if truth.get(node) is True
        )
