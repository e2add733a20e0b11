"""Persons who answer honestly: from the facts about them to what they type on a screen."""

from __future__ import annotations

from dataclasses import dataclass, field

from triage.model.fact import FactKind, FactValue
from triage.model.rulebase import RuleBase
from triage.session.answers import Given
from triage.session.screen import Screen
from triage.session.session import Session
from triage.terms import NOT_SURE, QuestionKind


@dataclass(frozen=True)
class Person:
    """What is so about a person; what is not named is "no", or the mildest choice."""

    facts: dict[str, FactValue] = field(default_factory=dict)

    def value(self, rulebase: RuleBase, fact: str) -> FactValue:
        if fact in self.facts:
            return self.facts[fact]
        definition = rulebase.facts[fact]
        match definition.kind:
            case FactKind.BOOL:
                return False
            case FactKind.NUMBER:
                return definition.at_least
            case FactKind.CHOICE:
                return definition.choices[0]
            case FactKind.SET:
                return frozenset([definition.choices[-1]])

    def typed(self, rulebase: RuleBase, screen: Screen) -> str:
        """Return what the person types on a numbered screen."""
        if screen.kind is QuestionKind.CHECKLIST:
            chosen = [
                str(place)
                for place, item in enumerate(screen.items, 1)
                if self.value(rulebase, item.fact) is True
            ]
            return " ".join(chosen) or "0"
        (fact,) = screen.facts
        value = self.value(rulebase, fact)
        if value == NOT_SURE:
            return "not sure"
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, int):
            return str(value)
        values = value if isinstance(value, frozenset) else {value}
        return " ".join(
            str(place) for place, choice in enumerate(screen.choices, 1) if choice.value in values
        )


def mirror(rulebase: RuleBase, person: Person, upto: int | None = None) -> list[tuple[Screen, str]]:
    """Return the screens a person meets and what they type, to the end or `upto` screens."""
    session = Session(rulebase)
    met: list[tuple[Screen, str]] = []
    while not session.is_emergency and (upto is None or len(met) < upto):
        screen = session.next_question()
        if screen is None:
            break
        met.append((screen, person.typed(rulebase, screen)))
        session.answer(screen.id, given(rulebase, person, screen))
    return met


def given(rulebase: RuleBase, person: Person, screen: Screen) -> Given:
    """Return the person's answer to a screen, as a program hands it over."""
    if screen.kind is QuestionKind.CHECKLIST:
        marks = {fact: person.value(rulebase, fact) for fact in screen.facts}
        return {
            fact: mark if isinstance(mark, bool | str) else False for fact, mark in marks.items()
        }
    value = person.value(rulebase, screen.facts[0])
    return sorted(value) if isinstance(value, frozenset) else value


STRESSED = Person(
    {
        "pain.location": frozenset(["low_back"]),
        "patient.age_years": 35,
        "pain.duration_days": 4,
        "pain.trigger": frozenset(["emotional_stress"]),
        "pain.severity": "moderate",
        "pain.improving": True,
        "preference.kind": "natural",
        "pregnancy.status": "not_pregnant",
    }
)
"""Low back spasm from stress, wants natural help, healthy."""

ON_WARFARIN = Person({**STRESSED.facts, "medicine.warfarin": True, "patient.age_years": 58})
"""The same, on warfarin."""

NUMB = Person({**STRESSED.facts, "nerve.saddle_numbness": True})
"""The same, newly numb between the legs."""
