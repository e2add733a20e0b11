"""One question as it is put to a person now: only the lines that still matter."""

from __future__ import annotations

from triage.model.frozen import Frozen
from triage.model.question import Choice, Item, Question, Unit
from triage.terms import QuestionKind


class Screen(Frozen):
    """A question to show, from `Session.next_question()`.

    `facts` are the ids this screen can set. `items` (checklists) holds only lines that can still
    matter. `remaining` is the largest number of screens that can follow this one.
    """

    id: str
    kind: QuestionKind
    topic: str
    ask: str
    help: str
    why: str
    facts: tuple[str, ...]
    choices: tuple[Choice, ...] = ()
    items: tuple[Item, ...] = ()
    unit: str = ""
    at_least: int = 0
    at_most: int = 0
    units: tuple[Unit, ...] = ()
    remaining: int = 0


def screen_of(question: Question, topic: str, facts: frozenset[str], remaining: int) -> Screen:
    """Return the screen for `question`, with the checklist lines whose facts are in `facts`."""
    items = tuple(item for item in question.items if item.fact in facts)
    shown = tuple(item.fact for item in items) if items else question.facts
    return Screen(
        id=question.id,
        kind=question.kind,
        topic=topic,
        ask=question.ask,
        help=question.help,
        why=question.why,
        facts=shown,
        choices=question.choices,
        items=items,
        unit=question.unit,
        at_least=question.at_least,
        at_most=question.at_most,
        units=question.units,
        remaining=remaining,
    )
