"""People drawn from portraits have what the portraits say, in the shares they say."""

from __future__ import annotations

import numpy as np
import pytest
from boilers import ORDINARY, POPULATION, TROUBLES, portraits

from triage.content.conditions import ConditionReader
from triage.content.strict_yaml import Value, read_yaml
from triage.logic.reference import evaluate
from triage.model.population import Portraits
from triage.model.rulebase import RuleBase
from triage.simulate.draw import Drawer, Reach, Wishes
from triage.simulate.people import People

MANY = 20_000
CLOSE = 0.015
"""Four standard errors of a share among that many people, or more."""


def _drawn(rulebase: RuleBase, found: Portraits, name: str, wishes: Wishes | None = None) -> People:
    (portrait,) = (one for one in found.every if one.id == name)
    return Drawer(rulebase, found, wishes or Wishes()).people(portrait, MANY)


def _share(people: People, name: str) -> float:
    return float(people.columns[name].mean())


def test_lines_are_ticked_as_often_as_their_number_says(small: RuleBase) -> None:
    people = _drawn(small, portraits(small), "leak")
    assert _share(people, "gas.smell") == pytest.approx(0.9, abs=CLOSE)
    assert _share(people, "person.skilled") == pytest.approx(0.15, abs=0.05)
    cold = people.columns["house.cold_rooms"].astype(np.int64) & 1 == 1
    pressed = people.columns["boiler.under_pressure"]
    assert float(pressed[cold].mean()) == pytest.approx(0.3, abs=CLOSE)
    assert not pressed[~cold].any()


@pytest.mark.parametrize(("reach", "share"), [(Reach.LOW, 0.8), (Reach.MID, 0.9), (Reach.HIGH, 1)])
def test_a_range_is_drawn_by_the_end_that_is_wanted(
    small: RuleBase, reach: Reach, share: float
) -> None:
    people = _drawn(small, portraits(small), "leak", Wishes(reach=reach))
    assert _share(people, "gas.smell") == pytest.approx(share, abs=CLOSE)


def test_two_lines_that_go_together_are_ticked_by_as_many_as_stated(small: RuleBase) -> None:
    people = _drawn(small, portraits(small), "leak")
    both = people.columns["gas.smell"] & people.columns["a hissing sound"]
    assert float(both.mean()) == pytest.approx(0.38, abs=CLOSE)
    assert _share(people, "a hissing sound") == pytest.approx(0.4, abs=CLOSE)


def test_without_a_number_as_many_as_can_be_tick_both(small: RuleBase) -> None:
    people = _drawn(small, portraits(small, {TROUBLES: ("both: 0.38, ", "")}), "leak")
    assert not (people.columns["a hissing sound"] & ~people.columns["gas.smell"]).any()
    assert _share(people, "a hissing sound") == pytest.approx(0.4, abs=CLOSE)


def test_a_line_that_hangs_on_another_is_ticked_by_nobody_else(small: RuleBase) -> None:
    people = _drawn(small, portraits(small), "burst")
    wet, pressed = people.columns["water.on_floor"], people.columns["boiler.under_pressure"]
    assert not (pressed & ~wet).any()
    assert float(pressed[wet].mean()) == pytest.approx(0.5, abs=CLOSE)


def test_lines_that_exclude_each_other_are_not_ticked_together(small: RuleBase) -> None:
    people = _drawn(small, portraits(small), "draught")
    off = people.columns["boiler.state"] == 1
    assert off.any()
    assert not people.columns["water.on_floor"][off].any()


def test_without_background_people_tick_only_what_their_portrait_lists(small: RuleBase) -> None:
    found = portraits(small)
    with_it = _drawn(small, found, "burst")
    without = _drawn(small, found, "burst", Wishes(background=False))
    assert _share(with_it, "gas.smell") == pytest.approx(0.02, abs=CLOSE)
    assert "gas.smell" not in without.columns
    ordinary = _drawn(small, found, "warm", Wishes(background=False))
    assert _share(ordinary, "gas.smell") > 0


