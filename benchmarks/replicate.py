"""A rule base that is several times as large, to see how cost grows with the number of rules.

Each copy has facts, rules, findings and remedies of its own: parts that are alike are shared by
every engine, so copies that asked about the same facts would cost nothing. Only the levels, the
preference, and what is told to everybody are there once.
"""

from __future__ import annotations

from triage.model.condition import All, AnyOf, Condition, Count, Not, RuleIs
from triage.model.question import Question, Topic
from triage.model.remedy import Remedy
from triage.model.rule import Rule
from triage.model.rulebase import RuleBase


def replicated(rulebase: RuleBase, copies: int) -> RuleBase:
    """Return a rule base with `copies` times the facts, rules and remedies."""
    suffixes = ["", *(f"__{copy}" for copy in range(2, copies + 1))]
    remedies = [_remedy(one, suffix) for suffix in suffixes for one in rulebase.remedies]
    every = frozenset(remedy.id for remedy in remedies)
    rules = []
    for suffix in suffixes:
        elsewhere = every - {remedy.id + suffix for remedy in rulebase.remedies}
        rules += [_rule(rule, suffix, elsewhere) for rule in rulebase.rules]
    everyone = rulebase.preferences.for_everyone
    fields = {name: getattr(rulebase, name) for name in RuleBase.model_fields}
    changed = {
        "topics": tuple(_topic(one, suffix) for suffix in suffixes for one in rulebase.topics),
        "rules": tuple(sorted(rules, key=lambda rule: rule.id)),
        "remedies": tuple(sorted(remedies, key=lambda remedy: remedy.id)),
        "preferences": rulebase.preferences.model_copy(
            update={"for_everyone": tuple(one + suffix for suffix in suffixes for one in everyone)}
        ),
        "digest": f"{rulebase.digest} x {copies}",
    }
    return RuleBase(**{**fields, **changed})


def _rule(rule: Rule, suffix: str, elsewhere: frozenset[str]) -> Rule:
    """Return a copy of a rule that holds back remedies of its own copy only."""
    then = rule.then.model_copy(
        update={
            "finding": rule.then.finding and rule.then.finding + suffix,
            # A set, as thousands of remedies are looked up in it for each of thousands of rules.
            "allow": elsewhere | {one + suffix for one in rule.then.allow},
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


def _topic(topic: Topic, suffix: str) -> Topic:
    questions = tuple(_question(one, suffix) for one in topic.questions)
    return topic.model_copy(update={"topic": topic.topic + suffix, "questions": questions})


def _question(question: Question, suffix: str) -> Question:
    items = tuple(item.model_copy(update={"fact": item.fact + suffix}) for item in question.items)
    fact = question.fact and question.fact + suffix
    return question.model_copy(update={"id": question.id + suffix, "fact": fact, "items": items})


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
            return condition.model_copy(update={"fact": condition.fact + suffix})
