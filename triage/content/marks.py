"""What is locked of each file of a rule base: a mark each of its meaning, texts and evidence.

Meaning is what decides something: conditions, levels, what is recommended, held back or blocked,
which facts a question sets, how a number in another unit is counted, which number is called. Texts
are all that a person can read, in English and, by a mark of their own, in each translation.
Evidence is what is cited, and how sure it makes us. Rationales, known limits and examples are for
reviewers and are not locked; neither is the order in which the parts of a condition stand.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from triage.content.texts import Part, texts_of_ladder, texts_of_part
from triage.model.condition import All, AnyOf, Condition, Count, Not
from triage.model.knowledge import FollowUp, Preferences, SafetyNet, Source
from triage.model.ladder import Ladder
from triage.model.locale import Locale
from triage.model.question import Question, Topic
from triage.model.region import Regions
from triage.model.remedy import Check, Claim, Remedy
from triage.model.rule import Rule
from triage.model.rulebase import RuleBase

MEANING, TEXTS, EVIDENCE = "meaning", "texts", "evidence"
"""Kinds of marks; a translation's goes by its language, which is shorter than any of these."""

DIGITS = 16


@dataclass(frozen=True, slots=True)
class Content:
    """What is locked of one file (of a source: its entry there), as plain data; None: nothing."""

    version: int
    meaning: object = None
    evidence: object = None
    texts: Mapping[str, str] | None = None

    def marks(self, locales: Iterable[Locale]) -> dict[str, str]:
        """Return the mark of each kind that there is something of, and of each translation."""
        texts = self.texts or {}
        told = {key: " ".join(text.split()) for key, text in texts.items()}
        parts: dict[str, object] = {
            MEANING: self.meaning,
            TEXTS: told,
            EVIDENCE: self.evidence,
        }
        for locale in locales:
            made = locale.filled
            parts[locale.language] = {
                key: [made[key].of, made[key].text] for key in texts if key in made
            }
        return {kind: _mark(part) for kind, part in parts.items() if part}


Contents: TypeAlias = Mapping[str, Callable[[], Content]]
"""How to get at what is locked, by name: the id of a rule or ladder, or a path below
the root without `.yaml`."""


def contents_of(rulebase: RuleBase) -> Contents:
    """Return everything that is locked of a rule base; worked out when asked for."""
    base = rulebase.origin
    found: dict[str, Callable[[], Content]] = {
        rule.id: partial(_rule, rule) for rule in base.rules if not rule.ladder
    }
    for ladder in base.ladders:
        found[ladder.id] = partial(_ladder, ladder, base.rungs_of(ladder))
    for remedy in base.remedies:
        found[f"knowledge/remedies/{remedy.id}"] = partial(_remedy, remedy)
    for topic in base.topics:
        found[f"knowledge/questions/{topic.topic}"] = partial(_topic, topic)
    for source in base.sources:
        found[f"knowledge/sources/{source.number}"] = partial(_source, source)
    for locale in base.locales:
        found[locale_name(locale.language)] = partial(Content, locale.version)
    levels, disclaimer, claims = base.dispositions, base.disclaimer, base.claims
    return {
        **found,
        "knowledge/dispositions": partial(_texts, levels.version, levels),
        "knowledge/disclaimer": partial(_texts, disclaimer.version, disclaimer),
        "knowledge/claims": partial(_texts, claims.version, claims, _claims(claims.claims)),
        "knowledge/safety_net": partial(_safety_net, base.safety_net),
        "knowledge/follow_up": partial(_follow_up, base.follow_up),
        "knowledge/preferences": partial(_preferences, base.preferences),
        "knowledge/regions": partial(_regions, base.regions),
    }


def locale_name(language: str) -> str:
    """Return the name under which the version of a translation is locked."""
    return f"knowledge/locales/{language}"


def _texts(version: int, part: Part, evidence: object = None) -> Content:
    return Content(version, None, evidence, texts_of_part(part))


def _ladder(ladder: Ladder, rungs: Iterable[Rule]) -> Content:
    rules = list(rungs)
    meaning = [[rung.id, _meaning(rung)] for rung in rules]
    evidence = [_evidence(rung) for rung in rules[:1]]
    return Content(ladder.version, meaning, evidence, texts_of_ladder(ladder, rules))


def _rule(rule: Rule) -> Content:
    return Content(rule.version, _meaning(rule), _evidence(rule), texts_of_part(rule))


