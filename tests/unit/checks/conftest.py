"""A small rule base with one thing changed, and what the checks say of it."""

from __future__ import annotations

from datetime import date

import pytest
from mistakes import Changes, Check

from triage.checks.check import CheckContext, Finding
from triage.checks.run import run_checks
from triage.content.load import load_raw
from triage.content.lock import Lock, lock_of

IN_TIME = date(2026, 12, 1)


@pytest.fixture
def check(small_files: dict[str, bytes]) -> Check:
    """Return a function that replaces text in files, and gives what the checks then find."""

    def _check(
        changes: Changes | None = None,
        *,
        lock: Lock | None = None,
        today: date = IN_TIME,
    ) -> list[Finding]:
        for name, (old, new) in (changes or {}).items():
            text = small_files[name].decode()
            assert old in text, f"{name} does not hold {old!r}"
            small_files[name] = text.replace(old, new, 1).encode()
        rulebase = load_raw(small_files)
        held = lock_of(rulebase) if lock is None else lock
        context = CheckContext(rulebase=rulebase, files=small_files, lock=held, today=today)
        return run_checks(context)

    return _check
