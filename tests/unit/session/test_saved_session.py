"""A saved session comes back whole, under another rule base too; hostile data never does."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people import interview
from random_rulebases import cases

from triage.content.load import load_raw
from triage.errors import SavedSessionError
from triage.model.fact import FactValue
from triage.model.rulebase import RuleBase
from triage.session.saved import MOST_ANSWERS, wording_mark
from triage.session.session import Session

Files = dict[str, bytes]
Data = dict[str, object]

BOILER = "knowledge/questions/boiler.yaml"


@pytest.fixture
def session(small: RuleBase) -> Session:
    """Return an interview with one answer of every kind."""
    session = Session(small)
    session.answer("house.rooms", ["bath", "kitchen"])
    session.answer("house.smell", value=False)
    session.answer("boiler.signs", {"water.on_floor": True, "boiler.under_pressure": "not_sure"})
    session.answer("boiler.state", "off")
    session.answer("boiler.age", "3 years")
    session.answer("wish.kind", "not_sure")
    return session


def saved(session: Session) -> Data:
    """Return the session as it comes back from a file."""
    data = json.loads(json.dumps(session.to_dict(), allow_nan=False))
    assert isinstance(data, dict)
    return data


def changed(files: Files, old: str, new: str) -> RuleBase:
    """Return the small rule base with other words in its questions of the boiler."""
    text = files[BOILER].decode()
    assert old in text
    return load_raw({**files, BOILER: text.replace(old, new).encode()})


@settings(max_examples=20)
@given(cases(), st.integers(0, 6))
def test_a_session_comes_back_as_it_was(
    case: tuple[RuleBase, dict[str, FactValue]], screens: int
) -> None:
    rulebase, person = case
    before = Session(rulebase)
    interview(before, person, screens)
    after = Session.from_dict(saved(before), rulebase)
    assert after.answers == before.answers
    assert after.set_aside == []
    assert after.next_question() == before.next_question()
    assert after.assess() == before.assess()
    assert after.to_dict() == before.to_dict()


def test_saved_data_names_the_rule_base_and_holds_the_answers(session: Session) -> None:
    data = saved(session)
    assert data["knowledge"] == {
        "name": "leaking-boiler",
        "version": "0.0.1",
        "digest": session.rulebase.digest,
    }
    assert isinstance(data["answers"], list)
    assert data["answers"][0]["values"] == {"house.cold_rooms": ["bath", "kitchen"]}
    assert set(data) == {"format", "knowledge", "answers", "set_aside"}


@pytest.fixture
def in_turn(small: RuleBase) -> Session:
    """Return an interview that was told at two screens how many follow at most."""
    session = Session(small)
    session.answer("house.rooms", ["hall"])
    session.answer("boiler.signs", {"boiler.under_pressure": False, "person.skilled": True})
    assert None not in said(session)
    return session


def said(session: Session) -> list[int | None]:
    return [one.most for one in session.answers]


def test_what_was_said_to_follow_is_saved(in_turn: Session) -> None:
    in_turn.answer("wish.kind", "natural")  # out of turn: nothing is said
    assert said(in_turn)[2] is None
    data = saved(in_turn)
    assert isinstance(data["answers"], list)
    assert [one.get("most") for one in data["answers"]] == said(in_turn)
    assert said(Session.from_dict(data, in_turn.rulebase)) == said(in_turn)


@pytest.mark.parametrize("most", [None, True, -1, 2.0, "3", [], math.nan])
def test_a_file_that_does_not_say_what_follows_is_read_all_the_same(
    in_turn: Session, most: object
) -> None:
    data = saved(in_turn)
    assert isinstance(data["answers"], list)
    for entry in data["answers"]:
        entry["most"] = most
    after = Session.from_dict(data, in_turn.rulebase)
    assert after.answers == in_turn.answers
    assert said(after) == [None, None]
    for entry in data["answers"]:
        del entry["most"]
    assert said(Session.from_dict(data, in_turn.rulebase)) == [None, None]


def test_what_was_said_to_follow_under_other_rules_is_not_held_to(
    in_turn: Session, small_files: Files
) -> None:
    other = load_raw({**small_files, BOILER: small_files[BOILER] + b"# another digest\n"})
    after = Session.from_dict(saved(in_turn), other)
    assert after.answers == in_turn.answers
    assert said(after) == [None, None]


def test_another_digest_with_the_same_questions_keeps_every_answer(
    session: Session, small_files: Files
) -> None:
    other = load_raw({**small_files, BOILER: small_files[BOILER] + b"# another digest\n"})
    assert other.digest != session.rulebase.digest
    after = Session.from_dict(saved(session), other)
    assert after.raw == session.raw
    assert after.set_aside == []


@pytest.mark.parametrize(
    ("old", "new", "lost"),
    [
        ("What is the boiler doing?", "How is it?", "boiler.state"),
        ("text: it is off", "text: it is cold", "boiler.state"),
        ("How old is the boiler?", "How old is it?", "boiler.age"),
        ("at_most: 80", "at_most: 90", "boiler.age"),
        ("    unit: years", "    unit: summers", "boiler.age"),
        ("text: Water on the floor", "text: A drop on the floor", "boiler.signs"),
        ("id: boiler.state", "id: boiler.mood", "boiler.state"),
    ],
)
def test_what_was_asked_in_other_words_is_asked_again_and_nothing_is_lost(
    session: Session, small_files: Files, old: str, new: str, lost: str
) -> None:
    other = changed(small_files, old, new)
    after = Session.from_dict(saved(session), other)
    assert [one.question for one in after.answers] == [
        one.question for one in session.answers if one.question != lost
    ]
    (aside,) = after.set_aside
    assert aside["question"] == lost
    values = next(one.values for one in session.answers if one.question == lost)
    assert aside["values"] == values
    assert aside["reason"] in {"the question has changed", "the question is no longer asked"}
    again = Session.from_dict(saved(after), other)
    assert again.set_aside == after.set_aside
    assert again.answers == after.answers


def test_a_line_that_did_not_change_keeps_its_answer(session: Session, small_files: Files) -> None:
    other = changed(small_files, "You have done this before", "You are a plumber")
    after = Session.from_dict(saved(session), other)
    assert after.raw == session.raw


def test_an_answer_that_is_no_longer_possible_is_set_aside(session: Session) -> None:
    data = saved(session)
    assert isinstance(data["answers"], list)
    for place, value in ((3, "exploded"), (4, 500)):
        (fact,) = data["answers"][place]["values"]
        data["answers"][place]["values"] = {fact: value}
    after = Session.from_dict(data, session.rulebase)
    assert [one["question"] for one in after.set_aside] == ["boiler.state", "boiler.age"]
    assert "is not a choice here" in str(after.set_aside[0]["reason"])
    assert after.next_question() is not None


@pytest.mark.parametrize(
    "value",
    [None, math.nan, math.inf, {"a": 1}, [], [None], [[]], 10**30, "\x1b[2J", b"x", {1, 2}],
    ids=repr,
)  # fmt: skip
def test_a_hostile_value_never_becomes_an_answer(session: Session, value: object) -> None:
    data = saved(session)
    assert isinstance(data["answers"], list)
    for entry in data["answers"]:
        entry["values"] = dict.fromkeys(entry["values"], value)
    after = Session.from_dict(data, session.rulebase)
    assert after.answers == ()
    assert after.facts == {}
    assert len(after.set_aside) == len(session.answers)
    assert all(isinstance(one["reason"], str) and one["reason"] for one in after.set_aside)


@pytest.mark.parametrize("value", [3.5, "3.5", 4])
def test_a_number_that_was_made_a_decimal_is_rounded(session: Session, value: object) -> None:
    data = saved(session)
    assert isinstance(data["answers"], list)
    (fact,) = data["answers"][4]["values"]
    data["answers"][4]["values"] = {fact: value}
    after = Session.from_dict(data, session.rulebase)
    assert after.set_aside == []
    assert after.raw[fact] == after.facts[fact] == 4


def test_a_value_of_another_question_is_set_aside(session: Session) -> None:
    data = saved(session)
    assert isinstance(data["answers"], list)
    entry = data["answers"][1]
    entry["values"]["person.skilled"] = True
    after = Session.from_dict(data, session.rulebase)
    assert [one["question"] for one in after.set_aside] == ["house.smell"]


@pytest.mark.parametrize(
    "data",
    [
        None, 5, "answers", [], {}, {"answers": []}, {"format": 1}, {"format": 2, "answers": []},
        {"format": None, "answers": []}, {"format": "\x1b[2J" * 50, "answers": []},
        {"format": 1, "answers": None}, {"format": 1, "answers": {}},
        {"format": 1, "answers": "house.smell"}, {"format": 1, "answers": [None]},
        {"format": 1, "answers": [[]]}, {"format": 1, "answers": [{}]},
        {"format": 1, "answers": [{"question": "house.smell", "values": []}]},
        {"format": 1, "answers": [{"values": None}]},
        {"format": 1, "answers": [{}] * (MOST_ANSWERS + 1)},
    ],
    ids=lambda data: repr(data)[:40],
)  # fmt: skip
def test_what_is_no_saved_session_is_refused_in_plain_words(small: RuleBase, data: object) -> None:
    with pytest.raises(SavedSessionError) as caught:
        Session.from_dict(data, small)
    assert 10 < len(str(caught.value)) < 200
    assert "\x1b" not in str(caught.value)


@pytest.mark.parametrize(
    "question",
    [None, 5, "", "+", "+" * 10_000, "gone", "house.smell+boiler.signs", "house.smell+house.rooms",
     "boiler.signs+boiler.signs", ["house.smell"]],
)  # fmt: skip
def test_a_question_that_cannot_be_is_set_aside(small: RuleBase, question: object) -> None:
    entry = {"question": question, "wording": "", "values": {"gas.smell": True}}
    after = Session.from_dict({"format": 1, "answers": [entry]}, small)
    assert after.answers == ()
    assert after.set_aside[0]["reason"] == "the question is no longer asked"


def test_an_answer_without_a_value_is_set_aside(small: RuleBase) -> None:
    wording = wording_mark([small.questions["boiler.signs"]], ())
    entry = {"question": "boiler.signs", "wording": wording, "values": {}}
    after = Session.from_dict({"format": 1, "answers": [entry]}, small)
    assert after.answers == ()
    assert "no answer was given" in str(after.set_aside[0]["reason"])


@pytest.mark.parametrize("aside", [None, 5, "x", [1, None], {}, [{"question": "x"}]])
def test_what_was_set_aside_before_may_be_anything(session: Session, aside: object) -> None:
    after = Session.from_dict({**saved(session), "set_aside": aside}, session.rulebase)
    assert after.raw == session.raw
    assert all(isinstance(one, dict) for one in after.set_aside)


HOSTILE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@given(
    st.fixed_dictionaries(
        {
            "format": st.just(1) | HOSTILE,
            "answers": HOSTILE
            | st.lists(
                st.fixed_dictionaries(
                    {
                        "question": st.sampled_from(["house.smell", "boiler.signs", "wish.kind"]),
                        "wording": st.text(max_size=3),
                        "values": st.dictionaries(
                            st.sampled_from(["gas.smell", "water.on_floor", "wish.kind"]), HOSTILE
                        )
                        | HOSTILE,
                    }
                ),
                max_size=4,
            ),
        },
        optional={"set_aside": HOSTILE, "knowledge": HOSTILE},
    )
    | HOSTILE
)
def test_any_data_is_a_session_or_refused(small: RuleBase, data: object) -> None:
    try:
        session = Session.from_dict(data, small)
    except SavedSessionError:
        return
    session.next_question()
    session.assess()
    again = Session.from_dict(session.to_dict(), small)
    assert again.answers == session.answers
    assert len(again.set_aside) == len(session.set_aside)
