"""How well a rule base triages written cases, in the measures used for symptom checkers.

Accuracy, safety of advice, comprehensiveness and inclination to over-triage are those of Kopka et
al., "A systematic approach to evaluate symptom checkers", Digital Health 2023,
doi 10.1177/20552076231194929. Shares carry 95 % intervals after Wilson (J Am Stat Assoc 1927;
22:209-212), which stay sensible for few cases and for shares near 0 and 1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from triage.author.cases.vignette import LEVEL_OF, Level, Vignette, whole_facts
from triage.logic.conclude import conclude
from triage.logic.program import program_of
from triage.logic.reference import evaluate_program
from triage.model.assessment import Assessment
from triage.model.rulebase import RuleBase
from triage.model.share import Share
from triage.terms import Disposition

Matrix: TypeAlias = dict[Level, dict[Level, int]]
"""Counts of cases by expected level, then by the level advised."""


@dataclass(frozen=True, slots=True)
class Result:
    """What the rule base said of one case."""

    vignette: Vignette
    assessment: Assessment

    @property
    def disposition(self) -> Disposition:
        """Return the disposition advised."""
        return self.assessment.disposition

    @property
    def level(self) -> Level:
        """Return the step the disposition is graded as."""
        return LEVEL_OF[self.disposition]

    @property
    def is_exact(self) -> bool:
        """Return whether the level is the expected one."""
        return self.level is self.vignette.expected

    @property
    def is_accepted(self) -> bool:
        """Return whether the level is the expected one or also acceptable."""
        return self.level in self.vignette.accepted

    @property
    def is_under(self) -> bool:
        """Return whether the level is less urgent than every accepted one (under-triage)."""
        return self.level.urgency < min(one.urgency for one in self.vignette.accepted)

    @property
    def is_over(self) -> bool:
        """Return whether this is an error that is not under-triage (over-triage)."""
        return not self.is_accepted and not self.is_under

    @property
    def because(self) -> tuple[str, ...]:
        """Return the ids of the rules of that level that fired."""
        flags = self.assessment.red_flags
        return tuple(one.rule for one in flags if one.disposition is self.disposition)


@dataclass(frozen=True)
class Score:
    """The results of all cases, and the measures that follow from them.

    A case counts as right when its level is the expected one or also acceptable; `exact` counts
    the expected level alone.
    """

    results: tuple[Result, ...]

    @cached_property
    def matrix(self) -> Matrix:
        """Return how many cases of each expected level were advised each level."""
        counts = Counter((one.vignette.expected, one.level) for one in self.results)
        return {row: {column: counts[row, column] for column in Level} for row in Level}

    @cached_property
    def accuracy(self) -> Share:
        """Return the share of cases advised an expected or acceptable level."""
        return self._share(one.is_accepted for one in self.results)

    @cached_property
    def exact(self) -> Share:
        """Return the share of cases advised exactly the expected level."""
        return self._share(one.is_exact for one in self.results)

    @cached_property
    def accuracy_by_level(self) -> dict[Level, Share]:
        """Return the accuracy for the cases of each expected level."""
        return {
            level: self._share(
                one.is_accepted for one in self.results if one.vignette.expected is level
            )
            for level in Level
        }

    @cached_property
    def safety_of_advice(self) -> Share:
        """Return the share of cases that were not under-triaged."""
        return self._share(not one.is_under for one in self.results)

    @cached_property
    def comprehensiveness(self) -> Share:
        """Return the share of cases that could be decided: nothing asked stayed unknown."""
        return self._share(one.assessment.complete for one in self.results)

    @cached_property
    def inclination_to_over_triage(self) -> Share:
        """Return the share of all errors that are over-triage."""
        return self._share(one.is_over for one in self.missed)

    @cached_property
    def self_care_kept(self) -> Share:
        """Return the share of self-care cases sent to nobody, or to a routine visit at most."""
        kept = (Disposition.SELF_CARE, Disposition.ROUTINE_APPOINTMENT)
        return self._share(
            one.disposition in kept
            for one in self.results
            if one.vignette.expected is Level.SELF_CARE
        )

    @cached_property
    def missed(self) -> tuple[Result, ...]:
        """Return the cases advised a level that is not acceptable."""
        return tuple(one for one in self.results if not one.is_accepted)

    @staticmethod
    def _share(hits: Iterable[bool]) -> Share:
        found = list(hits)
        return Share(sum(found), len(found))


def score(rulebase: RuleBase, vignettes: Iterable[Vignette]) -> Score:
    """Return how `rulebase` triages `vignettes`.

    Raises FactsError when a case names a fact that does not exist or leaves out one it must name.
    """
    program = program_of(rulebase)
    results = []
    for one in vignettes:
        facts = whole_facts(rulebase, one)
        results.append(Result(one, conclude(rulebase, facts, evaluate_program(program, facts))))
    return Score(tuple(results))
