"""The interview loop: the same for every front."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from triage.cli.terminal.front import Answered, Ended, EndOfInputError, Front, Wish
from triage.errors import FactsError
from triage.explain.words import named
from triage.session.answers import describe_raw
from triage.session.screen import Screen
from triage.session.session import Session
from triage.session.why import QuestionReason
from triage.wording import _, ngettext

MOST_REASONS = 4

MOST_DENIED = 3
"""Things named of a list that was answered with "none of these"."""


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
        self._read_anything = False

    def run(self) -> Ending:
        """Ask until nothing that matters is left, an emergency shows, or the person stops."""
        problem = ""
        while True:
            if self.session.is_emergency:
                return Ending.EMERGENCY
            screen = self.session.next_question()
            if screen is None:
                over = self.session.why_over()
                if self._review(over.text if over else ""):
                    continue
                return Ending.FINISHED
            screen = screen.model_copy(update={"expected": self.session.expected_screens()})
            reply = self.front.ask(screen, len(self.session.answers) + 1, problem)
            if isinstance(reply, Ended):
                return Ending.INPUT_ENDED if self._read_anything else Ending.NO_INPUT
            self._read_anything = True
            if reply is Wish.QUIT:
                return Ending.QUIT
            problem = self._do(screen, reply)

    def _do(self, screen: Screen, reply: Answered | Wish) -> str:
        """Carry out a reply; return what was wrong with it, or nothing."""
        match reply:
            case Answered(value):
                try:
                    self.session.answer(screen.id, value)
                except FactsError as error:
                    return str(error)
                self.saved()
            case Wish.BACK:
                if self.session.back() is None:
                    return _("This is the first question.")
                self.saved()
            case Wish.WHY:
                self.front.tell(why_lines(screen, self.session.why(screen)))
            case Wish.HELP:
                self.front.tell(["", screen.help, controls()])
            case Wish.REVIEW:
                self._review()
            case Wish.QUIT:
                pass
        return ""

    def _review(self, why_over: str = "") -> bool:
        """Show all answers and let the person change some; return whether any was changed."""
        changed = False
        so_far = _("Your answers so far:")  # not inside an f-string: extraction would miss it
        heading = f"{why_over} {so_far}".lstrip()
        while self.session.answers:
            lines = [self._answer_line(place) for place in range(len(self.session.answers))]
            try:
                chosen = self.front.pick(heading, lines)
            except EndOfInputError:
                return changed
            if chosen is None:
                return changed
            changed |= self._change(chosen)
            if self.session.is_emergency:
                return True
        return changed

    def _change(self, place: int) -> bool:
        screen = self.session.screen_of_answer(place)
        problem = ""
        while True:
            reply = self.front.ask(screen, place + 1, problem)
            if isinstance(reply, Ended) or (
                isinstance(reply, Wish) and reply in {Wish.BACK, Wish.QUIT, Wish.REVIEW}
            ):
                return False
            if isinstance(reply, Answered):
                try:
                    self.session.change(place, reply.value)
                except FactsError as error:
                    problem = str(error)
                    continue
                self.saved()
                return True
            problem = self._do(screen, reply)

    def _answer_line(self, place: int) -> str:
        answer = self.session.answers[place]
        facts = self.session.rulebase.facts
        question = self.session.screen_of_answer(place)
        if not question.items:
            ((name, value),) = answer.values.items()
            return f"{facts[name].label}: {describe_raw(facts[name], value)}"
        said = [
            f"{facts[name].label}: {describe_raw(facts[name], value)}"
            for name, value in answer.values.items()
            if value is not False
        ]
        if said and len(said) < len(answer.values):
            said.append(_("no to the rest"))
        names = named((facts[item.fact].label for item in question.items), MOST_DENIED)
        none = _("none of these")
        return "; ".join(said) or f"{none}: {names}"


def controls() -> str:
    """Return what can be typed at any question."""
    return _(
        "At any question you can type: back (to the last question), why (we ask this), help, "
        "review (see and change your answers), quit."
    )


def why_lines(screen: Screen, reasons: list[QuestionReason]) -> list[str]:
    """Return why a question is asked: in short, then the worries behind it, most urgent first."""
    lines = ["", _("Why we ask: {why}").format(why=screen.why)]
    for reason in reasons[:MOST_REASONS]:
        cited = f" [{', '.join(map(str, reason.sources))}]" if reason.sources else ""
        if reason.disposition is None:
            lines.append(f"  - {reason.title}: {reason.worry}{cited} ({reason.code})")
        else:
            line = _("To rule out: {worry}{cited} (rule {rule})")
            line = line.format(worry=reason.worry, cited=cited, rule=reason.code)
            lines.append(f"  - {line}")
    if len(reasons) > MOST_REASONS:
        more = len(reasons) - MOST_REASONS
        line = ngettext("and {count} more", "and {count} more", more).format(count=more)
        lines.append(f"  - {line}")
    return lines
