"""What became of people drawn: levels, avoidable escalation, the rules behind it, the curve."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from boilers import portraits

from triage.content.load import read_files
from triage.content.portraits import load_portraits
from triage.logic.disposition import disposition_of
from triage.logic.quick import quick_verdicts
from triage.model.population import Portraits
from triage.model.rulebase import RuleBase
from triage.simulate import run as running
from triage.simulate.curve import curve
from triage.simulate.draw import Drawer, Wishes
from triage.simulate.interview import interviewed
from triage.simulate.outcome import Outcome
from triage.simulate.picture import svg_of
from triage.simulate.report import Report
from triage.simulate.run import Plan, chosen, simulate
from triage.simulate.told import Teller
from triage.terms import NOT_SURE, Disposition


@pytest.fixture(scope="module")
def found(small: RuleBase) -> Portraits:
    return portraits(small)


def _report(
    small: RuleBase, found: Portraits, people: int = 4000, *, interview: bool = False
) -> Report:
    return simulate(small, found, Plan(people, found.every, interview=interview))


def test_everybody_told_gets_the_level_that_the_reference_gives(
    small: RuleBase, found: Portraits
) -> None:
    for wishes in (Wishes(), Wishes(not_sure=0.3)):
        drawer = Drawer(small, found, wishes)
        groups = [drawer.people(one, 60) for one in found.every]
        for outcome in Teller(small).outcomes(groups):
            people = outcome.people
            for index in range(people.count):
                given = {}
                for name, fact in small.facts.items():
                    told = people.told(name, index)
                    as_yes = told is None and name in people.unsure and fact.not_sure == "as_yes"
                    if as_yes or told is not None:
                        given[name] = True if as_yes else told
                level = disposition_of(quick_verdicts(small, given))  # type: ignore[arg-type]  # no value is None
                assert outcome.urgency[index] == level.urgency


def test_conditions_are_counted_by_what_they_need(small: RuleBase, found: Portraits) -> None:
    report = _report(small, found)
    by = {one.portrait.id: one for one in report.tallies}
    leak, burst = by["leak"], by["burst"]
    assert leak.reach.value == pytest.approx(0.9, abs=0.05)
    assert leak.reach == leak.emergency
    assert burst.reach.value == pytest.approx(0.8, abs=0.05)
    assert leak.home.count == leak.count - leak.same_day.count
    assert [one.portrait.id for one in report.conditions] == ["burst", "leak"]
    reached = (leak.reach.count / leak.count, burst.reach.count / burst.count)
    assert report.mean_reach == pytest.approx(sum(reached) / 2)


def test_an_escalation_is_avoidable_only_when_nothing_makes_it_right(
    small: RuleBase, found: Portraits
) -> None:
    report = _report(small, found)
    draught = next(one for one in report.ordinary if one.portrait.id == "draught")
    right = draught.same_day.count - draught.avoidable_same_day
    assert 0 < draught.avoidable_same_day < draught.same_day.count
    assert right > 0
    assert report.avoidable_emergency.count == 0  # every smell of gas is right to raise
    assert [name for name, _ in report.rules] == ["danger.flood", "water.burst.urgent_same_day"]
    assert sum(share.count for _, share in report.rules) == report.avoidable_same_day.count
    assert report.emergency_rules == []
    assert sum(one.count for one in report.ordinary_levels.values()) == 2000
    assert report.ordinary_levels[Disposition.EMERGENCY_NOW].count > 0


def test_the_interview_asks_until_nothing_matters_and_is_answered_truly(
    small: RuleBase, found: Portraits
) -> None:
    told, led = _report(small, found, 120), _report(small, found, 120, interview=True)
    for one, other in zip(told.tallies, led.tallies, strict=True):
        assert other.count == one.count
        assert len(other.screens) == len(other.lines) == other.count
        assert min(other.screens) >= 1
    assert led.interview


def test_a_person_led_through_the_interview_ends_where_telling_everything_ends(
    small: RuleBase, found: Portraits
) -> None:
    drawer = Drawer(small, found, Wishes())
    for portrait in found.every:
        people = drawer.people(portrait, 40)
        (told,) = Teller(small).outcomes([people])
        led = interviewed(small, people)
        assert (told.urgency == led.urgency).all()


def test_people_of_our_portraits_end_where_telling_everything_ends(shipped: RuleBase) -> None:
    ours = load_portraits(shipped, read_files(portraits=True))
    drawer = Drawer(shipped, ours, Wishes())
    groups = [drawer.people(one, 1) for one in ours.every[::2]]
    for told in Teller(shipped).outcomes(groups):
        led = interviewed(shipped, told.people)
        assert led.urgency.tolist() == told.urgency.tolist(), told.people.portrait


def test_doubt_about_what_is_not_so_counts_no_more_in_the_interview(shipped: RuleBase) -> None:
    # Group lines that are denied and plain checks settle what telling everything leaves in doubt.
    ours = load_portraits(shipped, read_files(portraits=True))
    drawer = Drawer(shipped, ours, Wishes(not_sure=0.05))
    settled = 0
    for told in Teller(shipped).outcomes([drawer.people(one, 1) for one in ours.every[::2]]):
        people = told.people
        if any(people.told(name, 0) is None and people.true(name, 0) for name in shipped.yes_no):
            continue
        led = interviewed(shipped, people)
        assert led.urgency[0] <= told.urgency[0], people.portrait
        settled += int(led.urgency[0] < told.urgency[0])
    assert settled > 0


def test_what_people_cannot_tell_they_are_not_sure_of(small: RuleBase, found: Portraits) -> None:
    people = Drawer(small, found, Wishes(not_sure=1.0)).people(found.every[0], 5)
    outcome = interviewed(small, people)
    # "Not sure" of a smell of gas counts as yes.
    assert (outcome.urgency == Disposition.EMERGENCY_NOW.urgency).all()
    assert small.facts["gas.smell"].not_sure != NOT_SURE


def test_people_are_shared_out_half_and_half_and_by_weight(found: Portraits) -> None:
    assert Plan(1000, found.every).counts() == {
        "leak": 250,
        "burst": 250,
        "draught": 375,
        "warm": 125,
    }
    assert chosen(found, ["conditions"]) == chosen(found, ["troubles"])
    assert Plan(9, chosen(found, ["troubles"])).counts() == {"leak": 4, "burst": 4}
    assert Plan(1, chosen(found, ["warm", "leak"])).counts() == {"leak": 1, "warm": 1}


def test_a_run_that_is_stopped_tells_what_was_done(
    small: RuleBase, found: Portraits, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes = running.outcomes_of

    def stopped(*args: object) -> Iterator[Outcome]:
        for at, one in enumerate(outcomes(*args)):  # type: ignore[arg-type]  # what simulate hands over
            if at == 3:
                raise KeyboardInterrupt
            yield one

    monkeypatch.setattr(running, "outcomes_of", stopped)
    report = _report(small, found, 400, interview=True)
    assert not report.whole
    assert sum(one.count for one in report.tallies) == 3 * running.ROUND


def test_the_same_plan_gives_the_same_numbers(small: RuleBase, found: Portraits) -> None:
    first, second = _report(small, found), _report(small, found)
    assert [one.urgency for one in first.tallies] == [one.urgency for one in second.tallies]
    assert (first.rulebase_digest, first.portraits_digest) == (small.digest, found.digest)


def test_the_curve_takes_the_rule_first_that_alarms_least(
    small: RuleBase, found: Portraits
) -> None:
    steps = curve(_report(small, found))
    named = [one.rule for one in steps]
    assert named.index("danger.gas") < named.index("danger.flood") == len(steps) - 1
    assert steps[0].escalated == pytest.approx(0, abs=0.01)
    assert [one.escalated for one in steps] == sorted(one.escalated for one in steps)
    assert steps[-1].escalated > steps[0].escalated
    assert steps[-1].reach > steps[0].reach
    only = simulate(small, found, Plan(100, chosen(found, ["leak"])))
    assert curve(only) == ()


def test_the_picture_is_svg_and_names_the_rules(small: RuleBase, found: Portraits) -> None:
    picture = svg_of(curve(_report(small, found)), "A < B", "digests")
    root = ET.fromstring(picture)  # noqa: S314  (our own)
    texts = [one.text or "" for one in root.iter() if one.tag.endswith("text")]
    assert "A < B" in texts
    assert any("danger.flood" in one for one in texts)
    assert np.isfinite([float(one) for one in root.attrib["viewBox"].split()]).all()
