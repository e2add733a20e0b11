"""Where an interview stands: what follows from the answers given so far.

Each thing is worked out when it is first asked for, by the quick form, and kept: other answers are
another state.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from triage.logic.disposition import settled_disposition
from triage.logic.per_rulebase import kept
from triage.logic.quick import quick_verdicts
from triage.logic.relevance import Relevance
from triage.model.assessment import Assessment
from triage.model.fact import Facts
from triage.model.given import read_facts
from triage.model.rule import RawValue
from triage.model.rulebase import RuleBase
from triage.model.verdicts import Verdicts
from triage.session.answers import Answer
from triage.session.next_question import QuestionOrder
from triage.session.screen import Screen
from triage.session.told import told_by
from triage.session.why import Ending, ending_of
from triage.terms import NOT_SURE, Disposition, QuestionKind, Settles

MOST = 60
"""Screens after which the estimate is given up; no interview is that long."""

question_order_of = kept(QuestionOrder)


class State:
    """A rule base and the answers of one person; it never changes."""

    def __init__(self, rulebase: RuleBase, answers: tuple[Answer, ...] = ()) -> None:
        """Hold the answers, oldest first; the latest value given for a fact counts.

        Raises FactsError for what is no answer to a group line or to a plain check.
        """
        self.rulebase = rulebase
        self.answers = answers
        self.told = told_by(rulebase, answers)
        self.raw: Mapping[str, RawValue] = self.told.raw

    @cached_property
    def facts(self) -> Facts:
        """Return what is known. Raises FactsError when a value does not fit."""
        return read_facts(self.rulebase, self.raw)

    @cached_property
    def verdicts(self) -> Verdicts:
        """Return the verdicts on what is known; what a plain check may still settle is not yet."""
        unchecked = self.told.unchecked
        known = {fact: value for fact, value in self.facts.items() if fact not in unchecked}
        return quick_verdicts(self.rulebase, known if unchecked else self.facts)

    @property
    def is_emergency(self) -> bool:
        """Return whether an emergency rule is true."""
        return settled_disposition(self.verdicts) is Disposition.EMERGENCY_NOW

    @cached_property
    def relevance(self) -> Relevance:
        """Return what can still change the assessment."""
        return Relevance(self.rulebase, self.verdicts, self.told.settled)

    @cached_property
    def due(self) -> Screen | None:
        """Return the next screen; None when no further answer can change the assessment."""
        return self._next_screen(self.answers[-1].most if self.answers else None)

    def _next_screen(self, most: int | None = None) -> Screen | None:
        order = question_order_of(self.rulebase)
        return order.next_screen(self.relevance, self.told, most)

    @cached_property
    def expected_screens(self) -> int:
        """Return how many screens follow the one that is due, if nothing remarkable is answered.

        An estimate, beside the most that can follow, which is certain: the interview played on.
        """
        state = self
        for count in range(MOST):
            screen = state._next_screen()
            if screen is None:
                return max(count - 1, 0)
            played = Answer(screen.id, _unremarkable(self.rulebase, screen))
            state = State(self.rulebase, (*state.answers, played))
        return MOST

    @cached_property
    def ending(self) -> Ending | None:
        """Return why no further question matters; None while one does."""
        return ending_of(self.rulebase, self.relevance, self.verdicts, self.told.settled)

    @cached_property
    def assessment(self) -> Assessment:
        """Return the assessment of what is known, which two readers have agreed on.

        "Not sure" counts here as it does without a plain check: who stops before the check is not
        told less than who has none. While the check may still change that, it is not complete.
        """
        from triage.session.agreement import assess_twice  # noqa: PLC0415  (imports experta)

        assessment = assess_twice(self.rulebase, self.facts, self.raw)
        if self.due is not None and self.due.check_of:
            return assessment.model_copy(update={"complete": False})
        return assessment


def _unremarkable(rulebase: RuleBase, screen: Screen) -> dict[str, RawValue]:
    """Return an answer by which nothing stands out.

    No to every line, the first choice (by custom the most common one), a question's `usual` number,
    what settles a plain check.
    """
    if screen.check_of:
        return {screen.id: screen.settles is Settles.YES}
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
