"""Draws conditions: tests, gates, rules and levels as boxes, with a line for what each leads to."""

from __future__ import annotations

from typing import assert_never

from triage.author.pictures.picture import Box, Kind, Line, Picture
from triage.model.condition import (
    All,
    AnyFactTest,
    AnyOf,
    Condition,
    Count,
    FactAtLeast,
    FactAtMost,
    FactIncludes,
    FactIs,
    FactOneOf,
    FactTest,
    Not,
    RuleIs,
)
from triage.model.rule import Rule
from triage.model.rulebase import RuleBase
from triage.terms import Disposition


def tested(rulebase: RuleBase, test: AnyFactTest) -> str:
    """Return a comparison in words, such as `age: at least 50 years`."""
    definition = rulebase.facts[test.fact]
    match test:
        case FactIs():
            return definition.describe(test.value)
        case FactOneOf():
            values = " or ".join(definition.describe_value(one) for one in test.values)
            return f"{definition.label}: {values}"
        case FactIncludes():
            texts = dict(zip(definition.choices, definition.choice_texts, strict=True))
            return f"{definition.label}: {texts.get(test.value, test.value)}"
        case FactAtLeast():
            return f"{definition.label}: at least {definition.describe_value(test.bound)}"
        case FactAtMost():
            return f"{definition.label}: at most {definition.describe_value(test.bound)}"
        case _:
            assert_never(test)


class Drawing:
    """Adds conditions to a picture, box by box."""

    def __init__(self, rulebase: RuleBase, picture: Picture) -> None:
        """Draw what is in `rulebase` into `picture`."""
        self.rulebase = rulebase
        self.picture = picture
        self.gates = 0

    def rule(self, rule: Rule) -> str:
        """Add a rule and all that it rests on; return its box."""
        kind = Kind.FINDING if rule.salience == "finding" else Kind.RULE
        text = rule.then.label or rule.title
        level = str(rule.then.disposition or "")
        new = rule_box(rule.id) not in self.picture.boxes
        box = self.picture.add(Box(rule_box(rule.id), kind, text, rule.id, level))
        if new:
            self.condition(rule.when, box)
        return box

    def condition(self, condition: Condition, target: str, *, plain: bool = True) -> None:
        """Add a condition whose truth (or, not `plain`, falsehood) leads to `target`."""
        match condition:
            case All() | AnyOf() if len(condition.of) == 1:
                self.condition(condition.of[0], target, plain=plain)
            case All():
                self.gate("all of" if condition.of else "always", condition, target, plain=plain)
            case AnyOf():
                self.gate("any of" if condition.of else "never", condition, target, plain=plain)
            case Count():
                self.gate(f"at least {condition.count} of", condition, target, plain=plain)
            case Not():
                self.condition(condition.of, target, plain=not plain)
            case RuleIs():
                source = self.rule(self.rulebase.rule[condition.rule])
                self.picture.join(source, target, sign(plain=plain is condition.value))
            case FactTest():
                self.picture.join(self.test(condition), target, sign(plain=plain))
            case _:
                assert_never(condition)

    def gate(self, text: str, whole: All | AnyOf | Count, target: str, *, plain: bool) -> None:
        """Add a gate named `text`, all that leads to it, and its line to `target`."""
        self.gates += 1
        gate = self.picture.add(Box(f"gate {self.gates}", Kind.GATE, text))
        for part in whole.of:
            self.condition(part, gate)
        self.picture.join(gate, target, sign(plain=plain))

    def test(self, test: AnyFactTest) -> str:
        """Add a comparison with one fact; return its box."""
        text = tested(self.rulebase, test)
        return self.picture.add(Box(fact_box(f"{test.fact}: {text}"), Kind.TEST, text, test.fact))

    def level(self, rule: Rule) -> None:
        """Add what a rule leads to."""
        if rule.then.disposition is not None:
            box = rule_box(rule.id)
            self.picture.join(box, level_box(self.rulebase, self.picture, rule.then.disposition))
        for name in rule.then.recommend:
            remedy = self.rulebase.remedy[name]
            box = self.picture.add(Box(f"remedy {name}", Kind.REMEDY, remedy.title, name))
            self.picture.join(rule_box(rule.id), box)


def level_box(rulebase: RuleBase, picture: Picture, level: Disposition) -> str:
    """Add a level of urgency to a picture; return its box."""
    text = rulebase.disposition_text[level].title
    return picture.add(Box(f"level {level}", Kind.DISPOSITION, text, level, level))


def rule_box(rule: str) -> str:
    """Return the id of a rule's box; facts and rules may share their ids."""
    return f"rule {rule}"


def fact_box(fact: str) -> str:
    """Return the id of the box of a fact, or of a test of one."""
    return f"fact {fact}"


def sign(*, plain: bool) -> Line:
    """Return the line of what helps by being true, or (not `plain`) by being false."""
    return Line.SUPPORTS if plain else Line.NEGATED
