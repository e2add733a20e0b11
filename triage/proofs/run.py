"""Checks every property of a rule base, one after the other, in one solver."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping

from triage.backends.smt.domain import answer_space
from triage.backends.smt.solver import SolverUnknownError
from triage.errors import ContentError, DisagreementError, Problem
from triage.model.rulebase import RuleBase
from triage.proofs.property import Property, Shortfall
from triage.proofs.prover import Prover
from triage.proofs.registry import PROPERTIES
from triage.proofs.seen_by_readers import Reader
from triage.proofs.verdict import (
    Counterexample,
    EncoderFault,
    Proved,
    Report,
    Result,
    Unknown,
    Verdict,
    Waived,
)

TIMEOUT = 300.0
"""Seconds for one property, unless another time is given."""

MOST = 20
"""Shortfalls looked for in a property that cannot be waived; more would say nothing new."""

WAIVERS = "knowledge/waivers.yaml"


def verify(
    rulebase: RuleBase,
    properties: Iterable[Property] = (),
    *,
    readers: Mapping[str, Reader] | None = None,
    timeout: float = TIMEOUT,
    on_start: Callable[[Property, int], None] | None = None,
) -> Report:
    """Return what came of checking `properties` (default: all) on `rulebase`.

    Each counterexample is replayed through all `readers` (by name; default: the reference
    evaluator) before it is reported. `timeout` is in seconds, for each property. `on_start` is
    called before each property, with how many are done.

    Raises ContentError for a waiver that cannot be, CompileError for a rule base that cannot be
    encoded.
    """
    started = time.monotonic()
    _check_waivers(rulebase)
    prover = Prover(rulebase, readers)
    results: list[Result] = []
    for one in tuple(properties) or tuple(kind() for kind in PROPERTIES):
        if on_start is not None:
            on_start(one, len(results))
        results.append(_checked(prover, one, timeout))
    return Report(
        results=tuple(results),
        answer_space=answer_space(rulebase),
        digest=rulebase.digest,
        seconds=time.monotonic() - started,
        solver_calls=sum(one.solver_calls for one in results),
    )


def _checked(prover: Prover, checked: Property, timeout: float) -> Result:
    started = time.monotonic()
    prover.start(timeout)
    search = _Search(prover, checked)
    verdict = search.verdict()
    return Result(
        id=checked.id,
        statement=checked.statement,
        verdict=verdict,
        waived=tuple(search.waived),
        seconds=time.monotonic() - started,
        solver_calls=prover.solver.calls,
    )


class _Search:
    """The search for shortfalls of one property, and what it found so far."""

    def __init__(self, prover: Prover, checked: Property) -> None:
        self.prover = prover
        self.checked = checked
        self.found: list[Shortfall] = []
        self.waived: list[Waived] = []

    def verdict(self) -> Verdict:
        try:
            ended = self.ends()
        except SolverUnknownError as error:
            # What was found by then stands; only "nothing found" would need the whole search.
            return (
                Counterexample(tuple(self.found), cut=True) if self.found else Unknown(str(error))
            )
        except DisagreementError as error:
            return EncoderFault(str(error))
        return Counterexample(tuple(self.found), cut=not ended) if self.found else Proved()

    def ends(self) -> bool:
        """Look for shortfalls; return whether the search came to its end."""
        used: set[tuple[str, ...]] = set()
        for one in self.checked.shortfalls(self.prover):
            waiver = self.prover.waiver(self.checked.id, one.about)
            if waiver is not None:
                used.add(waiver.about)
                self.waived.append(Waived(one.about, waiver.reason))
                continue
            self.found.append(one)
            if len(self.found) == MOST and not self.checked.waivable:
                return False
        self.found.extend(
            Shortfall(one.about, f"{WAIVERS} waives {', '.join(one.about)}: nothing to waive")
            for one in self.prover.rulebase.waivers.waivers
            if one.property == self.checked.id and one.about not in used
        )
        return True


def _check_waivers(rulebase: RuleBase) -> None:
    """Refuse a waiver for what is no property, or one that nobody may waive."""
    known = {one.id: one for one in PROPERTIES}
    problems = []
    for one in rulebase.waivers.waivers:
        if one.property not in known:
            problems.append(Problem(WAIVERS, f"no such property: `{one.property}`"))
        elif not known[one.property].waivable:
            problems.append(Problem(WAIVERS, f"`{one.property}` cannot be waived"))
    if problems:
        raise ContentError(problems)
