"""Ten thousand people through one inference engine: the memory it takes does not grow with them."""

from __future__ import annotations

import gc
import os
import random
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from people import somebody

from triage.backends.rete.engine import ReteEngine
from triage.content.load import load
from triage.logic.quick import quick_verdicts

CASES = 10_000
WARMING = 500
MOST_GROWTH = 8 * 2**20
"""Bytes of peak memory that all cases after the first `WARMING` may add: under 1 kB a case."""


def peak_bytes() -> int:
    """Return the most memory this process has held.

    Linux counts into `ru_maxrss` the size of the parent when it started us, so its own figure for
    the process is taken where there is one.
    """
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="utf-8"))
        if found:
            return int(found[1]) * 1024
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def growth(cases: int) -> int:
    """Return by how many bytes the peak grew after `WARMING` cases, of `cases` in one engine."""
    rulebase = load()
    engine = ReteEngine(rulebase)
    chance = random.Random(5)  # noqa: S311  (test data)
    before = 0
    for number in range(cases):
        known = chance.choice((0.5, 0.1, 0.1, 0.05))
        facts = somebody(rulebase, chance, known=known, yes=0.05)
        engine.update(facts)
        if number % 100 == 0:
            assert engine.verdicts() == quick_verdicts(rulebase, facts)
        if number == WARMING:
            gc.collect()
            before = peak_bytes()
    return peak_bytes() - before


@pytest.mark.soak
def test_ten_thousand_cases_do_not_make_one_engine_grow() -> None:
    # In a process of its own: growth would not show below the peak of the tests before it.
    done = subprocess.run(
        [sys.executable, __file__],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},  # for what tests share
    )
    assert int(done.stdout) < MOST_GROWTH


if __name__ == "__main__":
    print(growth(CASES))  # noqa: T201  (what the test reads)
