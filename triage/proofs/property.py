"""What a property is: something that must hold, and a search for cases in which it does not."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

import z3

from triage.errors import FactsError
from triage.proofs.plainest import plainest
from triage.proofs.prover import Prover, Tie, disagree
from triage.proofs.seen_by_readers import Answers, Replay


@dataclass(frozen=True, slots=True)
class Shortfall:
    """One way in which a property does not hold.

    `about` are the ids concerned (a waiver names them); `cases` the answers that show it: none
    where something can never happen, two where a change of answers is at fault.
    """

    about: tuple[str, ...]
    says: str
    cases: tuple[Answers, ...] = ()


class Property(ABC):
    """One property; `waivable` if content may name shortfalls that are meant, with a reason."""

    id: ClassVar[str]
    statement: ClassVar[str]
    waivable: ClassVar[bool] = False

    @abstractmethod
    def shortfalls(self, prover: Prover) -> Iterator[Shortfall]:
        """Yield what is wrong; a search that ends without any is a proof.

        Raises SolverUnknownError when the solver cannot tell, DisagreementError when a case of
        the solver's does not replay.
        """


@dataclass(frozen=True, slots=True)
class Violation:
    """The term that a property is violated in one particular way, and the ids it is about."""

    about: tuple[str, ...]
    term: z3.BoolRef


class Universal(Property):
    """A property of every case, or of every two cases that are related in some way."""

    def ties(self, prover: Prover) -> Mapping[str, Tie]:  # noqa: ARG002  (for those that override it)
        """Return how each fact of a second case is tied to the first; none if one is looked at."""
        return {}

    def given(self, prover: Prover) -> list[z3.BoolRef]:  # noqa: ARG002  (for those that override it)
        """Return the terms that say which cases are looked at: all of them."""
        return []

    def follows(self, prover: Prover) -> bool:  # noqa: ARG002  (for those that override it)
        """Return whether an argument of its own shows the property, so that no case need be sought.

        False shows nothing either way.
        """
        return False

    @abstractmethod
    def violations(self, prover: Prover) -> Iterable[Violation]:
        """Yield every way in which the property could be violated."""

    @abstractmethod
    def seen(self, about: tuple[str, ...], *cases: Replay) -> str:
        """Return what is wrong in replayed cases, in words; nothing if the property holds there.

        It is written over verdicts and assessments, not over solver terms.
        """

    def shortfalls(self, prover: Prover) -> Iterator[Shortfall]:
        """Ask for any violation at all; only if there is one, look for each by itself."""
        if ties := self.ties(prover):
            prover.pair(ties)
        if self.follows(prover):
            return
        violations = list(self.violations(prover))
        given = prover.solver.condition(*self.given(prover))
        some = prover.solver.condition(z3.Or([one.term for one in violations]))
        if prover.solver.ask(given, some) is None:
            return
        for one in violations:
            literal = prover.solver.condition(one.term)
            model = prover.solver.ask(given, literal)
            if model is None:
                continue
            if prover.waiver(self.id, one.about):
                yield Shortfall(one.about, "waived")
            else:
                plain = plainest(prover, model, given, literal)
                yield self._shortfall(prover, one, plain)

    def cases(self, prover: Prover, model: z3.ModelRef) -> tuple[Answers, ...]:
        """Return the cases a model stands for, as answers."""
        return tuple(one.answers(model) for one in prover.cases)

    def _shortfall(self, prover: Prover, violation: Violation, model: z3.ModelRef) -> Shortfall:
        cases = self.cases(prover, model)
        try:
            replays = [prover.replays(one) for one in cases]
        except FactsError as error:
            raise disagree(self.id, *violation.about, error) from error
        says = ""
        for reader in reversed(list(prover.readers)):
            says = self.seen(violation.about, *(one[reader] for one in replays))
            if not says:
                raise disagree(self.id, *violation.about, reader, *cases)
        return Shortfall(violation.about, says, cases)
