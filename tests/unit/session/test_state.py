"""An interview asks by the quick form alone, once an answer; experta is for its end."""

from __future__ import annotations

import gc
import weakref
from collections import Counter

import pytest
from people import interview

from triage.backends.rete import engine as rete
from triage.errors import FactsError
from triage.logic.quick import quick_verdicts
from triage.model.fact import Facts, FactValue
from triage.model.rulebase import RuleBase
from triage.model.verdicts import Verdicts
from triage.session import agreement, state
from triage.session.session import Session

WELL: dict[str, FactValue] = {
    "gas.smell": False,
    "water.on_floor": False,
    "boiler.under_pressure": False,
    "boiler.state": "running",
    "boiler.age_years": 2,
    "house.cold_rooms": frozenset({"kitchen"}),
    "wish.kind": "natural",
}


@pytest.fixture
def worked(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count how often each of the two readers of an interview is run."""
    count: Counter[str] = Counter()

    def quick_counted(rulebase: RuleBase, facts: Facts) -> Verdicts:
        count["quick"] += 1
        return quick_verdicts(rulebase, facts)

    def rete_counted(rulebase: RuleBase, facts: Facts) -> dict[str, bool | None]:
        count["experta"] += 1
        return rete.rete_verdicts(rulebase, facts)

    monkeypatch.setattr(state, "quick_verdicts", quick_counted)
    monkeypatch.setattr(agreement, "rete_verdicts", rete_counted)
    return count


def look_around(session: Session) -> None:
    """Ask a session for everything but its assessment."""
    screen = session.next_question()
    if screen is not None:
        session.screen(screen.id)
        session.why(screen.id)
    _ = session.is_emergency, session.facts, session.why_over()


def test_what_to_ask_is_worked_out_once_an_answer_and_without_experta(
    small: RuleBase, worked: Counter[str]
) -> None:
    session = Session(small)
    for count in range(1, 4):
        look_around(session)
        look_around(session)
        assert worked == {"quick": count}
        interview(session, WELL, screens=1)
    session.change(0, ["hall"])
    look_around(session)
    session.back()
    look_around(session)
    assert worked == {"quick": 5}


def test_what_is_likely_to_follow_is_played_once_a_state(
    small: RuleBase, worked: Counter[str]
) -> None:
    session = Session(small)
    first = session.expected_screens()
    played = worked["quick"]
    assert session.expected_screens() == first
    look_around(session)
    assert worked == {"quick": played}


def test_an_assessment_is_inferred_once_until_an_answer_changes(
    small: RuleBase, worked: Counter[str]
) -> None:
    session = Session(small)
    interview(session, WELL)
    told = session.assess()
    assert session.assess() is told
    with pytest.raises(FactsError):
        session.answer("boiler.age", 999)
    assert session.assess() is told
    assert worked["experta"] == 1
    session.answer("boiler.age", 30)
    assert session.assess() != told
    session.change(len(session.answers) - 1, 2)
    session.back()
    assert session.assess() == told
    assert worked["experta"] == 3


def test_no_open_session_holds_a_network(
    shipped: RuleBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two sessions of one thread use one network, which lives in the thread and nowhere else."""
    built: list[weakref.ref[rete.ReteEngine]] = []

    class Counted(rete.ReteEngine):
        def __init__(self, rulebase: RuleBase) -> None:
            super().__init__(rulebase)
            built.append(weakref.ref(self))

    monkeypatch.setattr(rete, "ReteEngine", Counted)
    monkeypatch.setattr(rete, "_here", type(rete._here)())  # noqa: SLF001
    sessions = [Session(shipped) for _ in range(2)]
    for session in sessions:
        interview(session, dict.fromkeys(shipped.yes_no, False), screens=12)
    assert built == []
    told = [session.assess() for session in sessions]
    assert told[0] == told[1]
    (network,) = built
    rete._here.idle.clear()  # noqa: SLF001
    gc.collect()
    assert network() is None
    assert len({len(session.answers) for session in sessions}) == 1
