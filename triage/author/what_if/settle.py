"""Which answers make a condition true, or false: found by taking the condition apart.

Kleene truth is built from the parts: a conjunction is true when every part is and false when one
part is. So the sets of answers that settle a condition are found by choosing, at each disjunction,
one part, and laying the tests met on the way upon the facts (`Limits`). The search is exact: with
no bound on the cost, every smallest settling set is among the results.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import TypeAlias, assert_never

from triage.author.what_if.limits import Limits
from triage.logic.program import Program
from triage.logic.truth import Truth, at_least, conjoin, disjoin, negate
from triage.model.condition import All, AnyFactTest, AnyOf, Condition, Count, FactTest, Not, RuleIs
from triage.model.fact import FactDefinition, Facts

State: TypeAlias = Mapping[str, Limits]
"""The limits laid on facts so far, by fact id; facts without any are not in it."""

Demand: TypeAlias = tuple[Condition, bool]
"""A condition, and the truth it should have."""


class Settler:
    """Finds answers that settle conditions of one program."""

    def __init__(
        self,
        program: Program,
        definitions: Mapping[str, FactDefinition],
        known: Facts | None = None,
        at_most: int | None = None,
        *,
        open_will_do: bool = False,
    ) -> None:
        """Bind to a program and the facts that can be known.

        `known` are answers to start from: what they already settle costs nothing, and a fact that
        has to differ from them costs one. Searches stop above the cost `at_most` (None: no bound).
        With `open_will_do`, a test of a fact that stays unknown counts as met both ways; whoever
        asks has to make sure that the fact does stay unknown.
        """
        self._open_will_do = open_will_do
        self._program = program
        self._definitions = definitions
        self._known = known or {}
        self._at_most = at_most

    def states(
        self, condition: Condition, *, want: bool, state: State | None = None
    ) -> Iterator[State]:
        """Yield limits under which `condition` is `want`; `state` holds limits laid before."""
        yield from self._all([(condition, want)], state or {})

    def changes(self, state: State) -> Facts:
        """Return the answers to add or change, so that every limit of `state` is kept."""
        return {
            fact: limits.pick(self._known.get(fact))
            for fact, limits in state.items()
            if not (fact in self._known and limits.admits(self._known[fact]))
        }

    def _all(self, demands: list[Demand], state: State) -> Iterator[State]:
        """Yield the states that meet every demand; the demands are met from first to last."""
        if not demands:
            yield state
            return
        (condition, want), rest = demands[0], demands[1:]
        for met in self._one(condition, state, want=want):
            yield from self._all(rest, met)

    def _one(self, condition: Condition, state: State, *, want: bool) -> Iterator[State]:
        implied = self._implied(condition, state)
        if implied is not None:
            if implied is want:
                yield state
            return
        match condition:
            case All() | AnyOf():
                parts = [(part, want) for part in condition.of]
                if isinstance(condition, All) is want:
                    yield from self._all(parts, state)
                else:
                    yield from self._some(parts, 1, state)
            case Count():
                parts = [(part, want) for part in condition.of]
                needed = condition.count if want else len(parts) - condition.count + 1
                yield from self._some(parts, needed, state)
            case Not():
                yield from self._one(condition.of, state, want=not want)
            case RuleIs():
                when = self._program.node[condition.rule].when
                yield from self._one(when, state, want=want is condition.value)
            case FactTest():
                yield from self._laid(condition, state, want=want)
            case _:
                assert_never(condition)

    def _some(self, parts: list[Demand], needed: int, state: State) -> Iterator[State]:
        """Yield the states in which at least `needed` of the parts have the truth wanted."""
        truths = [self._implied(part, state) for part, _ in parts]
        pairs = list(zip(parts, truths, strict=True))
        missing = needed - sum(truth is want for (_, want), truth in pairs)
        undecided = [part for part, truth in pairs if truth is None]
        for chosen in combinations(undecided, missing):
            yield from self._all(list(chosen), state)

    def _implied(self, condition: Condition, state: State) -> Truth:
        """Return the truth that the limits settle by themselves; None while they do not."""
        match condition:
            case All():
                return conjoin(self._implied(part, state) for part in condition.of)
            case AnyOf():
                return disjoin(self._implied(part, state) for part in condition.of)
            case Count():
                parts = (self._implied(part, state) for part in condition.of)
                return at_least(condition.count, parts)
            case Not():
                return negate(self._implied(condition.of, state))
            case RuleIs():
                truth = self._implied(self._program.node[condition.rule].when, state)
                return truth if condition.value else negate(truth)
            case FactTest():
                limits = state.get(condition.fact)
                return None if limits is None else limits.implies(condition)
            case _:
                assert_never(condition)

    def _laid(self, test: AnyFactTest, state: State, *, want: bool) -> Iterator[State]:
        if self._open_will_do and test.fact not in state and test.fact not in self._known:
            yield state
        before = state.get(test.fact) or Limits.of(self._definitions[test.fact])
        after = before.narrowed(test, want=want)
        if after is None:
            return
        changed = {**state, test.fact: after}
        if self._at_most is None or len(self.changes(changed)) <= self._at_most:
            yield changed
