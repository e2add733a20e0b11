"""People who are asked: what is so about them, what they answer to a screen, what they type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from hypothesis import strategies as st

from triage.model.fact import FactDefinition, FactKind, FactValue
from triage.model.given import plain_value
from triage.model.rulebase import RuleBase
from triage.session.answers import Given
from triage.session.person import answer_to as person_answers
from triage.session.screen import Screen
from triage.session.session import Session
from triage.terms import NOT_SURE, QuestionKind

OLDEST = 100
TWO_YEARS = 730
Told = Mapping[str, FactValue]

STRAINED: dict[str, object] = {
    "pain.location": ["low_back"],
    "pain.duration_days": 6,
    "pain.trigger": ["lifting_or_twisting"],
    "pain.severity": "moderate",
    "pain.course": "improving",
    "pain.before": "like_before",
    "patient.age_years": 30,
    "patient.sex_at_birth": "female",
    "preference.kind": "either",
}
"""Somebody with a strained low back, who says nothing alarming."""


def answer_to(screen: Screen, told: Told) -> Given:
    """Return what a person answers to a screen; what they do not know is "not sure"."""
    return person_answers(screen, {name: plain_value(value) for name, value in told.items()})


def interview(session: Session, told: Told, screens: int = 10_000) -> list[Screen]:
    """Answer up to `screens` screens of a session as a person would; return those put."""
    put: list[Screen] = []
    while len(put) < screens and (screen := session.next_question()) is not None:
        put.append(screen)
        session.answer(screen.id, answer_to(screen, told))
    return put


def wander(data: st.DataObject, session: Session, told: Told) -> None:
    """Answer as a person would, now and then going back, to the end."""
    for _ in range(data.draw(st.integers(0, 4))):
        interview(session, told, data.draw(st.integers(0, 5)))
        for _ in range(data.draw(st.integers(0, 3))):
            session.back()
    interview(session, told)


def somebody(
    rulebase: RuleBase, chance: Random, *, known: float = 1, yes: float = 0.01
) -> dict[str, FactValue]:
    """Return what can be told of somebody: each fact with the chance `known`, mostly no."""
    return {
        name: _any_value(definition, chance, yes)
        for name, definition in rulebase.facts.items()
        if chance.random() < known
    }


def _any_value(definition: FactDefinition, chance: Random, yes: float) -> FactValue:
    match definition.kind:
        case FactKind.BOOL:
            return chance.random() < yes
        case FactKind.NUMBER:
            most = OLDEST if definition.unit == "years" else TWO_YEARS
            return chance.randint(definition.at_least, min(definition.at_most, most))
        case FactKind.CHOICE:
            return chance.choice(definition.choices)
        case FactKind.SET:
            most = min(len(definition.choices), chance.choice((1, 1, 2, 3)))
            return frozenset(chance.sample(definition.choices, most))


@dataclass(frozen=True)
class Person:
    """What is so about a person; what is not named is "no", or the mildest choice.

    `check:<fact>` is what they answer to the plain check of a fact they are not sure of.
    """

    facts: dict[str, FactValue] = field(default_factory=dict)

    def told(self, rulebase: RuleBase) -> Told:
        """Return all that the person would answer."""
        usual = {name: _mildest(one) for name, one in rulebase.facts.items()}
        return {**usual, **self.facts}

    def typed(self, rulebase: RuleBase, screen: Screen) -> str:
        """Return what the person types on a numbered screen."""
        value = answer_to(screen, self.told(rulebase))
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


def _mildest(definition: FactDefinition) -> FactValue:
    match definition.kind:
        case FactKind.BOOL:
            return False
        case FactKind.NUMBER:
            return definition.at_least
        case FactKind.CHOICE:
            return definition.choices[0]
        case FactKind.SET:
            return frozenset([definition.choices[-1]])


def mirror(rulebase: RuleBase, person: Person, upto: int = 10_000) -> Met:
    """Return the screens a person meets and what they type, to the end or `upto` screens."""
    session, told = Session(rulebase), person.told(rulebase)
    met: Met = []
    while not session.is_emergency and len(met) < upto:
        for screen in (put := interview(session, told, screens=1)):
            met.append((screen, person.typed(rulebase, screen)))
        if not put:
            break
    return met


Met = list[tuple[Screen, str]]
"""The screens that a person meets, and what they type on each."""


def first_of(met: Met, kind: QuestionKind) -> int:
    """Return the place of the first screen of a kind."""
    return next(place for place, (screen, _) in enumerate(met) if screen.kind is kind)


def place_of(met: Met, fact: str) -> int:
    """Return the place of the first screen that gives a value to a fact."""
    return next(place for place, (screen, _) in enumerate(met) if fact in screen.facts)


def lines_of(met: Met) -> str:
    """Return what is typed on these screens, a line each."""
    return "".join(f"{line}\n" for _, line in met)


STRESSED = Person(
    {
        "pain.location": frozenset(["low_back"]),
        "patient.age_years": 35,
        "pain.duration_days": 4,
        "pain.trigger": frozenset(["emotional_stress"]),
        "pain.severity": "moderate",
        "pain.course": "improving",
        "pain.before": "like_before",
        "patient.sex_at_birth": "female",
        "preference.kind": "natural",
        "pregnancy.status": "not_pregnant",
    }
)
"""Low back spasm from stress, wants natural help, healthy."""

ON_WARFARIN = Person({**STRESSED.facts, "medicine.warfarin": True, "patient.age_years": 58})
"""The same, on warfarin."""

NUMB = Person({**STRESSED.facts, "nerve.saddle_numbness": True})
"""The same, newly numb between the legs."""


def all_no(rulebase: RuleBase, **others: object) -> dict[str, object]:
    """Return somebody with pain in the low back, `no` to all that is yes or no."""
    no = {name: False for name, one in rulebase.facts.items() if one.kind is FactKind.BOOL}
    return {**no, **STRAINED, **others}
