"""How near a warning is to a person: the fewest new signs that would bring it about.

A first page has room for five reasons to come back. Those matter most to a person that the fewest
new signs would make true, given who they are: with a blood thinner taken, one sudden pain is enough
for what needs two signs in others. Between equals the one comes first of which more is true of the
person already, such as a medicine that is taken.

A sign is a yes/no answer that turns round, or another value of another answer, for a fact of which
a new sign may come (`changing_facts`). What is not known of such a fact is taken as it would be
without the sign. Of what stays as it is (age, history) nothing new is expected: what is not true of
it now never comes about. The count is of each test by itself, so it orders texts and proves
nothing; that no text is missing is proved elsewhere (`triage.logic.safety_net`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, assert_never

from triage.logic.reference import test_fact
from triage.logic.safety_net import changing_facts
from triage.model.condition import (
    All,
    AnyFactTest,
    AnyOf,
    Condition,
    Count,
    FactIs,
    FactTest,
    Not,
    RuleIs,
)
from triage.model.fact import Facts
from triage.model.rulebase import RuleBase


class Distance(NamedTuple):
    """What is missing from a condition: `signs` that are to come, less `met` that are there.

    Distances are ordered: fewer signs first, then more that is met (`met` is zero or below: less
    one for each risk or sign that is there and counts).
    """

    signs: int
    met: int

    def __add__(self, other: object) -> Distance:
        """Return the distance of two parts that are both needed."""
        if not isinstance(other, Distance):
            return NotImplemented
        if NEVER in (self, other):
            return NEVER  # a risk that is there does not bring it any nearer
        return Distance(self.signs + other.signs, self.met + other.met)


HERE = Distance(0, 0)
NEVER = Distance(10**6, 0)
"""So far that no number of signs brings it about."""


class Nearness:
    """How near each rule of a rule base is, for the facts known of one person."""

    def __init__(self, rulebase: RuleBase, facts: Facts) -> None:
        """Bind to a rule base and what is known."""
        self._when: Mapping[str, Condition] = {rule.id: rule.when for rule in rulebase.rules}
        self._changing = changing_facts(rulebase)
        self._facts = facts
        self._known: dict[tuple[str, bool], Distance] = {}

    def of_any(self, rules: Iterable[str]) -> Distance:
        """Return how near the nearest of `rules` is that is not true yet; `NEVER` without one."""
        near = (self.of_rule(rule) for rule in rules if rule in self._when)
        return min((one for one in near if one.signs), default=NEVER)

    def of_rule(self, rule: str, *, want: bool = True) -> Distance:
        """Return how near it is that a rule is true (or false, if not `want`)."""
        key = (rule, want)
        if key not in self._known:
            self._known[key] = self._of(self._when[rule], want=want)
        return self._known[key]

    def _of(self, condition: Condition, *, want: bool) -> Distance:
        match condition:
            case All():
                return self._some(len(condition.of) if want else 1, condition.of, want=want)
            case AnyOf():
                return self._some(1 if want else len(condition.of), condition.of, want=want)
            case Count():
                enough = condition.count if want else len(condition.of) - condition.count + 1
                return self._some(enough, condition.of, want=want)
            case Not():
                return self._of(condition.of, want=not want)
            case RuleIs():
                return self.of_rule(condition.rule, want=want is condition.value)
            case FactTest():
                return self._tested(condition, want=want)
            case _:
                assert_never(condition)

    def _some(self, needed: int, parts: Iterable[Condition], *, want: bool) -> Distance:
        """Return the distance of the `needed` nearest parts; `NEVER` where there are fewer."""
        near = sorted(self._of(part, want=want) for part in parts)
        if len(near) < needed:
            return NEVER
        return sum(near[:needed], start=HERE)

    def _tested(self, test: AnyFactTest, *, want: bool) -> Distance:
        truth = test_fact(test, self._facts)
        changes = test.fact in self._changing
        if truth is want:
            # Only a risk or a sign that was told counts; an age or a place is common.
            told = isinstance(test, FactIs) and test.value is want
            return Distance(0, -1) if told else HERE
        if truth is None and changes and want is self._without_sign(test):
            return HERE
        return Distance(1, 0) if changes else NEVER

    @staticmethod
    def _without_sign(test: AnyFactTest) -> bool:
        """Return what is taken of a test while nothing is known of its fact."""
        return isinstance(test, FactIs) and test.value is False
