"""One case in the solver: what it says of every node, the level and the interview's end."""

from __future__ import annotations

from collections.abc import Mapping

import z3

from triage.backends.smt.encode import EncodedCase
from triage.backends.smt.kleene import Kleene
from triage.backends.smt.stopping import Stopping
from triage.logic.truth import Truth
from triage.model.fact import Facts
from triage.model.rulebase import RuleBase
from triage.terms import Disposition


class PinnedCases:
    """A rule base in a solver of its own, asked about one case after another."""

    def __init__(self, rulebase: RuleBase) -> None:
        """Encode the rule base and the interview's end."""
        self.case = EncodedCase(rulebase)
        self.stopping = Stopping(self.case)
        self._solver = z3.SolverFor("QF_FD")
        self._solver.add([*self.case.constraints, *self.stopping.constraints])

    def pin(self, facts: Facts, unsure: frozenset[str] = frozenset()) -> z3.ModelRef:
        """Return the one model in which `facts` are known and `unsure` were asked in vain."""
        asked = [
            term if name in unsure else z3.Not(term) for name, term in self.stopping.unsure.items()
        ]
        self._solver.push()
        self._solver.add([*self.case.pinned(facts), *asked])
        assert self._solver.check() == z3.sat, "a possible case is not in the solver's domain"
        model = self._solver.model()
        self._solver.pop()
        return model

    def verdicts(self, model: z3.ModelRef) -> dict[str, Truth]:
        """Return the truth of every node in a model."""
        return {name: _truth(model, term) for name, term in self.case.node.items()}


def _truth(model: z3.ModelRef, term: Kleene) -> Truth:
    is_true, is_false = holds(model, term.is_true), holds(model, term.is_false)
    assert not (is_true and is_false)
    return True if is_true else False if is_false else None


def holds(model: z3.ModelRef, term: z3.BoolRef) -> bool:
    """Return whether a term holds in a model."""
    return bool(z3.is_true(model.eval(term, model_completion=True)))


def level_in(model: z3.ModelRef, levels: Mapping[Disposition, z3.BoolRef]) -> list[Disposition]:
    """Return the levels that hold in a model; there should be one."""
    return [level for level, term in levels.items() if holds(model, term)]
