"""Interviews of random people: answers to screens, with some "not sure" among them."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st

from triage.model.fact import FactValue
from triage.model.given import plain_value
from triage.session.answers import Given
from triage.session.person import answer_to
from triage.session.screen import Screen
from triage.session.session import Session


def given_for(screen: Screen, person: Mapping[str, FactValue]) -> Given:
    """Return what a person answers to a screen; what they do not know is "not sure"."""
    return answer_to(screen, {name: plain_value(value) for name, value in person.items()})


def interview(
    session: Session, person: Mapping[str, FactValue], screens: int = 10_000
) -> list[Screen]:
    """Answer up to `screens` screens of a session as a person would; return those put."""
    put: list[Screen] = []
    while len(put) < screens:
        screen = session.next_question()
        if screen is None:
            break
        put.append(screen)
        session.answer(screen.id, given_for(screen, person))
    return put


def wander(data: st.DataObject, session: Session, person: Mapping[str, FactValue]) -> None:
    """Answer as a person would, now and then going back, to the end."""
    for _ in range(data.draw(st.integers(0, 4))):
        interview(session, person, data.draw(st.integers(0, 5)))
        for _ in range(data.draw(st.integers(0, 3))):
            session.back()
    interview(session, person)
