"""Each check finds the mistake it is there for, and is silent without it."""

from __future__ import annotations

from datetime import date

import pytest
from mistakes import GAS, MISTAKES, Check


def test_the_small_rule_base_has_nothing_to_find(check: Check) -> None:
    assert check() == []


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_found(check: Check, mistake: str) -> None:
    wanted, changes = MISTAKES[mistake]
    found = check(changes)
    assert wanted in {one.check for one in found}
    assert all(not one.warning for one in found if one.check == wanted)


def test_a_mistake_names_its_file(check: Check) -> None:
    _, changes = MISTAKES["an example that should fire and does not"]
    (found,) = check(changes)
    assert found.where == GAS
    assert str(found).startswith("rules/danger/gas.yaml: example `it is so`")


def test_an_overdue_review_is_a_warning(check: Check) -> None:
    assert check(today=date(2027, 1, 31)) == []
    found = check(today=date(2027, 2, 1))
    assert {one.check for one in found} == {"reviews.overdue"}
    assert all(one.warning for one in found)


def test_failures_come_before_warnings(check: Check) -> None:
    _, changes = MISTAKES["an example that should fire and does not"]
    found = check(changes, today=date(2027, 2, 1))
    assert [one.warning for one in found] == sorted(one.warning for one in found)
    assert not found[0].warning
