"""A rule base as a flat list of nodes, each a condition over facts and earlier nodes.

Every reader (logic, rete, columnar, smt) takes this same list, so none of them has to know what a
contraindication or a preference is. Node ids, in the order evaluated:

    finding.<slug>                      findings
    <rule id>                           red-flag and fallback rules
    level.<disposition>                 some rule of that level is true
    contraindication.<remedy>.<check>   one `block` entry
    caution.<remedy>.<check>            one `ask_first` entry
    <rule id>                           recommendation rules
    indicated.<remedy>                  some recommendation rule names it
    wanted.<remedy>                     the stated preference admits it
    held.<remedy>                       an emergency or same-day rule that does not allow it is true
    offered.<remedy>                    indicated, wanted, not held, and no contraindication
    mentioned.<remedy>                  (stance not_supported) indicated, wanted and not held
    safety_net.<id>                     texts shown unless ruled out
    advice.<id> follow_up.<id>          texts shown where true

A strict reading of "nothing is recommended that was not checked" is in `offered`: it is true only
when every contraindication is *false*, and unknown while one is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from triage.logic.per_rulebase import kept
from triage.logic.safety_net import ComingBack
from triage.model.condition import (
    ALWAYS,
    All,
    AnyOf,
    Condition,
    FactOneOf,
    Not,
    RuleIs,
    facts_of,
    walk,
)
from triage.model.remedy import Remedy
from triage.model.rule import Rule
from triage.model.rulebase import RuleBase
from triage.terms import Disposition, SalienceBand, Stance

HOLDING = (Disposition.EMERGENCY_NOW, Disposition.URGENT_SAME_DAY)
"""Levels at which remedies are held back unless the rule allows them."""


@dataclass(frozen=True, slots=True)
class Node:
    """One named condition of a program."""

    id: str
    band: SalienceBand
    when: Condition


@dataclass(frozen=True)
class Program:
    """All nodes of a rule base; a node reads facts and earlier nodes only.

    `facts` are the ids of all facts, in the order asked.
    """

    nodes: tuple[Node, ...]
    facts: tuple[str, ...]

    @cached_property
    def node(self) -> dict[str, Node]:
        """Return every node by id."""
        return {node.id: node for node in self.nodes}

    @cached_property
    def facts_read(self) -> dict[str, frozenset[str]]:
        """Return, for each node, the facts it reads itself."""
        return {node.id: facts_of(node.when) for node in self.nodes}

    @cached_property
    def nodes_read(self) -> dict[str, frozenset[str]]:
        """Return, for each node, the earlier nodes it reads itself."""
        return {
            node.id: frozenset(part.rule for part in walk(node.when) if isinstance(part, RuleIs))
            for node in self.nodes
        }

    @cached_property
    def facts_under(self) -> dict[str, frozenset[str]]:
        """Return, for each node, every fact that can influence it, through earlier nodes too."""
        under: dict[str, frozenset[str]] = {}
        for node in self.nodes:
            read = self.facts_read[node.id]
            under[node.id] = read.union(*(under[one] for one in self.nodes_read[node.id]))
        return under


@kept
def program_of(rulebase: RuleBase) -> Program:
    """Return the program of a rule base; the same object for the same rule base."""
    return Program(tuple(_nodes(rulebase)), tuple(rulebase.facts))


def level_id(disposition: Disposition) -> str:
    """Return the node id that says whether some rule of that level is true."""
    return f"level.{disposition}"


def _nodes(rulebase: RuleBase) -> Iterator[Node]:
    findings = [rule for rule in rulebase.rules if rule.salience == "finding"]
    for rule in in_dependency_order(findings):
        yield Node(rule.id, SalienceBand.FINDING, rule.when)
    for rule in rulebase.disposing_rules:
        yield Node(rule.id, rule.band, rule.when)
    for level in Disposition:
        if level is not Disposition.SELF_CARE:
            rules = [one.id for one in rulebase.disposing_rules if one.then.disposition is level]
            yield Node(level_id(level), SalienceBand.RED_FLAG, any_rule(rules))
    for remedy in rulebase.remedies:
        for check in remedy.block:
            name = f"contraindication.{remedy.id}.{check.id}"
            yield Node(name, SalienceBand.CONTRAINDICATION, check.when)
        for check in remedy.ask_first:
            name = f"caution.{remedy.id}.{check.id}"
            yield Node(name, SalienceBand.CONTRAINDICATION, check.when)
    recommending = [rule for rule in rulebase.rules if rule.salience == "recommendation"]
    for rule in recommending:
        yield Node(rule.id, SalienceBand.RECOMMENDATION, rule.when)
    for remedy in rulebase.remedies:
        yield from _remedy_nodes(rulebase, remedy, recommending)
    yield from _text_nodes(rulebase)


def _remedy_nodes(
    rulebase: RuleBase, remedy: Remedy, recommending: Iterable[Rule]
) -> Iterator[Node]:
    band = SalienceBand.RECOMMENDATION
    naming = [rule.id for rule in recommending if remedy.id in rule.then.recommend]
    yield Node(f"indicated.{remedy.id}", band, any_rule(naming))
    yield Node(f"wanted.{remedy.id}", band, _wanted(rulebase, remedy))
    yield Node(f"held.{remedy.id}", band, any_rule(_holding(rulebase, remedy)))
    fits = (
        RuleIs(rule=f"indicated.{remedy.id}"),
        RuleIs(rule=f"wanted.{remedy.id}"),
        Not(of=RuleIs(rule=f"held.{remedy.id}")),
    )
    if remedy.stance is Stance.NOT_SUPPORTED:
        yield Node(f"mentioned.{remedy.id}", band, All(of=fits))
        return
    clear = tuple(
        Not(of=RuleIs(rule=f"contraindication.{remedy.id}.{check.id}")) for check in remedy.block
    )
    yield Node(f"offered.{remedy.id}", band, All(of=fits + clear))


def _holding(rulebase: RuleBase, remedy: Remedy) -> Iterator[str]:
    """Yield the rules that hold a remedy back; a level's node where none of its rules allows it.

    Nearly every remedy is allowed by none: all of their nodes would list every urgent rule.
    """
    for level in HOLDING:
        rules = [one for one in rulebase.disposing_rules if one.then.disposition is level]
        holding = [one.id for one in rules if remedy.id not in one.then.allow]
        yield from [level_id(level)] if len(holding) == len(rules) else holding


def _text_nodes(rulebase: RuleBase) -> Iterator[Node]:
    band = SalienceBand.FALLBACK
    coming_back = ComingBack(rulebase)
    for item in rulebase.safety_net.items:
        yield Node(f"safety_net.{item.id}", band, coming_back.condition(item))
    for advice in rulebase.safety_net.advice:
        yield Node(f"advice.{advice.id}", band, advice.when or ALWAYS)
    for follow_up in rulebase.follow_up.items:
        yield Node(f"follow_up.{follow_up.id}", band, follow_up.when or ALWAYS)


def any_rule(ids: Iterable[str]) -> Condition:
    """Return the condition that at least one of the named nodes is true."""
    return AnyOf(of=tuple(RuleIs(rule=one) for one in ids))


def _wanted(rulebase: RuleBase, remedy: Remedy) -> Condition:
    policy = rulebase.preferences
    admitting = tuple(value for value, offers in policy.offers.items() if remedy.class_ in offers)
    if remedy.id in policy.for_everyone or len(admitting) == len(policy.offers):
        return ALWAYS
    return FactOneOf(fact=policy.fact, values=admitting)


def in_dependency_order(findings: Iterable[Rule]) -> list[Rule]:
    """Return finding rules so that each comes after the findings it reads.

    A cycle is an error that content loading reports; here it is broken where it is met.
    """
    by_id = {rule.id: rule for rule in findings}
    ordered: dict[str, Rule] = {}
    visiting: set[str] = set()

    def visit(rule: Rule) -> None:
        if rule.id in ordered or rule.id in visiting:
            return
        visiting.add(rule.id)
        for part in walk(rule.when):
            if isinstance(part, RuleIs) and part.rule in by_id:
                visit(by_id[part.rule])
        ordered[rule.id] = rule

    for rule in by_id.values():
        visit(rule)
    return list(ordered.values())
