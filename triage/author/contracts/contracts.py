"""Contracts: the smallest sets of answers that must settle each rule and check, written down.

A contract holds one line for each way in which a rule fires or a check applies, and for each way
in which one answer rules it out, where no example in the rule's own file shows it. Contracts are
worked out from the rule base once and then kept: a later slip in a condition shows as a line
that no longer holds, and a person decides which of the two is wrong. `completed` only ever adds
lines; one that no longer holds has to be taken out by hand.

What contracts cannot do is notice what was wrong when they were written. Vignettes are for that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from triage.author.contracts.distinguish import Distinguisher
from triage.author.faults.expectation import Expectation, Witness, examples_of
from triage.author.faults.mutants import mutants
from triage.author.faults.trial import Trial
from triage.logic.program import level_id, program_of
from triage.logic.truth import Truth
from triage.model.fact import Facts
from triage.model.rulebase import RuleBase
from triage.model.verdicts import NodeTruths
from triage.terms import Disposition


class Chapter(StrEnum):
    """What a contract file is about; the file is named after it."""

    RED_FLAGS = "red_flags"
    FINDINGS = "findings"
    CONTRAINDICATIONS = "contraindications"
    CAUTIONS = "cautions"
    RECOMMENDATIONS = "recommendations"


PREFIX = {Chapter.CONTRAINDICATIONS: "contraindication.", Chapter.CAUTIONS: "caution."}
"""What a node id begins with that a file leaves out."""


@dataclass(frozen=True)
class Contract:
    """What one rule or check (by node id) promised when it was written down.

    `level` is what a red flag leads to, `recommend` the remedies a recommendation names. With the
    answers in any of `applies` it is true; with those in any of `ruled_out`, false.
    """

    node: str
    level: Disposition | None = None
    recommend: tuple[str, ...] = ()
    applies: tuple[Facts, ...] = ()
    ruled_out: tuple[Facts, ...] = ()

    def expectations(self) -> Iterator[Expectation]:
        """Yield what each line says."""
        for facts in self.applies:
            yield self.expectation(facts, truth=True)
        for facts in self.ruled_out:
            yield self.expectation(facts, truth=False)

    def expectation(self, facts: Facts, *, truth: bool) -> Expectation:
        """Return what one line says: the truth of the node, and what follows when it is true."""
        expected: dict[str, Truth] = {self.node: truth}
        if truth:
            expected |= {f"indicated.{remedy}": True for remedy in self.recommend}
            if self.level is not None:
                expected[level_id(self.level)] = True

        def holds(verdicts: NodeTruths) -> bool:
            return all(verdicts[name] is wanted for name, wanted in expected.items())

        answers = ", ".join(f"{fact}: {value}" for fact, value in facts.items())
        name = f"{self.node} {'applies' if truth else 'is ruled out'} with {answers or 'nothing'}"
        return Expectation(Witness.CONTRACT, name, facts, frozenset(expected), holds)

    def breach(self, rulebase: RuleBase) -> str | None:
        """Return how a rule base breaks what this says without a case; None if it does not."""
        rule = rulebase.rule.get(self.node)
        if rule is None:
            gone = self.node not in program_of(rulebase).node
            return "there is no such rule or check any more" if gone else None
        if rule.then.disposition is not self.level:
            return f"leads to {rule.then.disposition}, not to {self.level}"
        if missing := set(self.recommend) - set(rule.then.recommend):
            return f"no longer recommends {', '.join(sorted(missing))}"
        return None

    def with_line(self, facts: Facts, *, truth: bool) -> Contract:
        """Return the contract with one more line."""
        if truth:
            return replace(self, applies=(*self.applies, facts))
        return replace(self, ruled_out=(*self.ruled_out, facts))


Contracts: TypeAlias = Mapping[str, Contract]
"""Contracts by node id."""


def chapter_of(rulebase: RuleBase, node: str) -> Chapter:
    """Return the file in which the contract of a node stands."""
    rule = rulebase.rule.get(node)
    if rule is None:
        caution = node.startswith(PREFIX[Chapter.CAUTIONS])
        return Chapter.CAUTIONS if caution else Chapter.CONTRAINDICATIONS
    if rule.then.disposition is not None:
        return Chapter.RED_FLAGS
    return Chapter.FINDINGS if rule.salience == "finding" else Chapter.RECOMMENDATIONS


def completed(rulebase: RuleBase, contracts: Contracts) -> Contracts:
    """Return `contracts` with lines added until they and the examples notice every planted fault.

    A fault for which no line is found changes nothing that a contract can say; see `Distinguisher`.
    Lines that no longer hold stay as they are and count for nothing; a contract that is broken as
    a whole gets no lines before a person has looked at it.
    """
    found = dict(contracts)
    trial = Trial(rulebase, _expected(rulebase, found.values()))
    distinguisher = Distinguisher(program_of(rulebase), rulebase.facts)
    for mutant in mutants(rulebase):
        node = mutant.where
        if node not in program_of(rulebase).node or trial.caught_by(mutant):
            continue
        contract = found.get(node) or fresh(rulebase, node)
        if contract.breach(rulebase) is not None:
            continue
        telling = distinguisher.tell(mutant, contract.expectation)
        if telling is not None:
            found[node] = contract.with_line(telling.facts, truth=telling.truth)
            trial.add(contract.expectation(telling.facts, truth=telling.truth))
        elif contract.breach(mutant.rulebase) is not None:
            found[node] = contract
    return found


def breaches(rulebase: RuleBase, contracts: Contracts) -> Iterator[str]:
    """Yield each promise that the rule base does not keep, in words."""
    for contract in contracts.values():
        breach = contract.breach(rulebase)
        if breach is not None:
            yield f"{contract.node}: {breach}"
    known = program_of(rulebase).node
    there = [one for one in contracts.values() if one.node in known]
    lines = (line for contract in there for line in contract.expectations())
    yield from (f"no longer so: {one.name}" for one in Trial(rulebase, lines).broken)


def fresh(rulebase: RuleBase, node: str) -> Contract:
    """Return a contract without lines, with what follows from the node now."""
    rule = rulebase.rule.get(node)
    if rule is None:
        return Contract(node)
    return Contract(node, rule.then.disposition, rule.then.recommend)


def _expected(rulebase: RuleBase, contracts: Iterable[Contract]) -> Iterator[Expectation]:
    yield from examples_of(rulebase)
    for contract in contracts:
        yield from contract.expectations()
