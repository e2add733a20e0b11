"""People who are led through the real interview and answer only what it asks them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from triage.logic.disposition import disposition_of
from triage.logic.quick import quick_verdicts
from triage.model.rule import RawValue
from triage.model.rulebase import RuleBase
from triage.session.answers import Given
from triage.session.person import answer_to
from triage.session.screen import Screen
from triage.session.session import Session
from triage.simulate.outcome import Outcome
from triage.simulate.people import People
from triage.terms import NOT_SURE, Settles


def interviewed(rulebase: RuleBase, people: People) -> Outcome:
    """Return what becomes of people in the interview; what they cannot tell they are not sure of.

    The level is read off the quick form, which asks the questions too; experta is not needed.
    """
    count = people.count
    urgency = np.zeros(count, dtype=np.int8)
    screens, lines = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    fired: defaultdict[str, NDArray[np.bool_]] = defaultdict(
        lambda: np.zeros(count, dtype=np.bool_)
    )
    for index in range(count):
        session = Session(rulebase)
        while (screen := session.next_question()) is not None:
            session.answer(screen.id, _answer(people, index, screen))
            screens[index] += 1
            lines[index] += len(screen.items) or 1
        verdicts = quick_verdicts(rulebase, session.facts)
        urgency[index] = disposition_of(verdicts).urgency
        for rule in rulebase.disposing_rules:
            if verdicts[rule.id] is True:
                fired[rule.id][index] = True
    return Outcome(people, urgency, dict(fired), screens, lines)


def _answer(people: People, index: int, screen: Screen) -> Given:
    """Return what one person answers.

    A group line is yes when something behind it is true of them, whether or not they would be sure
    of that; they are unsure of the line itself as of any other. A plain check shows what is true.
    """
    if screen.check_of:
        return people.true(screen.check_of, index) is (screen.settles is Settles.NO)
    if screen.members:
        behind = zip(screen.facts, screen.members, strict=True)
        return {line: _group(people, index, line, facts) for line, facts in behind}
    return answer_to(screen, {fact: _said(people, fact, index) for fact in screen.facts})


def _group(people: People, index: int, line: str, facts: Iterable[str]) -> bool | str:
    if any(people.true(fact, index) for fact in facts):
        return True
    return NOT_SURE if people.is_unsure(line, index) else False


def _said(people: People, fact: str, index: int) -> RawValue:
    value = people.told(fact, index)
    if value is None:
        return NOT_SURE
    return sorted(value) if isinstance(value, frozenset) else value
