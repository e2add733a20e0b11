"""rule-engine: one compiled rule for each step, matched in order against one dictionary."""

from __future__ import annotations

import sys
from typing import cast

import rule_engine
from encoding import Encoding
from expressions import Syntax, Writer
from people import Person

DEEP = 100_000
"""It walks an `or` of thousands of names as deep as there are names."""


class RuleEngine:
    """The rules, and the name of the step that each decides."""

    name = "rule-engine"

    def build(self, encoding: Encoding) -> None:
        """Compile the rules; names are looked up as keys, and unknown ones are an error."""
        self.encoding = encoding
        sys.setrecursionlimit(max(sys.getrecursionlimit(), DEEP))
        context = rule_engine.Context(resolver=rule_engine.resolve_item)
        writer = Writer(encoding, Syntax(includes="('{value}' in {fact})"))
        self.rules = [
            (name, rule_engine.Rule(text, context=context)) for name, text in writer.steps().items()
        ]

    def prepare(self, person: Person) -> object:
        """Return the dictionary that the rules read."""
        return {
            self.encoding.fact[name]: set(value) if isinstance(value, frozenset) else value
            for name, value in person.items()
        }

    def run(self, case: object) -> object:
        """Match all rules in order, each seeing what those before it found."""
        thing = dict(cast("dict[str, object]", case))
        for name, rule in self.rules:
            thing[name] = rule.matches(thing)
        return thing

    def true_nodes(self, outcome: object) -> frozenset[str]:
        """Return the true nodes."""
        thing = cast("dict[str, object]", outcome)
        steps = self.encoding.step.values()
        return self.encoding.nodes_of({name for name in steps if thing[name] is True})
