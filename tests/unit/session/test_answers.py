"""What a person answers becomes facts, or is refused in words that help."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.errors import FactsError
from triage.model.question import Choice, Item, Unit
from triage.session.answers import parse_number, values_of
from triage.session.screen import Screen
from triage.terms import QuestionKind

HOSTILE = "\x1b[2J" + "9" * 100_000


def screen(kind: QuestionKind, **more: object) -> Screen:
    words = {"id": "the.question", "topic": "", "ask": "?", "help": "", "why": ""}
    return Screen.model_validate({**words, "kind": kind, "facts": ("the.fact",), **more})


YES_NO = screen(QuestionKind.YES_NO)
ONE = screen(QuestionKind.SINGLE_CHOICE, choices=(Choice(value="a", text="A"),))
SEVERAL = screen(QuestionKind.MULTIPLE_CHOICE, choices=(Choice(value="a", text="A"),))
LINES = screen(
    QuestionKind.CHECKLIST,
    facts=("x", "y"),
    items=tuple(Item(fact=one, text=one, label=one) for one in ("x", "y")),
)
DAYS = screen(
    QuestionKind.NUMBER,
    unit="days",
    at_least=0,
    at_most=36500,
    units=(
        Unit(name="weeks", times="7"),
        Unit(name="months", times="30"),
        Unit(name="minutes", times="1/1440"),
    ),
)
HEAT = screen(
    QuestionKind.NUMBER,
    unit="C",
    at_least=30,
    at_most=45,
    units=(Unit(name="F", times="5/9", plus="-160/9"),),
)
EVERY = [YES_NO, ONE, SEVERAL, LINES, DAYS]


def refusal(asked: Screen, given_answer: object) -> str:
    with pytest.raises(FactsError) as caught:
        values_of(asked, given_answer)  # type: ignore[arg-type]
    return str(caught.value)


@pytest.mark.parametrize(
    ("given_answer", "taken"), [(70.5, 70), (np.int64(3), 3), (np.float64(1.5), 2), ("1.5", 2)]
)
def test_a_number_is_kept_as_the_whole_one_it_is_taken_for(
    given_answer: object, taken: int
) -> None:
    values = values_of(DAYS, given_answer)  # type: ignore[arg-type]
    assert values == {"the.fact": taken}
    assert type(values["the.fact"]) is int


def test_yes_and_no_of_an_array_library_are_kept_as_yes_and_no() -> None:
    assert values_of(YES_NO, np.True_)["the.fact"] is True  # type: ignore[arg-type]


@pytest.mark.parametrize("asked", EVERY, ids=lambda one: one.kind.value)
@pytest.mark.parametrize("nothing", [None, {}])
def test_nothing_is_never_an_answer(asked: Screen, nothing: object) -> None:
    assert refusal(asked, nothing).startswith("the.question: no answer was given")


def test_a_line_of_a_checklist_is_not_answered_by_nothing() -> None:
    assert refusal(LINES, {"x": True, "y": None}).startswith("y: no answer was given")


@pytest.mark.parametrize("asked", EVERY, ids=lambda one: one.kind.value)
def test_not_sure_is_an_answer_to_every_kind(asked: Screen) -> None:
    assert values_of(asked, "not_sure") == dict.fromkeys(asked.facts, "not_sure")


@pytest.mark.parametrize(
    ("given_answer", "values"),
    [
        ([], {"x": False, "y": False}),
        (["y"], {"x": False, "y": True}),
        (("x", "y"), {"x": True, "y": True}),
        ({"x"}, {"x": True, "y": False}),
        ({"x": "not_sure"}, {"x": "not_sure"}),
        ({"x": False, "y": True}, {"x": False, "y": True}),
    ],
)
def test_a_checklist_takes_the_true_lines_or_a_mapping(
    given_answer: object, values: dict[str, object]
) -> None:
    assert values_of(LINES, given_answer) == values  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", [list, tuple, set, frozenset])
def test_a_multiple_choice_is_kept_as_a_list(kind: type) -> None:
    assert values_of(SEVERAL, kind(["a"])) == {"the.fact": ["a"]}


@pytest.mark.parametrize("given_answer", ["x", True, 5, b"x", 3.5, math.nan])
def test_a_checklist_takes_nothing_else(given_answer: object) -> None:
    assert "takes a list of the lines that are true" in refusal(LINES, given_answer)


@pytest.mark.parametrize(
    "given_answer", [["z"], {"z": True}, ["x", ["y"]], [{}], [None], ["x", HOSTILE], [10**5000]]
)
def test_a_line_that_is_not_shown_is_refused(given_answer: object) -> None:
    told = refusal(LINES, given_answer)
    assert "is not on this screen" in told
    assert len(told) < 200
    assert "\x1b" not in told


@pytest.mark.parametrize("asked", [YES_NO, ONE, SEVERAL, DAYS], ids=lambda one: one.kind.value)
def test_one_question_takes_one_answer(asked: Screen) -> None:
    assert "takes one answer, not several" in refusal(asked, {"the.fact": True})


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("12", 12),
        (" 12 ", 12),
        ("0", 0),
        ("007", 7),
        ("12 days", 12),
        ("12days", 12),
        ("1 day", 1),
        ("2 weeks", 14),
        ("2w", 14),
        ("2 WEEK", 14),
        ("2 wk.", None),
        ("2 we.", 14),
        ("1.5 weeks", 10),
        ("1,5 weeks", 10),
        ("0.5 weeks", 4),
        ("1 month", 30),
        ("2 mo", 60),
        ("2880 minutes", 2),
        ("720 minutes", 0),
        ("2160 minutes", 2),
        ("٣", 3),
    ],
)
def test_a_number_may_carry_a_unit_and_is_rounded_to_the_nearest_whole(
    text: str, days: int | None
) -> None:
    if days is None:
        assert "is not a unit here" in refusal(DAYS, text)
    else:
        assert values_of(DAYS, text) == {"the.fact": days}


@pytest.mark.parametrize(
    "text", ["2 m", "2 .", "2 fortnights", "2 weeks ago", "2 -", "2e5", "2 \0"]
)
def test_a_unit_that_is_unknown_or_could_be_two_is_refused(text: str) -> None:
    assert "is not a unit here" in refusal(DAYS, text)


@pytest.mark.parametrize(
    "text",
    ["", " ", "two", "1,000", "1.000", "12.500", "- 3", "--3", "3-4", "1/2", "nan", "inf", "0x1F",
     "1234567890", "1.23456", "1 2", "1" + " " * 100_000 + "1", HOSTILE],
)  # fmt: skip
def test_what_is_no_number_or_has_two_readings_is_refused(text: str) -> None:
    told = refusal(DAYS, text)
    assert "is not a number" in told or "is not a unit here" in told
    assert "a number from 0 to 36500" in told
    assert len(told) < 250
    assert "\x1b" not in told


@pytest.mark.parametrize("text", ["-1", "36501", "999999999", "6000 weeks", "-0.6"])
def test_a_number_out_of_range_is_refused(text: str) -> None:
    assert "is out of range" in refusal(DAYS, text)


@pytest.mark.parametrize(
    ("text", "degrees"), [("98.6 F", 37), ("100.4f", 38), ("37.5", 38), ("36.5 C", 36)]
)
def test_conversion_is_exact_and_halves_go_to_the_even_neighbour(text: str, degrees: int) -> None:
    assert parse_number(HEAT, text) == degrees


@given(st.text(max_size=70))
def test_any_text_is_a_number_in_range_or_refused(text: str) -> None:
    try:
        assert DAYS.at_least <= parse_number(DAYS, text) <= DAYS.at_most
    except FactsError as error:
        assert error.problems[0].hint  # noqa: PT017  (refused, with a hint: as good as a number)
