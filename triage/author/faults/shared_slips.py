"""Slips in shared files: questions, levels, reasons to come back, numbers to call, translations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from triage.author.faults.conditions import Operator
from triage.author.faults.slip import Slip
from triage.content.marks import locale_name
from triage.logic.program import HOLDING
from triage.model.locale import Locale, Translation
from triage.model.question import Question, Topic
from triage.model.rulebase import RuleBase
from triage.terms import Disposition, QuestionKind

_FIGURE = re.compile(r"\d+")


def shared_slips(rulebase: RuleBase) -> Iterator[Slip]:
    """Yield every slip in a file that many rules share, then in each translation."""
    yield from _Shared(rulebase).all()


class _Shared:
    def __init__(self, rulebase: RuleBase) -> None:
        self.base = rulebase
        self.mildest = rulebase.disposition_text[Disposition.SELF_CARE].action

    def all(self) -> Iterator[Slip]:
        for topic in self.base.topics:
            for question in topic.questions:
                yield from self.question(topic, question)
        yield from self.levels()
        yield from self.disclaimer()
        yield from self.reasons_to_come_back()
        yield from self.regions()
        for locale in self.base.locales:
            yield from self.translation(locale)

    def question(self, topic: Topic, question: Question) -> Iterator[Slip]:
        def slip(operator: Operator, detail: str, changed: Question) -> Slip:
            asked = tuple(changed if one is question else one for one in topic.questions)
            changes = {
                "topics": tuple(
                    one.model_copy(update={"questions": asked}) if one is topic else one
                    for one in self.base.topics
                )
            }
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
        told = [(f"rule.{rule.id}.tell", rule.ladder or rule.id) for rule in urgent]
        told += [(f"disposition.{level}.action", "knowledge/dispositions") for level in HOLDING]
        for key, locked in told:
            if key in locale.filled:
                wrong = Translation(of=locale.texts[key].of, text=mildest.text)
                changed = locale.model_copy(update={"texts": {**locale.texts, key: wrong}})
                where = locale_name(locale.language).removeprefix("knowledge/")
                locales = tuple(changed if one is locale else one for one in self.base.locales)
                yield Slip(Operator.SWAP_TRANSLATION, where, key, {"locales": locales}, locked)
