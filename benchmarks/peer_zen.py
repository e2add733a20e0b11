"""zen-engine (GoRules): one decision with one expression node, a line for each step."""

from __future__ import annotations

import json
from typing import Any, cast

import zen
from encoding import Encoding
from expressions import Syntax, Writer
from people import Person

from triage.model.given import plain_value


class Zen:
    """A decision graph: input, all expressions, output."""

    name = "zen-engine"

    def build(self, encoding: Encoding) -> None:
        """Write the decision graph and let the engine compile it."""
        self.encoding = encoding
        writer = Writer(encoding, Syntax(step="$.{}"))
        lines = [{"id": name, "key": name, "value": text} for name, text in writer.steps().items()]
        place = {"x": 0, "y": 0}
        nodes: list[dict[str, Any]] = [
            {"id": "in", "name": "in", "type": "inputNode", "position": place},
            {
                "id": "steps", "name": "steps", "type": "expressionNode", "position": place,
                "content": {"expressions": lines},
            },
            {"id": "out", "name": "out", "type": "outputNode", "position": place},
        ]  # fmt: skip
        edges = [
            {"id": "1", "type": "edge", "sourceId": "in", "targetId": "steps"},
            {"id": "2", "type": "edge", "sourceId": "steps", "targetId": "out"},
        ]
        content = json.dumps({"nodes": nodes, "edges": edges})
        self.decision = zen.ZenEngine().create_decision(zen.ZenDecisionContent(content))

    def prepare(self, person: Person) -> object:
        """Return the input of the decision."""
        return {self.encoding.fact[name]: plain_value(value) for name, value in person.items()}

    def run(self, case: object) -> object:
        """Return the result of the decision."""
        return self.decision.evaluate(case)["result"]

    def true_nodes(self, outcome: object) -> frozenset[str]:
        """Return the true nodes."""
        steps = cast("dict[str, bool]", outcome)
        return self.encoding.nodes_of({name for name, truth in steps.items() if truth})
