"""CLIPS 6.4 through clipspy: a person is one fact of many slots, a step is one fact.

This was the quickest of the encodings tried. Salience orders the steps, so that `not` is asked
only of what has been decided. A conjunction tests slots in one pattern; a disjunction of tests is
one `test`, since CLIPS would otherwise make a rule of each alternative. Facts are read through the
C interface below clipspy's `Fact`: reading through that keeps what was reset from being freed, and
each case then takes longer than the one before, ten times as long after 2,000 cases.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import cast

import clips
from clips._clips import ffi, lib
from encoding import Encoding, ways
from people import Person

from triage.logic.graph import Enough, Every, Inverse, Some, Test
from triage.model.condition import (
    AnyFactTest,
    FactAtLeast,
    FactAtMost,
    FactIncludes,
    FactIs,
    FactOneOf,
)
from triage.model.fact import FactKind, FactValue


class Clips:
    """One environment with a rule for each way to reach each step."""

    name = "clipspy"

    def build(self, encoding: Encoding) -> None:
        """Define the template of a person, and the rules."""
        self.encoding = encoding
        facts = encoding.rulebase.facts
        self.sets = {
            slot for name, slot in encoding.fact.items() if facts[name].kind is FactKind.SET
        }
        self.environment = clips.Environment()
        slots = " ".join(
            f"({'multislot' if slot in self.sets else 'slot'} {slot})"
            for slot in encoding.fact.values()
        )
        self.environment.build(f"(deftemplate person {slots})")
        for step in encoding.step.values():
            self.environment.build(f"(deftemplate {step})")
        depth = encoding.depths()
        for number, step in encoding.step.items():
            for way, condition in enumerate(self._ways(number)):
                self.environment.build(
                    f"(defrule {step}-{way} (declare (salience {-depth[number]})) "
                    f"{condition} => (assert ({step})))"
                )
        self.template = self.environment.find_template("person")

    def prepare(self, person: Person) -> object:
        """Return the slots of a person."""
        return {self.encoding.fact[name]: _slot(value) for name, value in person.items()}

    def run(self, case: object) -> object:
        """Assert the person, run, and return the names of all facts there are then."""
        self.environment.reset()
        self.template.assert_fact(**cast("dict[str, object]", case))
        self.environment.run()
        return self._names()

    def true_nodes(self, outcome: object) -> frozenset[str]:
        """Return the true nodes."""
        names = cast("list[bytes]", outcome)
        return self.encoding.nodes_of({name.decode() for name in names})

    def _names(self) -> list[bytes]:
        """Return the name of the template of every fact."""
        environment, nothing = self.environment._env, ffi.NULL  # noqa: SLF001  (see above)
        names: list[bytes] = []
        fact = lib.GetNextFact(environment, nothing)
        while fact != nothing:
            names.append(ffi.string(lib.DeftemplateName(lib.FactDeftemplate(fact))))
            fact = lib.GetNextFact(environment, fact)
        return names

    def _ways(self, number: int) -> list[str]:
        """Return the left-hand sides of the rules that conclude a step."""
        part = self.encoding.part(number)
        match part:
            case Some():
                tests = [one for one in part.of if self._is_test(one)]
                found = [self._all([one]) for one in part.of if not self._is_test(one)]
                return [*found, self._some(tests)] if tests else found
            case Enough():
                return [self._all(way) for way in ways(part)]
            case Every():
                return [self._all(part.of)]
            case Inverse() if not self._is_test(number):
                return [f"(person) (not {self._step(part.of)})"]
            case _:
                return [self._all([number])]

    def _is_test(self, number: int) -> bool:
        part = self.encoding.part(number)
        return isinstance(part, Test) or (isinstance(part, Inverse) and self._is_test(part.of))

    def _all(self, numbers: Iterable[int]) -> str:
        """Return patterns for a conjunction: one of the person, then one for each step."""
        slots: dict[str, list[str]] = defaultdict(list)
        steps: list[str] = []
        for number in numbers:
            if self._is_test(number):
                slot, constraint = self._constraint(number)
                slots[slot].append(constraint)
            else:
                steps.append(self._pattern(number))
        tested = " ".join(
            f"({slot} {'$' if slot in self.sets else ''}?{slot}&{'&'.join(constraints)})"
            for slot, constraints in slots.items()
        )
        return f"(person {tested}) {' '.join(steps)}"

    def _pattern(self, number: int) -> str:
        part = self.encoding.part(number)
        if number not in self.encoding.step and isinstance(part, Inverse):
            return f"(not {self._pattern(part.of)})"
        if number not in self.encoding.step:
            return self._condition(number)
        return self._step(number)

    def _condition(self, number: int) -> str:
        """Return a part that is written out where it is read."""
        part = self.encoding.part(number)
        joint = "and" if isinstance(part, Every) else "or"
        if isinstance(part, Enough):
            return f"(or {' '.join(f'(and {self._all(way)})' for way in ways(part))})"
        if isinstance(part, Every):
            return f"({joint} {self._all(part.of)})"
        if isinstance(part, Some):
            return f"({joint} {' '.join(f'(and {way})' for way in self._ways(number))})"
        message = f"part {number} is no condition"
        raise TypeError(message)

    def _step(self, number: int) -> str:
        return f"({self.encoding.step[number]})"

    def _some(self, numbers: list[int]) -> str:
        """Return patterns for a disjunction of tests."""
        tests = " ".join(self._expression(one) for one in numbers)
        used = sorted(set(re.findall(r"\?(f\d+)", tests)))
        bound = " ".join(f"({slot} {'$' if slot in self.sets else ''}?{slot})" for slot in used)
        return f"(person {bound}) (test (or FALSE {tests}))"

    def _constraint(self, number: int) -> tuple[str, str]:
        """Return the slot a test is about, and its constraint."""
        part = self.encoding.part(number)
        inverse = isinstance(part, Inverse)
        test = self._test(number)
        slot = self.encoding.fact[test.fact]
        if isinstance(test, FactIs):
            return slot, f"{'~' if inverse else ''}{_symbol(test.value)}"
        return slot, f":{self._expression(number)}"

    def _test(self, number: int) -> AnyFactTest:
        part = self.encoding.part(number)
        while isinstance(part, Inverse):
            part = self.encoding.part(part.of)
        return cast("Test", part).test

    def _expression(self, number: int) -> str:
        part = self.encoding.part(number)
        if isinstance(part, Inverse):
            return f"(not {self._expression(part.of)})"
        test = self._test(number)
        slot = f"?{self.encoding.fact[test.fact]}"
        match test:
            case FactIs():
                return f"(eq {slot} {_symbol(test.value)})"
            case FactOneOf():
                choices = " ".join(f"(eq {slot} {_symbol(one)})" for one in test.values)
                return f"(or FALSE {choices})"
            case FactIncludes():
                return f"(member$ {_symbol(test.value)} {slot})"
            case FactAtLeast():
                return f"(>= {slot} {test.bound})"
            case FactAtMost():
                return f"(<= {slot} {test.bound})"


def _symbol(value: bool | str) -> str:  # noqa: FBT001  (a value of a yes/no fact)
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


def _slot(value: FactValue) -> object:
    if isinstance(value, bool | str):
        return clips.Symbol(_symbol(value))
    return value if isinstance(value, int) else [clips.Symbol(one) for one in sorted(value)]
