"""What a written case says should come of it: the evidence that a planted fault is judged by."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from triage.author.cases.vignette import LEVEL_OF, Vignette, whole_facts
from triage.errors import FactsError, Problem
from triage.logic.disposition import LEVELS, disposition_of
from triage.logic.program import level_id
from triage.logic.truth import Truth
from triage.model.fact import Facts
from triage.model.given import read_facts
from triage.model.remedy import Remedy
from triage.model.rulebase import RuleBase
from triage.model.verdicts import NodeTruths
from triage.terms import Disposition, Stance

LEVEL_NODES = frozenset(level_id(level) for level in LEVELS)
"""The nodes a disposition rests on."""


class Witness(StrEnum):
    """Where an expectation is written down, or what else caught a fault."""

    EXAMPLE = "examples"
    VIGNETTE = "vignettes"
    CHECK = "checks"
    LOCK = "lock"
    PROOF = "verify"


@dataclass(frozen=True)
class Expectation:
    """One case and what should be true of it; `holds` reads the verdicts of `nodes` only."""

    witness: Witness
    name: str
    facts: Facts = field(repr=False)
    nodes: frozenset[str] = field(repr=False)
    holds: Callable[[NodeTruths], bool] = field(repr=False, compare=False)


def expect_truth(
    witness: Witness, name: str, facts: Facts, node: str, *, truth: Truth
) -> Expectation:
    """Return the expectation that one node has this truth for these facts."""
    return Expectation(
        witness, name, facts, frozenset([node]), lambda verdicts: verdicts[node] is truth
    )


def expect_level(
    witness: Witness, name: str, facts: Facts, accepted: frozenset[Disposition]
) -> Expectation:
    """Return the expectation that the disposition for these facts is one of those accepted."""
    return Expectation(
        witness, name, facts, LEVEL_NODES, lambda verdicts: disposition_of(verdicts) in accepted
    )


def vignette_expectations(rulebase: RuleBase, vignette: Vignette) -> Iterator[Expectation]:
    """Yield what a whole written case says: its level, and the rules and remedies it names.

    Raises FactsError for a rule or remedy that does not exist.
    """
    named = [(one, rulebase.remedy) for one in (*vignette.offers, *vignette.leaves_out)]
    gone = [one for one, known in named if one not in known]
    gone += [one for one in vignette.fires if one not in rulebase.rule]
    if gone:
        raise FactsError([Problem(vignette.id, f"no such rule or remedy: `{one}`") for one in gone])
    facts = whole_facts(rulebase, vignette)
    accepted = frozenset(level for level in Disposition if LEVEL_OF[level] in vignette.accepted)
    yield expect_level(Witness.VIGNETTE, vignette.id, facts, accepted)
    for rule in vignette.fires:
        yield expect_truth(Witness.VIGNETTE, f"{vignette.id}: {rule}", facts, rule, truth=True)
    for name in vignette.offers:
        offering = rulebase.remedy[name].stance is Stance.OFFER
        node = f"offered.{name}" if offering else f"mentioned.{name}"
        yield expect_truth(Witness.VIGNETTE, f"{vignette.id}: {name}", facts, node, truth=True)
    for name in vignette.leaves_out:
        yield _left_out(rulebase.remedy[name], f"{vignette.id}: without {name}", facts)


def _left_out(remedy: Remedy, name: str, facts: Facts) -> Expectation:
    """Return the expectation that a remedy fits, but is blocked or not wanted."""
    indicated, wanted = f"indicated.{remedy.id}", f"wanted.{remedy.id}"
    blocks = [f"contraindication.{remedy.id}.{check.id}" for check in remedy.block]

    def left_out(verdicts: NodeTruths) -> bool:
        stopped = verdicts[wanted] is False or any(verdicts[one] is True for one in blocks)
        return verdicts[indicated] is True and stopped

    nodes = frozenset([indicated, wanted, *blocks])
    return Expectation(Witness.VIGNETTE, name, facts, nodes, left_out)


def examples_of(rulebase: RuleBase) -> Iterator[Expectation]:
    """Yield what the examples beside each rule say: it fires, is ruled out, or stays open."""
    for rule in rulebase.rules:
        for hit in rule.examples.fires:
            facts = read_facts(rulebase, hit.facts)
            yield _example(rule.id, hit.name, facts, truth=True)
        for miss in rule.examples.stays_silent:
            truth = None if miss.stays == "open" else False
            facts = read_facts(rulebase, miss.facts)
            yield _example(rule.id, miss.name, facts, truth=truth)


def _example(rule: str, name: str, facts: Facts, *, truth: Truth) -> Expectation:
    return expect_truth(Witness.EXAMPLE, f"{rule}: {name}", facts, rule, truth=truth)
