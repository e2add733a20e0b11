"""What would change this? The smallest changes of answers that change the disposition.

Upwards, one rule of a more urgent level has to come true; downwards, every rule of a level above
the one aimed at has to stop being true (and, below `clinician_within_days`, to be ruled out);
changes that take those away and bring in another rule of the level aimed at are not looked for. The
search is exact up to a number of changes: rules that stand in the way are taken apart one after the
other, as in the conflict tree of R. Reiter, "A theory of diagnosis from first principles",
Artificial Intelligence 32(1), 1987. Every result is replayed by the reference evaluator.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, islice

from triage.author.what_if.settle import Settler, State
from triage.logic.disposition import disposition_of
from triage.logic.incremental import Replay
from triage.logic.program import program_of
from triage.logic.reference import evaluate_program
from triage.logic.truth import Truth
from triage.model.fact import FactKind, Facts, FactValue
from triage.model.rule import Rule
from triage.model.rulebase import RuleBase
from triage.model.verdicts import NodeTruths
from triage.terms import Disposition

AT_MOST = 3
"""How many answers may change. More than a few say nothing to anybody."""

TRIED = 20_000
"""Sets of changes tried for one level; past this the search for it ends with what it has."""


@dataclass(frozen=True, slots=True)
class Change:
    """One answer that would be different; `before` is None when it is not known now."""

    fact: str
    before: FactValue | None
    after: FactValue


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """Changes that together lead to another disposition; none of them can be left out.

    `rules` are the rules of that level that then fire (upwards), or the rules that no longer stand
    in its way (downwards).
    """

    disposition: Disposition
    changes: tuple[Change, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counterfactuals:
    """The smallest changes to each other level, most urgent level first; fewest changes first."""

    disposition: Disposition
    up: tuple[Counterfactual, ...]
    down: tuple[Counterfactual, ...]


def counterfactuals(rulebase: RuleBase, facts: Facts, *, at_most: int = AT_MOST) -> Counterfactuals:
    """Return the smallest changes of up to `at_most` answers that change the disposition.

    For each other level: every smallest set of changes that leads there (in number of answers), as
    long as no part of it leads as far. A level that takes more changes than that is left out.
    """
    search = _Search(rulebase, facts)
    now = search.disposition
    up = [
        one
        for level in Disposition
        if level.urgency > now.urgency
        for one in search.smallest(level, search.raising(level, at_most), at_most)
    ]
    down = [
        one
        for level in Disposition
        if level.urgency < now.urgency
        for one in search.smallest(level, search.lowering(level, at_most), at_most)
    ]
    return Counterfactuals(now, tuple(up), tuple(down))


class _Search:
    """One case, and the changes tried on it."""

    def __init__(self, rulebase: RuleBase, facts: Facts) -> None:
        self.rulebase = rulebase
        self.facts = facts
        self.program = program_of(rulebase)
        self.replay = Replay(self.program)
        self.verdicts = evaluate_program(self.program, facts)
        self.disposition = disposition_of(self.verdicts)
        self.order = {name: place for place, name in enumerate(rulebase.facts)}

    def raising(self, level: Disposition, at_most: int) -> Iterator[tuple[int, Facts]]:
        """Yield changes with which some rule of a level fires, by the number allowed."""
        for allowed in range(1, at_most + 1):
            settler = self._settler(allowed)
            clearing = self._settler(allowed, open_will_do=_open_counts(level))
            for rule in self.rulebase.disposing_rules:
                if rule.then.disposition is level:
                    for state in settler.states(rule.when, want=True):
                        for clear in self._cleared(clearing, level, state):
                            yield allowed, settler.changes(clear)

    def lowering(self, level: Disposition, at_most: int) -> Iterator[tuple[int, Facts]]:
        """Yield changes with which nothing above a level stands, by the number allowed."""
        for allowed in range(1, at_most + 1):
            settler = self._settler(allowed, open_will_do=_open_counts(level))
            for state in self._cleared(settler, level, {}):
                yield allowed, settler.changes(state)

    def _settler(self, at_most: int, *, open_will_do: bool = False) -> Settler:
        return Settler(
            self.program, self.rulebase.facts, self.facts, at_most, open_will_do=open_will_do
        )

    def _cleared(self, settler: Settler, level: Disposition, state: State) -> Iterator[State]:
        """Yield the states in which no rule keeps the disposition above `level`."""
        rule = self._in_the_way(level, self._after(settler.changes(state)))
        if rule is None:
            yield state
            return
        for narrower in settler.states(rule.when, want=False, state=state):
            yield from self._cleared(settler, level, narrower)

    def _in_the_way(self, level: Disposition, verdicts: NodeTruths) -> Rule | None:
        for rule in self.rulebase.disposing_rules:
            leads = rule.then.disposition
            truth = verdicts[rule.id]
            above = leads is not None and leads.urgency > level.urgency
            if above and self._stands(level, truth):
                return rule
        return None

    @staticmethod
    def _stands(level: Disposition, truth: Truth) -> bool:
        """Return whether a rule above `level` with this truth keeps the disposition above it."""
        return truth is True or (truth is None and not _open_counts(level))

    def smallest(
        self, level: Disposition, tried: Iterable[tuple[int, Facts]], at_most: int
    ) -> list[Counterfactual]:
        """Return the smallest sets of changes among those tried that do lead to `level`."""
        size = at_most
        found: dict[tuple[tuple[str, object], ...], Counterfactual] = {}
        for allowed, changes in islice(tried, TRIED):
            if found and allowed > size:
                break
            key = tuple(sorted(changes.items(), key=lambda pair: self.order[pair[0]]))
            if key in found or not changes:
                continue
            result = self.replayed(dict(key))
            if result.disposition is level and not self._partly(level, dict(key)):
                found[key] = result
                size = min(size, len(changes))
        return sorted(
            (one for one in found.values() if len(one.changes) == size), key=self._plainness
        )

    def _partly(self, level: Disposition, changes: Mapping[str, FactValue]) -> bool:
        """Return whether some of the changes already lead as far."""
        upwards = level.urgency > self.disposition.urgency
        for count in range(1, len(changes)):
            for names in combinations(changes, count):
                reached = disposition_of(self._after({name: changes[name] for name in names}))
                more, aim = reached.urgency, level.urgency
                if more >= aim if upwards else more <= aim:
                    return True
        return False

    def replayed(self, changes: Facts) -> Counterfactual:
        """Return what the reference makes of the case with these changes."""
        verdicts = self._after(changes)
        disposition = disposition_of(verdicts)
        if disposition.urgency > self.disposition.urgency:
            rules = (
                rule.id
                for rule in self.rulebase.disposing_rules
                if rule.then.disposition is disposition and verdicts[rule.id] is True
            )
        else:
            rules = (
                rule.id
                for rule in self.rulebase.disposing_rules
                if rule.then.disposition is not None
                and rule.then.disposition.urgency > disposition.urgency
                and self._stands(disposition, self.verdicts[rule.id])
                and not self._stands(disposition, verdicts[rule.id])
            )
        steps = tuple(Change(name, self.facts.get(name), value) for name, value in changes.items())
        return Counterfactual(disposition, steps, tuple(rules))

    def _after(self, changes: Facts) -> NodeTruths:
        return self.replay.after_facts({**self.facts, **changes}, self.verdicts, changes.keys())

    def _plainness(self, one: Counterfactual) -> tuple[int, list[int]]:
        """Sort yes/no answers before others, then in the order asked."""
        kinds = sum(
            self.rulebase.facts[step.fact].kind is not FactKind.BOOL for step in one.changes
        )
        return kinds, [self.order[step.fact] for step in one.changes]


def _open_counts(level: Disposition) -> bool:
    """Return whether a rule that is merely open leaves the disposition at this level."""
    return level.urgency >= Disposition.CLINICIAN_WITHIN_DAYS.urgency
