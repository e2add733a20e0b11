"""Which question comes next.

Only facts in the residual of something that can still change the assessment are asked. Among the
questions that set such facts, the one that serves the most urgent open rule comes first; among
emergencies the one that can settle most of them; else the natural order decides (where it hurts
before medicines), so that a conversation does not jump. Short checklists that are due share a
screen, but what only a remedy asks for never stands between warning signs.

A checklist behind a group line is put on a screen of its own, and before it, unless its group line
was answered, the screen of group lines: every line of it behind which something still matters. The
plain check of what a person was not sure of comes before everything else.

Every screen is held to what the last one said: "at most 7 more" is then at most 6.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import TypeAlias

from triage.logic.relevance import Demand, Relevance
from triage.model.question import Question
from triage.model.rulebase import RuleBase
from triage.session.screen import Screen, check_screen, group_screen, screen_of
from triage.session.told import Told
from triage.terms import Disposition, QuestionKind

MOST_LINES = 12
"""Lines on a screen of several checklists; a single long checklist is not cut."""


_AskedBy: TypeAlias = Sequence[tuple[Demand, frozenset[str]]]
"""What is open, most urgent first, each with the facts that are worth asking for it now."""


@dataclass(frozen=True, slots=True)
class _Due:
    """Questions worth asking now, the next one first, and how urgent each is (0-4).

    All serve open warning signs, or (urgency 0) all serve remedies alone.
    """

    names: tuple[str, ...]
    urgency: Mapping[str, int]

    @property
    def for_safety(self) -> bool:
        return bool(self.names) and self.urgency[self.names[0]] > 0


class QuestionOrder:
    """The natural order of a rule base's questions, and the choice of the next screen."""

    def __init__(self, rulebase: RuleBase) -> None:
        """Bind to a rule base."""
        self._rulebase = rulebase
        self._place = {name: place for place, name in enumerate(rulebase.questions)}
        self._place_of_fact = {name: place for place, name in enumerate(rulebase.facts)}
        self._topic = {one.id: topic.title for topic in rulebase.topics for one in topic.questions}

    def next_screen(
        self, relevance: Relevance, told: Told, most: int | None = None
    ) -> Screen | None:
        """Return the next screen, or None when nothing that matters is left to ask.

        `told` is what was said so far. `most` is how many screens were said to follow at most,
        this one among them (None: nothing was said): when every screen that is left must close a
        question for that to hold, this one shows all lines of its first question that can still
        matter, also those not worth asking yet.
        """
        settled = told.settled
        if told.unchecked and (unsure := told.unchecked & relevance.facts):
            fact = min(unsure, key=self._place_of_fact.__getitem__)
            others = self._still(relevance.facts - settled - unsure, told) + len(unsure) - 1
            return check_screen(self._rulebase, fact, others)
        asked_by = [(one, relevance.askable(one) - settled) for one in relevance.demands]
        due = self._due(relevance, settled, asked_by)
        if not due.names:
            return None
        left = relevance.facts - settled
        first = due.names[0]
        group = self._rulebase.questions[first].group
        if group is not None and told.is_closed(self._rulebase.questions[first]):
            closed = self._closed(left, told)[group.screen]
            return group_screen(self._rulebase, group.screen, closed, self._still(left, told) - 1)
        lines = self._lines(relevance, settled, due, asked_by)
        if most is not None and self._still(left, told) >= most:
            lines[first] = left.intersection(self._rulebase.questions[first].facts)
        questions = self._together(due, lines)
        shown = frozenset().union(*(lines[question.id] for question in questions))
        rest = self._still(left - shown, told) + len(shown & self._rulebase.plain_checks.keys())
        return screen_of(questions, self._topic[first], shown, rest)

    def _still(self, left: frozenset[str], told: Told) -> int:
        """Return how many screens can follow at most while the facts in `left` are to be asked.

        One for each question, each screen of group lines, and each plain check.
        """
        checks = len(left & self._rulebase.plain_checks.keys())
        return len(self._questions_of(left)) + len(self._closed(left, told)) + checks

    def _questions_of(self, facts: frozenset[str]) -> set[str]:
        return {self._rulebase.facts[fact].question for fact in facts}

    def _closed(self, left: frozenset[str], told: Told) -> Mapping[str, set[str]]:
        """Return the questions with facts in `left` that are still closed, by group screen."""
        found: dict[str, set[str]] = defaultdict(set)
        for name in self._questions_of(left):
            question = self._rulebase.questions[name]
            if question.group is not None and told.is_closed(question):
                found[question.group.screen].add(name)
        return found

    def _due(self, relevance: Relevance, settled: frozenset[str], asked_by: _AskedBy) -> _Due:
        definitions = self._rulebase.facts
        for fact in self._rulebase.manifest.opening:
            if fact not in settled and fact in relevance.facts:
                question_id = definitions[fact].question
                return _Due((question_id,), {question_id: 0})
        urgency: dict[str, int] = {}
        alarms: Counter[str] = Counter()
        for demand, asked in asked_by:
            for fact in asked:
                question = self._rulebase.questions[definitions[fact].question]
                urgency[question.id] = max(urgency.get(question.id, 0), demand.urgency)
                # A checklist can raise the alarm by itself; a guard such as age cannot.
                listed = question.kind is QuestionKind.CHECKLIST
                if listed and demand.urgency == Disposition.EMERGENCY_NOW.urgency:
                    alarms[question.id] += 1
        names = sorted(urgency, key=lambda name: (-urgency[name], -alarms[name], self._place[name]))
        safety = any(urgency.values())
        return _Due(tuple(name for name in names if (urgency[name] > 0) is safety), urgency)

    def _lines(
        self, relevance: Relevance, settled: frozenset[str], due: _Due, asked_by: _AskedBy
    ) -> dict[str, frozenset[str]]:
        """Return, per question that is due, the facts to show: askable now, or just behind.

        A fact behind a guard is shown with the guard where both stand in one question, so that a
        question is not put twice. While warning signs are open, lines that only a remedy asks for
        wait: they come when it is known what kind of help is wanted.
        """
        definitions = self._rulebase.facts
        shown: dict[str, set[str]] = defaultdict(set)
        for demand, asked in asked_by:
            if due.for_safety and not demand.urgency:
                break  # demands come most urgent first
            questions = {definitions[fact].question for fact in asked}
            for fact in relevance.residual.facts(demand.node) - settled:
                if definitions[fact].question in questions:
                    shown[definitions[fact].question].add(fact)
        # An opening question is put before its turn, when nothing asks for it yet.
        early = relevance.facts - settled if not shown.keys() >= set(due.names) else frozenset()
        own = {name: early.intersection(self._rulebase.questions[name].facts) for name in due.names}
        return {name: frozenset(shown[name]) or own[name] for name in due.names}

    def _together(self, due: _Due, lines: Mapping[str, frozenset[str]]) -> list[Question]:
        """Return the first question that is due, with further checklists of its topic that fit.

        The most urgent come first, then the natural order; none overtakes a more urgent one that
        does not fit, or that has a group line: it stands alone, as does everything that is no
        checklist. Once no warning sign is open, none overtakes any question.
        """
        questions = self._rulebase.questions
        first = questions[due.names[0]]
        if first.kind is not QuestionKind.CHECKLIST or first.group is not None:
            return [first]
        chosen = [first]
        lists = {name for name in due.names if questions[name].kind is QuestionKind.CHECKLIST}
        alone = {name for name in lists if questions[name].group is not None}
        if due.for_safety:
            rest = sorted(
                lists - {first.id}, key=lambda name: (-due.urgency[name], self._place[name])
            )
        else:
            rest = list(takewhile((lists - alone).__contains__, due.names[1:]))
        room = MOST_LINES - len(lines[first.id])
        left_out = 0
        for name in rest:
            elsewhere = self._topic[name] != self._topic[first.id]
            if name in alone or elsewhere or len(lines[name]) > room:
                left_out = max(left_out, due.urgency[name])
            elif due.urgency[name] >= left_out:
                chosen.append(questions[name])
                room -= len(lines[name])
        return sorted(chosen, key=lambda one: self._place[one.id] if one is not first else -1)
