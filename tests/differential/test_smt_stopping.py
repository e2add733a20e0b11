"""Where a real interview ends, the solver says that it is over; before that, that it is not."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from people import answer_to
from pinned_cases import PinnedCases, holds
from random_rulebases import partial_facts, rulebases

from triage.session.session import Session
from triage.terms import NOT_SURE


@settings(max_examples=20)
@given(st.data())
def test_the_interview_ends_where_the_solver_says_so(data: st.DataObject) -> None:
    rulebase = data.draw(rulebases())
    person = data.draw(partial_facts(rulebase))
    pinned, session = PinnedCases(rulebase), Session(rulebase)
    while True:
        screen = session.next_question()
        facts = session.facts
        raw = session.raw
        unsure = frozenset(
            name for name, value in raw.items() if value == NOT_SURE and name not in facts
        )
        model = pinned.pin(facts, unsure)
        assert holds(model, pinned.stopping.stopped) == (screen is None), (facts, unsure)
        if screen is None:
            break
        session.answer(screen.id, answer_to(screen, person))
