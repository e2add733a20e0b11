"""Group lines and plain checks in an interview about a boiler."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from triage.content.load import load
from triage.errors import FactsError, SessionError
from triage.model.rulebase import RuleBase
from triage.session.screen import Screen
from triage.session.session import Session
from triage.session.told import told_by
from triage.terms import Disposition, QuestionKind

SIGNS, NOISES = "group:boiler.signs", "group:boiler.noises"
HISSING, WATER, SMELL = "check:boiler.hissing", "check:water.on_floor", "check:gas.smell"
WATER_FACTS = ("water.on_floor", "boiler.under_pressure", "person.skilled")


@pytest.fixture
def session(grouped: RuleBase) -> Session:
    """Return an interview in which the screen of group lines is due."""
    session = Session(grouped)
    session.answer("house.rooms", ["hall"])
    session.answer("house.smell", value=False)
    return session


def due(session: Session) -> Screen:
    screen = session.next_question()
    assert screen is not None
    return screen


def test_group_lines_come_before_the_checklists_behind_them(session: Session) -> None:
    screen = due(session)
    assert screen.id == "groups.boiler"
    assert screen.kind is QuestionKind.CHECKLIST
    assert (screen.topic, screen.ask) == ("The boiler", "Is any of these so?")
    assert screen.facts == (SIGNS, NOISES)
    assert [item.text for item in screen.items] == [
        "Water below it, or the needle in the red", "It hisses, bangs or smokes",
    ]  # fmt: skip
    assert screen.members == (
        WATER_FACTS,
        ("boiler.hissing", "boiler.banging", "boiler.smoke"),
    )
    assert screen.asks_about == {fact for facts in screen.members for fact in facts}


def test_why_group_lines_are_asked_names_the_rules_behind_their_members(session: Session) -> None:
    codes = [reason.code for reason in session.why(due(session))]
    assert codes[0] == "danger.burst"
    assert "danger.flood" in codes


def test_why_one_line_is_asked_names_only_what_that_line_serves(session: Session) -> None:
    screen = due(session)
    whole = {reason.code for reason in session.why(screen)}
    signs, noises = ({one.code for one in session.why(screen, line)} for line in (SIGNS, NOISES))
    assert "danger.flood" in signs
    assert "danger.flood" not in noises
    assert signs | noises == whole
    assert session.why(screen, "no.such_line") == []


def test_no_to_a_group_line_is_no_to_all_its_members(session: Session) -> None:
    session.answer("groups.boiler", [NOISES])
    assert [session.facts[fact] for fact in WATER_FACTS] == [False] * 3
    assert due(session).id == "boiler.noises"
    assert set(session.raw) >= set(WATER_FACTS)


def test_no_covers_what_would_matter_only_later(session: Session) -> None:
    session.answer("boiler.age", 2)
    assert "boiler.smoke" not in session.assess().unanswered
    session.answer("groups.boiler", [])
    session.answer("boiler.age", 30)
    assert session.facts["boiler.smoke"] is False


@pytest.mark.parametrize("said", [True, "not_sure"])
def test_yes_and_not_sure_open_the_members_on_a_screen_of_their_own(
    session: Session, *, said: bool | str
) -> None:
    session.answer("groups.boiler", {SIGNS: said, NOISES: said})
    first = due(session)
    assert first.id == "boiler.noises", "the most urgent first"
    session.answer(first.id, [])
    assert due(session).id == "boiler.signs"


def test_a_group_line_is_not_put_when_nothing_behind_it_is_open(session: Session) -> None:
    session.answer("boiler.noises", [])
    assert due(session).facts == (SIGNS,)
    session.answer("boiler.signs", [])
    screen = session.next_question()
    assert screen is None or not screen.members


def test_a_group_with_a_line_known_to_be_true_is_open(session: Session) -> None:
    session.answer("boiler.signs", {"water.on_floor": True})
    assert due(session).facts == (NOISES,)
    session.answer("groups.boiler", [])
    assert due(session).id in {"boiler.signs", "boiler.age", "boiler.state"}
    assert session.facts["water.on_floor"] is True


def test_what_was_said_of_a_member_stands_beside_the_no_of_its_group(session: Session) -> None:
    session.answer("boiler.signs", {"water.on_floor": True, "boiler.under_pressure": "not_sure"})
    session.answer("groups.boiler", {SIGNS: False})
    assert session.raw["water.on_floor"] is True
    assert session.raw["boiler.under_pressure"] == "not_sure"
    assert session.raw["person.skilled"] is False


def test_changing_a_group_line_to_yes_forgets_the_no_of_its_members(session: Session) -> None:
    session.answer("groups.boiler", [])
    session.change(2, [SIGNS])
    assert not set(WATER_FACTS) & set(session.raw)
    assert session.facts["boiler.hissing"] is False
    assert due(session).id == "boiler.signs"


def test_a_step_back_from_a_group_line_takes_its_no_back(session: Session) -> None:
    before = due(session)
    session.answer("groups.boiler", [])
    assert session.back() == "groups.boiler"
    assert "water.on_floor" not in session.raw
    assert due(session) == before


def test_a_group_line_left_out_is_put_again(session: Session) -> None:
    session.answer("groups.boiler", {SIGNS: False})
    assert due(session).facts == (NOISES,)


@pytest.mark.parametrize(
    ("question", "given"),
    [
        ("groups.boiler", {SIGNS: 3}),
        ("groups.boiler", {SIGNS: "perhaps"}),
        ("groups.boiler", {"boiler.signs": True}),
        ("groups.boiler", {SIGNS: None}),
        (WATER, "perhaps"),
        (WATER, ["yes"]),
    ],
)
def test_what_is_no_answer_to_them_is_refused_and_changes_nothing(
    session: Session, question: str, given: object
) -> None:
    before = session.answers
    with pytest.raises(FactsError):
        session.answer(question, given)  # type: ignore[arg-type]
    assert session.answers == before


@pytest.mark.parametrize("name", ["groups.none", "check:person.skilled", "check:", "group:x"])
def test_there_is_no_screen_of_another_name(session: Session, name: str) -> None:
    with pytest.raises(SessionError):
        session.answer(name, value=True)


def test_a_report_is_told_the_group_line_in_place_of_its_members(session: Session) -> None:
    session.answer("groups.boiler", [NOISES])
    session.answer("boiler.noises", [])
    assert session.said[SIGNS] is False
    assert not set(WATER_FACTS) & set(session.said)
    assert session.said["boiler.hissing"] is False


def test_the_estimate_counts_group_lines(session: Session) -> None:
    screens = session.expected_screens()
    session.answer("groups.boiler", [])
    assert session.expected_screens() == screens - 1


def unsure(session: Session) -> Session:
    session.answer("groups.boiler", [NOISES])
    session.answer("boiler.noises", {"boiler.hissing": "not_sure", "boiler.banging": False})
    return session


def test_a_plain_check_is_put_next_and_no_emergency_stops_before_it(session: Session) -> None:
    screen = due(unsure(session))
    assert screen.id == HISSING
    assert screen.kind is QuestionKind.YES_NO
    assert (screen.ask, screen.help) == (
        "Is it quiet when you put your ear to it?",
        "Not too near.",
    )
    assert (screen.check_of, screen.settles) == ("boiler.hissing", "yes")
    assert not session.is_emergency
    assert session.why_over() is None
    assert session.why(screen)[0].code == "danger.burst"


def test_the_help_of_the_question_stands_in_for_that_of_the_check(grouped: RuleBase) -> None:
    assert Session(grouped).screen(WATER).help == "Look below it too."


def test_the_answer_that_settles_makes_the_fact_false(session: Session) -> None:
    unsure(session).answer(HISSING, value=True)
    assert session.facts["boiler.hissing"] is False
    assert session.raw["boiler.hissing"] is False
    assert not session.is_emergency


def test_the_other_answer_makes_it_true(session: Session) -> None:
    unsure(session).answer(HISSING, value=False)
    assert session.facts["boiler.hissing"] is True
    assert session.is_emergency
    assert session.assess().not_sure == ()


def test_a_check_that_settles_by_no_works_the_other_way(grouped: RuleBase) -> None:
    for said, smells in ((False, False), (True, True)):
        session = Session(grouped)
        session.answer("house.smell", "not_sure")
        session.answer(SMELL, said)
        assert session.facts["gas.smell"] is smells


def test_a_check_that_did_not_settle_it_leaves_as_yes_and_says_not_sure(session: Session) -> None:
    unsure(session).answer(HISSING, "not_sure")
    assert session.is_emergency
    assessment = session.assess()
    assert assessment.disposition is Disposition.EMERGENCY_NOW
    assert assessment.complete
    assert assessment.not_sure == ("boiler.hissing",)
    assert session.raw["boiler.hissing"] == "not_sure"


def test_who_stops_before_the_check_is_told_no_less_and_that_it_is_not_final(
    session: Session,
) -> None:
    assessment = unsure(session).assess()
    assert assessment.disposition is Disposition.EMERGENCY_NOW
    assert not assessment.complete


def test_a_check_without_as_yes_that_did_not_settle_leaves_the_fact_unknown(
    session: Session,
) -> None:
    session.answer("groups.boiler", [SIGNS])
    session.answer("boiler.signs", {"water.on_floor": "not_sure", "boiler.under_pressure": False})
    assert due(session).id == WATER
    session.answer(WATER, "not_sure")
    assert "water.on_floor" not in session.facts
    session.answer("boiler.age", 30)
    session.answer("boiler.state", "running")
    worst = session.assess()
    assert worst.disposition is Disposition.CLINICIAN_WITHIN_DAYS
    assert worst.not_sure == ("water.on_floor",)


def test_several_unsure_lines_have_one_check_after_the_other(session: Session) -> None:
    session.answer("groups.boiler", [SIGNS, NOISES])
    session.answer("boiler.noises", {"boiler.hissing": "not_sure", "boiler.banging": "not_sure"})
    first = due(session)
    session.answer(first.id, value=True)
    second = due(session)
    assert [first.id, second.id] == [HISSING, "check:boiler.banging"]
    assert second.remaining < first.remaining
    session.answer(second.id, "not_sure")
    assert not due(session).check_of


def test_changing_the_line_takes_its_check_away(session: Session) -> None:
    unsure(session).answer(HISSING, "not_sure")
    session.change(3, {"boiler.hissing": False, "boiler.banging": False})
    assert HISSING not in [one.question for one in session.answers]
    assert session.facts["boiler.hissing"] is False


def test_saying_not_sure_once_more_puts_the_check_once_more(session: Session) -> None:
    unsure(session).answer(HISSING, value=True)
    session.answer("boiler.noises", {"boiler.hissing": "not_sure"})
    assert due(session).id == HISSING


def test_a_step_back_from_a_check_leaves_the_line_not_sure(session: Session) -> None:
    unsure(session).answer(HISSING, value=True)
    assert session.back() == HISSING
    assert session.raw["boiler.hissing"] == "not_sure"
    assert due(session).id == HISSING


def saved(session: Session) -> dict[str, object]:
    data = json.loads(json.dumps(session.to_dict()))
    assert isinstance(data, dict)
    return data


def test_a_saved_session_holds_what_was_said(session: Session) -> None:
    unsure(session).answer(HISSING, value=True)
    told = saved(session)["answers"]
    assert isinstance(told, list)
    groups, noises, check = told[-3:]
    assert (groups["question"], groups["values"]) == (
        "groups.boiler",
        {SIGNS: False, NOISES: True},
    )
    assert noises["values"] == {"boiler.hissing": "not_sure", "boiler.banging": False}
    assert (check["question"], check["values"]) == (HISSING, {HISSING: True})


def test_it_comes_back_whole(session: Session) -> None:
    unsure(session)
    again = Session.from_dict(saved(session), session.rulebase)
    assert again.set_aside == []
    assert again.answers == session.answers
    assert due(again) == due(session)


@pytest.mark.parametrize(
    ("old", "new", "aside"),
    [
        (
            "text: The boiler hisses",
            "text: The boiler whistles",
            ["groups.boiler", "boiler.noises"],
        ),
        ("text: It hisses, bangs or smokes", "text: It sings", ["groups.boiler"]),
        ("Is it quiet when", "Is it silent when", [HISSING]),
        ("settles: yes, help: Not", "settles: no, help: Not", [HISSING]),
        ("boiler.smoke", "boiler.steam", ["groups.boiler"]),
    ],
)
def test_what_would_now_mean_something_else_is_set_aside(
    session: Session, grouped_folder: Path, old: str, new: str, aside: list[str]
) -> None:
    unsure(session).answer(HISSING, value=True)
    for file in grouped_folder.rglob("*.yaml"):
        file.write_text(file.read_text().replace(old, new))
    again = Session.from_dict(saved(session), load(grouped_folder, cached=False))
    assert [one["question"] for one in again.set_aside] == aside
    assert {one["reason"] for one in again.set_aside} == {"the question has changed"}


@pytest.mark.parametrize(
    "values", [{SIGNS: 3}, {SIGNS: "perhaps"}, {"boiler.signs": True}, {SIGNS: [1]}]
)
def test_saved_values_that_fit_no_group_line_are_set_aside(
    session: Session, values: dict[str, object]
) -> None:
    session.answer("groups.boiler", {SIGNS: False})
    data = saved(session)
    data["answers"][-1]["values"] = values  # type: ignore[index]
    again = Session.from_dict(data, session.rulebase)
    assert [one["question"] for one in again.set_aside] == ["groups.boiler"]
    assert SIGNS not in told_by(again.rulebase, again.answers).groups


def test_a_session_of_before_goes_on_without_its_group_lines(
    small: RuleBase, grouped: RuleBase
) -> None:
    before = Session(small)
    before.answer("house.rooms", ["hall"])
    before.answer("house.smell", value=False)
    before.answer("boiler.signs", [])
    after = Session.from_dict(saved(before), grouped)
    assert after.set_aside == []
    assert due(after).facts == (NOISES,)
    back = Session.from_dict(saved(after), small)
    assert back.answers == before.answers


def test_an_older_rule_base_sets_group_lines_aside_and_keeps_them(
    session: Session, small: RuleBase
) -> None:
    unsure(session)
    older = Session.from_dict(saved(session), small)
    assert [one["question"] for one in older.set_aside] == ["groups.boiler", "boiler.noises"]
    assert "water.on_floor" not in older.raw
