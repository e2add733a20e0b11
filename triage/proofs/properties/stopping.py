"""The interview ends by its own rule only when going on would be idle.

The solver would have to see this for whole interviews at once, and does not come to an end of it.
So it is argued as one would on paper, by induction over the program: what holds for the parts of a
node holds for the node (`_claim`), and the levels and offers follow from that. Each step looks at
one node alone and takes its parts for any terms of which the claim is true, so all steps together
prove more than is asked. Where a step fails nothing is shown either way, and whole cases are looked
at instead: those are what a counterexample is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import z3

from triage.backends.smt.levels import differ
from triage.backends.smt.solver import Solver
from triage.logic.disposition import settled_disposition
from triage.logic.program import level_id
from triage.proofs.properties.change import is_extended
from triage.proofs.properties.remedy import offerable
from triage.proofs.property import Universal, Violation
from triage.proofs.prover import Prover, Tie, tied
from triage.proofs.seen_by_readers import Answers, Replay
from triage.terms import Disposition


class StoppingChangesNothing(Universal):
    """Nobody is told too little because the questions ended."""

    id = "stopping-changes-nothing"
    statement = (
        "Where the interview stops by its own rule, answering on gives the same level, "
        "and outside an emergency the same remedies."
    )

    def ties(self, prover: Prover) -> Mapping[str, Tie]:
        """Look at an interview, and the same with further answers."""
        return tied(prover.rulebase, Tie.KEPT)

    def given(self, prover: Prover) -> list[z3.BoolRef]:
        """Look at an interview that stopped, and any answers to what was never asked."""
        on = [term for name in prover.case.fact for term in _asked_on(prover, name)]
        return [prover.stopping.stopped, *on]

    def violations(self, prover: Prover) -> Iterator[Violation]:
        """Yield: another level; and, for each remedy, that it is offered in one case only."""
        before, after = prover.case, prover.changed
        yield Violation((), differ(before.level, after.level))
        emergency = before.node[level_id(Disposition.EMERGENCY_NOW)].is_true
        for remedy in offerable(prover.rulebase):
            offered = f"offered.{remedy.id}"
            other = before.node[offered].is_true != after.node[offered].is_true
            yield Violation((remedy.id,), z3.And(z3.Not(emergency), other))

    def follows(self, prover: Prover) -> bool:
        """Return whether every step of the induction holds, and the property by it."""
        solver = prover.solver.empty()
        steps = (_holds_for(prover, node, solver) for node in prover.stopping.asked)
        shown = all(steps) and self._ends_well(prover, solver)
        prover.solver.calls += solver.calls
        return shown

    def _ends_well(self, prover: Prover, solver: Solver) -> bool:
        """Return whether the levels and offers follow from what is claimed of all nodes."""
        for node in prover.stopping.asked:
            solver.add(_claim(prover, node))
        for case in prover.cases:
            solver.add(case.levels_mean)
            for level in Disposition:
                solver.add(case.meaning[level_id(level)] if level.urgency else ())
        wrong = z3.Or([one.term for one in self.violations(prover)])
        return solver.ask(solver.condition(prover.stopping.stopped, wrong)) is None

    def cases(self, prover: Prover, model: z3.ModelRef) -> tuple[Answers, ...]:
        """Return both cases; what was asked and is not known is "not sure"."""
        unsure = prover.stopping.unsure_in(model)
        before, after = super().cases(prover, model)
        return ({**before, **unsure}, {**after, **unsure})

    def seen(self, about: tuple[str, ...], *cases: Replay) -> str:
        """Compare the assessments of an interview that stopped and one that went on."""
        before, after = cases
        asked_on = before.unsure <= after.unsure and is_extended(before, after)
        if not (before.stopped and asked_on):
            return ""
        was, now = before.assessment.disposition, after.assessment.disposition
        if not about:
            return f"it stopped at {was}; answering on gives {now}" if was is not now else ""
        (remedy,) = about
        emergency = settled_disposition(before.verdicts) is Disposition.EMERGENCY_NOW
        other = (remedy in before.offered) != (remedy in after.offered)
        wrong = other and not emergency
        return (
            f"it stopped; answering on changes whether `{remedy}` is recommended" if wrong else ""
        )


def _holds_for(prover: Prover, node: str, solver: Solver) -> bool:
    """Return whether the claim holds for a node of which the parts keep it."""
    program = prover.program
    solver.hold()
    for fact in program.facts_read[node]:
        solver.add(_asked_on(prover, fact))
    for part in program.nodes_read[node]:
        solver.add(_claim(prover, part))
    for case in prover.cases:
        solver.add(case.meaning[node])
    solver.add([prover.stopping.meaning[node]])
    against = solver.ask(solver.condition(z3.Not(z3.And(_claim(prover, node)))))
    solver.release()
    return against is None


def _asked_on(prover: Prover, fact: str) -> list[z3.BoolRef]:
    """Return the terms that tie the answers of one who was asked on to those before."""
    was, now = prover.case.fact[fact], prover.changed.fact[fact]
    unsure = prover.stopping.unsure[fact]
    return [
        z3.Implies(was.known, now.known),
        z3.Implies(unsure, z3.And(z3.Not(was.known), z3.Not(now.known))),
    ]


def _claim(prover: Prover, node: str) -> list[z3.BoolRef]:
    """Return what is shown of a node: settled stays settled, and what was asked stays as it is."""
    was, now = prover.case.node[node], prover.changed.node[node]
    same = z3.And(was.is_true == now.is_true, was.is_false == now.is_false)
    return [
        z3.Not(z3.And(was.is_true, was.is_false)),
        z3.Not(z3.And(now.is_true, now.is_false)),
        z3.Implies(was.is_true, now.is_true),
        z3.Implies(was.is_false, now.is_false),
        z3.Implies(prover.stopping.asked[node], same),
    ]
