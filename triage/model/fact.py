"""What can be known of a person: fact definitions, derived from the questions that set them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from triage.model.frozen import Frozen
from triage.terms import NOT_SURE, NotSure
from triage.wording import _

FactValue: TypeAlias = bool | int | str | frozenset[str]
"""yes/no, whole number, one choice, or the chosen values of a multiple choice."""

Facts: TypeAlias = Mapping[str, FactValue]
"""What is known of one person, by fact id. A fact that is absent is unknown."""


def nearest_whole(amount: float | Fraction) -> int:
    """Return the whole number nearest to a finite amount; halves go to the even neighbour.

    All that reads numbers rounds like this: answers typed, answers in files, and tables (there in
    columns, see `triage.cohort.cells`). Bounds hold for what comes out.
    """
    return round(amount)


class FactKind(StrEnum):
    """The shape of a fact's value."""

    BOOL = "bool"
    CHOICE = "choice"
    SET = "set"
    NUMBER = "number"


class FactDefinition(Frozen):
    """One thing that can be known: its id, its domain, and the words for it.

    `choices` holds the allowed values of `choice` and `set` facts; `at_least` and `at_most` bound
    a `number` (whole, in `unit`, or `unit_one` for 1; both ends included). `question` is the id of
    the one question that sets it.
    """

    id: str
    kind: FactKind
    label: str
    question: str
    choices: tuple[str, ...] = ()
    choice_texts: tuple[str, ...] = ()
    at_least: int = 0
    at_most: int = 0
    unit: str = ""
    unit_one: str = ""
    not_sure: NotSure = NotSure.UNKNOWN

    def describe(self, value: FactValue) -> str:
        """Return the value in words, such as `numbness between the legs: yes`."""
        return f"{self.label}: {self.describe_value(value)}"

    def describe_value(self, value: FactValue) -> str:
        """Return only the value in words: `yes`, `12 days`, or the chosen texts.

        The value "not sure" is told as that, and that it counts as yes where it does.
        """
        if value == NOT_SURE and NOT_SURE not in self.choices:
            as_yes = self.kind is FactKind.BOOL and self.not_sure is NotSure.AS_YES
            return _("not sure (counted as yes)") if as_yes else _("not sure")
        texts = dict(zip(self.choices, self.choice_texts, strict=True))
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, int):
            return f"{value} {(value == 1 and self.unit_one) or self.unit}".strip()
        if isinstance(value, str):
            return texts.get(value, value)
        return ", ".join(texts.get(one, one) for one in self.choices if one in value) or _("none")
