"""durable-rules: a person is one fact, a step is one fact.

All tests of the person that belong together stand in one pattern, and "is not so" is the absence of
a fact, in order of priority: the encoding with the fewest rules. With rules for true and for false,
and no absence, there would be three times as many, and the engine never finishes taking them in.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from typing import Any, cast

from durable import engine
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

Pattern = dict[str, Any]
TOO_MANY = "error code: 107"
"""`ERR_RULE_EXISTS_LIMIT_EXCEEDED` of its `rules.h`; tables hold 128 entries (NEXT_LIST_LENGTH)."""


class Durable:
    """One rule set with a rule for each way to reach each step."""

    name = "durable-rules"

    def build(self, encoding: Encoding) -> None:
        """Write the rules and hand them to a host."""
        self.encoding = encoding
        self.found: dict[str, set[str]] = {}
        self.numbers = itertools.count()
        depth = encoding.depths()
        rules: dict[str, Pattern] = {}
        named = [one for one, _ in enumerate(depth) if self._is_named(one)]
        for number, step in ((one, f"n{one}") for one in named):
            for way, antecedents in enumerate(self._ways(number)):
                rules[f"{step}_{way}"] = {
                    "all": antecedents,
                    "pri": depth[number] + 1,
                    "run": self._conclude(step),
                }
        self.rules = len(rules)
        self.host = engine.Host()
        try:
            self.host.set_rulesets({"triage": rules})
        except Exception as error:
            if TOO_MANY not in str(error):
                raise
            message = f"{len(rules)} rules: too many read one field for its fixed tables ({error})"
            raise RuntimeError(message) from error

    def prepare(self, person: Person) -> object:
        """Return the person as a fact; a set is a yes/no field for each of its values."""
        fact: dict[str, object] = {"kind": "person"}
        for name, value in person.items():
            field = self.encoding.fact[name]
            if isinstance(value, frozenset):
                for choice in self.encoding.rulebase.facts[name].choices:
                    fact[f"{field}_{choice}"] = choice in value
            else:
                fact[field] = value
        return fact

    def run(self, case: object) -> object:
        """Assert the person in a state of its own; return the steps concluded."""
        state = str(next(self.numbers))
        self.found[state] = set()
        self.host.assert_fact("triage", {"sid": state, **cast("dict[str, object]", case)})
        self.host.delete_state("triage", state)
        return self.found.pop(state)

    def true_nodes(self, outcome: object) -> frozenset[str]:
        """Return the true nodes."""
        return self.encoding.nodes_of(cast("set[str]", outcome))

    def _conclude(self, step: str) -> Callable[[Any], None]:
        def run(state: Any) -> None:  # noqa: ANN401  (durable-rules has no types)
            known = self.found[state.s.sid]
            if step not in known:
                known.add(step)
                state.assert_fact({"step": step})

        return run

    def _is_named(self, number: int) -> bool:
        """Return whether a part needs a rule: a node, or one that fits no pattern."""
        compound = not isinstance(self.encoding.part(number), Test | Inverse)
        return number in self.encoding.step or (compound and not self._is_plain(number))

    def _ways(self, number: int) -> list[list[Pattern]]:
        """Return the antecedents of the rules that conclude a step."""
        part = self.encoding.part(number)
        match part:
            case Some():
                tests = [one for one in part.of if isinstance(self.encoding.part(one), Test)]
                found = [self._all([one]) for one in part.of if one not in tests]
                either = [_named([_either([self._plain(one) for one in tests])], [], [])]
                return found + either if tests else found
            case Enough():
                return [self._all(way) for way in ways(part)]
            case Every():
                return [self._all(part.of)]
            case _:
                return [self._all([number])]

    def _all(self, numbers: Iterable[int]) -> list[Pattern]:
        tests: list[Pattern] = []
        steps: list[str] = []
        without: list[str] = []
        for number in numbers:
            part = self.encoding.part(number)
            if self._is_plain(number):
                tests.append(self._plain(number))
            elif isinstance(part, Inverse):
                without.append(f"n{part.of}")
            else:
                steps.append(f"n{number}")
        return _named(tests, steps, without)

    def _is_plain(self, number: int) -> bool:
        """Return whether a part is about the person alone, and so fits one pattern."""
        part = self.encoding.part(number)
        match part:
            case Test():
                return True
            case Inverse():
                return self._is_plain(part.of)
            case Every() | Some():
                return bool(part.of) and all(map(self._is_plain, part.of))
            case _:
                return False

    def _plain(self, number: int, *, want: bool = True) -> Pattern:
        part = self.encoding.part(number)
        match part:
            case Test():
                return self._comparison(part.test, want=want)
            case Inverse():
                return self._plain(part.of, want=not want)
            case _:
                parts = [self._plain(one, want=want) for one in part.of]
                return _both(parts) if isinstance(part, Every) == want else _either(parts)

    def _comparison(self, test: AnyFactTest, *, want: bool) -> Pattern:
        field = self.encoding.fact[test.fact]
        match test:
            case FactIs(value=bool() as value):
                return {field: value == want}
            case FactIs(value=str() as value):
                return {field: value} if want else {"$neq": {field: value}}
            case FactOneOf():
                if want:
                    return _either([{field: one} for one in test.values])
                return _both([{"$neq": {field: one}} for one in test.values])
            case FactIncludes():
                return {f"{field}_{test.value}": want}
            case FactAtLeast():
                return {"$gte" if want else "$lt": {field: test.bound}}
            case FactAtMost():
                return {"$lte" if want else "$gt": {field: test.bound}}
        message = f"cannot be written: {test}"
        raise TypeError(message)


def _named(tests: list[Pattern], steps: list[str], without: list[str]) -> list[Pattern]:
    """Return antecedents: the person, the steps that are there, the steps that are not."""
    found: list[Pattern] = [{"m_0": _both([{"kind": "person"}, *tests])}]
    found += [{f"m_{place}": {"step": step}} for place, step in enumerate(steps, 1)]
    first = len(found)
    found += [{f"m_{place}$not": {"step": step}} for place, step in enumerate(without, first)]
    return found


def _either(patterns: list[Pattern]) -> Pattern:
    return patterns[0] if len(patterns) == 1 else {"$or": patterns}


def _both(patterns: list[Pattern]) -> Pattern:
    return patterns[0] if len(patterns) == 1 else {"$and": patterns}
