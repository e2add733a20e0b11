"""One case in the solver: whatever may be known of a person, and the truth of every node.

The same program is read as by every other reader, node by node in order; each node becomes two
named Booleans, so that later nodes share it, and equal parts of conditions are one term (z3 shares
equal terms). Nothing is simplified away.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import assert_never

import z3

from triage.backends.smt.domain import Reading, variable_of
from triage.backends.smt.fact_variable import FactVariable
from triage.backends.smt.kleene import Kleene, conjunction, count_of, disjunction
from triage.backends.smt.levels import final_level, settled_level
from triage.logic.program import Node, level_id, program_of
from triage.model.condition import All, AnyOf, Condition, Count, FactTest, Not, RuleIs
from triage.model.fact import Facts, FactValue
from triage.model.given import plain_value
from triage.model.rule import RawValue
from triage.model.rulebase import RuleBase
from triage.terms import Disposition

READ_AT_ONCE = 200
"""Facts read from a model in one call: Python reads no number of more than 4300 digits."""


class EncodedCase:
    """Every possible case of a rule base, as solver terms.

    `fact` holds the variables of each fact by id, `node` the truth of each node of the program by
    id and `meaning` the two terms that say what it is made of, `settled` and `level` one term for
    each level (see `triage.backends.smt.levels`), `levels_mean` what those are made of.
    `constraints` are to be given to the solver; any model of them is one case, and every case is a
    model of them.

    A case beside another (`beside`) has the facts it is given, and is made of the terms of the
    other where both are the same: a node of the same condition, over facts and nodes that are the
    other's, is the other's node. So the solver looks only at what differs and at what that reaches.

    Raises CompileError for a test that does not fit the kind of its fact.
    """

    def __init__(
        self,
        rulebase: RuleBase,
        name: str = "case",
        *,
        beside: EncodedCase | None = None,
        fact: Mapping[str, FactVariable] | None = None,
    ) -> None:
        """Encode the program of `rulebase`; `name` keeps cases in one solver apart.

        `fact` are the variables of the facts, new ones if none are given.
        """
        self.rulebase = rulebase
        self.program = program_of(rulebase)
        if fact is None:
            fact = {one.id: variable_of(one, name) for one in rulebase.facts.values()}
        self.fact: dict[str, FactVariable] = dict(fact)
        known = beside.fact if beside else {}
        self.constraints: list[z3.BoolRef] = [
            one.domain for key, one in self.fact.items() if known.get(key) is not one
        ]
        self.node: dict[str, Kleene] = {}
        self.meaning: dict[str, tuple[z3.BoolRef, ...]] = {}
        for node in self.program.nodes:
            if beside is not None and self._is_node_of(beside, node):
                self.node[node.id] = beside.node[node.id]
                self.meaning[node.id] = beside.meaning[node.id]
            else:
                self._define(name, node.id, self.truth(node.when))
        self.settled: dict[Disposition, z3.BoolRef]
        self.level: dict[Disposition, z3.BoolRef]
        self.levels_mean: list[z3.BoolRef] = []
        levels = {level: self.node[level_id(level)] for level in Disposition if level.urgency}
        if beside and all(beside.node[level_id(level)] is one for level, one in levels.items()):
            self.settled, self.level = beside.settled, beside.level
            self.levels_mean = beside.levels_mean
        else:
            self.settled = self._levels(f"{name}/settled", settled_level(levels))
            self.level = self._levels(f"{name}/level", final_level(levels))
        self.complete = z3.And([one.known for one in self.fact.values()])

    def _is_node_of(self, other: EncodedCase, node: Node) -> bool:
        """Return whether the other case has the node, over the same facts and nodes."""
        theirs = other.program.node.get(node.id)
        return (
            theirs is not None
            and (theirs is node or theirs.when == node.when)
            and all(self.fact[one] is other.fact[one] for one in self.program.facts_read[node.id])
            and all(self.node[one] is other.node[one] for one in self.program.nodes_read[node.id])
        )

    def _define(self, case: str, node: str, truth: Kleene) -> None:
        name = f"{case}/{node}"
        self.node[node] = named = Kleene(z3.Bool(f"{name} true"), z3.Bool(f"{name} false"))
        meaning = (named.is_true == truth.is_true, named.is_false == truth.is_false)
        self.meaning[node] = meaning
        self.constraints += meaning

    def _levels(
        self, name: str, terms: dict[Disposition, z3.BoolRef]
    ) -> dict[Disposition, z3.BoolRef]:
        named = {level: z3.Bool(f"{name} {level}") for level in terms}
        meaning = [named[level] == term for level, term in terms.items()]
        self.levels_mean += meaning
        self.constraints += meaning
        return named

    def truth(self, condition: Condition) -> Kleene:
        """Return the truth of a condition over the facts and nodes of this case."""
        match condition:
            case All():
                return conjunction(self.truth(part) for part in condition.of)
            case AnyOf():
                return disjunction(self.truth(part) for part in condition.of)
            case Not():
                return self.truth(condition.of).negated
            case Count():
                return count_of(condition.count, (self.truth(part) for part in condition.of))
            case RuleIs():
                node = self.node[condition.rule]
                return node if condition.value else node.negated
            case FactTest():
                fact = self.fact[condition.fact]
                passes = fact.passes(condition)
                return Kleene(z3.And(fact.known, passes), z3.And(fact.known, z3.Not(passes)))
            case _:
                assert_never(condition)

    def pinned(self, facts: Facts) -> list[z3.BoolRef]:
        """Return terms that hold for exactly the case in which `facts` are known, no others."""
        return [
            one.is_known_as(facts[name]) if name in facts else z3.Not(one.known)
            for name, one in self.fact.items()
        ]

    def answers(self, model: z3.ModelRef) -> dict[str, RawValue]:
        """Return the case a model stands for, as answers that `read_facts` takes."""
        known: dict[str, FactValue] = {}
        for reading in self._readings:
            known |= reading.facts(model)
        definitions = self.rulebase.facts
        return {
            name: plain_value(known[name], one.choices)
            for name, one in definitions.items()
            if name in known
        }

    @cached_property
    def _readings(self) -> list[Reading]:
        facts = list(self.fact.values())
        return [Reading(facts[at : at + READ_AT_ONCE]) for at in range(0, len(facts), READ_AT_ONCE)]
