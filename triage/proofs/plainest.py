"""From any counterexample to a plain one: as little known as possible, as little out of the way.

Greedy, one wish after the other: the result can be made no plainer by dropping one answer, though a
quite different case might be.
"""

from __future__ import annotations

from collections.abc import Iterator

import z3

from triage.backends.smt.solver import SolverUnknownError
from triage.proofs.prover import Prover


def plainest(prover: Prover, model: z3.ModelRef, *asked: z3.BoolRef, paired: bool) -> z3.ModelRef:
    """Return a model of the literals `asked`, as plain as one wish at a time can make it.

    `model` is a model of them to start from; it is returned unchanged if time runs out at once.
    `paired` says that two cases are looked at.
    """
    held = list(asked)
    try:
        for wish in _wishes(prover, paired=paired):
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


def _wishes(prover: Prover, *, paired: bool) -> Iterator[z3.BoolRef]:
    """Yield what a plain pair of cases would be: alike, unknown, and no where it is known."""
    facts = prover.case.fact
    changed = prover.changed.fact if paired else {}
    for name, one in changed.items():
        yield facts[name].same(one)
    for one in (*facts.values(), *changed.values()):
        yield z3.Not(one.known)
    for one in (*facts.values(), *changed.values()):
        yield from one.plain
