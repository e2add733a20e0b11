"""The plain front: numbered lines, one typed reply. For pipes, screen readers and dumb terminals.

Nothing is redrawn and nothing is told by colour alone. What a reply was taken for is said back.
"""

from __future__ import annotations

from collections.abc import Callable

from triage.cli.terminal.front import Answered, Ended, EndOfInputError, Picked, Reply, Turn
from triage.cli.terminal.parse import TypedError, parse_line, parse_pick
from triage.report.as_text import wrapped
from triage.session.answers import Given
from triage.session.screen import Screen
from triage.terms import NOT_SURE, QuestionKind
from triage.wording import _


def how_to_answer(kind: QuestionKind) -> str:
    """Return how a question of this kind is answered by typing."""
    match kind:
        case QuestionKind.YES_NO:
            return _("Type 1, 2 or 3.")
        case QuestionKind.SINGLE_CHOICE:
            return _("Type one number.")
        case QuestionKind.MULTIPLE_CHOICE:
            return _("Type one or more numbers, such as: 1 3")
        case QuestionKind.CHECKLIST:
            return _(
                "Type the numbers that are true, such as: 1 3. "
                "Not sure of one? Put ? after it: 2?. None of these: 0"
            )
        case QuestionKind.NUMBER:
            return _("Type a number, or: not sure")


class PlainFront:
    """Talks in lines through `read` (a line, without its end; EOFError at the end) and `write`."""

    def __init__(
        self, read: Callable[[str], str], write: Callable[[str], None], width: Callable[[], int]
    ) -> None:
        """Bind to a reader of lines, a writer of lines, and the width to wrap at."""
        self._read = read
        self._write = write
        self._width = width

    def say(self, lines: list[str]) -> None:
        """Write the lines, wrapped."""
        for line in lines:
            indent = line[: len(line) - len(line.lstrip())]
            rest = f"{indent}  " if indent else ""
            for part in wrapped(line.strip(), self._width(), indent, rest):
                self._write(part)

    def tell(self, lines: list[str]) -> None:
        """Write the lines: nothing is drawn over them."""
        self.say(lines)

    def ask(self, screen: Screen, turn: Turn) -> Reply:
        """Show the question with numbered lines and read one reply.

        An empty line keeps an earlier answer, which has just been shown; else it is none.
        """
        earlier = turn.draft.earlier(screen)
        if turn.problem:
            self.say([turn.problem])
        else:
            self.say(["", heading_of(screen, turn)])
            self.say([screen.ask, *lines_of(screen), how_to_answer(screen.kind)])
        if earlier is not None:
            self.say([so_far(screen, earlier)])
        while True:
            try:
                line = self._read("> ")
            except EOFError:
                return Ended()
            try:
                if earlier is not None and not line.strip():
                    reply: Reply = Answered(earlier)
                else:
                    reply = parse_line(screen, line)
            except TypedError as error:
                also = _("You can also type back, why, help, review or quit.")
                self.say([_("Sorry: {error}.").format(error=error) + f" {also}"])
                continue
            if isinstance(reply, Answered):
                self.say([_("Taken as: {answer}").format(answer=said(screen, reply))])
            return reply

    def pick(self, heading: str, lines: list[str]) -> int | Picked:
        """Show numbered lines; return the chosen index, or to go on for an empty line."""
        self.say(["", heading, *(f"  {at}) {line}" for at, line in enumerate(lines, 1))])
        while True:
            try:
                text = self._read(_("Number to change, all to see them in full, or Enter> "))
            except EOFError as error:
                raise EndOfInputError from error
            if not text.strip():
                return Picked.GO_ON
            try:
                return parse_pick(text, len(lines))
            except TypedError as error:
                self.say([_("Sorry: {error}.").format(error=error)])


