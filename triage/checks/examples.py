"""Checks that the examples in the rule files behave as they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from triage.checks.check import Check, CheckContext, Finding, rule_file
from triage.logic.program import program_of
from triage.logic.reference import evaluate_program
from triage.logic.truth import Truth
from triage.model.given import read_facts
from triage.model.rule import FiringExample, Rule, SilentExample
from triage.model.rulebase import RuleBase

_WORDS = {True: "fires", False: "is ruled out", None: "stays open"}


class ExamplesHold(Check):
    """An example of a rule does not do what its file says.

    What: every `fires` example must make its rule (or rung) true; every `stays_silent` one must
    rule it out or, with `stays: open`, leave it unknown. Each file needs one example that was not
    asked yet.
    Why: the examples are what a reviewer reads; a wrong one misleads.
    Fix: correct the example, or the rule.
    """

    id = "examples.hold"

    def findings(self, context: CheckContext) -> Iterator[Finding]:
        """Yield each example that behaves otherwise."""
        asked: dict[str, bool] = {}
        for rule in context.rulebase.rules:
            for hit in rule.examples.fires:
                truth = _truth(context.rulebase, rule.id, hit.facts)
                if truth is not True:
                    where = _place(context, rule, "fires", hit)
                    yield self.found(where, f"example `{hit.name}` {_WORDS[truth]}, should fire")
            for miss in rule.examples.stays_silent:
                truth = _truth(context.rulebase, rule.id, miss.facts)
                if truth is not (None if miss.stays == "open" else False):
                    wanted = "stay open" if miss.stays == "open" else "be ruled out"
                    where = _place(context, rule, "stays_silent", miss)
                    yield self.found(
                        where, f"example `{miss.name}` {_WORDS[truth]}, should {wanted}"
                    )
            has_open = any(one.stays == "open" for one in rule.examples.stays_silent)
            file = rule_file(rule.ladder or rule.id)
            asked[file] = asked.get(file, False) or has_open
        for file, has_open in asked.items():
            if not has_open:
                yield self.found(file, "has no example that was not asked yet (`stays: open`)")


def _place(
    context: CheckContext, rule: Rule, kind: str, example: FiringExample | SilentExample
) -> str:
    """Return the file of a rule's example; of a rung's, the line."""
    if not rule.ladder:
        return rule_file(rule.id)
    document = context.document(rule_file(rule.ladder))
    data = document.data
    examples = data.get("examples") if isinstance(data, dict) else None
    listed = examples.get(kind) if isinstance(examples, dict) else None
    rung = rule.id.removeprefix(f"{rule.ladder}.")
    for place, one in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(one, dict) and (one.get("rung"), one.get("name")) == (rung, example.name):
            return document.where(("examples", kind, place))
    return document.name


def _truth(rulebase: RuleBase, rule_id: str, facts: Mapping[str, object]) -> Truth:
    return evaluate_program(program_of(rulebase), read_facts(rulebase, facts))[rule_id]
