"""Reach against escalation: what each further rule brings, and what it costs.

Rules are added one by one, each time the one that reaches most dangerous people for each ordinary
person it alarms. Where the curve turns flat, rules mostly alarm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from triage.simulate.report import Report
from triage.simulate.tally import Tally

LEAST_COST = 1e-4
"""Share of ordinary people that a rule is taken to alarm at least, so that none is free."""


@dataclass(frozen=True, slots=True)
class Step:
    """A rule added, and where that leads: mean reach, and share of ordinary people alarmed."""

    rule: str
    reach: float
    escalated: float


def curve(report: Report) -> tuple[Step, ...]:
    """Return the rules in the order in which they are worth most, over the samples of a report.

    Reach is the mean over dangerous conditions; escalation is avoidable, same day or more. Empty
    when the report lacks either kind of people.
    """
    rules = sorted(
        {
            name
            for one in (*report.dangerous, *report.ordinary)
            for each in one.sample
            for name in each
        }
    )
    if not report.dangerous or not report.ordinary or not rules:
        return ()
    gain = _Side(report.dangerous, [1.0] * len(report.dangerous), rules)
    cost = _Side(report.ordinary, [one.count for one in report.ordinary], rules)
    left = np.ones(len(rules), dtype=np.bool_)
    steps: list[Step] = []
    while left.any():
        gains, costs = gain.of_each(), cost.of_each()
        worth = np.where(left, gains / (costs + LEAST_COST), -1.0)
        best = int(worth.argmax())
        if gains[best] <= 0:
            break
        left[best] = False
        gain.add(best)
        cost.add(best)
        steps.append(Step(rules[best], gain.total, cost.total))
    return tuple(steps)


class _Side:
    """People of some portraits, and whom the rules chosen so far have caught."""

    def __init__(
        self, tallies: Sequence[Tally], weights: Sequence[float], rules: list[str]
    ) -> None:
        place = {rule: at for at, rule in enumerate(rules)}
        people = [each for one in tallies for each in one.sample]
        self._fired = np.zeros((len(people), len(rules)), dtype=np.float32)
        for row, names in enumerate(people):
            self._fired[row, [place[name] for name in names]] = 1
        whole = sum(weights)
        self._left: NDArray[np.float32] = np.concatenate(
            [
                np.full(len(one.sample), weight / whole / max(len(one.sample), 1), dtype=np.float32)
                for one, weight in zip(tallies, weights, strict=True)
            ]
        )
        self.total = 0.0

    def of_each(self) -> NDArray[np.float32]:
        """Return the share of people that each rule would newly catch."""
        found: NDArray[np.float32] = self._left @ self._fired
        return found

    def add(self, rule: int) -> None:
        """Count everybody caught by a rule."""
        caught = self._fired[:, rule] > 0
        self.total += float(self._left[caught].sum())
        self._left[caught] = 0
