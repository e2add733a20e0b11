"""Facts as they come in: taken as they are meant, or refused, all at once and in plain words."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.errors import FactsError
from triage.model.given import MOST_HINTS, plain_value, read_facts
from triage.model.rulebase import RuleBase

HUGE = [10**5000]
"""Holds a number that Python refuses to write out."""

HOSTILE = "\x1b[2J\x07" + "x" * 100_000 + "\n\u202e"


def problems_of(rulebase: RuleBase, given_facts: object) -> list[str]:
    with pytest.raises(FactsError) as caught:
        read_facts(rulebase, given_facts)  # type: ignore[arg-type]
    return [str(problem) for problem in caught.value.problems]


def test_values_of_every_kind_are_taken(small: RuleBase) -> None:
    assert read_facts(
        small,
        {
            "gas.smell": False,
            "boiler.state": "off",
            "house.cold_rooms": ["bath", "kitchen", "bath"],
            "boiler.age_years": 0,
        },
    ) == {
        "gas.smell": False,
        "boiler.state": "off",
        "house.cold_rooms": frozenset({"bath", "kitchen"}),
        "boiler.age_years": 0,
    }


@pytest.mark.parametrize("kind", [list, tuple, set, frozenset])
def test_any_collection_of_choices_will_do(small: RuleBase, kind: type) -> None:
    known = read_facts(small, {"house.cold_rooms": kind(["hall"])})
    assert known == {"house.cold_rooms": frozenset({"hall"})}


def test_none_is_unknown_and_never_no(small: RuleBase) -> None:
    assert read_facts(small, dict.fromkeys(small.facts)) == {}


def test_not_sure_counts_as_yes_only_where_the_question_says_so(small: RuleBase) -> None:
    assert read_facts(small, dict.fromkeys(small.facts, "not_sure")) == {
        "gas.smell": True,
        "water.on_floor": True,
    }


@pytest.mark.parametrize(
    "value",
    [
        math.nan, math.inf, -math.inf, 80.6, -0.6, 1e300, -1, 81, 999,
        -(10**30), 10**5000, "3", "three", "1,5", "1.5 years", "nan", "inf", "1.", ".5",
        "\u0663.\u0665", np.True_, np.float64("nan"), np.array([3]),
        True, Decimal(3), Fraction(3), 3j, b"3", [3], {"years": 3}, "", object(),
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_a_number_is_whole_and_within_its_bounds(small: RuleBase, value: object) -> None:
    (problem,) = problems_of(small, {"boiler.age_years": value})
    assert problem.startswith("boiler.age_years: should be a whole number from 0 to 80, not ")
    assert len(problem) < 200


@pytest.mark.parametrize(
    ("value", "shown"),
    [(-1, "not -1"), (999, "not 999"), (10**40, "not a number far out of range")],
)
def test_a_number_out_of_bounds_is_shown_unless_it_is_absurd(
    small: RuleBase, value: int, shown: str
) -> None:
    (problem,) = problems_of(small, {"boiler.age_years": value})
    assert shown in problem


@pytest.mark.parametrize(
    ("value", "years"),
    [
        (70.5, 70),
        (71.5, 72),
        (80.5, 80),
        (-0.5, 0),
        (3.0, 3),
        ("70.5", 70),
        ("71.5", 72),
        ("3.0", 3),
        ("7.05e1", 70),
    ],
)
def test_a_number_that_is_not_whole_is_rounded_as_in_the_interview(
    small: RuleBase, value: float | str, years: int
) -> None:
    assert read_facts(small, {"boiler.age_years": value}) == {"boiler.age_years": years}


def test_a_whole_number_in_quotes_is_told_as_one(small: RuleBase) -> None:
    (problem,) = problems_of(small, {"boiler.age_years": "45"})
    assert problem == (
        'boiler.age_years: should be a whole number from 0 to 80, not `"45"`'
        "\n    hint: a number from 0 to 80 years, without quotes"
    )
    (problem,) = problems_of(small, {"gas.smell": "true"})
    assert 'not `"true"`' in problem


@pytest.mark.parametrize("kind", [np.int64, np.uint8, np.float64, np.float32])
def test_numbers_of_an_array_library_are_numbers(small: RuleBase, kind: type) -> None:
    known = read_facts(small, {"boiler.age_years": kind(45)})
    assert known == {"boiler.age_years": 45}
    assert type(known["boiler.age_years"]) is int


@pytest.mark.parametrize("value", [True, False])
def test_yes_and_no_of_an_array_library_are_yes_and_no(small: RuleBase, *, value: bool) -> None:
    assert read_facts(small, {"gas.smell": np.bool_(value)})["gas.smell"] is value


def test_a_choice_of_an_array_library_is_a_choice(small: RuleBase) -> None:
    known = read_facts(
        small, {"boiler.state": np.str_("off"), "house.cold_rooms": [np.str_("hall")]}
    )
    assert known == {"boiler.state": "off", "house.cold_rooms": frozenset({"hall"})}


@pytest.mark.parametrize(
    "value",
    [1, 0, "yes", "true", "no", [], [True], 1.0, {}, b"", HUGE, np.int64(1), np.float64(1)],
)
def test_only_true_and_false_are_yes_and_no(small: RuleBase, value: object) -> None:
    (problem,) = problems_of(small, {"gas.smell": value})
    assert problem.startswith("gas.smell: should be true, false or not_sure, not `")


@pytest.mark.parametrize("value", ["of", "OFF", True, 1, ["off"], None.__class__, HOSTILE])
def test_only_a_choice_is_a_choice(small: RuleBase, value: object) -> None:
    (problem,) = problems_of(small, {"boiler.state": value})
    assert "is not a choice here" in problem


@pytest.mark.parametrize(
    "value", ["hall", [], ["attic"], ["hall", None], [["hall"]], {"hall": True}, 1, "", HOSTILE]
)
def test_a_multiple_choice_is_a_list_of_its_choices(small: RuleBase, value: object) -> None:
    (problem,) = problems_of(small, {"house.cold_rooms": value})
    assert problem.startswith("house.cold_rooms: ")


def test_none_of_these_is_not_an_empty_list(small: RuleBase) -> None:
    """An empty multiple choice would rule things out that nobody answered."""
    (problem,) = problems_of(small, {"house.cold_rooms": []})
    assert "should hold at least one choice" in problem
    assert "leave it out if it is not known" in problem


def test_every_problem_is_told_at_once_with_a_near_miss(small: RuleBase) -> None:
    assert problems_of(
        small,
        {
            "gas.smel": True,
            "boiler.age_years": 999,
            "boiler.state": "knockin",
            5: True,
            "nothing.like.it": 1,
            "gas.smell": True,
        },
    ) == [
        "gas.smel: no such fact\n    hint: did you mean `gas.smell`?",
        (
            "boiler.age_years: should be a whole number from 0 to 80, not 999"
            "\n    hint: a number from 0 to 80 years"
        ),
        "boiler.state: `knockin` is not a choice here\n    hint: did you mean `knocking`?",
        "5: no such fact\n    hint: `triage questions` lists every fact",
        "nothing.like.it: no such fact\n    hint: `triage questions` lists every fact",
    ]


def test_a_hostile_text_neither_floods_nor_steers_a_terminal(small: RuleBase) -> None:
    for given_facts in (
        {HOSTILE: 1},
        {"gas.smell": HOSTILE},
        {"boiler.state": HOSTILE},
        {"house.cold_rooms": [HOSTILE]},
        {"boiler.age_years": HOSTILE},
    ):
        (problem,) = problems_of(small, given_facts)
        assert len(problem) < 300
        assert all(char.isprintable() for char in problem.replace("\n", ""))


def test_a_list_that_holds_itself_is_refused_like_any_other(small: RuleBase) -> None:
    loop: list[object] = []
    loop.append(loop)
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    for value in (loop, deep):
        for name in small.facts:
            assert len(problems_of(small, {name: value})) == 1


def test_thousands_of_unknown_facts_are_told_without_a_search_for_each(
    small: RuleBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched: list[str] = []

    def search(word: str, known: list[str], **_options: object) -> list[str]:
        if known:
            searched.append(word)
        return []

    monkeypatch.setattr("triage.model.given.get_close_matches", search)
    many = {f"unknown.fact_{number}": True for number in range(20_000)}
    assert len(problems_of(small, many)) == 20_000
    assert len(searched) == MOST_HINTS


@pytest.mark.parametrize("given_facts", [None, [], "gas.smell", 5, [("gas.smell", True)]])
def test_facts_are_a_mapping(small: RuleBase, given_facts: object) -> None:
    assert problems_of(small, given_facts) == ["facts are a mapping of fact id to value"]


def test_a_set_is_written_in_the_order_of_its_choices(small: RuleBase) -> None:
    order = small.facts["house.cold_rooms"].choices
    assert plain_value(frozenset({"hall", "kitchen"}), order) == ["kitchen", "hall"]
    assert plain_value(frozenset({"z", "a", "hall"}), order) == ["hall", "a", "z"]


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.binary(max_size=5)
    | st.sampled_from(["not_sure", "off", "hall", "kitchen"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)
NAMES = ("house.cold_rooms", "gas.smell", "boiler.state", "boiler.age_years", "water.on_floor")


@given(st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=12), ANYTHING, max_size=6))
def test_what_is_read_reads_again_as_itself(
    small: RuleBase, given_facts: dict[str, object]
) -> None:
    try:
        known = read_facts(small, given_facts)
    except FactsError:
        return
    assert read_facts(small, known) == known
    assert set(known) <= {name for name, value in given_facts.items() if value is not None}


@pytest.mark.parametrize("steering", ["\x1b[2J", "\x9b", "\0", "\u202e", "\u2066", "\ud800"])
def test_an_error_about_facts_cannot_steer_a_terminal(small: RuleBase, steering: str) -> None:
    chosen = next(one.id for one in small.facts.values() if one.choices)
    for facts in ({steering: True}, {chosen: steering}, {chosen: [f"a{steering}"]}):
        with pytest.raises(FactsError) as caught:
            read_facts(small, facts)
        assert str(caught.value).replace("\n", "").isprintable()
