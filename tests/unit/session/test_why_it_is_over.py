"""A session that has ended says why, and says nothing before it has."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from people import answer_to, interview
from random_rulebases import partial_facts, rulebases

from triage.content.texts import in_language
from triage.model.fact import FactValue
from triage.model.rulebase import RuleBase
from triage.session.session import Session
from triage.session.why import Ending, EndingKind
from triage.terms import NOT_SURE

WELL: dict[str, FactValue] = {
    "gas.smell": False,
    "water.on_floor": False,
    "boiler.under_pressure": False,
    "boiler.state": "running",
    "boiler.age_years": 2,
    "house.cold_rooms": frozenset({"kitchen"}),
    "wish.kind": "either",
    "person.skilled": True,
}


def ended(session: Session) -> Ending:
    ending = session.why_over()
    assert ending is not None
    return ending


def test_an_emergency_ends_it_with_the_rule_that_found_it(small: RuleBase) -> None:
    session = Session(small)
    session.answer("house.smell", value=True)
    ending = ended(session)
    assert (ending.kind, ending.rules) == (EndingKind.EMERGENCY, ("danger.gas",))
    assert ending.text.startswith("You need emergency help now.")


def test_it_ends_when_nothing_is_open_that_could_change_the_answer(small: RuleBase) -> None:
    session = Session(small)
    assert session.why_over() is None
    interview(session, WELL)
    ending = ended(session)
    assert (ending.kind, ending.rules, ending.facts) == (EndingKind.SETTLED, (), ())


def test_what_hangs_on_a_not_sure_is_named(small: RuleBase) -> None:
    session = Session(small)
    unsure = {name: value for name, value in WELL.items() if name != "boiler.age_years"}
    interview(session, unsure)
    ending = ended(session)
    assert ending.kind is EndingKind.NOT_SURE
    assert ending.facts == ("boiler.age_years",)
    assert ending.rules
    assert set(ending.rules) <= {*small.rule, *(f"offered.{one.id}" for one in small.remedies)}


@settings(max_examples=20)
@given(st.data())
def test_it_says_why_exactly_when_nothing_is_asked(data: st.DataObject) -> None:
    rulebase = data.draw(rulebases())
    person = data.draw(partial_facts(rulebase))
    session = Session(rulebase)
    while (screen := session.next_question()) is not None:
        assert session.why_over() is None
        session.answer(screen.id, answer_to(screen, person))
    ending = ended(session)
    assert all(session.raw[fact] == NOT_SURE for fact in ending.facts)
    assert (ending.kind is EndingKind.EMERGENCY) == session.is_emergency
    assert (ending.kind is EndingKind.NOT_SURE) == bool(ending.facts)
    assert session.assess().complete == (ending.kind is not EndingKind.NOT_SURE)


def test_it_says_why_in_the_language_of_the_rule_base(shipped: RuleBase) -> None:
    session = Session(in_language(shipped, "es"))
    session.answer("warning_signs.heart_lung", ["chest.pressure"])
    assert "emergencia" in ended(session).text
