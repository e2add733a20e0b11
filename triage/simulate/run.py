"""Runs a simulation: how many people of each portrait, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from triage.model.population import Portraits
from triage.model.portrait import Portrait
from triage.model.rulebase import RuleBase
from triage.simulate.draw import Drawer, Wishes
from triage.simulate.interview import interviewed
from triage.simulate.outcome import Outcome
from triage.simulate.people import People
from triage.simulate.report import Report
from triage.simulate.tally import Tally
from triage.simulate.told import Teller

ROWS = 2**16
"""People told at once."""

ROUND = 10
"""People of each portrait interviewed in turn, so that a run that is stopped has some of all."""


@dataclass(frozen=True)
class Plan:
    """Who is drawn: `people` in all, of these portraits (all when empty), and how."""

    people: int
    portraits: tuple[Portrait, ...]
    wishes: Wishes = field(default_factory=Wishes)
    interview: bool = False

    def counts(self) -> dict[str, int]:
        """Return how many people of each portrait, at least one.

        Half are people with a condition, as many of each; half are ordinary people by weight.
        Where only one of both kinds is asked for, all are of it.
        """
        ordinary = [one for one in self.portraits if one.weight is not None]
        others = [one for one in self.portraits if one.weight is None]
        half = self.people // 2 if ordinary and others else self.people
        found = {one.id: max(1, half // len(others)) for one in others}
        total = sum(one.weight.freq for one in ordinary if one.weight is not None) or 1.0
        for one in ordinary:
            if one.weight is not None:
                found[one.id] = max(1, round(half * one.weight.freq / total))
        return found


def simulate(
    rulebase: RuleBase,
    portraits: Portraits,
    plan: Plan,
    on_progress: Callable[[int], None] = lambda _: None,
) -> Report:
    """Return what becomes of the people of a plan.

    `on_progress` is called with how many more are done. A KeyboardInterrupt ends the run early: the
    report holds what was counted until then and is not `whole`.
    """
    tallies = {one.id: Tally(one) for one in plan.portraits}
    whole = True
    try:
        for outcome in outcomes_of(rulebase, portraits, plan):
            tallies[outcome.people.portrait].add(outcome, rulebase, portraits.population)
            on_progress(outcome.people.count)
    except KeyboardInterrupt:
        whole = False
    return Report(
        tallies=tuple(tallies.values()),
        wishes=plan.wishes,
        interview=plan.interview,
        rulebase_digest=rulebase.digest,
        portraits_digest=portraits.digest,
        whole=whole,
    )


def outcomes_of(rulebase: RuleBase, portraits: Portraits, plan: Plan) -> Iterator[Outcome]:
    """Yield what becomes of the people of a plan, some at a time."""
    drawer = Drawer(rulebase, portraits, plan.wishes)
    blocks = _blocks(plan, ROUND if plan.interview else ROWS)
    if plan.interview:
        for portrait, count, block in blocks:
            yield interviewed(rulebase, drawer.people(portrait, count, block))
        return
    teller = Teller(rulebase)
    waiting: list[People] = []
    for portrait, count, block in blocks:
        if waiting and sum(one.count for one in waiting) + count > ROWS:
            yield from teller.outcomes(waiting)
            waiting = []
        waiting.append(drawer.people(portrait, count, block))
    if waiting:
        yield from teller.outcomes(waiting)


def _blocks(plan: Plan, most: int) -> Iterator[tuple[Portrait, int, int]]:
    """Yield portraits with a number of people and of their block, in rounds."""
    left = plan.counts()
    block = 0
    while any(left.values()):
        for portrait in plan.portraits:
            count = min(left[portrait.id], most)
            if count:
                left[portrait.id] -= count
                yield portrait, count, block
        block += 1


CONDITIONS = "conditions"
"""The name for all portraits but the ordinary people's."""


def names_of(portraits: Portraits) -> frozenset[str]:
    """Return every name of a portrait or of several."""
    return frozenset((CONDITIONS, *portraits.family_of, *portraits.family_of.values()))


def chosen(portraits: Portraits, names: Sequence[str]) -> tuple[Portrait, ...]:
    """Return the portraits that `names` name: an id, a family, or `conditions`; all for no name."""
    wanted = set(names)
    return tuple(
        one
        for one in portraits.every
        if not wanted
        or wanted & {one.id, portraits.family_of[one.id]}
        or (CONDITIONS in wanted and one.weight is None)
    )
