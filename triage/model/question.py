"""Questions as they stand in `knowledge/questions/`: what is asked and which facts it sets."""

from __future__ import annotations

import re
from functools import cached_property

from pydantic import Field, field_validator

from triage.model.fact import FactDefinition, FactKind
from triage.model.frozen import Frozen, Whole
from triage.terms import NotSure, QuestionKind, Settles

_FRACTION = re.compile(r"-?[0-9]{1,9}(?:/[1-9][0-9]{0,8})?")


class Choice(Frozen):
    """One value of a choice and its words."""

    value: str
    text: str


class PlainCheck(Frozen):
    """What a person who is not sure of a sign can try or look at: a yes/no question of its own.

    The answer in `settles` makes the fact false, the other one makes it true; "not sure" leaves it
    as it was.
    """

    ask: str
    help: str = ""
    settles: Settles

    def fact_after(self, *, yes: bool) -> bool:
        """Return whether the sign is there, after the check was answered with yes or no."""
        return yes is not (self.settles is Settles.YES)


class Item(Frozen):
    """One line of a checklist; it sets one yes/no fact."""

    fact: str
    text: str
    label: str
    not_sure: NotSure = NotSure.UNKNOWN
    check: PlainCheck | None = None


class Group(Frozen):
    """The short line that stands for a whole checklist on the group screen `screen`.

    "No" to it is "no" to every line of the checklist; any other answer has the checklist asked.
    """

    text: str
    label: str
    screen: str


class GroupScreen(Frozen):
    """A screen of group lines: those whose `screen` is this id, in the order of the questions."""

    id: str
    ask: str
    help: str
    why: str


class Unit(Frozen):
    """A unit a number may be given in: value times `times` plus `plus`, in the base unit."""

    name: str
    times: str = "1"
    plus: str = "0"

    @field_validator("times", "plus", mode="before")
    @classmethod
    def _exact(cls, value: object) -> object:
        """Accept a whole number or an exact fraction such as `5/9`; never a float."""
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str) or not _FRACTION.fullmatch(value):
            message = "should be a whole number or a fraction such as 5/9"
            raise ValueError(message)
        return value


class Question(Frozen):
    """One question.

    Of numbers: `unit_one` is the unit for 1 where it has another form, and `usual` an ordinary
    answer, used only to estimate progress.
    """

    id: str
    kind: QuestionKind
    ask: str
    help: str
    why: str
    fact: str | None = None
    label: str = ""
    not_sure: NotSure = NotSure.UNKNOWN
    check: PlainCheck | None = None
    choices: tuple[Choice, ...] = ()
    items: tuple[Item, ...] = ()
    group: Group | None = None
    unit: str = ""
    unit_one: str = ""
    at_least: Whole = 0
    at_most: Whole = 0
    units: tuple[Unit, ...] = ()
    usual: int | None = None

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """Return the ids of the facts this question sets, in the order shown."""
        if self.kind is QuestionKind.CHECKLIST:
            return tuple(item.fact for item in self.items)
        return (self.fact,) if self.fact else ()

    @cached_property
    def checks(self) -> dict[str, PlainCheck]:
        """Return the plain checks of this question, by fact id."""
        checks = {item.fact: item.check for item in self.items}
        if self.fact:
            checks[self.fact] = self.check
        return {fact: check for fact, check in checks.items() if check is not None}

    def definitions(self) -> tuple[FactDefinition, ...]:
        """Return the definition of every fact this question sets."""
        if self.kind is QuestionKind.CHECKLIST:
            return tuple(
                FactDefinition(
                    id=item.fact,
                    kind=FactKind.BOOL,
                    label=item.label,
                    question=self.id,
                    not_sure=item.not_sure,
                )
                for item in self.items
            )
        if not self.fact:
            return ()
        kind = {
            QuestionKind.YES_NO: FactKind.BOOL,
            QuestionKind.SINGLE_CHOICE: FactKind.CHOICE,
            QuestionKind.MULTIPLE_CHOICE: FactKind.SET,
            QuestionKind.NUMBER: FactKind.NUMBER,
        }[self.kind]
        return (
            FactDefinition(
                id=self.fact,
                kind=kind,
                label=self.label,
                question=self.id,
                choices=tuple(choice.value for choice in self.choices),
                choice_texts=tuple(choice.text for choice in self.choices),
                at_least=self.at_least,
                at_most=self.at_most,
                unit=self.unit,
                unit_one=self.unit_one,
                not_sure=self.not_sure,
            ),
        )


class Topic(Frozen):
    """Questions that belong together; `order` is the natural place in a conversation."""

    topic: str
    version: Whole = Field(default=1, ge=1)
    title: str
    order: Whole
    group_screens: tuple[GroupScreen, ...] = ()
    questions: tuple[Question, ...]
