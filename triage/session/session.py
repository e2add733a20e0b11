"""The interview as an object: the next question, an answer, a step back, the assessment."""

from __future__ import annotations

import threading
from collections.abc import Collection

from triage.backends.rete.engine import ReteEngine
from triage.backends.rete.pace import AT_ONCE, Gentle, Pace
from triage.content.load import own_rulebase
from triage.errors import SessionError, printable
from triage.locks import Guard
from triage.logic.conclude import conclude
from triage.logic.disposition import settled_disposition
from triage.logic.program import program_of
from triage.logic.quick import quick_verdicts
from triage.logic.reference import ReferenceVerdicts, evaluate_program
from triage.logic.relevance import Relevance
from triage.logic.truth import Truth
from triage.model.assessment import Assessment
from triage.model.fact import Facts
from triage.model.given import read_facts, told_not_sure
from triage.model.question import Question
from triage.model.rule import RawValue
from triage.model.rulebase import RuleBase
from triage.session.agreement import agreed
from triage.session.answers import Answer, Given, values_of
from triage.session.ending import Ending, ending_of
from triage.session.next_question import QuestionOrder
from triage.session.progress import expected_screens
from triage.session.saved import SetAside, answers_from_dict, answers_to_dict
from triage.session.screen import JOIN, Screen, screen_of, share_a_screen
from triage.session.why import QuestionReason, reasons_to_ask
from triage.terms import Disposition
from triage.wording import _, speaking


