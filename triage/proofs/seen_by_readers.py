"""A case the solver found, assessed again by the other readers before anybody is shown it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TypeAlias

from triage.logic.conclude import conclude
from triage.logic.program import program_of
from triage.logic.reference import ReferenceVerdicts, evaluate_program
from triage.logic.relevance import Relevance
from triage.model.assessment import Assessment
from triage.model.fact import Facts
from triage.model.given import read_facts, told_not_sure
from triage.model.rule import RawValue
from triage.model.rulebase import RuleBase
from triage.model.verdicts import NodeTruths

Answers: TypeAlias = Mapping[str, RawValue]
"""A case as an answers file holds it: fact id to value, or `not_sure`."""

Reader: TypeAlias = Callable[[Facts], NodeTruths]
"""Any reader but the solver: the truth of every node of the program for what is known."""


def logic_reader(rulebase: RuleBase) -> Reader:
    """Return the reference evaluator as a reader of `rulebase`."""
    program = program_of(rulebase)
    return lambda facts: evaluate_program(program, facts)


class Replay:
    """One case as one reader sees it: what is known, every verdict, and the assessment."""

    def __init__(self, rulebase: RuleBase, answers: Answers, reader: Reader) -> None:
        """Read the answers through the same door as any app; raises FactsError if it is shut."""
        self.rulebase = rulebase
        self.answers = answers
        self.facts = read_facts(rulebase, answers)
        self.verdicts = ReferenceVerdicts(program_of(rulebase), self.facts, reader(self.facts))

    @cached_property
    def assessment(self) -> Assessment:
        """Return the assessment these verdicts make."""
        not_sure = told_not_sure(self.rulebase, self.answers)
        return conclude(self.rulebase, self.facts, self.verdicts, not_sure)

    @cached_property
    def offered(self) -> frozenset[str]:
        """Return the ids of the remedies recommended."""
        return frozenset(one.remedy for one in self.assessment.recommendations)

    @cached_property
    def not_supported(self) -> frozenset[str]:
        """Return the ids of the remedies that are mentioned as not supported."""
        return frozenset(one.remedy for one in self.assessment.not_supported)

    @cached_property
    def cautions(self) -> Mapping[str, bool]:
        """Return the cautions that go with the remedies recommended: code, and whether it is so."""
        return {
            caution.code: caution.known
            for one in self.assessment.recommendations
            for caution in one.ask_first
        }

    @property
    def unsure(self) -> frozenset[str]:
        """Return the facts answered with "not sure" that stay unknown."""
        return told_not_sure(self.rulebase, self.answers).difference(self.facts)

    @cached_property
    def stopped(self) -> bool:
        """Return whether the interview would ask nothing more."""
        asked = frozenset(self.answers)
        return Relevance(self.rulebase, self.verdicts, asked).facts <= asked
