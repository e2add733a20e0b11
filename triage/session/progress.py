"""How many screens are likely to follow: the interview played on with unremarkable answers.

An estimate for the progress line, beside the most that can follow, which is certain. Unremarkable
means: no to every line, the first choice (by custom the most common one), and for numbers the
question's `usual`.
"""

from __future__ import annotations

from collections.abc import Mapping

from triage.logic.quick import quick_verdicts
from triage.logic.relevance import Relevance
from triage.model.given import read_facts
from triage.model.rule import RawValue
from triage.model.rulebase import RuleBase
from triage.session.next_question import QuestionOrder
from triage.session.screen import Screen
from triage.terms import NOT_SURE, QuestionKind

MOST = 60
"""Screens after which the estimate is given up; no interview is that long."""


def expected_screens(
    rulebase: RuleBase, order: QuestionOrder, known: Mapping[str, RawValue]
) -> int:
    """Return how many screens follow the one that is due, if nothing remarkable is answered.

    `known` are the raw values given so far.
    """
    raw = dict(known)
    for count in range(MOST):
        asked = frozenset(raw)
        verdicts = quick_verdicts(rulebase, read_facts(rulebase, raw))
        screen = order.next_screen(Relevance(rulebase, verdicts, asked), asked)
        if screen is None:
            return max(count - 1, 0)
        raw.update(_unremarkable(rulebase, screen))
    return MOST


def _unremarkable(rulebase: RuleBase, screen: Screen) -> dict[str, RawValue]:
    match screen.kind:
        case QuestionKind.CHECKLIST | QuestionKind.YES_NO:
            return dict.fromkeys(screen.facts, False)
        case QuestionKind.SINGLE_CHOICE:
            return {screen.facts[0]: screen.choices[0].value}
        case QuestionKind.MULTIPLE_CHOICE:
            return {screen.facts[0]: [screen.choices[0].value]}
        case QuestionKind.NUMBER:
            usual = rulebase.questions[screen.id].usual
            return {screen.facts[0]: NOT_SURE if usual is None else usual}
