"""Sessions as plain data, and back, even when the rule base has changed meanwhile.

Each answer carries a mark of the question's wording. When the wording has changed, or an answer no
longer fits, the answer is set aside (kept in the data, not used) and the question is asked again.
An answer given in turn also carries how many screens were said to follow at most (`most`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import TypeAlias, cast

from triage.errors import FactsError, SavedSessionError, printable
from triage.model.fact import FactKind
from triage.model.given import read_facts, whole_number
from triage.model.question import Question
from triage.model.rule import RawValue
from triage.model.rulebase import RuleBase
from triage.session.answers import Answer
from triage.session.screen import JOIN, Screen, screen_named
from triage.session.told import told_by
from triage.terms import GROUP

SetAside: TypeAlias = dict[str, object]
"""A saved answer that is kept but not used, with its `reason`."""

FORMAT = 1
MOST_ANSWERS = 10_000


def wording_mark(questions: Iterable[Question], facts: Collection[str]) -> str:
    """Return 12 hex digits that change when what a screen asked about `facts` changes."""
    asked: list[str] = []
    for question in questions:
        asked.append(question.ask)
        asked += [f"{one.fact}={one.text}" for one in question.items if one.fact in facts]
        asked += [f"{one.value}={one.text}" for one in question.choices]
        asked += [question.unit, str(question.at_least), str(question.at_most)]
    return _mark(asked)


def answers_to_dict(
    rulebase: RuleBase, answers: Iterable[Answer], set_aside: Iterable[SetAside]
) -> dict[str, object]:
    """Return the answers of an interview as plain data."""
    return {
        "format": FORMAT,
        "knowledge": {
            "name": rulebase.manifest.name,
            "version": rulebase.manifest.version,
            "digest": rulebase.digest,
        },
        "answers": [
            {
                "question": one.question,
                "wording": _wording(rulebase, one),
                "values": dict(one.values),
                **({} if one.most is None else {"most": one.most}),
            }
            for one in answers
        ],
        "set_aside": list(set_aside),
    }


def answers_from_dict(rulebase: RuleBase, data: object) -> tuple[list[Answer], list[SetAside]]:
    """Return the answers in plain data, and those set aside with the reason.

    Raises SavedSessionError when the data is not a saved session at all.
    """
    if not isinstance(data, dict) or "answers" not in data:
        message = "this is not a saved session: it has no `answers`"
        raise SavedSessionError(message)
    if data.get("format") != FORMAT:
        given = printable(str(data.get("format"))[:20])
        message = f"this saved session has format {given}; {FORMAT} is read"
        raise SavedSessionError(message)
    entries = data["answers"]
    if not isinstance(entries, list) or len(entries) > MOST_ANSWERS:
        message = "`answers` should be a list"
        raise SavedSessionError(message)
    earlier = data.get("set_aside")
    aside = [one for one in earlier if isinstance(one, dict)] if isinstance(earlier, list) else []
    knowledge = data.get("knowledge")
    same = isinstance(knowledge, dict) and knowledge.get("digest") == rulebase.digest
    answers: list[Answer] = []
    for entry in entries:
        taken = _read_entry(rulebase, entry)
        if isinstance(taken, Answer):
            # How many screens follow was said under the rules of then.
            answers.append(taken if same else replace(taken, most=None))
        else:
            aside.append({**entry, "reason": taken})
    return answers, aside


def wording_of(rulebase: RuleBase, screen: Screen, lines: Collection[str]) -> str:
    """Return the mark of a screen as it was put with `lines`.

    Of a group line it changes with the lines behind it, and of a plain check with the answer that
    settles it: the answer would now mean something else.
    """
    base = rulebase.origin
    if screen.check_of:
        return _mark([screen.ask, f"{screen.check_of} {screen.settles}"])
    if screen.id not in base.group_screens:
        return wording_mark([base.questions[one] for one in screen.id.split(JOIN)], lines)
    asked = [screen.ask]
    for item in screen.items:
        question = base.questions[item.fact.removeprefix(GROUP)]
        asked += [f"{item.fact}={item.text}", *(f"{one.fact}={one.text}" for one in question.items)]
    return _mark(asked)


def _mark(asked: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(asked).encode()).hexdigest()[:12]


def _read_entry(rulebase: RuleBase, entry: object) -> Answer | str:
    """Return one saved answer, or the reason to set it aside."""
    if not isinstance(entry, dict):
        message = "an answer in this saved session is not a mapping"
        raise SavedSessionError(message)
    name = str(entry.get("question"))
    values = entry.get("values")
    if not isinstance(values, dict):
        message = "an answer in this saved session has no `values`"
        raise SavedSessionError(message)
    screen = screen_named(rulebase.origin, name)
    if screen is None:
        return "the question is no longer asked"
    put = screen_named(rulebase.origin, name, values) or screen
    if entry.get("wording") != wording_of(rulebase, put, values):
        return "the question has changed"
    try:
        return Answer(name, _fitting(rulebase, screen, values), _most(entry.get("most")))
    except FactsError as error:
        return str(error)


def _most(value: object) -> int | None:
    """Return how many screens were said to follow; None where nothing that can be is saved."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    return None


def _wording(rulebase: RuleBase, answer: Answer) -> str:
    screen = screen_named(rulebase.origin, answer.question, answer.values)
    return "" if screen is None else wording_of(rulebase, screen, answer.values)


def _fitting(rulebase: RuleBase, screen: Screen, values: dict[str, object]) -> dict[str, RawValue]:
    """Return the values, all of which must belong to the screen and be possible."""
    if not values:
        nowhere = ""
        raise FactsError.one(nowhere, "no answer was given")
    for fact, value in values.items():
        if fact not in screen.facts:
            raise FactsError.one(str(fact)[:60], "does not belong to this question")
        if value is None:
            raise FactsError.one(fact, "no answer was given")
    lines = {fact: value for fact, value in values.items() if fact not in rulebase.facts}
    told_by(rulebase, [Answer(screen.id, cast("dict[str, RawValue]", lines))])
    read_facts(rulebase, {fact: one for fact, one in values.items() if fact not in lines})
    kept: dict[str, RawValue] = {}
    for fact, value in values.items():
        is_number = fact not in lines and rulebase.facts[fact].kind is FactKind.NUMBER
        number = whole_number(value) if is_number else None
        if number is not None:
            kept[fact] = number
        elif isinstance(value, bool | int | str):
            kept[fact] = value
        elif isinstance(value, list | tuple | set | frozenset):
            kept[fact] = [str(one) for one in value]
    return kept
