"""business-rules (Venmo): conditions as nested dictionaries, one rule for each step, in order.

It has `all`, `any` and comparisons, but no negation and no counting: negations are pushed down to
comparisons with the opposite operator, and "at least n" is written as every way to reach it.
"""

from __future__ import annotations

from typing import Any, cast

from business_rules import run_all
from business_rules.actions import BaseActions
from business_rules.variables import (
    BaseVariables,
    boolean_rule_variable,
    numeric_rule_variable,
    select_multiple_rule_variable,
    string_rule_variable,
)
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
from triage.model.fact import FactKind

Condition = dict[str, Any]
KINDS = {
    FactKind.BOOL: boolean_rule_variable,
    FactKind.NUMBER: numeric_rule_variable,
    FactKind.CHOICE: string_rule_variable,
    FactKind.SET: select_multiple_rule_variable,
}


class Conclusions(BaseActions):  # type: ignore[misc]  # business-rules has no types
    """Notes the steps that were concluded."""

    def __init__(self, steps: set[str]) -> None:
        """Bind to the set that notes what was concluded."""
        self.steps = steps

    def conclude(self, step: str) -> None:
        """Note a step."""
        self.steps.add(step)


class BusinessRules:
    """A list of rules, and a class of variables: one for each fact and each step."""

    name = "business-rules"

    def build(self, encoding: Encoding) -> None:
        """Write the rules and the variables."""
        self.encoding = encoding
        methods: dict[str, object] = {"always": boolean_rule_variable()(lambda _: True)}
        for fact, name in encoding.fact.items():
            kind = encoding.rulebase.facts[fact].kind
            methods[name] = KINDS[kind]()(lambda self, name=name: self.person[name])
        for name in encoding.step.values():
            methods[name] = boolean_rule_variable()(lambda self, name=name: name in self.steps)
        self.variables = type("Variables", (BaseVariables,), methods)
        self.rules = [
            {
                "conditions": self._written(number, want=True),
                "actions": [{"name": "conclude", "params": {"step": name}}],
            }
            for number, name in encoding.step.items()
        ]

    def prepare(self, person: Person) -> object:
        """Return the values of the variables."""
        return {
            self.encoding.fact[name]: sorted(value) if isinstance(value, frozenset) else value
            for name, value in person.items()
        }

    def run(self, case: object) -> object:
        """Run all rules in order; return the steps concluded."""
        steps: set[str] = set()
        variables = self.variables()
        variables.person, variables.steps = case, steps
        run_all(self.rules, variables, Conclusions(steps), stop_on_first_trigger=False)
        return steps

    def true_nodes(self, outcome: object) -> frozenset[str]:
        """Return the true nodes."""
        return self.encoding.nodes_of(cast("set[str]", outcome))

    def _read(self, number: int, *, want: bool) -> Condition:
        if number in self.encoding.step:
            return _compare(self.encoding.step[number], "is_true" if want else "is_false", None)
        return self._written(number, want=want)

    def _written(self, number: int, *, want: bool) -> Condition:
        part = self.encoding.part(number)
        match part:
            case Test():
                return self._test(part.test, want=want)
            case Inverse():
                return self._read(part.of, want=not want)
            case Every() | Some():
                return self._joined(
                    [self._read(one, want=want) for one in part.of],
                    all_of_them=isinstance(part, Every) == want,
                )
            case Enough():
                fails = Enough(len(part.of) - part.count + 1, part.of)
                enough = [
                    self._joined([self._read(one, want=want) for one in way], all_of_them=True)
                    for way in ways(part if want else fails)
                ]
                return self._joined(enough, all_of_them=False)

    @staticmethod
    def _joined(conditions: list[Condition], *, all_of_them: bool) -> Condition:
        if not conditions:
            return _compare("always", "is_true" if all_of_them else "is_false", None)
        return {"all" if all_of_them else "any": conditions}

    def _test(self, test: AnyFactTest, *, want: bool) -> Condition:
        fact = self.encoding.fact[test.fact]
        match test:
            case FactIs(value=bool() as value):
                return _compare(fact, "is_true" if value == want else "is_false", None)
            case FactIs(value=str() as value):
                return self._one_of(test.fact, (value,), want=want)
            case FactOneOf():
                return self._one_of(test.fact, test.values, want=want)
            case FactIncludes():
                some, none = "shares_at_least_one_element_with", "shares_no_elements_with"
                return _compare(fact, some if want else none, [test.value])
            case FactAtLeast():
                operator = "greater_than_or_equal_to" if want else "less_than"
                return _compare(fact, operator, test.bound)
            case FactAtMost():
                return _compare(
                    fact, "less_than_or_equal_to" if want else "greater_than", test.bound
                )
        message = f"cannot be written: {test}"
        raise TypeError(message)

    def _one_of(self, fact: str, values: tuple[str, ...], *, want: bool) -> Condition:
        every = self.encoding.rulebase.facts[fact].choices
        allowed = [one for one in every if (one in values) == want]
        name = self.encoding.fact[fact]
        return self._joined([_compare(name, "equal_to", one) for one in allowed], all_of_them=False)


def _compare(name: str, operator: str, value: object) -> Condition:
    return {"name": name, "operator": operator, "value": value}
