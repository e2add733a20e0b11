"""Checks that the examples in the rule files behave as they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from triage.checks.check import Check, CheckContext, Finding, rule_file
from triage.logic.program import program_of
from triage.logic.reference import evaluate_program
from triage.logic.truth import Truth
from triage.model.given import read_facts
from triage.model.rulebase import RuleBase

_WORDS = {True: "fires", False: "is ruled out", None: "stays open"}


class ExamplesHold(Check):
    """An example of a rule does not do what its file says.

    What: every `fires` example must make the rule true; every `stays_silent` one must rule it out
    or, with `stays: open`, leave it unknown. Each rule needs one example that was not asked yet.
    Why: the examples are what a reviewer reads; a wrong one misleads.
    Fix: correct the example, or the rule.
    """

    id = "examples.hold"

    def findings(self, context: CheckContext) -> Iterator[Finding]:
        """Yield each example that behaves otherwise."""
        for rule in context.rulebase.rules:
            where = rule_file(rule.id)
            for hit in rule.examples.fires:
                truth = _truth(context.rulebase, rule.id, hit.facts)
                if truth is not True:
                    yield self.found(where, f"example `{hit.name}` {_WORDS[truth]}, should fire")
            for miss in rule.examples.stays_silent:
                truth = _truth(context.rulebase, rule.id, miss.facts)
                if truth is not (None if miss.stays == "open" else False):
                    wanted = "stay open" if miss.stays == "open" else "be ruled out"
                    yield self.found(
                        where, f"example `{miss.name}` {_WORDS[truth]}, should {wanted}"
                    )
            if not any(one.stays == "open" for one in rule.examples.stays_silent):
                yield self.found(where, "has no example that was not asked yet (`stays: open`)")


def _truth(rulebase: RuleBase, rule_id: str, facts: Mapping[str, object]) -> Truth:
    return evaluate_program(program_of(rulebase), read_facts(rulebase, facts))[rule_id]
