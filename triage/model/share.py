"""A share of people or cases, with its 95 % interval."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

Z_95 = 1.959963984540054
"""The 97.5 % quantile of the standard normal distribution."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share: how many of how many, and its 95 % interval."""

    count: int
    of: int

    @property
    def value(self) -> float | None:
        """Return the share from 0 to 1; None when there is no case."""
        return self.count / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Return the ends of the Wilson score interval, from 0 to 1; None when there is no case.

        Wilson, J Am Stat Assoc 1927; 22:209-212: sensible for few cases and near 0 and 1.
        """
        if not self.of:
            return None
        share, z2 = self.count / self.of, Z_95**2
        middle = (share + z2 / (2 * self.of)) / (1 + z2 / self.of)
        spread = sqrt(share * (1 - share) / self.of + z2 / (4 * self.of**2))
        half = Z_95 * spread / (1 + z2 / self.of)
        return max(0.0, middle - half), min(1.0, middle + half)

    def as_data(self) -> dict[str, object]:
        """Return the share and its interval as plain data, for JSON."""
        return {
            "count": self.count,
            "of": self.of,
            "share": self.value,
            "interval_95": self.interval and list(self.interval),
        }
