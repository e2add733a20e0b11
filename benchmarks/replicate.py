"""The same rule base several times over, to see how cost grows with the number of rules.

Copies ask about the same facts; rules, findings and remedies of a copy get ids of their own.
"""

from __future__ import annotations

from triage.model.condition import All, AnyOf, Condition, Count, Not, RuleIs
from triage.model.remedy import Remedy
from triage.model.rule import Rule
from triage.model.rulebase import RuleBase


def replicated(rulebase: RuleBase, copies: int) -> RuleBase:
    """Return a rule base with `copies` times the rules and remedies."""
    rules = list(rulebase.rules)
    remedies = list(rulebase.remedies)
    for copy in range(2, copies + 1):
        suffix = f"__{copy}"
        rules += [_rule(rule, suffix) for rule in rulebase.rules]
        remedies += [_remedy(remedy, suffix) for remedy in rulebase.remedies]
    fields = {name: getattr(rulebase, name) for name in RuleBase.model_fields}
    everyone = rulebase.preferences.for_everyone
    everyone += tuple(f"{one}__{copy}" for copy in range(2, copies + 1) for one in everyone)
    changed = {
        "rules": tuple(sorted(rules, key=lambda rule: rule.id)),
        "remedies": tuple(sorted(remedies, key=lambda remedy: remedy.id)),
        "preferences": rulebase.preferences.model_copy(update={"for_everyone": everyone}),
        "digest": f"{rulebase.digest} x {copies}",
    }
    return RuleBase(**{**fields, **changed})


def _rule(rule: Rule, suffix: str) -> Rule:
    then = rule.then.model_copy(
        update={
            "finding": rule.then.finding and rule.then.finding + suffix,
            "allow": tuple(one + suffix for one in rule.then.allow),
            "recommend": tuple(one + suffix for one in rule.then.recommend),
        }
    )
    when = _renamed(rule.when, suffix)
    return rule.model_copy(update={"id": rule.id + suffix, "when": when, "then": then})


def _remedy(remedy: Remedy, suffix: str) -> Remedy:
    changed = {
        name: tuple(
            check.model_copy(update={"when": _renamed(check.when, suffix)})
            for check in getattr(remedy, name)
        )
        for name in ("block", "ask_first")
    }
    return remedy.model_copy(update={"id": remedy.id + suffix, **changed})


def _renamed(condition: Condition, suffix: str) -> Condition:
    match condition:
        case RuleIs():
            return RuleIs(rule=condition.rule + suffix, value=condition.value)
        case All() | AnyOf() | Count():
            parts = tuple(_renamed(part, suffix) for part in condition.of)
            return condition.model_copy(update={"of": parts})
        case Not():
            return Not(of=_renamed(condition.of, suffix))
        case _:
            return condition
