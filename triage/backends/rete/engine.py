"""An inference engine: facts in, verdicts out, more facts at any time; and the one of a thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

from triage.backends.rete._experta import InitialFact, KnowledgeEngine, Rule
from triage.backends.rete.compile import CompiledProgram, Settled, compiled
from triage.backends.rete.matcher import IndexedReteMatcher
from triage.backends.rete.strategy import ExactStrategy
from triage.locks import Guard
from triage.logic.program import Program, program_of
from triage.logic.truth import Truth
from triage.model.fact import Facts, FactValue
from triage.model.rulebase import RuleBase

_BUILDING = Guard()
"""experta interns its checks in class-wide tables; networks are built one at a time."""

MOST_NETWORKS = 4
"""Rule bases a thread keeps the network of: one takes some 6 MB. The one used longest ago goes."""


def _initial_fact() -> Iterator[InitialFact]:
    """Yield the fact that experta expects after every reset."""
    yield InitialFact()


class _Engine(KnowledgeEngine):  # type: ignore[misc]  # experta has no types
    """experta's engine with our matcher and strategy, and rules that are given, not inherited."""

    __matcher__ = IndexedReteMatcher
    __strategy__ = ExactStrategy

    def __init__(self, program: CompiledProgram) -> None:
        self.truth: dict[type[Settled], bool] = {}
        self.fired = 0
        self.checks = program.checks
        self._rules = program.rules
        super().__init__()

    def get_rules(self) -> list[Rule]:
        return self._rules

    def get_deffacts(self) -> list[Callable[[], Iterator[InitialFact]]]:
        return [_initial_fact]

    def conclude(self, node: type[Settled], value: bool) -> None:  # noqa: FBT001  (a truth value)
        self.fired += 1
        if node not in self.truth:
            self.truth[node] = value
            self.declare(node(value=value))


class ReteEngine:
    """Verdicts of one rule base for one growing set of facts, by experta.

    Not shared between threads. Engines in different threads do not disturb each other.
    """

    def __init__(self, rulebase: RuleBase, program: Program | None = None) -> None:
        """Build the network (some tenths of a second for the full content)."""
        self.program = program or program_of(rulebase)
        with _BUILDING:
            self._compiled = compiled(self.program)
            self._engine = _Engine(self._compiled)
        self._facts: dict[str, FactValue] = {}
        self.reset()

    def reset(self) -> None:
        """Forget all facts, and everything concluded from them."""
        self._facts = {}
        self._engine.truth.clear()
        self._engine.reset()
        for node, value in self._compiled.always:
            self._engine.conclude(node, value)
        self._engine.run()

    def update(self, facts: Facts) -> None:
        """Make `facts` what is known: new facts are declared; a changed or gone one starts anew."""
        if any(facts.get(name) != value for name, value in self._facts.items()):
            self.reset()
        fresh = {name: value for name, value in facts.items() if name not in self._facts}
        self._facts.update(fresh)
        declared = list(self._declared(fresh))
        if declared:
            self._engine.declare(*declared)
            self._engine.run()

    def _declared(self, facts: Facts) -> Iterator[object]:
        for name, value in sorted(facts.items()):
            known = self._compiled.known.get(name)
            if known is not None:
                yield known(value=value)

    @property
    def fired(self) -> int:
        """Return how many rules fired since the engine was made."""
        return int(self._engine.fired)

    def verdicts(self) -> dict[str, Truth]:
        """Return the truth of every node: concluded true, concluded false, or unknown."""
        truth = self._engine.truth
        settled = self._compiled.settled
        return {node.id: truth.get(settled[node.id]) for node in self.program.nodes}


class _Here(threading.local):
    """The networks of one thread that no case is in, the one used last at the end.

    They go with their thread. A forked child has those of the thread that forked, and no others.
    """

    def __init__(self) -> None:
        self.idle: list[ReteEngine] = []


_here = _Here()


def rete_verdicts(rulebase: RuleBase, facts: Facts) -> dict[str, Truth]:
    """Return the truth of every node for `facts`, by this thread's network for the rule base.

    The network is built at the first case, and emptied after each: the next one finds it as new,
    and nobody's answers stay in it. It is out of reach while a case is in it, so one that an error
    or a signal breaks off is never used again.
    """
    program = program_of(rulebase)
    idle = _here.idle
    engine = next((one for one in idle if one.program is program), None)
    if engine is None:
        engine = ReteEngine(rulebase)
    else:
        idle.remove(engine)
    engine.update(facts)
    verdicts = engine.verdicts()
    engine.reset()
    idle.append(engine)
    del idle[:-MOST_NETWORKS]
    return verdicts
