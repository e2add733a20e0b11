"""What the answers of a person come to: a raw value for each fact, and what is still to be checked.

A group line that was denied says no to every line of its checklist that nothing else was said of,
also to those that matter only later. A plain check counts while the fact it asks about is one the
person was not sure of: its answer makes the fact true or false, or leaves it "not sure".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from triage.errors import FactsError
from triage.model.given import unwrapped
from triage.model.question import Question
from triage.model.rule import RawValue
from triage.model.rulebase import RuleBase
from triage.session.answers import Answer
from triage.terms import CHECK, GROUP, NOT_SURE

YesNo: TypeAlias = bool | str
"""Yes, no or `NOT_SURE`."""


@dataclass(slots=True)
class Told:
    """What a person has said so far.

    `raw` is the latest value of each fact, "not sure" included, and with the no of group lines;
    `groups` the latest answer to each group line, by question. `unchecked` are the facts told as
    "not sure" whose plain check was not put yet; `moot` the answers (by place, from 0) to checks
    of a fact the person was sure of.
    """

    raw: dict[str, RawValue] = field(default_factory=dict)
    groups: dict[str, YesNo] = field(default_factory=dict)
    unchecked: set[str] = field(default_factory=set)
    moot: set[int] = field(default_factory=set)

    @property
    def settled(self) -> frozenset[str]:
        """Return the facts that are known, or that were asked, with their check, in vain."""
        return frozenset(self.raw).difference(self.unchecked)

    def is_closed(self, question: Question) -> bool:
        """Return whether a checklist stands behind a group line that is still to be answered.

        It is open once a line of it is known to be true.
        """
        return (
            question.group is not None
            and question.id not in self.groups
            and not any(self.raw.get(fact) is True for fact in question.facts)
        )


def told_by(rulebase: RuleBase, answers: Iterable[Answer]) -> Told:
    """Return what answers, oldest first, come to.

    Raises FactsError for an answer to a group line or a plain check that is neither yes, no nor
    "not sure"; values of facts are not looked at here.
    """
    told = Told()
    for place, answer in enumerate(answers):
        for line, value in answer.values.items():
            if line.startswith(GROUP):
                told.groups[line.removeprefix(GROUP)] = _yes_no(line, value)
            elif line.startswith(CHECK):
                _check(rulebase, told, line.removeprefix(CHECK), _yes_no(line, value), place)
            else:
                told.raw[line] = value
                unsure = isinstance(value, str) and value == NOT_SURE
                if unsure and line in rulebase.plain_checks:
                    told.unchecked.add(line)
                else:
                    told.unchecked.discard(line)
    for name, said in told.groups.items():
        if said is False:
            for fact in rulebase.questions[name].facts:
                told.raw.setdefault(fact, False)
    return told


def as_said(rulebase: RuleBase, answers: Iterable[Answer]) -> dict[str, RawValue]:
    """Return what was said, by fact id; a group line that was denied instead of its members."""
    told = told_by(rulebase, answers)
    named = {line for answer in answers for line in answer.values}
    said = {fact: value for fact, value in told.raw.items() if fact in named}
    return said | {GROUP + name: False for name, value in told.groups.items() if value is False}


def _check(rulebase: RuleBase, told: Told, fact: str, value: YesNo, place: int) -> None:
    if told.raw.get(fact) != NOT_SURE:
        told.moot.add(place)
        return
    told.unchecked.discard(fact)
    if isinstance(value, bool):
        told.raw[fact] = rulebase.plain_checks[fact].fact_after(yes=value)


def _yes_no(line: str, given: object) -> YesNo:
    value = unwrapped(given)
    if isinstance(value, bool) or value == NOT_SURE:
        return value
    raise FactsError.one(line, f"should be true, false or {NOT_SURE}")
