"""The interview as an object: the next question, an answer, a step back, the assessment."""

from __future__ import annotations

from collections.abc import Collection

from triage.content.load import own_rulebase
from triage.errors import SessionError, printable
from triage.model.assessment import Assessment
from triage.model.fact import Facts
from triage.model.rule import RawValue
from triage.model.rulebase import RuleBase
from triage.session.answers import Answer, Given, values_of
from triage.session.saved import SetAside, answers_from_dict, answers_to_dict
from triage.session.screen import JOIN, Screen, screen_named
from triage.session.state import State
from triage.session.told import as_said, told_by
from triage.session.why import Ending, QuestionReason, reasons_to_ask


class Session:
    """One person's interview. Not shared between threads; sessions do not disturb one another.

    Every answer is kept, including "not sure". What to ask is read off the quick form. An
    assessment is inferred by experta, with the reference evaluator run beside it: where the two
    should ever differ, the doubtful point counts as unknown and the more urgent level holds.

    "No" to a group line is "no" to every fact behind it that nothing else was said of. What a
    person is not sure of and can find out is asked again as a plain check; until then it counts as
    unknown for what is asked next, and in an assessment as "not sure" does without a check.
    """

    def __init__(self, rulebase: RuleBase | None = None) -> None:
        """Start an empty interview on `rulebase` (default: the one that comes with us)."""
        self.rulebase = rulebase if rulebase is not None else own_rulebase()
        self.set_aside: list[SetAside] = []
        self._state = State(self.rulebase)

    @property
    def answers(self) -> tuple[Answer, ...]:
        """Return every answer that counts, in the order given."""
        return self._state.answers

    @property
    def raw(self) -> dict[str, RawValue]:
        """Return the latest raw value of each fact, "not sure" included.

        Facts that a group line or a plain check has settled are among them: it is what `assess`
        takes.
        """
        return dict(self._state.raw)

    @property
    def said(self) -> dict[str, RawValue]:
        """Return what was said, as a report tells it.

        It is `raw`, but with `group:<question>` where a group line was denied, in place of the
        facts behind it.
        """
        return as_said(self.rulebase, self.answers)

    @property
    def facts(self) -> Facts:
        """Return what is known so far."""
        return dict(self._state.facts)

    @property
    def is_emergency(self) -> bool:
        """Return whether an emergency rule is true: the interview is over."""
        return self._state.is_emergency

    def next_question(self) -> Screen | None:
        """Return the next screen, or None when no further answer can change the assessment."""
        return self._state.due

    def expected_screens(self) -> int:
        """Return how many screens follow the one that is due, if nothing remarkable is answered."""
        return self._state.expected_screens

    def answer(self, question_id: str, value: Given | None) -> None:
        """Take an answer to a question (see `triage.session.answers.values_of` for the forms).

        The question need not be the one asked, and its facts need not be those shown just now; an
        answer given before is replaced.

        Raises SessionError for an unknown question, FactsError for an answer that does not fit.
        """
        due = self._if_due(question_id)
        values = self._values(due or self._whole(question_id), value)
        answer = Answer(question_id, values, due.remaining if due else None)
        self._take((*self.answers, answer))

    def _take(self, answers: tuple[Answer, ...]) -> None:
        """Make these the answers; raises FactsError, and changes nothing, when they do not fit."""
        state = State(self.rulebase, answers)
        _ = state.facts
        self._state = state

    def _values(self, screen: Screen, given: Given | None) -> dict[str, RawValue]:
        """Return the values of an answer to `screen`: of its lines, and of others that it names.

        A line of the same question that was not shown is taken when the answer names it, and is
        never "no" because the answer does not.
        """
        values = values_of(self._whole(screen.id), given)
        named = given if isinstance(given, Collection) and not isinstance(given, str) else ()
        return {fact: one for fact, one in values.items() if fact in screen.facts or fact in named}

    def screen(self, question_id: str) -> Screen:
        """Return the screen of a question as it would be shown now.

        What is not due is shown with all its lines. Raises SessionError for an unknown id.
        """
        return self._if_due(question_id) or self._whole(question_id)

    def _if_due(self, question_id: str) -> Screen | None:
        due = self._state.due
        return due if due is not None and due.id == question_id else None

    def _whole(self, screen_id: str, lines: Collection[str] | None = None) -> Screen:
        """Return a screen with all its lines, or those in `lines`; raises SessionError."""
        screen = screen_named(self.rulebase, str(screen_id), lines)
        if screen is not None:
            return screen
        names = str(screen_id).split(JOIN)
        unknown = [name for name in names if name not in self.rulebase.questions]
        if unknown:
            message = f"no such question: `{printable(unknown[0][:80])}`"
            raise SessionError(message)
        message = f"these questions do not share a screen: `{printable(screen_id[:80])}`"
        raise SessionError(message)

    def screen_of_answer(self, place: int) -> Screen:
        """Return the screen that the answer at `place` (from 0) was given to."""
        answer = self.answers[place]
        return self._whole(answer.question, answer.values)

    def change(self, place: int, value: Given | None) -> None:
        """Replace the answer at `place` (from 0), keeping all others.

        The answer to a plain check goes with the "not sure" that it was asked for.

        Raises FactsError for an answer that does not fit; the old one then stays.
        """
        screen = self.screen_of_answer(place)
        values = self._values(screen, value)
        # What was said of the screens that follow does not hold for other answers.
        changed = [Answer(one.question, one.values) for one in self.answers]
        changed[place] = Answer(screen.id, values)
        moot = told_by(self.rulebase, changed).moot
        self._take(tuple(one for at, one in enumerate(changed) if at not in moot))

    def back(self) -> str | None:
        """Take the last answer back; return its question id, or None at the beginning."""
        if not self.answers:
            return None
        *before, last = self.answers
        self._state = State(self.rulebase, tuple(before))
        return last.question

    def assess(self) -> Assessment:
        """Return the assessment of what is known so far; it is final when it says `complete`.

        The first in a thread takes some tenths of a second, to build the network of experta.
        """
        return self._state.assessment

    def why(self, question: str | Screen, line: str = "") -> list[QuestionReason]:
        """Return why a question is asked: the open rules it serves, most urgent first.

        Of one `line` (one of the screen's `facts`), only those that this line serves.
        """
        screen = self.screen(question) if isinstance(question, str) else question
        facts = screen.behind(line) if line else screen.asks_about
        return reasons_to_ask(self.rulebase, self._state.relevance, facts)

    def why_over(self) -> Ending | None:
        """Return why no further question matters; None while one does."""
        return self._state.ending

    def to_dict(self) -> dict[str, object]:
        """Return the session as plain data (health data: keep it safe)."""
        return answers_to_dict(self.rulebase, self.answers, self.set_aside)

    @classmethod
    def from_dict(cls, data: object, rulebase: RuleBase | None = None) -> Session:
        """Return a session from `to_dict()` data.

        Answers that no longer fit the rule base are in `set_aside`, with the reason; their
        questions are asked again. Raises SavedSessionError if `data` is not a saved session.
        """
        session = cls(rulebase)
        answers, session.set_aside = answers_from_dict(session.rulebase, data)
        session._state = State(session.rulebase, tuple(answers))
        return session
