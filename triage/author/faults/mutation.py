"""Mutation testing of a rule base: whether anybody would notice a slip.

Each planted fault is held against the examples in the rule files, the vignettes, and the checks of
`triage check`. A slip in words, numbers or sources, which none of these can see, is held against
the lock as well. The score is the share of faults that at least one of them notices; a fault that
provably changes nothing is no fault and is not counted (Y. Jia, M. Harman, "An analysis and survey
of the development of mutation testing", IEEE TSE 37(5), 2011, sections II and III).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Protocol

from triage.author.cases.vignette import Vignette
from triage.author.faults.conditions import Operator
from triage.author.faults.expectation import (
    Expectation,
    Witness,
    examples_of,
    vignette_expectations,
)
from triage.author.faults.mutants import Mutant
from triage.author.faults.trial import Trial
from triage.checks.check import Check, CheckContext
from triage.checks.safety import (
    EmergencyAllowsCalm,
    FactsUsed,
    NoNotInRedFlags,
    NotSureGuardsEmergency,
    RemedyReachable,
)
from triage.checks.units import UnitsHold
from triage.content.lock import Entry, entry_of
from triage.model.rulebase import RuleBase

CHECKS: tuple[type[Check], ...] = (
    NoNotInRedFlags,
    NotSureGuardsEmergency,
    EmergencyAllowsCalm,
    RemedyReachable,
    FactsUsed,
    UnitsHold,
)
"""The checks that read the meaning of a rule base. (Of a condition `rules.lock` would notice every
edit, which says nothing about how well it is tested; and examples are counted by themselves.)"""


@dataclass(frozen=True)
class Result:
    """What became of one planted fault; `equivalent` when it was proved to change nothing."""

    mutant: Mutant
    caught: Mapping[Witness, str]
    equivalent: bool = False

    @property
    def survived(self) -> bool:
        """Return whether nobody noticed a fault that is one."""
        return not self.caught and not self.equivalent


@dataclass(frozen=True)
class MutationScore:
    """The results for all planted faults."""

    results: tuple[Result, ...]

    @cached_property
    def survivors(self) -> tuple[Result, ...]:
        """Return the faults that nobody noticed."""
        return tuple(one for one in self.results if one.survived)

    @cached_property
    def dangerous_survivors(self) -> tuple[Result, ...]:
        """Return those of them that can lower the urgency of a case or mislead a person."""
        return tuple(result for result in self.survivors if result.mutant.dangerous)

    @cached_property
    def counted(self) -> int:
        """Return the number of faults that change something."""
        return sum(not one.equivalent for one in self.results)

    @property
    def score(self) -> Fraction:
        """Return the share of faults noticed, from 0 to 1; 1 without any."""
        return Fraction(self.counted - len(self.survivors), self.counted or 1)

    @cached_property
    def noticed_by(self) -> Mapping[Witness, int]:
        """Return how many faults each kind of witness notices."""
        counts = Counter(witness for one in self.results for witness in one.caught)
        return {witness: counts[witness] for witness in Witness}

    @cached_property
    def by_operator(self) -> Mapping[Operator, tuple[int, int]]:
        """Return for each kind of fault how many were noticed, of how many."""
        counts = dict.fromkeys(Operator, (0, 0))
        for one in self.results:
            if not one.equivalent:
                noticed, of = counts[one.mutant.operator]
                counts[one.mutant.operator] = (noticed + (not one.survived), of + 1)
        return {operator: pair for operator, pair in counts.items() if pair[1]}

    @cached_property
    def by_lock_alone(self) -> Mapping[Operator, int]:
        """Return for each kind of fault how many only the lock notices, if there are any.

        An author who raises the version and locks such a fault is contradicted by nobody.
        """
        alone = {Witness.LOCK}
        return Counter(one.mutant.operator for one in self.results if one.caught.keys() == alone)


def expectations(rulebase: RuleBase, vignettes: Iterable[Vignette]) -> Iterator[Expectation]:
    """Yield what the examples and the vignettes say."""
    yield from examples_of(rulebase)
    for vignette in vignettes:
        yield from vignette_expectations(rulebase, vignette)


class Refuter(Protocol):
    """Somebody who can prove things about a mutant; see `triage.author.faults.proving.Proofs`."""

    def refutes(self, mutant: Mutant) -> str | None:
        """Return what the mutant breaks, in words; None if nothing."""
        ...

    def equivalent(self, mutant: Mutant) -> bool:
        """Return whether it is proved that the mutant changes nothing."""
        ...


class Mutation:
    """The witnesses of one sound rule base, called for one planted fault after the other."""

    def __init__(
        self,
        rulebase: RuleBase,
        vignettes: Iterable[Vignette] = (),
        refuter: Refuter | None = None,
        *,
        refute_all: bool = False,
    ) -> None:
        """Bind to a rule base, and whole written cases.

        `refuter` is asked about the faults that nobody else notices, or with `refute_all` about
        every fault (seconds for each).
        """
        self._refute_all = refute_all
        self.trial = Trial(rulebase, expectations(rulebase, vignettes))
        self._refuter = refuter
        self._found_before = self._checked(rulebase)
        self._locked: dict[str, Entry] = {}

    def run(self, planted: Iterable[Mutant]) -> MutationScore:
        """Return what becomes of each planted fault."""
        return MutationScore(tuple(map(self.result, planted)))

    def result(self, mutant: Mutant) -> Result:
        """Return what becomes of one planted fault."""
        caught = dict(self.trial.caught_by(mutant))
        if found := self._checked(mutant.rulebase) - self._found_before:
            caught[Witness.CHECK] = min(found)
        if mutant.locked and self._unlike_the_lock(mutant):
            caught[Witness.LOCK] = mutant.locked
        if self._refuter is None or (caught and not self._refute_all):
            return Result(mutant, caught)
        if (broken := self._refuter.refutes(mutant)) is not None:
            caught[Witness.PROOF] = broken
        equivalent = not caught and self._refuter.equivalent(mutant)
        return Result(mutant, caught, equivalent=equivalent)

    def _unlike_the_lock(self, mutant: Mutant) -> bool:
        """Return whether the entry with the slip is no longer what it was under its version."""
        name = mutant.locked
        if name not in self._locked:
            self._locked[name] = entry_of(mutant.base, name)
        return entry_of(mutant.rulebase, name) != self._locked[name]

    @staticmethod
    def _checked(rulebase: RuleBase) -> frozenset[str]:
        """Return everything the checks find in a rule base, warnings left out."""
        context = CheckContext(rulebase=rulebase, files={}, lock=None, today=date.max)
        return frozenset(
            str(one) for check in CHECKS for one in check().findings(context) if not one.warning
        )
