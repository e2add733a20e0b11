"""From any counterexample to a plain one: as little known as possible, as little out of the way.

Greedy, one wish after the other: the result can be made no plainer by dropping one answer, though a
quite different case might be.
"""

from __future__ import annotations

from collections.abc import Iterator

import z3

from triage.backends.smt.solver import SolverUnknownError
from triage.proofs.prover import Prover


def plainest(prover: Prover, model: z3.ModelRef, *asked: z3.BoolRef) -> z3.ModelRef:
    """Return a model of the literals `asked`, as plain as one wish at a time can make it.

    `model` is a model of them to start from; it is returned unchanged if time runs out at once.
    """
    held = list(asked)
    try:
        for wish in _wishes(prover):
            literal = prover.solver.condition(wish)
            if z3.is_true(model.eval(wish, model_completion=True)):
                held.append(literal)
                continue
            plainer = prover.solver.ask(*held, literal)
            if plainer is not None:
                model = plainer
                held.append(literal)
    except SolverUnknownError:
        return model
    return model


def _wishes(prover: Prover) -> Iterator[z3.BoolRef]:
    """Yield what a plain pair of cases would be: alike, unknown, and no where it is known."""
    facts = [one.fact for one in prover.cases]
    for name, one in facts[-1].items():
        yield facts[0][name].same(one)
    for one in (variable for case in facts for variable in case.values()):
        yield z3.Not(one.known)
    for one in (variable for case in facts for variable in case.values()):
        yield from one.plain
