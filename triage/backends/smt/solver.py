"""The solver, asked many questions about one set of constraints, within a time limit.

z3's finite-domain solver (`QF_FD`) is used: Booleans, counts and bit vectors, with what it learned
kept from one question to the next. An answer that did not come in time is an exception of its own,
so it cannot be taken for "there is no such case".
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor, wait

import z3

SEED = 20
"""Fixed, so that the same rule base gives the same counterexamples."""


class SolverUnknownError(Exception):
    """The solver gave up, for the reason given; the question stays open."""


class Solver:
    """One z3 solver, the number of questions it was asked, and the time it may still take."""

    def __init__(self) -> None:
        """Start with no constraints and no time limit."""
        self._solver = z3.SolverFor("QF_FD")
        # z3 would take Ctrl-C for itself, and at times lose it.
        self._solver.set(random_seed=SEED, ctrl_c=False)
        self._deadline: float | None = None
        self._seconds = 0.0
        self.calls = 0

    def limit(self, seconds: float) -> None:
        """Allow `seconds` from now on, for all questions together."""
        self._seconds = seconds
        self._deadline = time.monotonic() + seconds

    def empty(self) -> Solver:
        """Return a solver that knows nothing yet, with the time this one has left."""
        other = Solver()
        other._seconds, other._deadline = self._seconds, self._deadline
        return other

    def add(self, constraints: Iterable[z3.BoolRef]) -> None:
        """Add constraints that hold from now on."""
        self._solver.add(list(constraints))

    def hold(self) -> None:
        """Remember what has been added; `release` forgets what is added from now on."""
        self._solver.push()

    def release(self) -> None:
        """Forget what was added since the last `hold`."""
        self._solver.pop()

    def condition(self, *terms: z3.BoolRef) -> z3.BoolRef:
        """Return a literal that, when asked for, makes all `terms` hold."""
        literal = z3.FreshBool("asked")
        self._solver.add(z3.Implies(literal, z3.And(list(terms))))
        return literal

    def ask(self, *literals: z3.BoolRef) -> z3.ModelRef | None:
        """Return a model in which all `literals` hold, None if there is none.

        `literals` are Boolean variables or their negations (see `condition` for other terms).

        Raises SolverUnknownError when the solver cannot tell in time, KeyboardInterrupt for Ctrl-C.
        """
        if self._deadline is not None:
            left = self._deadline - time.monotonic()
            if left <= 0:
                raise SolverUnknownError(self._out_of_time())
            self._solver.set("timeout", max(1, int(left * 1000)))
        self.calls += 1
        result = self._checked(literals)
        if result == z3.sat:
            return self._solver.model()
        if result == z3.unsat:
            return None
        reason = str(self._solver.reason_unknown())
        raise SolverUnknownError(self._out_of_time() if "timeout" in reason else reason)

    def _checked(self, literals: tuple[z3.BoolRef, ...]) -> z3.CheckSatResult:
        """Run the solver beside us, so that Ctrl-C reaches us and we can stop it."""
        with ThreadPoolExecutor(max_workers=1) as beside:
            answer = beside.submit(self._solver.check, *literals)
            try:
                return answer.result()
            except KeyboardInterrupt:
                # z3 forgets an interrupt that comes before it has begun.
                while not answer.done():
                    self._solver.ctx.interrupt()
                    wait([answer], timeout=0.05)
                raise

    def _out_of_time(self) -> str:
        return f"no answer within {self._seconds:g} s"
