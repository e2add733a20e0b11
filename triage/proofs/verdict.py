"""What came of checking a property, and of checking all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from triage.model.rule import RawValue
from triage.proofs.property import Shortfall


@dataclass(frozen=True, slots=True)
class Proved:
    """It holds in every case; shortfalls that content waives are not counted against it."""

    word = "proved"


@dataclass(frozen=True, slots=True)
class Counterexample:
    """It does not hold: `found` says how, and `cut` that there may be more of them."""

    found: tuple[Shortfall, ...]
    cut: bool = False
    word = "counterexample"


@dataclass(frozen=True, slots=True)
class Unknown:
    """The solver could not tell, for this reason; never to be taken for proved."""

    reason: str
    word = "unknown"


@dataclass(frozen=True, slots=True)
class EncoderFault:
    """The solver's case did not replay: the encoding is wrong, and nothing is shown by it."""

    reason: str
    word = "encoder_fault"


Verdict: TypeAlias = Proved | Counterexample | Unknown | EncoderFault
"""The answer to one property."""


@dataclass(frozen=True, slots=True)
class Waived:
    """A shortfall that content says is meant, with its reason."""

    about: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Result:
    """One property checked: how it came out, what was waived, seconds taken, solver calls made."""

    id: str
    statement: str
    verdict: Verdict
    waived: tuple[Waived, ...]
    seconds: float
    solver_calls: int

    def as_data(self) -> dict[str, object]:
        """Return the result as plain data, for JSON."""
        return {
            "id": self.id,
            "statement": self.statement,
            "verdict": self.verdict.word,
            "seconds": round(self.seconds, 3),
            "solver_calls": self.solver_calls,
            "counterexample": _counterexample(self.verdict),
            "reason": getattr(self.verdict, "reason", None),
            "waived": [{"about": list(one.about), "reason": one.reason} for one in self.waived],
        }


def _counterexample(verdict: Verdict) -> dict[str, object] | None:
    """Return the first case as answers, what it shows, and everything found."""
    if not isinstance(verdict, Counterexample):
        return None
    found = [_shortfall(one) for one in verdict.found]
    return {**found[0], "others": found[1:], "may_be_more": verdict.cut}


def _shortfall(one: Shortfall) -> dict[str, object]:
    facts: list[dict[str, RawValue]] = [dict(case) for case in one.cases]
    return {
        "about": list(one.about),
        "says": one.says,
        "facts": facts[0] if facts else None,
        "facts_after": facts[1] if len(facts) > 1 else None,
    }


@dataclass(frozen=True, slots=True)
class Report:
    """All properties checked on one rule base.

    `answer_space` is the number of different answer sets that were covered, exactly; `seconds` and
    `solver_calls` are totals, encoding included.
    """

    results: tuple[Result, ...]
    answer_space: int
    digest: str
    seconds: float
    solver_calls: int

    def having(self, *kinds: type[Verdict]) -> list[Result]:
        """Return the results whose verdict is of one of these kinds."""
        return [one for one in self.results if isinstance(one.verdict, kinds)]

    def as_data(self) -> dict[str, object]:
        """Return the report as plain data; `answer_space` is text, too long for JSON's numbers."""
        return {
            "properties": [one.as_data() for one in self.results],
            "answer_space": str(self.answer_space),
            "digest": self.digest,
            "seconds": round(self.seconds, 3),
            "solver_calls": self.solver_calls,
        }
