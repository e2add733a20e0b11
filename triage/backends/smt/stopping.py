"""When the interview ends by itself, as solver terms; written from `triage.logic.relevance`.

It ends at the first emergency, or when nothing is left to ask that still matters: every fact that
can decide an open node that can change the assessment was asked already, and stays unknown because
the person is not sure. Which nodes those are ("demands") and which facts can decide one ("the
residual") are the two ideas encoded here.
"""

from __future__ import annotations

from typing import assert_never

import z3

from triage.backends.smt.encode import EncodedCase
from triage.logic.program import level_id
from triage.model.condition import All, AnyOf, Condition, Count, FactTest, Not, RuleIs
from triage.model.fact import FactDefinition, FactKind
from triage.terms import NOT_SURE, Disposition, NotSure, Stance


class Stopping:
    """The interview's end in one encoded case.

    `unsure` holds, for each fact, the Boolean that it was asked and is unknown; `stopped` is the
    term that the interview is over, `complete` that it is with nothing left unsure (as
    `Assessment.complete` says). `asked` holds, for each node that can cause a question and those it
    reads, the Boolean that it is settled or everything that could settle it was asked; `meaning`
    what that is made of. `constraints` are to be given to the solver.
    """

    def __init__(self, case: EncodedCase) -> None:
        """Encode the interview's end for `case`."""
        self._case = case
        self.unsure = {one: z3.Bool(f"{fact.name} unsure") for one, fact in case.fact.items()}
        self.constraints = [
            z3.Implies(
                term,
                z3.Not(case.fact[one].known)
                if can_stay_unsure(case.rulebase.facts[one])
                else z3.BoolVal(val=False),
            )
            for one, term in self.unsure.items()
        ]
        self.asked: dict[str, z3.BoolRef] = {}
        self.meaning: dict[str, z3.BoolRef] = {}
        emergency = case.node[level_id(Disposition.EMERGENCY_NOW)].is_true
        demands = self._demands()
        self.complete = z3.Or(emergency, z3.And([z3.Not(term) for term in demands.values()]))
        self.stopped = z3.Or(
            emergency,
            z3.And([z3.Implies(term, self._node_asked(node)) for node, term in demands.items()]),
        )

    def _demands(self) -> dict[str, z3.BoolRef]:
        """Return, for each node that can cause a question, the term that it does."""
        case, rulebase = self._case, self._case.rulebase
        demands: dict[str, z3.BoolRef] = {}
        for rule in rulebase.disposing_rules:
            level = rule.then.disposition
            if level is not None:
                lower = [term for one, term in case.settled.items() if one.urgency < level.urgency]
                demands[rule.id] = z3.And(case.node[rule.id].is_open, z3.Or(lower))
        for remedy in rulebase.remedies:
            if remedy.stance is Stance.NOT_SUPPORTED:
                continue
            offered = f"offered.{remedy.id}"
            demands[offered] = case.node[offered].is_open
        return demands

    def _node_asked(self, node: str) -> z3.BoolRef:
        """Return the term that a node is settled, or every fact in its residual was asked."""
        if node not in self.asked:
            when = self._case.program.node[node].when
            settled = z3.Not(self._case.node[node].is_open)
            self.asked[node] = named = z3.Bool(f"case/{node} asked")
            self.meaning[node] = named == z3.Or(settled, self._covered(when))
            self.constraints.append(self.meaning[node])
        return self.asked[node]

    def _covered(self, condition: Condition) -> z3.BoolRef:
        """Return the term that every fact in the residual of an open condition was asked."""
        match condition:
            case All() | AnyOf() | Count():
                return z3.And([self._settled_or_covered(part) for part in condition.of])
            case Not():
                return self._covered(condition.of)
            case RuleIs():
                return self._node_asked(condition.rule)
            case FactTest():
                return self.unsure[condition.fact]
            case _:
                assert_never(condition)

    def _settled_or_covered(self, part: Condition) -> z3.BoolRef:
        return z3.Or(z3.Not(self._case.truth(part).is_open), self._covered(part))

    def unsure_in(self, model: z3.ModelRef) -> dict[str, str]:
        """Return the answers "not sure" of the case a model stands for, by fact."""
        return {
            name: NOT_SURE
            for name, term in self.unsure.items()
            if z3.is_true(model.eval(term, model_completion=True))
        }


def can_stay_unsure(definition: FactDefinition) -> bool:
    """Return whether "not sure" leaves a fact unknown: it may count as yes, or be a choice."""
    counts_as_yes = definition.kind is FactKind.BOOL and definition.not_sure is NotSure.AS_YES
    return not counts_as_yes and NOT_SURE not in definition.choices
