"""No remedy that the clinical fact table asks for is missing, and no claim is unanswered."""

from __future__ import annotations

from triage.model.rulebase import RuleBase

ROWS_PER_FAMILY = {"A": 20, "B": 23, "T": 6, "N": 13, "H": 9, "L": 16, "C": 8, "R": 36}
ROWS = [
    f"{one}{number:02}" for one, most in ROWS_PER_FAMILY.items() for number in range(1, most + 1)
]
CLAIMS = range(1, 34)


def test_every_remedy_row_is_covered_by_a_remedy(shipped: RuleBase) -> None:
    covered = {row for remedy in shipped.remedies for row in remedy.covers}
    assert [row for row in ROWS if row.startswith("R") and row not in covered] == []


def test_what_a_remedy_covers_exists(shipped: RuleBase) -> None:
    known = {*ROWS, *(f"claim{number}" for number in CLAIMS)}
    assert {row for remedy in shipped.remedies for row in remedy.covers} - known == set()


def test_all_33_claims_are_answered_once(shipped: RuleBase) -> None:
    claims = [*shipped.claims.claims, *(c for one in shipped.remedies for c in one.claims)]
    assert sorted(claim.number for claim in claims) == list(CLAIMS)
