"""What a cohort came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from triage.terms import Disposition


@dataclass
class Summary:
    """Rows read, rows rejected, rows with a complete assessment, and the good ones by level."""

    rows: int = 0
    rejected: int = 0
    complete: int = 0
    dispositions: dict[Disposition, int] = field(
        default_factory=lambda: dict.fromkeys(Disposition, 0)
    )

    @property
    def good(self) -> int:
        """Return the number of rows that were assessed."""
        return self.rows - self.rejected

    def add(
        self, *, rows: int, rejected: int, complete: int, dispositions: Mapping[str, int]
    ) -> None:
        """Count more rows; `dispositions` are by the value of the disposition."""
        self.rows += rows
        self.rejected += rejected
        self.complete += complete
        for name, count in dispositions.items():
            self.dispositions[Disposition(name)] += count
