"""Exit statuses: what a command says to the program that called it."""

from __future__ import annotations

import signal

OK = 0
FINDINGS = 1
"""The command did its work and found something: a mistake, a missed case, a bad row."""

BAD_USE = 2
"""The person can put it right: an option, a file, input that ended, output nobody can read."""

SOLVER_UNKNOWN = 3

INTERNAL = 70
"""The program itself failed (EX_SOFTWARE): nothing was decided. Never the status of a finding."""


def stopped_by(number: int) -> int:
    """Return the status of a run that signal `number` ended, as a shell would tell it."""
    return 128 + number


INTERRUPTED = stopped_by(signal.SIGINT)
