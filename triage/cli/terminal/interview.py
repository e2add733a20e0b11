"""The interview loop: the same for every front."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from triage.cli.terminal.draft import Draft
from triage.cli.terminal.front import (
    Answered,
    Ended,
    EndOfInputError,
    Front,
    Picked,
    Turn,
    WhyLine,
    Wish,
)
from triage.cli.terminal.reasons import why_lines
from triage.cli.terminal.recall import answer_line, in_full
from triage.errors import FactsError
from triage.session.answers import Given
from triage.session.screen import Screen
from triage.session.session import Session
from triage.terms import NOT_SURE, QuestionKind
from triage.wording import _


class Ending(Enum):
    """How an interview came to its end."""

    FINISHED = "finished"
    EMERGENCY = "emergency"
    QUIT = "quit"
    NO_INPUT = "no input"
    INPUT_ENDED = "input ended"


class Interview:
    """Leads one session through a front; `saved` is called after every change."""

    def __init__(self, session: Session, front: Front, saved: Callable[[], None]) -> None:
        """Bind to a session, a front, and what to do after each change."""
        self.session = session
        self.front = front
        self.saved = saved
        self._draft = Draft()
        self._read_anything = False

    def run(self) -> Ending:
        """Ask until nothing that matters is left, an emergency shows, or the person stops."""
        problem = ""
        while True:
            if self.session.is_emergency:
                return Ending.EMERGENCY
            screen = self.session.next_question()
            if screen is None:
                if self._review(at_the_end=True):
                    continue
                return Ending.FINISHED
            screen = screen.model_copy(update={"expected": self.session.expected_screens()})
            turn = Turn(len(self.session.answers) + 1, self._draft, problem)
            reply = self.front.ask(screen, turn)
            if isinstance(reply, Ended):
                return Ending.INPUT_ENDED if self._read_anything else Ending.NO_INPUT
            self._read_anything = True
            if reply is Wish.QUIT:
                return Ending.QUIT
            problem = self._do(screen, reply)

    def _do(self, screen: Screen, reply: Answered | Wish | WhyLine) -> str:
        """Carry out a reply; return what was wrong with it, or nothing."""
        match reply:
            case Answered(value):
                try:
                    self.session.answer(screen.id, value)
                except FactsError as error:
                    return str(error)
                self._answered(screen, value)
            case Wish.BACK:
                if not self._back():
                    return _("This is the first question.")
            case Wish.WHY | WhyLine():
                line = reply.line if isinstance(reply, WhyLine) else ""
                self.front.tell(why_lines(screen, self.session.why(screen, line), line))
            case Wish.HELP:
                self.front.tell(["", screen.help, controls()])
            case Wish.REVIEW:
                if not self.session.answers:
                    return _("You have not answered anything yet.")
                self._review()
            case Wish.QUIT:
                pass
        return ""

    def _answered(self, screen: Screen, value: Given) -> None:
        """Put an answer that was taken behind us: save it, and keep a number as it was typed."""
        self._draft.forget(screen)
        number = screen.kind is QuestionKind.NUMBER
        if number and isinstance(value, str) and value != NOT_SURE:
            (fact,) = screen.facts
            self._draft.words[fact] = (self.session.raw[fact], value)
        self.saved()

    def _back(self) -> bool:
        """Take the last answer back, to show it filled in; return whether there was one."""
        if not self.session.answers:
            return False
        self._draft.answers.update(self.session.answers[-1].values)
        self.session.back()
        self.saved()
        return True

    def _review(self, *, at_the_end: bool = False) -> bool:
        """Show all answers and let the person change some; return whether there is more to ask."""
        changed = False
        while self.session.answers:
            lines = [
                answer_line(self.session, place, self._draft)
                for place in range(len(self.session.answers))
            ]
            try:
                chosen = self.front.pick(self._heading(at_the_end=at_the_end), lines)
            except EndOfInputError:
                return changed
            match chosen:
                case Picked.ALL:
                    self.front.tell(
                        [
                            line
                            for place in range(len(self.session.answers))
                            for line in in_full(self.session, place, self._draft)
                        ]
                    )
                case Picked.BACK if at_the_end:
                    return self._back()
                case int():
                    changed |= self._change(chosen)
                case _:
                    return changed
            if self.session.is_emergency:
                return True
        return changed

    def _heading(self, *, at_the_end: bool) -> str:
        """Return what stands above the answers; why nothing more is asked only while that is so."""
        so_far = _("Your answers so far:")  # not inside an f-string: extraction would miss it
        if not at_the_end:
            return so_far
        over = self.session.why_over()
        more = _("After this change there is more to ask. It follows when you go on.")
        return f"{over.text if over else more} {so_far}"

    def _change(self, place: int) -> bool:
        """Put an answered screen again, filled in; return whether the answer was replaced."""
        screen = self.session.screen_of_answer(place)
        self._draft.answers.update(self.session.answers[place].values)
        problem = ""
        while True:
            reply = self.front.ask(screen, Turn(place + 1, self._draft, problem, changing=True))
            if isinstance(reply, Ended) or (
                isinstance(reply, Wish) and reply in {Wish.BACK, Wish.QUIT, Wish.REVIEW}
            ):
                for fact in screen.facts:
                    self._draft.answers.pop(fact, None)
                return False
            if isinstance(reply, Answered):
                try:
                    self.session.change(place, reply.value)
                except FactsError as error:
                    problem = str(error)
                    continue
                self._answered(screen, reply.value)
                return True
            problem = self._do(screen, reply)


def controls() -> str:
    """Return what can be typed at any question."""
    return _(
        "At any question you can type: back (to the last question), why (we ask this), help, "
        "review (see and change your answers), quit."
    )