class Session:
    """One person's interview. Not shared between threads; sessions do not disturb one another.

    Every answer is kept, including "not sure". Inference is done by experta, and the reference
    evaluator is run beside it: where the two should ever differ, the doubtful point counts as
    unknown and the more urgent level holds.
    """

    def __init__(self, rulebase: RuleBase | None = None) -> None:
        """Start an empty interview on `rulebase` (default: the one that comes with us)."""
        self.rulebase = rulebase if rulebase is not None else own_rulebase()
        self.answers: list[Answer] = []
        self.set_aside: list[SetAside] = []
        self._order = QuestionOrder(self.rulebase)
        self._engine: ReteEngine | None = None
        self._building = Guard()

    def warm(self) -> None:
        """Build the inference network in the background, while the person reads."""
        threading.Thread(target=self._reader, args=(Gentle(),), daemon=True).start()

    def _reader(self, pace: Pace = AT_ONCE) -> ReteEngine:
        with self._building:
            if self._engine is None:
                self._engine = ReteEngine(self.rulebase, pace=pace)
            return self._engine

    @property
    def raw(self) -> dict[str, RawValue]:
        """Return the latest raw value given for each fact, "not sure" included."""
        return {fact: value for one in self.answers for fact, value in one.values.items()}

    @property
    def facts(self) -> Facts:
        """Return what is known so far."""
        return read_facts(self.rulebase, self.raw)

    @property
    def is_emergency(self) -> bool:
        """Return whether an emergency rule has fired: the interview is over."""
        verdicts = quick_verdicts(self.rulebase, self.facts)
        return settled_disposition(verdicts) is Disposition.EMERGENCY_NOW

    def next_question(self) -> Screen | None:
        """Return the next screen, or None when no further answer can change the assessment."""
        most = self.answers[-1].most if self.answers else None
        return self._order.next_screen(self._relevance(), frozenset(self.raw), most)

    def expected_screens(self) -> int:
        """Return how many screens follow the one that is due, if nothing remarkable is answered."""
        return expected_screens(self.rulebase, self._order, self.raw)

    def _relevance(self) -> Relevance:
        verdicts = quick_verdicts(self.rulebase, self.facts)
        return Relevance(self.rulebase, verdicts, frozenset(self.raw))

    def answer(self, question_id: str, value: Given | None) -> None:
        """Take an answer to a question (see `triage.session.answers.values_of` for the forms).

        The question need not be the one asked, and its facts need not be those shown just now; an
        answer given before is replaced.

        Raises SessionError for an unknown question, FactsError for an answer that does not fit.
        """
        due = self._if_due(question_id)
        values = self._values(due or self._whole(question_id), value)
        facts = read_facts(self.rulebase, {**self.raw, **values})
        self.answers.append(Answer(question_id, values, due.remaining if due else None))
        if self._engine is not None:
            self._engine.update(facts)

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

        A checklist that is not due shows all its lines. Raises SessionError for an unknown id.
        """
        return self._if_due(question_id) or self._whole(question_id)

    def _if_due(self, question_id: str) -> Screen | None:
        due = self.next_question()
        return due if due is not None and due.id == question_id else None

    def _whole(self, question_id: str) -> Screen:
        questions = self._questions(question_id)
        return screen_of(questions, "", frozenset(fact for one in questions for fact in one.facts))

    def _questions(self, screen_id: str) -> list[Question]:
        """Return the questions of a screen; raises SessionError when one does not exist."""
        names = str(screen_id).split(JOIN)
        unknown = [name for name in names if name not in self.rulebase.questions]
        if unknown:
            message = f"no such question: `{printable(unknown[0][:80])}`"
            raise SessionError(message)
        questions = [self.rulebase.questions[name] for name in dict.fromkeys(names)]
        if len(names) > 1 and not share_a_screen(questions, len(names)):
            message = f"these questions do not share a screen: `{printable(screen_id[:80])}`"
            raise SessionError(message)
        return questions

    def screen_of_answer(self, place: int) -> Screen:
        """Return the screen that the answer at `place` (from 0) was given to."""
        answer = self.answers[place]
        return screen_of(self._questions(answer.question), "", frozenset(answer.values))

    def change(self, place: int, value: Given | None) -> None:
        """Replace the answer at `place` (from 0), keeping all others.

        Raises FactsError for an answer that does not fit; the old one then stays.
        """
        screen = self.screen_of_answer(place)
        values = self._values(screen, value)
        # What was said of the screens that follow does not hold for other answers.
        changed = [Answer(one.question, one.values) for one in self.answers]
        changed[place] = Answer(screen.id, values)
        read_facts(self.rulebase, {k: v for one in changed for k, v in one.values.items()})
        self.answers = changed

    def back(self) -> str | None:
        """Take the last answer back; return its question id, or None at the beginning."""
        return self.answers.pop().question if self.answers else None

    def assess(self) -> Assessment:
        """Return the assessment of what is known so far; it is final when it says `complete`."""
        facts = self.facts
        reference = evaluate_program(program_of(self.rulebase), facts)
        verdicts, doubtful = agreed(self.rulebase, reference, self._infer(facts))
        program = program_of(self.rulebase)
        not_sure = told_not_sure(self.rulebase, self.raw)
        both = ReferenceVerdicts(program, facts, verdicts)
        assessment = conclude(self.rulebase, facts, both, not_sure)
        if doubtful:
            with speaking(self.rulebase.language):
                why = _(
                    "Two checks inside this program did not agree, so it cannot decide. "
                    "Speak to a clinician."
                )
            return assessment.model_copy(update={"why": f"{why} {assessment.why}"})
        return assessment

    def _infer(self, facts: Facts) -> dict[str, Truth]:
        engine = self._reader()
        engine.update(facts)
        return engine.verdicts()

    def why(self, question: str | Screen) -> list[QuestionReason]:
        """Return why a question is asked: the open rules it serves, most urgent first."""
        screen = self.screen(question) if isinstance(question, str) else question
        return reasons_to_ask(self.rulebase, self._relevance(), screen.facts)

    def why_over(self) -> Ending | None:
        """Return why no further question matters; None while one does."""
        verdicts = quick_verdicts(self.rulebase, self.facts)
        return ending_of(self.rulebase, self._relevance(), verdicts, frozenset(self.raw))

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
        session.answers, session.set_aside = answers_from_dict(session.rulebase, data)
        return session
