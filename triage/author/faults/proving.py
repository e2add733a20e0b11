"""What the solver says of a planted fault: it breaks a property, or it is no fault at all."""

from __future__ import annotations

from triage.author.faults.mutants import Mutant
from triage.backends.smt.comparison import Comparison
from triage.backends.smt.solver import SolverUnknownError
from triage.model.rulebase import RuleBase
from triage.proofs.properties.reach import (
    EveryRemedyCanBeOffered,
    EveryRuleCanFire,
    OneFeatureIsEnough,
)
from triage.proofs.properties.remedy import EmergencyHoldsRemedies, PreferenceRespected
from triage.proofs.property import Property
from triage.proofs.run import verify
from triage.proofs.verdict import Counterexample

PROPERTIES: tuple[type[Property], ...] = (
    PreferenceRespected,
    EmergencyHoldsRemedies,
    EveryRuleCanFire,
    OneFeatureIsEnough,
    EveryRemedyCanBeOffered,
)
"""Properties that a change of content alone can break, and that are proved within seconds.

Most others hold for every rule base there is: that they are proved says that the engine keeps them.
"""

SECONDS = 60.0
"""How long the solver may take for one property, or for one question about equivalence."""


class Proofs:
    """The properties of one sound rule base, held against mutants of it."""

    def __init__(
        self, rulebase: RuleBase, properties: tuple[type[Property], ...] = PROPERTIES
    ) -> None:
        """Check the sound rule base once: what is found there already catches nothing."""
        self._properties = properties
        self._found_before = self._found(rulebase)

    def refutes(self, mutant: Mutant) -> str | None:
        """Return the property that the mutant breaks and the sound rule base does not, if any."""
        new = self._found(mutant.rulebase) - self._found_before
        return min(new, default=None)

    def equivalent(self, mutant: Mutant) -> bool:
        """Return whether it is proved that no node of the program ever has another truth.

        A solver that gives up has proved nothing.
        """
        try:
            return Comparison(mutant.base, mutant.rulebase, SECONDS).unlike() is None
        except SolverUnknownError:
            return False

    def _found(self, rulebase: RuleBase) -> frozenset[str]:
        report = verify(rulebase, [one() for one in self._properties], timeout=SECONDS)
        return frozenset(
            f"{result.id}: {shortfall.says}"
            for result in report.results
            if isinstance(result.verdict, Counterexample)
            for shortfall in result.verdict.found
        )
