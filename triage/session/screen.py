"""One screen as it is put to a person now: only the lines that still matter.

A screen shows one question, or several short checklists one below the other, each under its own
heading. Its id is then the ids of the questions, joined by `+`.
"""

from __future__ import annotations

from collections.abc import Sequence

from triage.model.frozen import Frozen
from triage.model.question import Choice, Item, Question, Unit
from triage.terms import QuestionKind

JOIN = "+"


class Heading(Frozen):
    """What stands above the line at index `first` of a screen of several checklists."""

    first: int
    ask: str


class Screen(Frozen):
    """A question to show, from `Session.next_question()`.

    `facts` are the ids this screen can set. `items` (checklists) holds only lines that can still
    matter; `headings` the questions after the first on a screen of several. `remaining` is how
    many questions can still matter after it, and no more screens than that will follow, whatever
    is answered in turn; `expected` how many will if nothing stands out, where known.
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
    headings: tuple[Heading, ...] = ()
    unit: str = ""
    unit_one: str = ""
    at_least: int = 0
    at_most: int = 0
    units: tuple[Unit, ...] = ()
    remaining: int = 0
    expected: int | None = None


def share_a_screen(questions: Sequence[Question], count: int) -> bool:
    """Return whether `count` questions are as many different checklists."""
    checklists = {one.id for one in questions if one.kind is QuestionKind.CHECKLIST}
    return len(checklists) == count


def screen_of(
    questions: Sequence[Question], topic: str, facts: frozenset[str], remaining: int = 0
) -> Screen:
    """Return the screen for one question, or for several checklists.

    Of checklists, the lines whose facts are in `facts` are shown.
    """
    first = questions[0]
    items: list[Item] = []
    headings: list[Heading] = []
    for question in questions:
        if items:
            headings.append(Heading(first=len(items), ask=question.ask))
        items += [item for item in question.items if item.fact in facts]
    return Screen(
        id=JOIN.join(question.id for question in questions),
        kind=first.kind,
        topic=topic,
        ask=first.ask,
        help=" ".join(dict.fromkeys(question.help for question in questions)),
        why=" ".join(dict.fromkeys(question.why for question in questions)),
        facts=tuple(item.fact for item in items) if items else first.facts,
        choices=first.choices,
        items=tuple(items),
        headings=tuple(headings),
        unit=first.unit,
        unit_one=first.unit_one,
        at_least=first.at_least,
        at_most=first.at_most,
        units=first.units,
        remaining=remaining,
    )
