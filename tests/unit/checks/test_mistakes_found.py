"""Each check finds the mistake it is there for, and is silent without it."""

from __future__ import annotations

from datetime import date

import pytest
from mistakes import BOILER, BURST, GAS, MISTAKES, check


def test_the_small_rule_base_has_nothing_to_find(small_files: dict[str, bytes]) -> None:
    assert check(small_files) == []


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_found(small_files: dict[str, bytes], mistake: str) -> None:
    wanted, changes = MISTAKES[mistake]
    found = check(small_files, changes)
    assert wanted in {one.check for one in found}
    assert all(not one.warning for one in found if one.check == wanted)


def test_a_mistake_names_its_file(small_files: dict[str, bytes]) -> None:
    _, changes = MISTAKES["an example that should fire and does not"]
    (found,) = check(small_files, changes)
    assert found.where == GAS
    assert str(found).startswith("rules/danger/gas.yaml: example `it is so`")


@pytest.mark.parametrize(
    ("mistake", "where"),
    [
        ("an emergency that allows more than calm", f"{GAS}:15:11"),
        ("a unit that is counted wrongly", f"{BOILER}:37:10"),
        ("an example of a rung that should fire and does not", f"{BURST}:38:7"),
        ("an urgent rung that waits for a no", f"{BURST}:8:5"),
        ("an urgent rung that no reason to come back stands for", f"{BURST}:17:5"),
        ("an emergency rung that allows more than calm", f"{BURST}:17:13"),
        ("a ladder without an example that was not asked yet", BURST),
        ("a ladder that rests on a judgement nobody names", BURST),
    ],
)
def test_a_mistake_in_one_value_names_its_line(
    small_files: dict[str, bytes], mistake: str, where: str
) -> None:
    wanted, changes = MISTAKES[mistake]
    found = [one.where for one in check(small_files, changes) if one.check == wanted]
    assert found == [where]


def test_a_unit_that_nobody_knows_is_a_warning(small_files: dict[str, bytes]) -> None:
    changes = {BOILER: ("{name: months, times: 1/12}", "{name: fortnights, times: 1/26}")}
    (found,) = (one for one in check(small_files, changes) if one.check == "units.factor")
    assert found.warning
    assert "one of `fortnights` is not known" in found.message


@pytest.mark.parametrize("months", ["1/12", "365/4383", "30/365"])
def test_a_month_of_30_days_and_a_twelfth_of_a_year_are_both_right(
    small_files: dict[str, bytes], months: str
) -> None:
    changes = {BOILER: ("times: 1/12", f"times: {months}")}
    assert [one for one in check(small_files, changes) if one.check == "units.factor"] == []


@pytest.mark.parametrize(
    ("lines", "letters", "said"),
    [
        (8, 80, None),
        (9, 80, "`boiler.signs` has 9 long lines, over 8"),
        (12, 60, None),
        (13, 20, "`boiler.signs` has 13 lines, over 12"),
    ],
)
def test_a_checklist_longer_than_a_person_reads_is_a_warning(
    small_files: dict[str, bytes], lines: int, letters: int, said: str | None
) -> None:
    text = small_files[BOILER].decode()
    listed = text[text.index("      - {fact: water") : text.index("  - id: boiler.age")]
    facts = ("water.on_floor", "boiler.under_pressure", "person.skilled")
    names = [*facts, *(f"sign.n{at}" for at in range(lines - len(facts)))]
    new = "".join(
        f"      - {{fact: {one}, text: {'a' * letters}, label: a, not_sure: as_yes}}\n"
        for one in names
    )
    found = check(small_files, {BOILER: (listed, new)})
    told = [one for one in found if one.check == "reading.long-list"]
    assert [one.message for one in told] == ([said] if said else [])
    assert all(one.warning for one in told)


def test_an_overdue_review_is_a_warning(small_files: dict[str, bytes]) -> None:
    assert check(small_files, today=date(2027, 1, 31)) == []
    found = check(small_files, today=date(2027, 2, 1))
    assert {one.check for one in found} == {"reviews.overdue"}
    assert all(one.warning for one in found)


def test_failures_come_before_warnings(small_files: dict[str, bytes]) -> None:
    _, changes = MISTAKES["an example that should fire and does not"]
    found = check(small_files, changes, today=date(2027, 2, 1))
    assert [one.warning for one in found] == sorted(one.warning for one in found)
    assert not found[0].warning
