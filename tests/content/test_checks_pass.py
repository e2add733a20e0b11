"""The shipped content passes every check, and its lock is the one it would write."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from triage.checks.check import CheckContext
from triage.checks.reviews import ReviewDue
from triage.checks.run import CHECKS, run_checks
from triage.content.load import load, read_files
from triage.content.locate import content_root
from triage.content.lock import lock_of, lock_text, read_lock
from triage.model.rulebase import RuleBase
from triage.terms import RuleStatus

WRITTEN = date(2026, 11, 22)
"""The day the content was written: no review is overdue on it."""
LONG_AFTER = date(2030, 1, 1)


def _context(rulebase: RuleBase, today: date) -> CheckContext:
    lock = read_lock(content_root())
    return CheckContext(rulebase=rulebase, files=read_files(), lock=lock, today=today)


def test_no_check_finds_anything(shipped: RuleBase) -> None:
    # Translations lag behind the English by nature and are held by tests of their own; a list
    # that is too long is to be made two, and a warning until then.
    found = [
        str(one)
        for one in run_checks(_context(shipped, WRITTEN))
        if not one.check.startswith("locales.") and one.check != "reading.long-list"
    ]
    assert found == []


def test_reviews_become_overdue(shipped: RuleBase) -> None:
    overdue = list(ReviewDue().findings(_context(shipped, LONG_AFTER)))
    assert ReviewDue in CHECKS
    files = {rule.ladder or rule.id for rule in shipped.rules}
    assert len(overdue) == len(files) + len(shipped.remedies)
    assert all(one.warning for one in overdue)


def test_the_lock_on_disk_is_the_lock_of_the_content(shipped: RuleBase) -> None:
    root = content_root()
    assert isinstance(root, Path)
    text = root.joinpath("rules", "rules.lock").read_text(encoding="utf-8")
    assert text == lock_text(lock_of(shipped))


def test_nothing_claims_a_review_that_nobody_made(shipped: RuleBase) -> None:
    statuses = {rule.status for rule in shipped.rules if not rule.reviews}
    statuses |= {remedy.status for remedy in shipped.remedies if not remedy.reviews}
    assert statuses <= {RuleStatus.DRAFT}


def test_content_reads_the_same_with_and_without_a_cache() -> None:
    assert lock_of(load(cached=True)) == lock_of(load(cached=False))
