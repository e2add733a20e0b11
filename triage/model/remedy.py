"""A remedy as it stands in its file: use, evidence, claims, contraindications, cautions."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from triage.model.condition import Condition
from triage.model.frozen import Frozen, Whole
from triage.model.rule import Review
from triage.terms import (
    ClaimVerdict,
    EvidenceGrade,
    EvidenceVerdict,
    RemedyCategory,
    RemedyClass,
    RuleStatus,
    Stance,
)


class RemedyEvidence(Frozen):
    """How sure we are, of what, and from where."""

    grade: EvidenceGrade
    verdict: EvidenceVerdict
    says: str
    sources: tuple[Whole, ...]
    judgement: str = ""
    disagreement: str = ""


class Claim(Frozen):
    """One claim of the source article (numbered 1 to 33) and whether evidence agrees."""

    number: Whole = Field(ge=1, le=33)
    claim: str
    verdict: ClaimVerdict
    why: str
    sources: tuple[Whole, ...]


class Check(Frozen):
    """A contraindication (`block`) or a caution (`ask_first`) with its reason."""

    id: str
    when: Condition
    because: str
    sources: tuple[Whole, ...]


class Remedy(Frozen):
    """One remedy; the id is its file name."""

    id: str
    version: Whole = Field(ge=1)
    title: str
    status: RuleStatus
    covers: tuple[str, ...]
    category: RemedyCategory
    class_: RemedyClass = Field(alias="class")
    stance: Stance
    summary: str
    how: tuple[str, ...]
    evidence: RemedyEvidence
    claims: tuple[Claim, ...]
    block: tuple[Check, ...]
    ask_first: tuple[Check, ...]
    stop_if: tuple[str, ...]
    known_limits: tuple[str, ...]
    reviews: tuple[Review, ...]
    review_due: date