def outlook(screen: Screen) -> str:
    """Return in words how many screens likely follow."""
    if screen.remaining == 0:
        return _("the last one")
    likely = screen.remaining if screen.expected is None else screen.expected
    if likely == 0:
        return _("perhaps the last one")
    return _("about {count} more").format(count=likely)


def heading_of(screen: Screen, turn: Turn) -> str:
    """Return what stands above a question: its number, how many follow, and the topic."""
    if turn.changing:
        return _("Changing answer {number}.").format(number=turn.number)
    heading = _("Question {number} ({more}). {topic}")
    return heading.format(number=turn.number, more=outlook(screen), topic=screen.topic)


def so_far(screen: Screen, earlier: Given) -> str:
    """Return the sentence that shows an earlier answer, which Enter keeps."""
    line = _("Your answer so far: {answer}. Enter keeps it.")
    return line.format(answer=said(screen, Answered(earlier)))


def yes_no_lines() -> list[str]:
    """Return the three answers to a yes/no question."""
    return [_("Yes"), _("No"), _("Not sure")]


def lines_of(screen: Screen) -> list[str]:
    """Return the numbered lines of a question."""
    match screen.kind:
        case QuestionKind.YES_NO:
            return [f"  {at}) {text}" for at, text in enumerate(yes_no_lines(), 1)]
        case QuestionKind.SINGLE_CHOICE | QuestionKind.MULTIPLE_CHOICE:
            texts = [*(one.text for one in screen.choices), _("Not sure")]
            return [f"  {at}) {text}" for at, text in enumerate(texts, 1)]
        case QuestionKind.CHECKLIST:
            return _checklist_lines(screen)
        case QuestionKind.NUMBER:
            return []


def _checklist_lines(screen: Screen) -> list[str]:
    """Return numbered lines, each further question of the screen above its own."""
    headings = {heading.first: heading.ask for heading in screen.headings}
    lines: list[str] = []
    for place, item in enumerate(screen.items):
        if place in headings:
            lines.append(headings[place])
        lines.append(f"  {place + 1}) {item.text}")
    return lines


def said(screen: Screen, reply: Answered) -> str:
    """Return in words what an answer was taken for."""
    value = reply.value
    if value == NOT_SURE:
        return _("not sure")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return f"{value} {(value == 1 and screen.unit_one) or screen.unit}"
    if isinstance(value, str):  # a number with its unit stays as it was typed
        return next((one.text for one in screen.choices if one.value == value), value)
    if isinstance(value, list) and screen.choices:
        return "; ".join(one.text for one in screen.choices if one.value in value)
    marks = value if isinstance(value, dict) else dict.fromkeys(value, True)
    yes = [item.label for item in screen.items if marks.get(item.fact) is True]
    doubt = [item.label for item in screen.items if marks.get(item.fact) == NOT_SURE]
    parts = []
    if yes:
        parts.append(_("yes to {names}").format(names="; ".join(yes)))
    if doubt:
        parts.append(_("not sure about {names}").format(names="; ".join(doubt)))
    if not parts:
        return _("none of these")
    if len(yes) + len(doubt) < len(screen.items):
        parts.append(_("no to the rest"))
    return ". ".join(parts)


def said_of_each(screen: Screen, reply: Answered) -> list[tuple[str, str]]:
    """Return each question of the screen with what its answer was taken for."""
    marks = dict.fromkeys(reply.value, True) if isinstance(reply.value, list) else reply.value
    if not screen.headings or not isinstance(marks, dict):
        return [(screen.ask, said(screen, reply))]
    firsts = [(0, screen.ask), *((one.first, one.ask) for one in screen.headings)]
    ends = [*(first for first, _ask in firsts[1:]), len(screen.items)]
    told = []
    for (first, ask), end in zip(firsts, ends, strict=True):
        items = screen.items[first:end]
        part = screen.model_copy(update={"items": items})
        told.append((ask, said(part, Answered({i.fact: marks.get(i.fact, False) for i in items}))))
    return told
