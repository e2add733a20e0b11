"""Every patient-facing text by a stable key, and the same rule base in another language.

One walk over the rule base, `retold`, both lists the texts and replaces them, so nothing can be
listed and then left untranslated. Keys are made of ids, and a number (from 1) inside a list:

    topic.<topic>.title                     rule.<id>.title|worry|tell|label
    question.<id>.ask|help|why              rule.<id>.while_waiting.<n>
    question.<id>.group.text|label          group.<screen>.ask|help|why
    fact.<id>.text|label|check.ask|help     remedy.<id>.title|summary|evidence
    fact.<id>.choice.<value>                remedy.<id>.how.<n>|stop_if.<n>
    unit.<name>                             remedy.<id>.block.<check>|ask_first.<check>
    disposition.<id>.title|action|why       claim.<number>.claim|why
    disclaimer.purpose|short|text           region.<id>.name
    safety_net.<id>  safety_net.<id>.short  advice.<id>.title|text
    follow_up.<id>

Of a ladder, title and worry stand once, under the id of its file; a rung has a worry of its own
only where its file tells it in other words.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TypeAlias, TypeVar, assert_never

from triage.errors import ContentError, Problem
from triage.model.frozen import Frozen
from triage.model.knowledge import (
    Claims,
    Disclaimer,
    Dispositions,
    FollowUp,
    SafetyNet,
    SafetyNetItem,
)
from triage.model.ladder import Ladder
from triage.model.locale import Locale
from triage.model.question import Item, PlainCheck, Question, Topic
from triage.model.region import Regions
from triage.model.remedy import Check, Claim, Remedy
from triage.model.rule import Rule
from triage.model.rulebase import RuleBase
from triage.terms import RuleStatus
from triage.wording import SOURCE_LANGUAGE, languages, read_tag

Say: TypeAlias = Callable[[str, str], str]
"""Takes a key and the English text, returns the text to show."""

Part: TypeAlias = (
    Topic | Rule | Remedy | Dispositions | Disclaimer | SafetyNet | FollowUp | Claims | Regions
)
"""What stands in one file and holds texts."""

M = TypeVar("M", bound=Frozen)
_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")


class State(StrEnum):
    """How far one text of a translation has come."""

    CURRENT = "current"
    MISSING = "missing"
    OUTDATED = "outdated"
    UNKNOWN = "unknown"


def texts_of(rulebase: RuleBase) -> dict[str, str]:
    """Return every patient-facing text of `rulebase` by key, in the order of the content."""
    note = _Notes()
    retold(rulebase, note)
    return note.found


def texts_of_ladder(ladder: Ladder, rungs: Iterable[Rule]) -> dict[str, str]:
    """Return every patient-facing text of a ladder and its rungs, by the same keys."""
    note = _Notes()
    walk = _Walk(note, [ladder])
    walk.ladder(ladder)
    for rung in rungs:
        walk.rule(rung)
    return note.found


def texts_of_part(part: Part) -> dict[str, str]:
    """Return every patient-facing text of one part of a rule base, by the same keys."""
    note = _Notes()
    walk = _Walk(note)
    match part:
        case Topic():
            walk.topic(part)
        case Rule():
            walk.rule(part)
        case Remedy():
            walk.remedy(part)
        case Dispositions():
            walk.dispositions(part)
        case Disclaimer():
            walk.disclaimer(part)
        case SafetyNet():
            walk.safety_net(part)
        case FollowUp():
            walk.follow_up(part)
        case Claims():
            walk.all_claims(part)
        case Regions():
            walk.regions(part)
        case _:
            assert_never(part)
    return note.found


def mark_of(text: str) -> str:
    """Return the mark of a text: 8 letters of its SHA-256, white space not counted.

    Letters only, so that no YAML reader takes it for a number.
    """
    plain = " ".join(text.split())
    return hashlib.sha256(plain.encode()).hexdigest()[:8].translate(_LETTERS)


def states_of(texts: dict[str, str], locale: Locale) -> dict[str, State]:
    """Return the state of every key in `texts`, then of keys of `locale` that name no text."""
    states: dict[str, State] = {}
    for key, text in texts.items():
        made = locale.filled.get(key)
        if made is None:
            states[key] = State.MISSING
        else:
            states[key] = State.CURRENT if made.of == mark_of(text) else State.OUTDATED
    states.update((key, State.UNKNOWN) for key in locale.texts if key not in texts)
    return states


def languages_of(rulebase: RuleBase) -> tuple[str, ...]:
    """Return the languages that the content or the program's own words can be shown in."""
    told = {one.language for one in rulebase.locales}
    return (SOURCE_LANGUAGE, *sorted((told | set(languages())) - {SOURCE_LANGUAGE}))


