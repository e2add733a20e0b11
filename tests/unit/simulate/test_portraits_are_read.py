"""Portraits are read strictly: every mistake is told with its line, and with what was meant."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from boilers import ORDINARY, POPULATION, TROUBLES, portraits, raw

from triage.checks.check import CheckContext
from triage.checks.portraits import PortraitsHold
from triage.content.load import load, read_files
from triage.content.portraits import load_portraits
from triage.errors import ContentError
from triage.model.rulebase import RuleBase

SMALL = Path(__file__).parents[1] / "content" / "small"


def _told(rulebase: RuleBase, changes: dict[str, tuple[str, str]]) -> list[str]:
    with pytest.raises(ContentError) as caught:
        portraits(rulebase, changes)
    return [f"{one.where}: {one.message} | {one.hint}" for one in caught.value.problems]


def test_small_portraits_have_nothing_wrong(small: RuleBase) -> None:
    found = portraits(small)
    assert [one.id for one in found.every] == ["draught", "warm", "leak", "burst"]
    assert found.family_of["burst"] == "troubles"


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        (TROUBLES, "gas.smell: {freq", "gas.smel: {freq", "did you mean `gas.smell`?"),
        (TROUBLES, "freq: 0.8,", "freq: 1.8,", f"{TROUBLES}:23:24: `freq`: input should be less"),
        (TROUBLES, "freq: 0.8,", "freq: often,", "`freq`: input should be a valid number"),
        (TROUBLES, "freq: 0.8,", "freq: true,", "`freq`: should be a number"),
        (TROUBLES, "range: [0.8, 1]", "range: [0.95, 1]", "should hold `freq`"),
        (TROUBLES, "freq: 0.8, assumed: most", "freq: 0.8", "neither a `source` nor `assumed`"),
        (TROUBLES, "source: [1], derived", "source: [7], derived", "no such source: 7"),
        (TROUBLES, "why_level: it floods", 'why_level: ""', "`least_level` needs its reason"),
        (TROUBLES, "both: 0.38", "both: 0.45", "a number from 0.3 to 0.4"),
        (TROUBLES, "both: 0.38", "both: 0.2", "a number from 0.3 to 0.4"),
        (TROUBLES, '"a hissing sound"], ', '"a hissing noise"], ', "neither a line of this"),
        (TROUBLES, "id: burst", "id: leak", "`leak` stands twice"),
        (TROUBLES, "family: troubles", "family: trouble", "should be `troubles`, like its file"),
        (TROUBLES, "signs_without_fact", "signs_without_facts", "did you mean `signs_without_f"),
        (TROUBLES, "water.on_floor: {freq", "boiler.state: {freq", "is a choice, not a bool"),
        (TROUBLES, '"a hissing sound": {', "water.on_floor: {", "move the line to `signs`"),
        (TROUBLES, "dist: {running: 1}", "dist: {running: 0.5}", "adds up to 0.5, not to 1"),
        (TROUBLES, "dist: {running: 1}", "dist: {runing: 1}", "did you mean `running`?"),
        (TROUBLES, "bins: [[20, 40, 1]]", "bins: [[50, 40, 1]]", "50 is above 40"),
        (TROUBLES, "bins: [[20, 40, 1]]", "p10: 3", "needs exactly one form"),
        (POPULATION, "median: 8", "median: 1", "should rise: p10 <= median <= p90"),
        (POPULATION, "by_age: [0.1, 0.2, 0.3]", "by_age: [0.1]", "has 1 numbers for 3 age bands"),
        (POPULATION, "includes: kitchen", "includes: kitche", "kitchen"),
        (POPULATION, "age: boiler.age_years}", "age: boiler.age}", "no such fact: `boiler.age`"),
        (ORDINARY, "most_level: self_care", "most_level: at_home", "`most_level`: input should"),
    ],
)
def test_a_mistake_is_told_with_its_place(
    small: RuleBase, name: str, old: str, new: str, told: str
) -> None:
    found = _told(small, {name: (old, new)})
    assert any(told in one for one in found), found
    assert all(one.startswith(f"{name}:") for one in found)


def test_all_mistakes_are_told_at_once(small: RuleBase) -> None:
    changes = {
        TROUBLES: ("gas.smell: {freq: 0.9, range", "gas.smel: {freq: 0.99, range"),
        POPULATION: ("median: 8", "median: 80"),
        ORDINARY: ("freq: 0.4, assumed: rain comes in", "freq: 0.4"),
    }
    assert {one.split(":")[0] for one in _told(small, changes)} == set(changes)


def test_without_a_population_nobody_can_be_drawn(small: RuleBase) -> None:
    with pytest.raises(ContentError, match=r"population\.yaml: is missing"):
        load_portraits(small, {})


def test_a_split_line_needs_no_other_change(small: RuleBase) -> None:
    split = """\
splits:
  gas.odour: {why: another word, into: {gas.smell: {freq: 1, assumed: the same}}}
sources:"""
    changes = {
        POPULATION: ("sources:", split),
        TROUBLES: ("gas.smell: {freq", "gas.odour: {freq"),
    }
    with pytest.raises(ContentError, match=r"no such fact: `gas\.odour`"):
        portraits(small, {TROUBLES: changes[TROUBLES]})
    assert portraits(small, changes).population.splits["gas.odour"].why == "another word"


def test_the_check_tells_mistakes_and_questions_that_nobody_can_answer(small: RuleBase) -> None:
    def check(changes: dict[str, tuple[str, str]]) -> list[str]:
        files = raw(changes)
        context = CheckContext(small, {}, None, date(2026, 12, 1), files)
        return [str(one) for one in PortraitsHold().findings(context)]

    assert check({}) == []
    (wrong,) = check({TROUBLES: ("why_level: it floods", 'why_level: " "')})
    assert "needs its reason [portraits.hold]" in wrong
    line = "  wish.kind: {dist: {natural: 0.5, either: 0.5}, assumed: as seen}\n"
    (unanswered,) = check({POPULATION: (line, "")})
    assert "warning: `wish.kind` has no values" in unanswered
    nothing = CheckContext(small, {}, None, date(2026, 12, 1))
    assert list(PortraitsHold().findings(nothing)) == []


def test_our_own_portraits_hold_and_are_no_part_of_the_rule_base(shipped: RuleBase) -> None:
    files = read_files(portraits=True)
    assert len(files) > 10
    assert not files.keys() & read_files().keys()
    found = load_portraits(shipped, files)
    assert len(found.every) == 127
    assert sum(one.weight.freq for one in found.every if one.weight) == pytest.approx(1, abs=0.01)


def test_what_speaks_to_people_never_looks_at_a_portrait(tmp_path: Path) -> None:
    shutil.copytree(SMALL, tmp_path / "house")
    folder = tmp_path / "house" / "knowledge" / "portraits"
    folder.mkdir()
    (folder / "population.yaml").write_text("no: [yaml", encoding="utf-8")
    before = load(SMALL, cached=False)
    assert load(tmp_path / "house", cached=False).digest == before.digest
    code = "import sys, triage; triage.load(); print([n for n in sys.modules if 'portrait' in n])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
