"""Small questions of every kind, and keys pressed on them."""

from __future__ import annotations

from triage.cli.terminal.draft import Draft
from triage.cli.terminal.front import Answered, Reply
from triage.cli.terminal.menu import Menu
from triage.model.question import Choice, Item, Unit
from triage.session.answers import Given
from triage.session.screen import Heading, Screen
from triage.terms import QuestionKind

FACTS = tuple(f"sign.{name}" for name in ("numb", "urine", "bowel", "no_feeling", "chest"))


def screen(kind: QuestionKind, **more: object) -> Screen:
    words = {"id": "the.question", "topic": "Topic", "ask": "What?", "help": "", "why": ""}
    return Screen.model_validate({**words, "kind": kind, "facts": ("the.fact",), **more})


YES_NO = screen(QuestionKind.YES_NO)
ONE = screen(
    QuestionKind.SINGLE_CHOICE,
    choices=tuple(Choice(value=one.lower(), text=one) for one in ("Mild", "Middling", "No idea")),
)
SEVERAL = screen(
    QuestionKind.MULTIPLE_CHOICE,
    choices=tuple(
        Choice(value=one.split()[0].lower(), text=one) for one in ("Low back", "Neck", "Leg")
    ),
)
LIST = screen(
    QuestionKind.CHECKLIST,
    facts=FACTS,
    items=(
        Item(fact=FACTS[0], text="Numb between the legs", label="numbness"),
        Item(fact=FACTS[1], text="New trouble passing urine", label="bladder trouble"),
        Item(fact=FACTS[2], text="New bowel leaking", label="bowel trouble"),
        Item(fact=FACTS[3], text="No feeling in a foot", label="no feeling"),
        Item(fact=FACTS[4], text="Pain in the chest", label="chest pain"),
    ),
    headings=(Heading(first=3, ask="And these?"),),
)
DAYS = screen(
    QuestionKind.NUMBER,
    unit="days",
    unit_one="day",
    at_most=36500,
    units=(Unit(name="weeks", times="7"), Unit(name="months", times="30")),
)
EVERY = (YES_NO, ONE, SEVERAL, LIST, DAYS)
WITH_LINES = EVERY[:4]


def in_sight(asked: Screen, draft: Draft | None = None) -> Menu:
    """Return a question with all its lines drawn."""
    menu = Menu(asked, draft)
    menu.saw(range(len(menu.lines)))
    return menu


def typed(menu: Menu, text: str) -> Reply | None:
    """Type letter by letter, and press Enter."""
    for letter in text:
        if letter == " ":
            menu.space()
        else:
            menu.type(letter)
    return menu.enter()


def marks(menu: Menu) -> str:
    return "".join(menu.mark_of(place)[1] for place in range(len(menu.lines)))


def value(reply: object) -> Given:
    assert isinstance(reply, Answered), reply
    return reply.value
