"""Chooses what is in a picture: one rule, one remedy, or the whole rule base."""

from __future__ import annotations

from difflib import get_close_matches

from triage.author.pictures.conditions import Drawing, fact_box, level_box, rule_box, sign
from triage.author.pictures.picture import Box, Kind, Line, Picture
from triage.errors import FactsError
from triage.logic.program import HOLDING
from triage.model.condition import All, AnyOf, Count, Not, RuleIs, facts_of, walk
from triage.model.ladder import Ladder
from triage.model.remedy import Remedy
from triage.model.rule import Rule
from triage.model.rulebase import RuleBase
from triage.terms import Disposition, Stance


def picture_of(rulebase: RuleBase, rule_or_remedy: str | None = None) -> Picture:
    """Return the picture of one rule, ladder or remedy by id; of all rules and findings without.

    Raises FactsError for an id that is none of these.
    """
    if rule_or_remedy is None:
        return _whole(rulebase)
    if rule_or_remedy in rulebase.rule:
        return _rule(rulebase, rulebase.rule[rule_or_remedy])
    if rule_or_remedy in rulebase.ladder:
        return _ladder(rulebase, rulebase.ladder[rule_or_remedy])
    if rule_or_remedy in rulebase.remedy:
        return _remedy(rulebase, rulebase.remedy[rule_or_remedy])
    name = rule_or_remedy[:80]
    close = get_close_matches(
        name, [*rulebase.rule, *rulebase.ladder, *rulebase.remedy], n=1, cutoff=0.5
    )
    hint = f"did you mean `{close[0]}`?" if close else "rule and remedy ids are file names"
    raise FactsError.one(name, "no such rule or remedy", hint)


def _rule(rulebase: RuleBase, rule: Rule) -> Picture:
    picture = Picture(rule.title, f"What the rule {rule.id} rests on, and what follows from it.")
    drawing = Drawing(rulebase, picture)
    drawing.rule(rule)
    drawing.level(rule)
    if rule.salience == "finding":
        for other in rulebase.rules:
            if any(isinstance(one, RuleIs) and one.rule == rule.id for one in walk(other.when)):
                kind = Kind.FINDING if other.salience == "finding" else Kind.RULE
                level = str(other.then.disposition or "")
                text = other.then.label or other.title
                box = picture.add(Box(rule_box(other.id), kind, text, other.id, level))
                picture.join(rule_box(rule.id), box)
    return picture


def _ladder(rulebase: RuleBase, ladder: Ladder) -> Picture:
    picture = Picture(ladder.title, f"What each rung of {ladder.id} rests on, and its level.")
    drawing = Drawing(rulebase, picture)
    for rung in rulebase.rungs_of(ladder):
        drawing.rule(rung)
        drawing.level(rung)
    return picture


def _remedy(rulebase: RuleBase, remedy: Remedy) -> Picture:
    offering = remedy.stance is Stance.OFFER
    picture = Picture(
        remedy.title,
        f"When {remedy.id} is {'offered' if offering else 'named as not supported'}, "
        "and what blocks it or calls for care.",
    )
    drawing = Drawing(rulebase, picture)
    target = picture.add(Box(f"remedy {remedy.id}", Kind.REMEDY, remedy.title, remedy.id))
    for rule in rulebase.rules:
        if remedy.id in rule.then.recommend:
            picture.join(drawing.rule(rule), target)
    _policy(rulebase, picture, remedy, target)
    for checks, kind, line in (
        (remedy.block, Kind.CHECK, Line.BLOCKS),
        (remedy.ask_first, Kind.CAUTION, Line.CAUTIONS),
    ):
        for check in checks:
            name = f"{kind} {check.id}"
            box = picture.add(Box(name, kind, check.because, check.id))
            drawing.condition(check.when, box)
            picture.join(box, target, line)
    return picture


def _policy(rulebase: RuleBase, picture: Picture, remedy: Remedy, target: str) -> None:
    """Add the stated preferences that admit a remedy, and the rules that hold it back."""
    policy = rulebase.preferences
    admitting = [value for value, offers in policy.offers.items() if remedy.class_ in offers]
    if remedy.id not in policy.for_everyone and len(admitting) < len(policy.offers):
        definition = rulebase.facts[policy.fact]
        words = " or ".join(definition.describe_value(one) for one in admitting)
        text = f"{definition.label}: {words}"
        picture.join(picture.add(Box("preference", Kind.TEST, text, policy.fact)), target)
    holding = [
        rule
        for rule in rulebase.disposing_rules
        if rule.then.disposition in HOLDING and remedy.id not in rule.then.allow
    ]
    if holding:
        text = f"any of {len(holding)} emergency or same-day rules (hold it back)"
        note = ", ".join(rule.id for rule in holding)
        picture.join(picture.add(Box("held", Kind.RULE, text, note)), target, Line.BLOCKS)


def _whole(rulebase: RuleBase) -> Picture:
    picture = Picture(
        f"{rulebase.manifest.name} {rulebase.manifest.version}",
        "Every fact that a finding or a rule of a level reads. Findings, rules and levels of "
        "urgency follow from left to right. For a remedy, draw it by its id.",
    )
    disposing = sorted(
        rulebase.disposing_rules,
        key=lambda rule: -(rule.then.disposition or Disposition.SELF_CARE).urgency,
    )
    rules = [*_findings_under(rulebase, disposing), *disposing]
    read = {fact for rule in rules for fact in facts_of(rule.when)}
    for name, definition in rulebase.facts.items():
        if name in read:
            fact = Box(fact_box(name), Kind.TEST, definition.label, name)
            picture.leftmost.add(picture.add(fact))
    for rule in rules:
        kind = Kind.FINDING if rule.salience == "finding" else Kind.RULE
        level = rule.then.disposition
        text = rule.then.label or rule.title
        box = picture.add(Box(rule_box(rule.id), kind, text, rule.id, str(level or "")))
        if level is not None:
            picture.join(box, level_box(rulebase, picture, level))
    for rule in rules:
        for part in walk(rule.when):
            if isinstance(part, RuleIs):
                line = sign(plain=part.value)
                picture.join(rule_box(part.rule), rule_box(rule.id), line)
            elif not isinstance(part, All | AnyOf | Not | Count):
                picture.join(fact_box(part.fact), rule_box(rule.id))
    return picture


def _findings_under(rulebase: RuleBase, rules: list[Rule]) -> list[Rule]:
    """Return the findings that the rules read, directly or through other findings."""
    found: dict[str, Rule] = {}
    waiting = list(rules)
    while waiting:
        for part in walk(waiting.pop().when):
            if isinstance(part, RuleIs) and part.rule not in found:
                found[part.rule] = rulebase.rule[part.rule]
                waiting.append(found[part.rule])
    return [rule for rule in rulebase.rules if rule.id in found]
