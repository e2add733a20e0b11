"""For whom two versions of a rule base say something else, and because of what.

The solver finds cases that the two assess differently, one for each new way of differing, first for
each change by itself and then for changes that only act together. Each case is replayed by the
reference evaluator in both versions and stripped of every answer that it does not need. That no
case is left is a proof that the two are equivalent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from triage.author.difference.edits import Edit, changed_questions, edits
from triage.backends.smt.comparison import Cause, Comparison, Effect, LevelChange, RemedyChange
from triage.errors import DisagreementError
from triage.logic.disposition import disposition_of
from triage.logic.program import program_of
from triage.logic.quick import quick_verdicts
from triage.logic.reference import evaluate_program
from triage.model.fact import Facts
from triage.model.rulebase import RuleBase
from triage.model.verdicts import NodeTruths
from triage.terms import Disposition

SECONDS = 60.0
"""How long the solver may take for one question."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one version says of a case: the disposition, and the remedies recommended."""

    disposition: Disposition
    offered: frozenset[str]


@dataclass(frozen=True, slots=True)
class Witness:
    """A case that the two versions assess differently; no answer in it can be left out."""

    facts: Facts
    before: Outcome
    after: Outcome

    @property
    def effects(self) -> frozenset[Effect]:
        """Return every way in which the two assessments differ."""
        if self.before.disposition is not self.after.disposition:
            return frozenset([LevelChange(self.before.disposition, self.after.disposition)])
        gained = self.after.offered - self.before.offered
        lost = self.before.offered - self.after.offered
        changes = [(one, True) for one in gained] + [(one, False) for one in lost]
        return frozenset(RemedyChange(name, gained=is_new) for name, is_new in changes)