def in_language(rulebase: RuleBase, lang: str) -> RuleBase:
    """Return `rulebase` in the language `lang` (`es`, `es_MX`): itself when it is that already.

    Texts without a current translation stay English. Raises ContentError for a language that
    neither the content nor the program's own words are translated into.
    """
    wanted = read_tag(lang).language
    known = languages_of(rulebase)
    if wanted not in known:
        hint = f"there are: {', '.join(known)}"
        raise ContentError([Problem("", f"there is no translation into `{lang[:20]}`", hint)])
    if wanted == rulebase.language:
        return rulebase
    base = rulebase.origin
    if wanted == SOURCE_LANGUAGE:
        return base
    empty = Locale(language=wanted, name=wanted, status=RuleStatus.DRAFT, texts={})
    return translated(base, {one.language: one for one in base.locales}.get(wanted, empty))


def translated(rulebase: RuleBase, locale: Locale) -> RuleBase:
    """Return `rulebase` with each text replaced by its translation, where that is current.

    Ids, conditions and the digest stay, so every reader gives the same verdicts.
    """
    made = locale.filled

    def tell(key: str, text: str) -> str:
        one = made.get(key)
        return one.text if one is not None and one.of == mark_of(text) else text

    return retold(rulebase.origin, tell).told_in(locale.language, rulebase.origin)


def retold(rulebase: RuleBase, say: Say) -> RuleBase:
    """Return `rulebase` with each patient-facing text `t` replaced by `say(key, t)`."""
    walk = _Walk(say, rulebase.ladders)
    return _copied(
        rulebase,
        topics=tuple(walk.topic(one) for one in rulebase.topics),
        ladders=tuple(walk.ladder(one) for one in rulebase.ladders),
        rules=tuple(walk.rule(one) for one in rulebase.rules),
        remedies=tuple(walk.remedy(one) for one in rulebase.remedies),
        dispositions=walk.dispositions(rulebase.dispositions),
        disclaimer=walk.disclaimer(rulebase.disclaimer),
        safety_net=walk.safety_net(rulebase.safety_net),
        follow_up=walk.follow_up(rulebase.follow_up),
        claims=walk.all_claims(rulebase.claims),
        regions=walk.regions(rulebase.regions),
    )


