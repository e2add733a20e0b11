"""What a simulation found: each condition, the ordinary people, and the means over them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from statistics import mean

from triage.model.share import Share
from triage.simulate.draw import Wishes
from triage.simulate.tally import LEVELS, SAME_DAY, Tally
from triage.terms import Disposition


@dataclass(frozen=True)
class Report:
    """The tallies of one run, and what the run was.

    `whole` is False when it was stopped before all people were counted.
    """

    tallies: tuple[Tally, ...]
    wishes: Wishes
    interview: bool
    rulebase_digest: str
    portraits_digest: str
    whole: bool = True

    @cached_property
    def conditions(self) -> tuple[Tally, ...]:
        """Return the conditions, worst first: by reach, then by the share sent home."""
        some = [one for one in self.tallies if one.portrait.weight is None and one.count]
        return tuple(sorted(some, key=lambda one: (one.reach.value or 0, -(one.home.value or 0))))

    @cached_property
    def ordinary(self) -> tuple[Tally, ...]:
        """Return the kinds of ordinary people, the most often alarmed without need first."""
        some = [one for one in self.tallies if one.portrait.weight is not None and one.count]
        return tuple(sorted(some, key=lambda one: -one.avoidable_same_day / one.count))

    @cached_property
    def dangerous(self) -> tuple[Tally, ...]:
        """Return the conditions that count in the means: at least same day, and counted at all."""
        return tuple(
            one
            for one in self.conditions
            if one.portrait.least_level.urgency >= SAME_DAY and not one.portrait.not_counted
        )

    @property
    def mean_reach(self) -> float | None:
        """Return the mean over the dangerous conditions of the share who reach their level."""
        return _mean(one.reach for one in self.dangerous)

    @property
    def mean_home(self) -> float | None:
        """Return the mean over the dangerous conditions of the share sent home."""
        return _mean(one.home for one in self.dangerous)

    @property
    def ordinary_levels(self) -> Mapping[Disposition, Share]:
        """Return the share of ordinary people given each level, most urgent first."""
        total = self._ordinary_count
        counts = [sum(one.urgency[at] for one in self.ordinary) for at in range(len(LEVELS))]
        return {level: Share(counts[level.urgency], total) for level in Disposition}

    @property
    def ordinary_same_day(self) -> Share:
        """Return the share of ordinary people sent to somebody the same day or sooner."""
        return Share(sum(one.same_day.count for one in self.ordinary), self._ordinary_count)

    @property
    def ordinary_home(self) -> Share:
        """Return the share of ordinary people given self-care or a routine appointment."""
        return Share(sum(one.home.count for one in self.ordinary), self._ordinary_count)

    @property
    def avoidable_same_day(self) -> Share:
        """Return the share of ordinary people escalated though nothing makes it right."""
        return Share(sum(one.avoidable_same_day for one in self.ordinary), self._ordinary_count)

    @property
    def avoidable_emergency(self) -> Share:
        """Return the share of ordinary people sent to hospital though nothing makes it right."""
        return Share(sum(one.avoidable_emergency for one in self.ordinary), self._ordinary_count)

    @property
    def rules(self) -> list[tuple[str, Share]]:
        """Return the rules behind avoidable escalations, worst first, as shares of all people."""
        return self._behind(one.rules for one in self.ordinary)

    @property
    def emergency_rules(self) -> list[tuple[str, Share]]:
        """Return the rules behind avoidable emergencies, worst first."""
        return self._behind(one.emergency_rules for one in self.ordinary)

    @property
    def _ordinary_count(self) -> int:
        return sum(one.count for one in self.ordinary)

    def _behind(self, counters: Iterable[Counter[str]]) -> list[tuple[str, Share]]:
        total: Counter[str] = Counter()
        for one in counters:
            total.update(one)
        ranked = sorted(total.items(), key=lambda one: (-one[1], one[0]))
        return [(rule, Share(count, self._ordinary_count)) for rule, count in ranked]


def _mean(shares: Iterable[Share]) -> float | None:
    values = [one.value for one in shares if one.value is not None]
    return mean(values) if values else None
