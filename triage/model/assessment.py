"""The answer: what an assessment says, in a shape that is fixed for embedding apps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal, Self

from pydantic import ConfigDict, Field, PrivateAttr, model_validator

from triage.errors import printable
from triage.model.fact import Facts
from triage.model.frozen import Frozen
from triage.model.put_off import PutOff
from triage.model.rulebase import RuleBase
from triage.model.verdicts import Verdicts
from triage.terms import (
    BandWord,
    Disposition,
    EvidenceGrade,
    EvidenceVerdict,
    RemedyCategory,
    RemedyClass,
    RuleStatus,
    SourceStatus,
    Strength,
)

FORMAT = 2
"""The shape of an assessment in JSON; another number when a key changes or goes."""

CLOSED = ConfigDict(
    extra="forbid", populate_by_name=True, json_schema_serialization_defaults_required=True
)
"""How pydantic reads a part back: no unknown keys; `class_` is `class` in JSON.

The schema of what is written says that every key is there.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A stable reason code (rule id, or the id of a generated rule) and what decided it.

    `facts` holds what was said: `"not_sure"` for a fact that counted as yes because of that.
    """

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED

    code: str
    facts: Mapping[str, bool | int | str | tuple[str, ...]]
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRef:
    """A source by number, in a form fit to show."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED

    number: int
    citation: str
    status: SourceStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class RedFlag:
    """A rule of the red-flag or fallback band that fired."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED

    rule: str
    title: str
    disposition: Disposition
    worry: str
    tell: str
    while_waiting: tuple[str, ...]
    because: tuple[Reason, ...]
    sources: tuple[SourceRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskFirst:
    """A caution that applies (`known`), or that could not be ruled out."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED

    code: str
    text: str
    known: bool
    sources: tuple[SourceRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceNote:
    """The evidence behind a remedy, in short."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED

    grade: EvidenceGrade
    verdict: EvidenceVerdict
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """A remedy put forward: indicated, wanted, and checked against every contraindication."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED

    remedy: str
    title: str
    category: RemedyCategory
    class_: Annotated[RemedyClass, Field(alias="class")]
    strength: Strength
    summary: str
    sources: tuple[SourceRef, ...]
    evidence: EvidenceNote
    how: tuple[str, ...]
    stop_if: tuple[str, ...]
    ask_first: tuple[AskFirst, ...]
    because: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A remedy that is contraindicated for this person, or against the stated preference."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED

    remedy: str
    title: str
    because: tuple[Reason, ...]
    sources: tuple[SourceRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotChecked:
    """A remedy that could not be checked, and the facts that are missing."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED

    remedy: str
    title: str
    unanswered: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSupported:
    """A remedy people ask about that evidence does not support."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED

    remedy: str
    title: str
    why: str
    verdict: EvidenceVerdict
    sources: tuple[SourceRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyNetNote:
    """A change that means: get help. `short` is the text in a few words, or empty."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED

    code: str
    text: str
    short: str
    level: Disposition
    sources: tuple[SourceRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A piece of advice or a check-in interval."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED

    code: str
    title: str = ""
    text: str
    sources: tuple[SourceRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceStep:
    """One rule that fired, in order of salience and id."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED

    rule: str
    band: BandWord
    because: tuple[Reason, ...]


class DisclaimerNote(Frozen):
    """The disclaimer; an assessment cannot be built without one."""

    version: int
    purpose: str = Field(min_length=1)
    short: str = Field(min_length=1)
    text: str = Field(min_length=1)


class KnowledgeNote(Frozen):
    """Which rule base answered."""

    name: str
    version: str
    digest: str
    status: RuleStatus


@dataclass(frozen=True, slots=True)
class Case:
    """What an assessment was made from; kept beside it so that it can be explained.

    `not_sure` are the facts told as "not sure"; those that count as yes stand in `facts` too.
    """

    rulebase: RuleBase
    facts: Facts
    verdicts: Verdicts
    not_sure: frozenset[str] = frozenset()


class Assessment(PutOff):
    """What follows from the facts given. Keys are stable: `format` is the number of their shape.

    `complete` is true when no further answer could change the disposition or the recommendations.
    `not_ruled_out` are rule ids still open; `unanswered` the fact ids that still matter; `not_sure`
    the fact ids answered with "not sure", whether that counted as yes or stays unknown.
    """

    format: Literal[2]
    disposition: Disposition
    title: str
    action: str
    why: str
    complete: bool
    red_flags: tuple[RedFlag, ...]
    not_ruled_out: tuple[str, ...]
    unanswered: tuple[str, ...]
    not_sure: tuple[str, ...] = ()
    recommendations: tuple[Recommendation, ...]
    left_out: tuple[LeftOut, ...]
    not_checked: tuple[NotChecked, ...]
    not_supported: tuple[NotSupported, ...]
    safety_net: tuple[SafetyNetNote, ...]
    follow_up: tuple[Note, ...]
    advice: tuple[Note, ...]
    disclaimer: DisclaimerNote
    knowledge: KnowledgeNote
    trace: tuple[TraceStep, ...]
    _case: Case | None = PrivateAttr(default=None)

    @model_validator(mode="before")
    @classmethod
    def _of_this_format(cls, data: object) -> object:
        """Refuse another shape by its number, rather than by each key that differs.

        One without a number is refused too: nothing says what its words meant.
        """
        if isinstance(data, Mapping) and data.get("format") != FORMAT:
            given = printable(repr(data["format"])[:20]) if "format" in data else "none"
            again = "assess the answers again"
            message = f"format {FORMAT} is read, and this assessment has {given}; {again}"
            raise ValueError(message)
        return data

    @property
    def case(self) -> Case | None:
        """Return what this was made from; None for one read back from JSON."""
        return self._case

    def with_case(self, case: Case) -> Self:
        """Return this assessment, remembering what it was made from (never written out)."""
        self._case = case
        return self