def _evidence(rule: Rule) -> object:
    return [rule.evidence.grade, sorted(rule.evidence.sources)]


def _meaning(rule: Rule) -> object:
    then = rule.then
    return {
        "salience": rule.salience,
        "when": _canonical(rule.when),
        "finding": then.finding,
        "disposition": then.disposition,
        "allow": sorted(then.allow),
        "recommend": sorted(then.recommend),
        "strength": then.strength,
    }


def _remedy(remedy: Remedy) -> Content:
    meaning = {
        "class": remedy.class_,
        "category": remedy.category,
        "stance": remedy.stance,
        "block": [_check(one) for one in remedy.block],
        "ask_first": [_check(one) for one in remedy.ask_first],
    }
    checks = (*remedy.block, *remedy.ask_first)
    evidence = {
        "grade": remedy.evidence.grade,
        "verdict": remedy.evidence.verdict,
        "sources": sorted(remedy.evidence.sources),
        "checks": [[one.id, sorted(one.sources)] for one in checks],
        "claims": _claims(remedy.claims),
    }
    return Content(remedy.version, meaning, evidence, texts_of_part(remedy))


def _topic(topic: Topic) -> Content:
    questions = sorted(topic.questions, key=lambda one: one.id)
    meaning = [_question(one) for one in questions]
    return Content(topic.version, meaning, None, texts_of_part(topic))


def _question(question: Question) -> object:
    checks = [[fact, one.settles] for fact, one in question.checks.items()]
    return {
        "id": question.id,
        "kind": question.kind,
        "facts": sorted(question.facts),
        "not_sure": question.not_sure,
        "items_not_sure": sorted([one.fact, one.not_sure] for one in question.items),
        "choices": sorted(one.value for one in question.choices),
        "unit": question.unit,
        "bounds": [question.at_least, question.at_most],
        "units": sorted([one.name, one.times, one.plus] for one in question.units),
        # Only where there are some, so that the marks of all other questions stay what they are.
        **({"group": question.group.screen} if question.group else {}),
        **({"checks": sorted(checks)} if checks else {}),
    }


def _source(source: Source) -> Content:
    told = source.model_dump(mode="json", exclude={"version"})
    return Content(source.version, None, told)


def _safety_net(net: SafetyNet) -> Content:
    meaning = {
        "items": [[one.id, one.level, list(one.rules), _optional(one.when)] for one in net.items],
        "stays": sorted(net.stays),
        "advice": [[one.id, _optional(one.when)] for one in net.advice],
    }
    evidence = [[one.id, sorted(one.sources)] for one in net.items]
    evidence += [[one.id, sorted(one.sources)] for one in net.advice]
    return Content(net.version, meaning, evidence, texts_of_part(net))


def _follow_up(later: FollowUp) -> Content:
    meaning = [[one.id, list(one.dispositions), _optional(one.when)] for one in later.items]
    evidence = [[one.id, sorted(one.sources)] for one in later.items]
    return Content(later.version, meaning, evidence, texts_of_part(later))


def _preferences(wishes: Preferences) -> Content:
    meaning = wishes.model_dump(mode="json", exclude={"version", "status"})
    return Content(wishes.version, meaning)


def _regions(regions: Regions) -> Content:
    meaning = {
        "examples": list(regions.examples),
        "numbers": [
            [one.id, sorted(one.territories), list(one.emergency), one.advice]
            for one in regions.regions
        ],
    }
    return Content(regions.version, meaning, [regions.seen], texts_of_part(regions))


def _claims(claims: Iterable[Claim]) -> object:
    return [[one.number, one.verdict, sorted(one.sources)] for one in claims]


def _check(check: Check) -> object:
    return [check.id, _canonical(check.when)]


def _optional(condition: Condition | None) -> object:
    return None if condition is None else _canonical(condition)


def _canonical(condition: Condition) -> object:
    """Return a condition as plain data in which the order of parts does not matter."""
    if isinstance(condition, All | AnyOf | Count):
        parts = sorted((_canonical(part) for part in condition.of), key=json.dumps)
        count = condition.count if isinstance(condition, Count) else 0
        return [condition.kind, count, parts]
    if isinstance(condition, Not):
        return [condition.kind, _canonical(condition.of)]
    plain = condition.model_dump(mode="json")
    if "values" in plain:
        plain["values"] = sorted(plain["values"])
    return sorted(plain.items())


def _mark(part: object) -> str:
    text = json.dumps(part, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]
