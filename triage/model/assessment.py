"""The answer: what an assessment says, in a shape that is fixed for embedding apps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ConfigDict, Field, PrivateAttr

from triage.model.fact import Facts
from triage.model.frozen import Frozen
from triage.model.rulebase import RuleBase
from triage.terms import Disposition, Strength


class _Part(Frozen):
    """A part of the answer; `class_` is written as `class` in JSON."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Reason(_Part):
    """A stable reason code (rule id, or the id of a generated rule) and what decided it.

    `facts` holds what was said: `"not_sure"` for a fact that counted as yes because of that.
    """

    code: str
    facts: dict[str, bool | int | str | list[str]]
    text: str = ""


class SourceRef(_Part):
    """A source by number, in a form fit to show."""

    number: int
    citation: str
    status: str


class RedFlag(_Part):
    """A rule of the red-flag or fallback band that fired."""

    rule: str
    title: str
    disposition: Disposition
    worry: str
    tell: str
    while_waiting: list[str]
    because: list[Reason]
    sources: list[SourceRef]


class AskFirst(_Part):
    """A caution that applies (`known`), or that could not be ruled out."""

    code: str
    text: str
    known: bool
    sources: list[SourceRef]


class EvidenceNote(_Part):
    """The evidence behind a remedy, in short."""

    grade: str
    verdict: str
    says: str


class Recommendation(_Part):
    """A remedy put forward: indicated, wanted, and checked against every contraindication."""

    remedy: str
    title: str
    category: str
    class_: str = Field(alias="class")
    strength: Strength
    summary: str
    sources: list[SourceRef]
    evidence: EvidenceNote
    how: list[str]
    stop_if: list[str]
    ask_first: list[AskFirst]
    because: list[Reason]


class LeftOut(_Part):
    """A remedy that is contraindicated for this person, or against the stated preference."""

    remedy: str
    title: str
    because: list[Reason]
    sources: list[SourceRef]


class NotChecked(_Part):
    """A remedy that could not be checked, and the facts that are missing."""

    remedy: str
    title: str
    unanswered: list[str]


class NotSupported(_Part):
    """A remedy people ask about that evidence does not support."""

    remedy: str
    title: str
    why: str
    verdict: str
    sources: list[SourceRef]


class SafetyNetNote(_Part):
    """A change that means: get help."""

    code: str
    text: str
    level: Disposition
    sources: list[SourceRef]


class Note(_Part):
    """A piece of advice or a check-in interval."""

    code: str
    title: str = ""
    text: str
    sources: list[SourceRef]


class TraceStep(_Part):
    """One rule that fired, in order of salience and id."""

    rule: str
    band: str
    because: list[Reason]


class DisclaimerNote(_Part):
    """The disclaimer; an assessment cannot be built without one."""

    version: int
    purpose: str = Field(min_length=1)
    short: str = Field(min_length=1)
    text: str = Field(min_length=1)


class KnowledgeNote(_Part):
    """Which rule base answered."""

    name: str
    version: str
    digest: str
    status: str


@dataclass(frozen=True, slots=True)
class Case:
    """What an assessment was made from; kept beside it so that it can be explained.

    `not_sure` are the facts told as "not sure"; those that count as yes stand in `facts` too.
    """

    rulebase: RuleBase
    facts: Facts
    verdicts: Mapping[str, bool | None]
    not_sure: frozenset[str] = frozenset()


class Assessment(_Part):
    """What follows from the facts given. Keys are stable.

    `complete` is true when no further answer could change the disposition or the recommendations.
    `not_ruled_out` are rule ids still open; `unanswered` the fact ids that still matter; `not_sure`
    the fact ids answered with "not sure", whether that counted as yes or stays unknown.
    """

    disposition: Disposition
    title: str
    action: str
    why: str
    complete: bool
    red_flags: list[RedFlag]
    not_ruled_out: list[str]
    unanswered: list[str]
    not_sure: list[str] = Field(default_factory=list)
    recommendations: list[Recommendation]
    left_out: list[LeftOut]
    not_checked: list[NotChecked]
    not_supported: list[NotSupported]
    safety_net: list[SafetyNetNote]
    follow_up: list[Note]
    advice: list[Note]
    disclaimer: DisclaimerNote
    knowledge: KnowledgeNote
    trace: list[TraceStep]
    _case: Case | None = PrivateAttr(default=None)

    @property
    def case(self) -> Case | None:
        """Return what this was made from; None for one read back from JSON."""
        return self._case

    def with_case(self, case: Case) -> Assessment:
        """Return this assessment, remembering what it was made from (never written out)."""
        self._case = case
        return self
