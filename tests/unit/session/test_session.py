"""A session: the next question, answers in any order, a step back, reasons, the assessment."""

from __future__ import annotations

import pytest
from people import interview

from triage.errors import FactsError, SessionError
from triage.model.fact import FactValue
from triage.model.rulebase import RuleBase
from triage.session.answers import Given
from triage.session.session import Session
from triage.terms import Disposition

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
def session(small: RuleBase) -> Session:
    return Session(small)


def test_the_opening_question_comes_first_and_then_the_most_urgent(session: Session) -> None:
    put = interview(session, WELL)
    assert [screen.id for screen in put][:3] == ["house.rooms", "boiler.signs", "house.smell"]
    assert put[0].topic == "The house"
    assert session.next_question() is None
    assert session.assess().disposition is Disposition.SELF_CARE
    assert session.assess().complete


def test_an_emergency_ends_the_interview_at_once(session: Session) -> None:
    assert not session.is_emergency
    session.answer("house.smell", value=True)
    assert session.is_emergency
    assert session.next_question() is None
    assessment = session.assess()
    assert assessment.disposition is Disposition.EMERGENCY_NOW
    assert assessment.complete
    assert assessment.recommendations == ()


def test_a_checklist_shows_only_the_lines_that_can_still_matter(session: Session) -> None:
    lines = {"water.on_floor", "boiler.under_pressure", "person.skilled"}
    assert set(session.screen("boiler.signs").facts) == lines
    session.answer("house.rooms", ["hall"])
    session.answer("house.smell", value=False)
    due = session.next_question()
    assert due is not None
    assert due.id == "boiler.signs"
    assert "person.skilled" not in due.facts


DUE_WITH_A_HIDDEN_LINE = (("house.rooms", ["hall"]), ("house.smell", False))


@pytest.mark.parametrize(
    ("given", "values"),
    [
        (
            ["person.skilled"],
            {"water.on_floor": False, "boiler.under_pressure": False, "person.skilled": True},
        ),
        (
            {"person.skilled": False, "water.on_floor": True},
            {"person.skilled": False, "water.on_floor": True},
        ),
        ({"person.skilled": "not_sure"}, {"person.skilled": "not_sure"}),
        ([], {"water.on_floor": False, "boiler.under_pressure": False}),
        ("not_sure", {"water.on_floor": "not_sure", "boiler.under_pressure": "not_sure"}),
    ],
)
def test_a_line_that_is_not_shown_is_taken_when_it_is_named_and_never_no_when_it_is_not(
    session: Session, given: Given, values: dict[str, object]
) -> None:
    for question, value in DUE_WITH_A_HIDDEN_LINE:
        session.answer(question, value)
    session.answer("boiler.signs", given)
    assert session.answers[-1].values == values
    session.change(2, ["person.skilled"])
    assert session.raw["person.skilled"] is True


@pytest.mark.parametrize("due", [True, False])
@pytest.mark.parametrize("given", [["gas.smell"], {"gas.smell": True}, {"nothing": True}])
def test_a_fact_of_another_question_is_refused_due_or_not(
    session: Session,
    given: Given,
    due: bool,  # noqa: FBT001  (a case)
) -> None:
    for question, value in DUE_WITH_A_HIDDEN_LINE if due else ():
        session.answer(question, value)
    before = session.raw
    with pytest.raises(FactsError, match="is not on this screen"):
        session.answer("boiler.signs", given)
    assert session.raw == before


def test_an_opening_line_that_nothing_asks_for_yet_is_put_alone_and_once(small: RuleBase) -> None:
    """With one rule of danger, pressure matters to one remedy only, and remedies come last."""
    manifest = small.manifest.model_copy(update={"opening": ("boiler.under_pressure",)})
    kept = ("danger.gas", "finding.old_boiler", "recommendation.cold_rooms")
    rules = tuple(small.rule[one] for one in kept)
    opening = small.model_copy(update={"manifest": manifest, "rules": rules, "digest": "opening"})
    put = interview(Session(opening), WELL)
    assert put[0].facts == ("boiler.under_pressure",)
    asked = [one for screen in put for one in screen.facts]
    assert len(asked) == len(set(asked))


