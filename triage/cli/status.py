"""Exit statuses."""

from __future__ import annotations

OK = 0
FINDINGS = 1
BAD_USE = 2
SOLVER_UNKNOWN = 3
INTERRUPTED = 130