def test_numbers_keep_their_tenths_and_bounds(small: RuleBase) -> None:
    ages = _drawn(small, portraits(small), "leak").columns["boiler.age_years"]
    assert np.quantile(ages, [0.1, 0.5, 0.9]) == pytest.approx([2, 8, 20], abs=1)
    assert ages.min() >= 0
    assert ages.max() <= 80
    binned = _drawn(small, portraits(small), "burst").columns["boiler.age_years"]
    assert (binned.min(), binned.max()) == (20, 40)


def test_whoever_would_choose_nothing_chooses_one(small: RuleBase) -> None:
    people = _drawn(small, portraits(small), "leak")
    rooms = people.columns["house.cold_rooms"].astype(np.int64)
    assert (rooms > 0).all()
    assert float((rooms == 3).mean()) == pytest.approx(0.1, abs=CLOSE)


def test_the_same_seed_gives_the_same_people_whatever_else_changes(small: RuleBase) -> None:
    before = _drawn(small, portraits(small), "burst")
    added = "gas.smell: {freq: 0.5, assumed: new}\n      water.on_floor: {freq: 0.8"
    after = _drawn(
        small, portraits(small, {TROUBLES: ("water.on_floor: {freq: 0.8", added)}), "burst"
    )
    other = _drawn(small, portraits(small), "burst", Wishes(seed=2))
    name = "water.on_floor"
    assert (before.columns[name] == after.columns[name]).all()
    assert (before.columns[name] != other.columns[name]).any()


def test_a_split_line_is_ticked_in_one_of_its_parts_by_all_who_ticked_it(small: RuleBase) -> None:
    split = """\
splits:
  old.trouble:
    why: two things stood in one line
    into:
      boiler.under_pressure: {freq: 0.5, assumed: half}
      person.skilled: {freq: 0.3, assumed: some}
sources:"""
    line = "gas.smell: {freq: 0.9, range: [0.8, 1], source: [1]}"
    changes = {
        POPULATION: ("sources:", split),
        TROUBLES: (line, f"{line}\n      old.trouble: {{freq: 0.6, assumed: most}}"),
    }
    people = _drawn(small, portraits(small, changes), "leak")
    columns = people.columns
    either = columns["boiler.under_pressure"] | columns["person.skilled"]
    assert (either == columns["old.trouble"]).all()
    assert _share(people, "person.skilled") < _share(people, "boiler.under_pressure")
    assert people.told("boiler.under_pressure", 0) in {True, False}


def test_a_share_of_lines_is_not_sure(small: RuleBase) -> None:
    people = _drawn(small, portraits(small), "leak", Wishes(not_sure=0.25))
    unsure = people.unsure["gas.smell"]
    assert float(unsure.mean()) == pytest.approx(0.25, abs=CLOSE)
    assert people.told("gas.smell", int(unsure.argmax())) is None


@pytest.mark.parametrize(
    "text",
    [
        "{fact: gas.smell, is: true}",
        "{fact: gas.smell, is: false}",
        '{fact: boiler.state, is: "off"}',
        '{fact: boiler.state, one_of: ["off", running]}',
        "{fact: house.cold_rooms, includes: bath}",
        "{fact: boiler.age_years, at_least: 8}",
        "{not: {fact: boiler.age_years, at_most: 8}}",
        "{all: [{fact: gas.smell, is: true}, {fact: person.skilled, is: true}]}",
        "{any: [{fact: water.on_floor, is: true}, {fact: person.skilled, is: true}]}",
        "{count: 2, of: [{fact: gas.smell, is: true}, {fact: house.cold_rooms, includes: bath}]}",
    ],
)
def test_a_condition_holds_in_people_as_the_reference_says(small: RuleBase, text: str) -> None:
    people = _drawn(small, portraits(small), "leak")
    document = read_yaml(text, "here")
    data: Value = document.data
    condition = ConditionReader(document, small.facts, ()).read(data, ())
    assert condition is not None
    found = people.holds(condition)
    for index in range(40):
        told = {name: people.told(name, index) for name in small.facts}
        facts = {name: value for name, value in told.items() if value is not None}
        assert bool(found[index]) is (evaluate(condition, facts, {}) is True)


def test_ordinary_people_are_drawn_by_their_own_values(small: RuleBase) -> None:
    people = _drawn(small, portraits(small), "draught")
    assert set(people.columns["boiler.age_years"].tolist()) == {30}
    assert ORDINARY.endswith("ordinary.yaml")