@dataclass(frozen=True, slots=True)
class Group:
    """The witnesses of one cause: one change by itself, or several that only act together."""

    causes: tuple[Edit, ...]
    witnesses: tuple[Witness, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two versions. Without groups they are proved to be equivalent.

    `silent` are changes that change no case, `questions` the facts that only one version has or
    that take other answers in it.
    """

    groups: tuple[Group, ...]
    silent: tuple[Edit, ...]
    questions: tuple[str, ...]
    solver_calls: int

    @property
    def equivalent(self) -> bool:
        """Return whether every case has the same disposition and recommendations in both."""
        return not self.groups


def difference(old: RuleBase, new: RuleBase, *, seconds: float = SECONDS) -> Difference:
    """Return the cases in which two versions differ, grouped by cause.

    Raises SolverUnknownError when the solver cannot answer one question within `seconds`,
    CompileError for a rule base that cannot be encoded, DisagreementError for a case that does not
    replay.
    """
    return _Search(old, new, seconds).difference()


class _Search:
    """One comparison of two rule bases."""

    def __init__(self, old: RuleBase, new: RuleBase, seconds: float) -> None:
        self.sides = (_Side(old), _Side(new))
        self.questions = changed_questions(old, new)
        self.edits = edits(old, new)
        self.cause = {one: Cause(one.id, one.nodes, one.fired) for one in self.edits}
        self.comparison = Comparison(old, new, seconds)

    def difference(self) -> Difference:
        groups = [
            Group((edit,), witnesses)
            for edit in self.edits
            if (
                witnesses := tuple(
                    self._witnesses([edit], [one for one in self.edits if one != edit])
                )
            )
        ]
        acting = {group.causes[0] for group in groups}
        for edit in self.edits:
            if edit not in acting:
                for witness in self._witnesses([edit], []):
                    causes = self._causes(witness.facts)
                    groups = _with_witness(groups, causes, witness)
                    acting.update((*causes, edit))
        # INVARIANT: nothing differs but by a change that was found; asked, so that it is proved.
        groups += [Group((), (one,)) for one in self._witnesses([], list(self.edits))]
        silent = tuple(one for one in self.edits if one not in acting)
        return Difference(
            tuple(_gravest_first(one) for one in groups),
            silent,
            self.questions,
            self.comparison.calls,
        )

    def _witnesses(self, at_work: list[Edit], idle: list[Edit]) -> Iterator[Witness]:
        """Yield a case for each new way of differing while some changes act and some do not."""
        unseen = set(self.comparison.effects)
        while unseen:
            facts = self.comparison.case(
                unseen, [self.cause[one] for one in at_work], [self.cause[one] for one in idle]
            )
            if facts is None:
                return
            witness = self._stripped(facts, unseen, at_work, idle)
            unseen -= witness.effects
            yield witness

    def _stripped(
        self, facts: Facts, unseen: set[Effect], at_work: list[Edit], idle: list[Edit]
    ) -> Witness:
        """Return the case replayed, without the answers that its new effects do not need."""
        shown = self._witness(facts).effects & unseen

        def still(fewer: Facts) -> bool:
            return (
                shown <= self._witness(fewer).effects
                and all(self._at_work(one, fewer) for one in at_work)
                and not any(self._at_work(one, fewer) for one in idle)
            )

        least = stripped(facts, still) if shown else facts
        before, after = (side.reference(least) for side in self.sides)
        witness = Witness(least, before, after)
        if not shown or witness != self._witness(least):
            message = f"a case of the solver's does not replay: {dict(least)}"
            raise DisagreementError(message)
        return witness

    def _witness(self, facts: Facts) -> Witness:
        before, after = (side.outcome(facts) for side in self.sides)
        return Witness(facts, before, after)

    def _causes(self, facts: Facts) -> tuple[Edit, ...]:
        """Return the changes that act in a case; those that only leave something open step back."""
        acting = [one for one in self.edits if self._at_work(one, facts)]
        sides = [side.verdicts(facts) for side in self.sides]
        firing = [
            one
            for one in acting
            if any(side.get(name) is True for name in one.nodes for side in sides)
        ]
        return tuple(firing or acting)

    def _at_work(self, edit: Edit, facts: Facts) -> bool:
        """Return whether a change acts in a case; see `Cause`."""
        old, new = (side.verdicts(facts) for side in self.sides)
        for name in edit.nodes:
            if name in old and name in new:
                if old[name] is not new[name]:
                    return True
            elif (old[name] if name in old else new[name]) is not False:
                return True
        return any(
            side[name] is not False for name in edit.fired for side in (old, new) if name in side
        )


class _Side:
    """One of the two versions; a case is read once, however often it is asked about."""

    def __init__(self, rulebase: RuleBase) -> None:
        self.rulebase = rulebase
        self._last: tuple[Facts, NodeTruths] | None = None

    def verdicts(self, facts: Facts) -> NodeTruths:
        if self._last is None or self._last[0] is not facts:
            self._last = facts, quick_verdicts(self.rulebase, self._own(facts))
        return self._last[1]

    def outcome(self, facts: Facts) -> Outcome:
        return self._outcome(self.verdicts(facts))

    def reference(self, facts: Facts) -> Outcome:
        """Return what the reference evaluator makes of a case."""
        return self._outcome(evaluate_program(program_of(self.rulebase), self._own(facts)))

    def _outcome(self, verdicts: NodeTruths) -> Outcome:
        offered = (one for one in self.rulebase.remedy if verdicts.get(f"offered.{one}") is True)
        return Outcome(disposition_of(verdicts), frozenset(offered))

    def _own(self, facts: Facts) -> Facts:
        return {name: value for name, value in facts.items() if name in self.rulebase.facts}


def stripped(facts: Facts, still: Callable[[Facts], bool]) -> Facts:
    """Return `facts` without answers, and choices in them, that `still` does not need.

    Answers are dropped many at a time as long as that goes well (A. Zeller, R. Hildebrandt,
    "Simplifying and isolating failure-inducing input", IEEE TSE 28(2), 2002).
    """
    left = dict(facts)
    chunks = [list(facts)]
    while chunks:
        chunk = chunks.pop()
        fewer = {name: value for name, value in left.items() if name not in chunk}
        if still(fewer):
            left = fewer
        elif len(chunk) > 1:
            half = len(chunk) // 2
            chunks += [chunk[:half], chunk[half:]]
    for name, value in list(left.items()):
        for choice in sorted(value) if isinstance(value, frozenset) else ():
            kept = left[name]
            if isinstance(kept, frozenset) and len(kept) > 1:
                fewer = {**left, name: kept - {choice}}
                left = fewer if still(fewer) else left
    return left


def _gravest_first(group: Group) -> Group:
    """Return a group with changes of urgent levels first, whatever the solver met first."""

    def order(witness: Witness) -> tuple[bool, int, int, list[str]]:
        before, after = witness.before.disposition, witness.after.disposition
        names = sorted(witness.before.offered ^ witness.after.offered)
        return before is after, -before.urgency, -after.urgency, names

    return Group(group.causes, tuple(sorted(group.witnesses, key=order)))


def _with_witness(groups: list[Group], causes: tuple[Edit, ...], witness: Witness) -> list[Group]:
    """Return the groups with one more witness, in the group of its causes."""
    for place, group in enumerate(groups):
        if group.causes == causes:
            if any(witness.effects <= one.effects for one in group.witnesses):
                return groups
            joined = Group(causes, (*group.witnesses, witness))
            return [*groups[:place], joined, *groups[place + 1 :]]
    return [*groups, Group(causes, (witness,))]
