"""Which question comes next.

Only facts in the residual of something that can still change the assessment are asked. Among the
questions that set such facts, the one that serves the most urgent open rule comes first; among
those the natural order decides (where it hurts before medicines), so that a conversation does not
jump. A checklist shows every line that can still matter, so it is never shown twice.
"""

from __future__ import annotations

from collections.abc import Mapping

from triage.logic.relevance import Relevance
from triage.model.rulebase import RuleBase
from triage.session.screen import Screen, screen_of


class QuestionOrder:
    """The natural order of a rule base's questions, and the choice of the next one."""

    def __init__(self, rulebase: RuleBase) -> None:
        """Bind to a rule base."""
        self._rulebase = rulebase
        self._place = {name: place for place, name in enumerate(rulebase.questions)}
        self._topic = {one.id: topic.title for topic in rulebase.topics for one in topic.questions}

    def next_screen(self, relevance: Relevance, settled: frozenset[str]) -> Screen | None:
        """Return the next screen, or None when nothing that matters is left to ask.

        `settled` are the facts that are known, or that were asked already.
        """
        urgency = self._urgency(relevance, settled)
        if not urgency:
            return None
        best = min(urgency, key=lambda name: (-urgency[name], self._place[name]))
        matter = relevance.facts - settled
        questions = {self._rulebase.facts[fact].question for fact in matter}
        question = self._rulebase.questions[best]
        return screen_of(question, self._topic[best], matter, len(questions - {best}))

    def _urgency(self, relevance: Relevance, settled: frozenset[str]) -> Mapping[str, int]:
        """Return the urgency of each question worth asking now: that of its most urgent rule."""
        definitions = self._rulebase.facts
        for fact in self._rulebase.manifest.opening:
            if fact not in settled and fact in relevance.facts:
                return {definitions[fact].question: 0}
        urgency: dict[str, int] = {}
        for demand in relevance.demands:
            for fact in relevance.residual.askable(demand.node) - settled:
                name = definitions[fact].question
                urgency[name] = max(urgency.get(name, 0), demand.urgency)
        return urgency
