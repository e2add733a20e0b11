"""Which question comes next.

Only facts in the residual of something that can still change the assessment are asked. Among the
questions that set such facts, the one that serves the most urgent open rule comes first; among
emergencies the one that can settle most of them; else the natural order decides (where it hurts
before medicines), so that a conversation does not jump. Short checklists that are due share a
screen.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from triage.logic.relevance import Relevance
from triage.model.question import Question
from triage.model.rulebase import RuleBase
from triage.session.screen import Screen, screen_of
from triage.terms import Disposition, QuestionKind

MOST_LINES = 22
"""Lines on a screen of several checklists; a single long checklist is not cut."""

SPARE_LINES = 4
"""Lines a screen may have beyond that when all that is due then fits on it."""


class QuestionOrder:
    """The natural order of a rule base's questions, and the choice of the next screen."""

    def __init__(self, rulebase: RuleBase) -> None:
        """Bind to a rule base."""
        self._rulebase = rulebase
        self._place = {name: place for place, name in enumerate(rulebase.questions)}
        self._topic = {one.id: topic.title for topic in rulebase.topics for one in topic.questions}

    def next_screen(self, relevance: Relevance, settled: frozenset[str]) -> Screen | None:
        """Return the next screen, or None when nothing that matters is left to ask.

        `settled` are the facts that are known, or that were asked already.
        """
        due = self._due(relevance, settled)
        if not due:
            return None
        lines = self._lines(relevance, settled, due)
        questions = self._together(due, lines)
        shown = frozenset().union(*(lines[question.id] for question in questions))
        rest = {self._rulebase.facts[fact].question for fact in relevance.facts - settled - shown}
        return screen_of(questions, self._topic[questions[0].id], shown, len(rest))

    def _due(self, relevance: Relevance, settled: frozenset[str]) -> list[str]:
        """Return the questions worth asking now, the next one first."""
        definitions = self._rulebase.facts
        for fact in self._rulebase.manifest.opening:
            if fact not in settled and fact in relevance.facts:
                return [definitions[fact].question]
        urgency: dict[str, int] = {}
        alarms: Counter[str] = Counter()
        for demand in relevance.demands:
            for fact in relevance.askable(demand) - settled:
                question = self._rulebase.questions[definitions[fact].question]
                urgency[question.id] = max(urgency.get(question.id, 0), demand.urgency)
                # A checklist can raise the alarm by itself; a guard such as age cannot.
                listed = question.kind is QuestionKind.CHECKLIST
                if listed and demand.urgency == Disposition.EMERGENCY_NOW.urgency:
                    alarms[question.id] += 1
        return sorted(urgency, key=lambda name: (-urgency[name], -alarms[name], self._place[name]))

    def _lines(
        self, relevance: Relevance, settled: frozenset[str], due: list[str]
    ) -> dict[str, frozenset[str]]:
        """Return, per question that is due, the facts to show: askable now, or just behind.

        A fact behind a guard is shown with the guard where both stand in one question, so that a
        question is not put twice.
        """
        definitions = self._rulebase.facts
        shown: dict[str, set[str]] = defaultdict(set)
        for demand in relevance.demands:
            asked = relevance.askable(demand) - settled
            questions = {definitions[fact].question for fact in asked}
            for fact in relevance.residual.facts(demand.node) - settled:
                if definitions[fact].question in questions:
                    shown[definitions[fact].question].add(fact)
        # An opening question is put before its turn, when nothing asks for it yet.
        early = relevance.facts - settled if not shown.keys() >= set(due) else frozenset()
        own = {name: early.intersection(self._rulebase.questions[name].facts) for name in due}
        return {name: frozenset(shown[name]) or own[name] for name in due}

    def _together(self, due: list[str], lines: dict[str, frozenset[str]]) -> list[Question]:
        """Return the first question that is due, with further checklists that fit its screen."""
        questions = self._rulebase.questions
        first = questions[due[0]]
        if first.kind is not QuestionKind.CHECKLIST:
            return [first]
        chosen = [first]
        listed = [name for name in due if questions[name].kind is QuestionKind.CHECKLIST]
        total = sum(len(lines[name]) for name in listed)
        most = MOST_LINES + SPARE_LINES if total <= MOST_LINES + SPARE_LINES else MOST_LINES
        room = most - len(lines[first.id])
        for name in due[1:]:
            size = len(lines[name])
            if questions[name].kind is QuestionKind.CHECKLIST and size <= room:
                chosen.append(questions[name])
                room -= size
        return sorted(chosen, key=lambda one: self._place[one.id] if one is not first else -1)
