"""Slips in what a person reads or acts on: wrong words, doses, numbers, sources, translations.

No case and no proof can see most of them; that they are noticed rests on `rules/rules.lock`, and on
the checks that know what an emergency may allow and how long a week is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from triage.content.marks import locale_name
from triage.insight.faults import Operator
from triage.logic.program import HOLDING
from triage.model.locale import Locale, Translation
from triage.model.question import Question, Topic
from triage.model.remedy import Remedy
from triage.model.rule import Rule
from triage.model.rulebase import RuleBase
from triage.terms import Disposition, QuestionKind, RemedyClass, Stance

_FIGURE = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip: its kind, where it is, what it did, and the fields of the rule base that differ.

    `locked` is the entry of the lock that has to notice it; `dangerous` says that a person can be
    told to do less, or to take more, than was meant.
    """

    operator: Operator
    where: str
    detail: str
    changes: Mapping[str, object]
    locked: str
    dangerous: bool = True


def slips(rulebase: RuleBase) -> Iterator[Slip]:
    """Yield every slip, rule by rule, remedy by remedy, then questions, shared files, languages."""
    yield from _Slips(rulebase).all()


class _Slips:
    def __init__(self, rulebase: RuleBase) -> None:
        self.base = rulebase
        self.mildest = rulebase.disposition_text[Disposition.SELF_CARE].action
        self.numbers = [one.number for one in rulebase.sources]

    def all(self) -> Iterator[Slip]:
        for rule in self.base.rules:
            yield from self.rule(rule)
        for remedy in self.base.remedies:
            yield from self.remedy(remedy)
        for topic in self.base.topics:
            for question in topic.questions:
                yield from self.question(topic, question)
        yield from self.levels()
        yield from self.disclaimer()
        yield from self.reasons_to_come_back()
        yield from self.regions()
        for locale in self.base.locales:
            yield from self.translation(locale)

    def rule(self, rule: Rule) -> Iterator[Slip]:
        def slip(
            operator: Operator, detail: str, field: str, value: object, *, dangerous: bool = True
        ) -> Slip:
            then = rule.then.model_copy(update={field: value})
            changed = rule.model_copy(update={"then": then})
            return Slip(operator, rule.id, detail, self._with(rule, changed), rule.id, dangerous)

        if rule.then.disposition is not None:
            if rule.then.disposition in HOLDING and (more := self._not_allowed(rule)):
                allowed = (*rule.then.allow, more)
                yield slip(Operator.WIDEN_ALLOW, f"also `{more}`", "allow", allowed)
            yield slip(Operator.MILDER_TEXT, "what to do", "tell", self.mildest)
            if rule.then.while_waiting:
                milder = (self.mildest,)
                yield slip(Operator.MILDER_TEXT, "while waiting", "while_waiting", milder)
        if others := self._other_sources(rule.evidence.sources):
            evidence = rule.evidence.model_copy(update={"sources": others})
            changes = self._with(rule, rule.model_copy(update={"evidence": evidence}))
            yield _sources(rule.id, others, changes, rule.id)

    def remedy(self, remedy: Remedy) -> Iterator[Slip]:
        where, locked = f"remedy.{remedy.id}", f"knowledge/remedies/{remedy.id}"
        kinds = list(RemedyClass)
        other = kinds[kinds.index(remedy.class_) - 1]
        changed = remedy.model_copy(update={"class_": other})
        detail = f"{remedy.class_} → {other}"
        yield Slip(
            Operator.CHANGE_CLASS,
            where,
            detail,
            self._with(remedy, changed),
            locked,
            dangerous=False,
        )
        for field in ("how", "stop_if"):
            lines: tuple[str, ...] = getattr(remedy, field)
            for place, line in enumerate(lines):
                for figure in _FIGURE.finditer(line):
                    more = f"{line[: figure.start()]}1{line[figure.start() :]}"
                    told = (*lines[:place], more, *lines[place + 1 :])
                    changes = self._with(remedy, remedy.model_copy(update={field: told}))
                    detail = f"{field} {place + 1}: {figure[0]} → 1{figure[0]}"
                    yield Slip(Operator.CHANGE_DOSE, where, detail, changes, locked)
        if others := self._other_sources(remedy.evidence.sources):
            evidence = remedy.evidence.model_copy(update={"sources": others})
            changes = self._with(remedy, remedy.model_copy(update={"evidence": evidence}))
            yield _sources(where, others, changes, locked)

    def question(self, topic: Topic, question: Question) -> Iterator[Slip]:
        def slip(operator: Operator, detail: str, changed: Question) -> Slip:
            asked = tuple(changed if one is question else one for one in topic.questions)
            changes = self._with(topic, topic.model_copy(update={"questions": asked}))
            locked = f"knowledge/questions/{topic.topic}"
            return Slip(operator, f"question.{question.id}", detail, changes, locked)

        if question.kind is QuestionKind.YES_NO:
            turned = question.model_copy(update={"ask": f"Not so: {question.ask}"})
            yield slip(Operator.TURN_QUESTION, "asks for the opposite", turned)
        for field in ("items", "choices"):
            lines = getattr(question, field)
            for place in range(len(lines) - 1):
                one, two = lines[place : place + 2]
                crossed = (
                    one.model_copy(update={"text": two.text}),
                    two.model_copy(update={"text": one.text}),
                )
                told = (*lines[:place], *crossed, *lines[place + 2 :])
                detail = f"{field} {place + 1} and {place + 2} change places"
                changed = question.model_copy(update={field: told})
                yield slip(Operator.TURN_QUESTION, detail, changed)
        for place, unit in enumerate(question.units):
            times = "2" if unit.times == "1" else "1"
            wrong = unit.model_copy(update={"times": times})
            units = (*question.units[:place], wrong, *question.units[place + 1 :])
            detail = f"{unit.name}: {unit.times} → {times}"
            changed = question.model_copy(update={"units": units})
            yield slip(Operator.CHANGE_UNIT, detail, changed)

    def levels(self) -> Iterator[Slip]:
        levels = self.base.dispositions
        told = levels.dispositions
        for place, (one, milder) in enumerate(pairwise(told)):
            for field in ("title", "action"):
                changed = one.model_copy(update={field: getattr(milder, field)})
                texts = (*told[:place], changed, *told[place + 1 :])
                changes = {"dispositions": levels.model_copy(update={"dispositions": texts})}
                where, locked = f"disposition.{one.id}", "knowledge/dispositions"
                yield Slip(Operator.MILDER_TEXT, where, field, changes, locked)

    def disclaimer(self) -> Iterator[Slip]:
        for field in ("purpose", "short", "text"):
            changed = self.base.disclaimer.model_copy(update={field: self.mildest})
            changes = {"disclaimer": changed}
            yield Slip(Operator.MILDER_TEXT, "disclaimer", field, changes, "knowledge/disclaimer")

    def reasons_to_come_back(self) -> Iterator[Slip]:
        net, locked = self.base.safety_net, "knowledge/safety_net"
        for place, item in enumerate(net.items):
            milder = next(
                (one for one in net.items if one.level.urgency < item.level.urgency), None
            )
            if milder is not None:
                changed = item.model_copy(update={"text": milder.text})
                items = (*net.items[:place], changed, *net.items[place + 1 :])
                changes = {"safety_net": net.model_copy(update={"items": items})}
                yield Slip(Operator.MILDER_TEXT, f"safety_net.{item.id}", "text", changes, locked)
        for topic in self.base.topics:
            if topic.topic not in net.stays:
                stays = (*net.stays, topic.topic)
                changes = {"safety_net": net.model_copy(update={"stays": stays})}
                detail = f"also `{topic.topic}`"
                yield Slip(Operator.WIDEN_STAYS, "safety_net", detail, changes, locked)

    def regions(self) -> Iterator[Slip]:
        regions = self.base.regions
        for at, region in enumerate(regions.regions):
            for place, number in enumerate(region.emergency):
                wrong = _FIGURE.sub(lambda found: str(int(found[0]) + 1), number)
                numbers = (*region.emergency[:place], wrong, *region.emergency[place + 1 :])
                changed = region.model_copy(update={"emergency": numbers})
                told = (*regions.regions[:at], changed, *regions.regions[at + 1 :])
                changes = {"regions": regions.model_copy(update={"regions": told})}
                where, detail = f"region.{region.id}", f"{number} → {wrong}"
                yield Slip(Operator.CHANGE_NUMBER, where, detail, changes, "knowledge/regions")

    def translation(self, locale: Locale) -> Iterator[Slip]:
        mildest = locale.filled.get(f"disposition.{Disposition.SELF_CARE}.action")
        if mildest is None:
            return
        urgent = [one for one in self.base.rules if one.then.disposition in HOLDING]
        told = [(f"rule.{rule.id}.tell", rule.id) for rule in urgent]
        told += [(f"disposition.{level}.action", "knowledge/dispositions") for level in HOLDING]
        for key, locked in told:
            if key in locale.filled:
                wrong = Translation(of=locale.texts[key].of, text=mildest.text)
                changed = locale.model_copy(update={"texts": {**locale.texts, key: wrong}})
                where = locale_name(locale.language).removeprefix("knowledge/")
                changes = self._with(locale, changed)
                yield Slip(Operator.SWAP_TRANSLATION, where, key, changes, locked)

    def _not_allowed(self, rule: Rule) -> str | None:
        """Return a remedy that the rule holds back: a medicine if there is one."""
        others = [
            one
            for one in self.base.remedies
            if one.stance is Stance.OFFER and one.id not in rule.then.allow
        ]
        medicines = [one for one in others if one.class_ is RemedyClass.MEDICATED]
        return next((one.id for one in (*medicines, *others)), None)

    def _other_sources(self, cited: tuple[int, ...]) -> tuple[int, ...]:
        """Return as many sources as are cited, and none of these; nothing if there are not."""
        others = [one for one in self.numbers if one not in cited]
        return tuple(others[: len(cited)])

    def _with(
        self, part: Rule | Remedy | Topic | Locale, changed: Rule | Remedy | Topic | Locale
    ) -> dict[str, object]:
        """Return the field of the rule base that holds the part, with the changed one for it."""
        field = {Rule: "rules", Remedy: "remedies", Topic: "topics", Locale: "locales"}[type(part)]
        parts = getattr(self.base, field)
        return {field: tuple(changed if one is part else one for one in parts)}


def _sources(where: str, others: tuple[int, ...], changes: dict[str, object], locked: str) -> Slip:
    detail = f"now {', '.join(map(str, others))}"
    return Slip(Operator.SWAP_SOURCES, where, detail, changes, locked, dangerous=False)
