"""Persons who answer honestly: from the facts about them to what they type on a screen."""

from __future__ import annotations

from dataclasses import dataclass, field

from triage.model.fact import FactKind, FactValue
from triage.model.given import plain_value
from triage.model.rulebase import RuleBase
from triage.session.answers import Given
from triage.session.person import answer_to
from triage.session.screen import Screen
from triage.session.session import Session
from triage.terms import NOT_SURE


@dataclass(frozen=True)
class Person:
    """What is so about a person; what is not named is "no", or the mildest choice.

    `check:<fact>` is what they answer to the plain check of a fact they are not sure of.
    """

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
        value = given(rulebase, self, screen)
        if isinstance(value, dict):
            signs = {True: "", NOT_SURE: "?"}
            chosen = [
                f"{place}{signs[value[item.fact]]}"
                for place, item in enumerate(screen.items, 1)
                if value[item.fact] in signs
            ]
            return " ".join(chosen) or "0"
        if value == NOT_SURE:
            return "not sure"
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, int):
            return str(value)
        values = value if isinstance(value, list) else [value]
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
    facts = [*screen.asks_about, *(fact for fact in person.facts if fact not in rulebase.facts)]
    return answer_to(screen, {fact: plain_value(person.value(rulebase, fact)) for fact in facts})


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