def test_questions_may_be_answered_before_they_are_due_and_again(session: Session) -> None:
    session.answer("boiler.age", "30 years")
    session.answer("boiler.age", "24 months")
    assert session.raw == {"boiler.age_years": 2}
    assert [one.question for one in session.answers] == ["boiler.age", "boiler.age"]
    assert session.back() == "boiler.age"
    assert session.raw == {"boiler.age_years": 30}


def test_back_at_the_beginning_is_no_error(session: Session) -> None:
    assert session.back() is None
    session.answer("house.smell", "not_sure")
    assert (session.back(), session.back()) == ("house.smell", None)
    assert session.raw == {}


def test_back_takes_back_what_followed_from_an_answer(session: Session) -> None:
    session.answer("house.smell", value=True)
    assert session.assess().disposition is Disposition.EMERGENCY_NOW
    session.back()
    assert session.assess().disposition is Disposition.CLINICIAN_WITHIN_DAYS
    assert session.assess().red_flags == ()


def test_an_answer_that_is_refused_leaves_everything_as_it_was(session: Session) -> None:
    session.answer("house.smell", value=False)
    before = (session.raw, session.answers, session.assess())
    for question, value in [
        ("house.smell", None),
        ("house.smell", "maybe"),
        ("boiler.age", 999),
        ("boiler.age", "nan"),
        ("boiler.signs", ["nothing.like.it"]),
        ("boiler.signs", {"water.on_floor": None}),
        ("boiler.state", "exploded"),
        ("house.rooms", []),
    ]:
        with pytest.raises(FactsError):
            session.answer(question, value)  # type: ignore[arg-type]
    assert (session.raw, session.answers, session.assess()) == before


def test_not_sure_counts_as_yes_where_the_question_says_so_and_is_not_asked_again(
    session: Session,
) -> None:
    session.answer("boiler.state", "not_sure")
    assert session.facts == {}
    assert "boiler.state" in session.assess().unanswered
    put = {screen.id for screen in interview(session, WELL)}
    assert "boiler.state" not in put
    session.answer("house.smell", "not_sure")
    assert session.facts["gas.smell"] is True
    assert session.is_emergency


@pytest.mark.parametrize(
    "name",
    ["", "nothing", "gas.smell", "house.smell ", "house.smell+boiler.signs", "boiler.signs+gone",
     "boiler.signs+boiler.signs", "house.smell+house.rooms", "\x1b[2J", "x" * 10_000],
)  # fmt: skip
def test_a_question_that_does_not_exist_is_refused(session: Session, name: str) -> None:
    for use in (
        lambda: session.answer(name, "not_sure"),
        lambda: session.screen(name),
        lambda: session.why(name),
    ):
        with pytest.raises(SessionError) as caught:
            use()
        assert len(str(caught.value)) < 200
        assert "\x1b" not in str(caught.value)


def test_an_earlier_answer_can_be_changed_and_the_others_stay(session: Session) -> None:
    session.answer("house.smell", value=False)
    session.answer("boiler.signs", ["water.on_floor"])
    session.answer("boiler.age", 30)
    assert session.assess().disposition is Disposition.URGENT_SAME_DAY
    assert session.screen_of_answer(1).id == "boiler.signs"
    session.change(1, [])
    assert session.raw["water.on_floor"] is False
    assert [one.question for one in session.answers] == [
        "house.smell", "boiler.signs", "boiler.age",
    ]  # fmt: skip
    assert [one.rule for one in session.assess().red_flags] == ["fallback.off_or_knocking"]
    with pytest.raises(FactsError):
        session.change(2, 999)
    assert session.raw["boiler.age_years"] == 30


def test_a_question_is_asked_for_the_rules_and_remedies_that_are_open(session: Session) -> None:
    first, *others = session.why("house.smell")
    assert (first.code, first.worry) == ("danger.gas", "an explosion")
    assert first.disposition is Disposition.EMERGENCY_NOW
    assert first.sources == (1,)
    assert {one.code for one in others} == {"offered.bleed_radiator", "offered.close_valve"}
    assert {one.disposition for one in others} == {None}
    assert [one.code for one in session.why("house.rooms")] == [
        "offered.bleed_radiator", "offered.close_valve",
    ]  # fmt: skip
    session.answer("house.smell", value=False)
    assert session.why("house.smell") == []


def test_the_shipped_rule_base_is_the_default(shipped: RuleBase) -> None:
    assert Session().rulebase == shipped
