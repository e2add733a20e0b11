"""No row of the clinical fact table is missing, or answered less urgently than it asks."""

from __future__ import annotations

from pathlib import Path

import pytest

from triage.content.strict_yaml import read_yaml
from triage.model.rulebase import RuleBase
from triage.terms import Disposition

ROWS_FILE = Path(__file__).parent / "rows.yaml"
LEVELS = {
    "E": Disposition.EMERGENCY_NOW,
    "U": Disposition.URGENT_SAME_DAY,
    "S": Disposition.CLINICIAN_WITHIN_DAYS,
    "R": Disposition.ROUTINE_APPOINTMENT,
}
ROWS_PER_FAMILY = {"A": 20, "B": 23, "T": 6, "N": 13, "H": 9, "L": 16, "C": 8}
REMEDY_ROWS = [f"R{number:02}" for number in range(1, 37)]


def _rows() -> dict[str, list[str]]:
    data = read_yaml(ROWS_FILE.read_bytes(), ROWS_FILE.name).data
    assert isinstance(data, dict)
    rows: dict[str, list[str]] = {}
    for row, letters in data.items():
        assert isinstance(letters, list)
        rows[row] = [str(letter) for letter in letters]
    return rows


ROWS = _rows()


def test_the_list_of_rows_is_whole() -> None:
    wanted = {f"{one}{n:02}" for one, most in ROWS_PER_FAMILY.items() for n in range(1, most + 1)}
    assert set(ROWS) == wanted


@pytest.mark.parametrize("row", [row for row, letters in ROWS.items() if letters])
def test_a_row_is_covered_at_each_level_it_asks_for(shipped: RuleBase, row: str) -> None:
    reached = {rule.then.disposition for rule in shipped.disposing_rules if row in rule.covers}
    assert {LEVELS[letter] for letter in ROWS[row]} <= reached


@pytest.mark.parametrize("row", [*REMEDY_ROWS, *(row for row in ROWS if not ROWS[row])])
def test_a_row_without_a_level_is_covered_by_a_remedy_or_a_rule(
    shipped: RuleBase, row: str
) -> None:
    covered = {one for rule in shipped.rules for one in rule.covers}
    covered |= {one for remedy in shipped.remedies for one in remedy.covers}
    assert row in covered


def test_every_remedy_row_is_covered_by_a_remedy(shipped: RuleBase) -> None:
    covered = {row for remedy in shipped.remedies for row in remedy.covers}
    assert [row for row in REMEDY_ROWS if row not in covered] == []


def test_what_a_rule_covers_exists(shipped: RuleBase) -> None:
    known = {*ROWS, *REMEDY_ROWS} | {f"claim{number}" for number in range(1, 34)}
    named = {row for rule in shipped.rules for row in rule.covers}
    named |= {row for remedy in shipped.remedies for row in remedy.covers}
    strange = named - known
    assert strange == set()


def test_all_33_claims_are_answered_once(shipped: RuleBase) -> None:
    claims = [*shipped.claims.claims, *(c for one in shipped.remedies for c in one.claims)]
    assert sorted(claim.number for claim in claims) == list(range(1, 34))
