"""Counts over some people of one portrait; blocks of them add up."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from triage.model.population import Population
from triage.model.portrait import Portrait
from triage.model.rulebase import RuleBase
from triage.model.share import Share
from triage.simulate.outcome import Outcome
from triage.simulate.people import Flags
from triage.terms import Disposition

LEVELS = tuple(reversed(Disposition))
"""Levels by their urgency, 0 to 4."""

SAMPLE = 200
"""People of each portrait of whom it is kept which rules fired, for the curve."""

SAME_DAY = Disposition.URGENT_SAME_DAY.urgency
EMERGENCY = Disposition.EMERGENCY_NOW.urgency


@dataclass
class Tally:
    """What became of people of one portrait.

    `urgency` counts them by urgency; `avoidable_...` counts escalations of people in whom nothing
    makes one right. `rules` and `emergency_rules` count, by rule, those avoidable escalations in
    which it concluded the level. `sample` has, for each of the first people, the rules by which
    they reached their least level (ordinary people: were escalated without need). `screens` and
    `lines` are what each person saw of the interview.
    """

    portrait: Portrait
    urgency: list[int] = field(default_factory=lambda: [0] * len(LEVELS))
    avoidable_same_day: int = 0
    avoidable_emergency: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    emergency_rules: Counter[str] = field(default_factory=Counter)
    screens: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    sample: list[frozenset[str]] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Return how many people there were."""
        return sum(self.urgency)

    @property
    def reach(self) -> Share:
        """Return the share who reached the least level that is safe."""
        return Share(sum(self.urgency[self.portrait.least_level.urgency :]), self.count)

    @property
    def emergency(self) -> Share:
        """Return the share told that it is an emergency."""
        return Share(self.urgency[EMERGENCY], self.count)

    @property
    def same_day(self) -> Share:
        """Return the share sent to somebody the same day or sooner."""
        return Share(sum(self.urgency[SAME_DAY:]), self.count)

    @property
    def home(self) -> Share:
        """Return the share sent home: self-care, or an appointment at some time."""
        return Share(
            sum(self.urgency[one.urgency] for one in Disposition if one.sends_home), self.count
        )

    def add(self, outcome: Outcome, rulebase: RuleBase, population: Population) -> None:
        """Count some more people."""
        found = np.bincount(outcome.urgency, minlength=len(LEVELS))
        self.urgency = [one + int(more) for one, more in zip(self.urgency, found, strict=True)]
        if outcome.screens is not None and outcome.lines is not None:
            self.screens += outcome.screens.tolist()
            self.lines += outcome.lines.tolist()
        right = np.zeros(outcome.people.count, dtype=np.bool_)
        if self.portrait.weight is not None:
            right = self._right(outcome, population)
            self._avoidable(outcome, rulebase, right)
        least = SAME_DAY if self.portrait.weight is not None else self.portrait.least_level.urgency
        wanted = {
            rule: fired & ~right
            for rule, fired in outcome.fired.items()
            if (level := rulebase.rule[rule].then.disposition) and level.urgency >= least
        }
        for index in range(min(outcome.people.count, SAMPLE - len(self.sample))):
            self.sample.append(frozenset(rule for rule, fired in wanted.items() if fired[index]))

    def _right(self, outcome: Outcome, population: Population) -> Flags:
        """Return in whom an escalation is right, as far as answers can say."""
        right = np.zeros(outcome.people.count, dtype=np.bool_)
        for unavoidable in population.unavoidable_escalations:
            right |= outcome.people.holds(unavoidable.when)
        if self.portrait.higher_is_right_if is not None:
            right |= outcome.people.holds(self.portrait.higher_is_right_if.when)
        return right

    def _avoidable(self, outcome: Outcome, rulebase: RuleBase, right: Flags) -> None:
        same_day = (outcome.urgency >= SAME_DAY) & ~right
        emergency = (outcome.urgency >= EMERGENCY) & ~right
        self.avoidable_same_day += int(same_day.sum())
        self.avoidable_emergency += int(emergency.sum())
        for rule, fired in outcome.fired.items():
            level = rulebase.rule[rule].then.disposition
            if level is None or level.urgency < SAME_DAY:
                continue
            if here := int((fired & same_day).sum()):
                self.rules[rule] += here
            if level.urgency >= EMERGENCY and (here := int((fired & emergency).sum())):
                self.emergency_rules[rule] += here
