"""What properties share while they are checked: the encoded cases, the solver, and replaying."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from enum import Enum, auto
from functools import cached_property

import z3

from triage.backends.smt.domain import variable_of
from triage.backends.smt.encode import EncodedCase
from triage.backends.smt.solver import Solver
from triage.backends.smt.stopping import Stopping
from triage.errors import DisagreementError
from triage.logic.program import Program, program_of
from triage.model.knowledge import Waiver
from triage.model.rulebase import RuleBase
from triage.proofs.seen_by_readers import Answers, Reader, Replay, logic_reader


class Tie(Enum):
    """How the answer to a question in the second of two cases is tied to that in the first."""

    SAME = auto()
    """The same is known, or nothing in either."""
    KEPT = auto()
    """What is known stays known; what is not may be known then."""
    FREE = auto()
    """Anything may be known in either."""


def tied(rulebase: RuleBase, rest: Tie, free: Collection[str] = ()) -> dict[str, Tie]:
    """Return how every fact is tied: those in `free` not at all, the rest by `rest`."""
    return {one: Tie.FREE if one in free else rest for one in rulebase.facts}


class Prover:
    """One rule base, encoded once, and a solver that is new for each property.

    `case` is any case, `changed` another one beside it (see `pair`), `stopping` the interview's end
    for `case`; what a property touches is given to the solver, the rest is not. `readers` are the
    other readers by name; each counterexample is replayed through all of them.
    """

    def __init__(self, rulebase: RuleBase, readers: Mapping[str, Reader] | None = None) -> None:
        """Bind to a rule base; it is encoded when first needed."""
        self.rulebase = rulebase
        self.program: Program = program_of(rulebase)
        self.readers = dict(readers or {"logic": logic_reader(rulebase)})
        self.solver = Solver()
        self._changed: EncodedCase | None = None
        self._pairs = 0
        self._given: set[str] = set()

    def start(self, seconds: float) -> None:
        """Take a new solver, with `seconds` for all it will be asked.

        So what one property asked neither slows nor steers the next: a counterexample is the same
        whichever properties are checked.
        """
        self.solver = Solver()
        self.solver.limit(seconds)
        self._changed = None
        self._given.clear()

    @property
    def case(self) -> EncodedCase:
        """Return any case: its constraints are in the solver."""
        self._give("case", self._case.constraints)
        return self._case

    def pair(self, ties: Mapping[str, Tie]) -> EncodedCase:
        """Return a second case, `changed` from now on, that is tied to the first fact by fact.

        `ties` names every fact. The second case is made of the first one's terms as far as the ties
        go, so that the solver need not find out what is the same: that costs it minutes where rules
        count. Its constraints are in the solver.
        """
        if self._changed is not None:
            self.solver.release()
        case = self.case
        self.solver.hold()
        # A property may look at many pairs, one after the other; each has terms of its own.
        self._pairs += 1
        second = f"changed {self._pairs}"
        fact = {}
        for name, one in case.fact.items():
            tie = ties[name]
            if tie is Tie.SAME:
                fact[name] = one
            elif tie is Tie.KEPT:
                fact[name] = one.grown(second)
            else:
                fact[name] = variable_of(one.definition, second)
        self._changed = changed = EncodedCase(self.rulebase, second, beside=case, fact=fact)
        self.solver.add(changed.constraints)
        self.solver.add(
            z3.Implies(case.fact[name].known, one.known)
            for name, one in fact.items()
            if ties[name] is Tie.KEPT
        )
        return changed

    @property
    def changed(self) -> EncodedCase:
        """Return the second case of `pair`."""
        if self._changed is None:
            raise LookupError
        return self._changed

    @property
    def cases(self) -> tuple[EncodedCase, ...]:
        """Return the cases that are looked at: one, or two after `pair`."""
        return (self.case,) if self._changed is None else (self.case, self._changed)

    @property
    def stopping(self) -> Stopping:
        """Return the interview's end for `case`."""
        self._give("stopping", self._stopping.constraints)
        return self._stopping

    @cached_property
    def _case(self) -> EncodedCase:
        return EncodedCase(self.rulebase, "case")

    @cached_property
    def _stopping(self) -> Stopping:
        return Stopping(self._case)

    def _give(self, part: str, constraints: Iterable[z3.BoolRef]) -> None:
        if part not in self._given:
            self._given.add(part)
            self.solver.add(constraints)

    def waiver(self, property_id: str, about: tuple[str, ...]) -> Waiver | None:
        """Return the waiver for a shortfall; one that names only its first ids covers it too."""
        for one in self.rulebase.waivers.waivers:
            if one.property == property_id and one.about == about[: len(one.about)]:
                return one
        return None

    def replays(self, answers: Answers) -> dict[str, Replay]:
        """Return a case as each of the readers sees it, by the reader's name."""
        return {
            name: Replay(self.rulebase, answers, reader) for name, reader in self.readers.items()
        }

    def replay(self, answers: Answers, *, by_all: bool = True) -> Replay:
        """Return a case that all readers see alike; with `by_all` false, as the first sees it.

        Raises DisagreementError when two of them differ.
        """
        (name, first), *others = self.readers.items()
        replay = Replay(self.rulebase, answers, first)
        for other, reader in others if by_all else ():
            if reader(replay.facts) != replay.verdicts:
                raise disagree(name, "and", other, "differ:", answers)
        return replay

    def witness(self, *literals: z3.BoolRef, by_all: bool = True) -> Replay | None:
        """Return a case in which all `literals` hold, as the readers see it (`replay`), or None.

        Whoever asks must look at the replay and call `disagree` when it does not show the case.
        """
        model = self.solver.ask(*literals)
        return None if model is None else self.replay(self.case.answers(model), by_all=by_all)


def disagree(*what: object) -> DisagreementError:
    """Return the error for a case of the solver's that another reader sees otherwise."""
    told = " ".join(str(one) for one in what)
    return DisagreementError(f"the solver's case does not replay: {told}")
