"""A rule as it stands in its file."""

from __future__ import annotations

from datetime import date
from typing import Literal, TypeAlias

from pydantic import Field

from triage.model.condition import Condition
from triage.model.frozen import Frozen, Whole
from triage.terms import Disposition, EvidenceGrade, RuleStatus, SalienceBand, Strength

RawValue: TypeAlias = bool | int | str | list[str]
"""A fact's value as written in a file."""


class Evidence(Frozen):
    """What a rule rests on; `judgement` names what is the authors' own."""

    grade: EvidenceGrade
    sources: tuple[Whole, ...]
    judgement: str = ""
    disagreement: str = ""


class Review(Frozen):
    """One review by a named person."""

    by: str
    role: str
    version: Whole
    on: date


class FiringExample(Frozen):
    """A partial case in which the rule fires."""

    name: str
    facts: dict[str, RawValue]


class SilentExample(Frozen):
    """A near miss: the rule is ruled out, or stays open because something was not asked."""

    name: str
    facts: dict[str, RawValue]
    stays: Literal["open", "ruled_out"] = "ruled_out"


class Examples(Frozen):
    """Hits and near misses, side by side with the rule."""

    fires: tuple[FiringExample, ...] = Field(min_length=1)
    stays_silent: tuple[SilentExample, ...] = Field(min_length=1)


class Conclusion(Frozen):
    """What follows when a rule fires; which keys are used depends on the band."""

    finding: str = ""
    label: str = ""
    disposition: Disposition | None = None
    worry: str = ""
    tell: str = ""
    while_waiting: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    recommend: tuple[str, ...] = ()
    strength: Strength = Strength.MAY_TRY


class Rule(Frozen):
    """One rule; the id is its path below `rules/`.

    A rule that is a rung has the id of its file, and the rung's name, in its id. `ladder` is that
    file's id and `rung` its place there, counted from 0 (most urgent first); a rule that stands in
    a file of its own has neither.
    """

    id: str
    version: Whole = Field(ge=1)
    title: str
    status: RuleStatus
    salience: Literal["finding", "red_flag", "recommendation", "fallback"]
    ladder: str = ""
    rung: Whole = Field(default=0, ge=0)
    when: Condition
    then: Conclusion
    rationale: str
    evidence: Evidence
    known_limits: tuple[str, ...]
    reviews: tuple[Review, ...]
    review_due: date
    examples: Examples

    @property
    def band(self) -> SalienceBand:
        """Return the band as a term."""
        return SalienceBand[self.salience.upper()]