class _Notes:
    """Says every text as it is, and keeps it by its key."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    def __call__(self, key: str, text: str) -> str:
        self.found[key] = text
        return text


class _Walk:
    """The walk over each part of a rule base; every part comes back with its texts told."""

    def __init__(self, say: Say, ladders: Iterable[Ladder] = ()) -> None:
        self.say = say
        self.ladders = {one.id: one for one in ladders}

    def fields(self, model: M, key: str, *names: str) -> M:
        """Return `model` with the texts in the fields `names` told; empty ones stay empty."""
        told = {name: self.told(f"{key}.{name}", getattr(model, name)) for name in names}
        return _copied(model, **told)

    def told(self, key: str, text: str) -> str:
        return self.say(key, text) if text else text

    def lines(self, key: str, texts: Iterable[str]) -> tuple[str, ...]:
        return tuple(self.told(f"{key}.{n}", text) for n, text in enumerate(texts, 1))

    def topic(self, topic: Topic) -> Topic:
        told = self.fields(topic, f"topic.{topic.topic}", "title")
        screens = topic.group_screens
        return _copied(
            told,
            group_screens=tuple(
                self.fields(one, f"group.{one.id}", "ask", "help", "why") for one in screens
            ),
            questions=tuple(self.question(one) for one in topic.questions),
        )

    def question(self, question: Question) -> Question:
        told = self.fields(question, f"question.{question.id}", "ask", "help", "why")
        fact = f"fact.{question.fact}"
        return _copied(
            told,
            label=self.told(f"{fact}.label", question.label),
            check=self.check(fact, question.check),
            choices=tuple(
                _copied(one, text=self.told(f"{fact}.choice.{one.value}", one.text))
                for one in question.choices
            ),
            items=tuple(self.item(one) for one in question.items),
            group=question.group
            and self.fields(question.group, f"question.{question.id}.group", "text", "label"),
            unit=self.told(f"unit.{question.unit}", question.unit),
            unit_one=self.told(f"unit.{question.unit_one}", question.unit_one),
            units=tuple(
                _copied(one, name=self.told(f"unit.{one.name}", one.name)) for one in question.units
            ),
        )

    def ladder(self, ladder: Ladder) -> Ladder:
        return self.fields(ladder, f"rule.{ladder.id}", "title", "worry")

    def item(self, item: Item) -> Item:
        fact = f"fact.{item.fact}"
        told = self.fields(item, fact, "text", "label")
        return _copied(told, check=self.check(fact, item.check))

    def check(self, fact: str, check: PlainCheck | None) -> PlainCheck | None:
        return check and self.fields(check, f"{fact}.check", "ask", "help")

    def rule(self, rule: Rule) -> Rule:
        key = f"rule.{rule.id}"
        ladder = self.ladders.get(rule.ladder)
        shared = ladder is not None and rule.then.worry == ladder.worry
        file = f"rule.{rule.ladder}"
        told = self.fields(rule, file if ladder else key, "title")
        then = self.fields(rule.then, key, "tell", "label")
        then = self.fields(then, file if shared else key, "worry")
        waiting = self.lines(f"{key}.while_waiting", rule.then.while_waiting)
        return _copied(told, then=_copied(then, while_waiting=waiting))

    def remedy(self, remedy: Remedy) -> Remedy:
        key = f"remedy.{remedy.id}"
        told = self.fields(remedy, key, "title", "summary")
        says = self.told(f"{key}.evidence", remedy.evidence.says)
        return _copied(
            told,
            how=self.lines(f"{key}.how", remedy.how),
            stop_if=self.lines(f"{key}.stop_if", remedy.stop_if),
            evidence=_copied(remedy.evidence, says=says),
            claims=self.claims(remedy.claims),
            block=self.checks(f"{key}.block", remedy.block),
            ask_first=self.checks(f"{key}.ask_first", remedy.ask_first),
        )

    def checks(self, key: str, checks: Iterable[Check]) -> tuple[Check, ...]:
        return tuple(
            _copied(one, because=self.told(f"{key}.{one.id}", one.because)) for one in checks
        )

    def claims(self, claims: Iterable[Claim]) -> tuple[Claim, ...]:
        return tuple(self.fields(one, f"claim.{one.number}", "claim", "why") for one in claims)

    def all_claims(self, claims: Claims) -> Claims:
        return _copied(claims, claims=self.claims(claims.claims))

    def dispositions(self, levels: Dispositions) -> Dispositions:
        told = (
            self.fields(one, f"disposition.{one.id}", "title", "action", "why")
            for one in levels.dispositions
        )
        return _copied(levels, dispositions=tuple(told))

    def disclaimer(self, disclaimer: Disclaimer) -> Disclaimer:
        return self.fields(disclaimer, "disclaimer", "purpose", "short", "text")

    def safety_net(self, net: SafetyNet) -> SafetyNet:
        items = (self.safety_net_item(one) for one in net.items)
        advice = (self.fields(one, f"advice.{one.id}", "title", "text") for one in net.advice)
        return _copied(net, items=tuple(items), advice=tuple(advice))

    def safety_net_item(self, item: SafetyNetItem) -> SafetyNetItem:
        key = f"safety_net.{item.id}"
        text = self.say(key, item.text)
        return _copied(item, text=text, short=item.short and self.say(f"{key}.short", item.short))

    def follow_up(self, later: FollowUp) -> FollowUp:
        items = (
            _copied(one, text=self.say(f"follow_up.{one.id}", one.text)) for one in later.items
        )
        return _copied(later, items=tuple(items))

    def regions(self, regions: Regions) -> Regions:
        told = (self.fields(one, f"region.{one.id}", "name") for one in regions.regions)
        return _copied(regions, regions=tuple(told))


def _copied(model: M, **changes: object) -> M:
    copied = model.model_copy(update=changes)
    for name in set(copied.__dict__) - set(type(model).model_fields):
        del copied.__dict__[name]  # a cached property would go on telling the old texts
    return copied
