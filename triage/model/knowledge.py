"""The rest of the knowledge base: sources, dispositions, texts, preference policy."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from triage.model.condition import Condition
from triage.model.frozen import Frozen, Whole
from triage.model.remedy import Claim
from triage.terms import (
    Disposition,
    RemedyCategory,
    RemedyClass,
    RuleStatus,
    SourceStatus,
)


class Source(Frozen):
    """One cited source, by number, and how it was seen."""

    number: Whole = Field(ge=1)
    version: Whole = Field(default=1, ge=1)
    short: str
    citation: str
    status: SourceStatus
    addresses: tuple[str, ...]
    supports: str
    flags: tuple[str, ...]


class SourceTheme(Frozen):
    """A file of sources."""

    theme: str
    title: str
    sources: tuple[Source, ...]


class DispositionText(Frozen):
    """The words for one level of urgency."""

    id: Disposition
    title: str
    action: str
    why: str


class Dispositions(Frozen):
    """All levels, most urgent first."""

    version: Whole = Field(default=1, ge=1)
    dispositions: tuple[DispositionText, ...]


class Disclaimer(Frozen):
    """The text that goes with every output; `purpose` is also shown before the first question."""

    version: Whole
    status: RuleStatus
    purpose: str = Field(min_length=1)
    short: str = Field(min_length=1)
    text: str = Field(min_length=1)


class SafetyNetItem(Frozen):
    """One reason to come back: the words for `rules`, shown while one of them can come true.

    A text that stands for no rule (a reaction to a remedy, say) is shown unless `when` is ruled
    out. `short` is what stands for it on a first page, after "get help for:"; there it goes first
    for who has pain in one of `places`.
    """

    id: str
    text: str
    short: str = ""
    places: tuple[str, ...] = ()
    level: Disposition
    rules: tuple[str, ...] = ()
    when: Condition | None = None
    sources: tuple[Whole, ...] = ()
    judgement: str = ""


class Advice(Frozen):
    """One piece of general advice; shown unless `when` is ruled out."""

    id: str
    title: str
    text: str
    when: Condition | None = None
    sources: tuple[Whole, ...] = ()
    judgement: str = ""


class SafetyNet(Frozen):
    """When to get help, and general advice.

    `stays` are topics and facts whose answers are not signs: no new one is to be expected of them.
    """

    version: Whole
    status: RuleStatus
    stays: tuple[str, ...] = ()
    items: tuple[SafetyNetItem, ...]
    advice: tuple[Advice, ...]


class FollowUpItem(Frozen):
    """When to check in again, by level."""

    id: str
    text: str
    dispositions: tuple[Disposition, ...]
    when: Condition | None = None
    sources: tuple[Whole, ...] = ()
    judgement: str = ""


class FollowUp(Frozen):
    """All check-in intervals."""

    version: Whole
    status: RuleStatus
    items: tuple[FollowUpItem, ...]


class Claims(Frozen):
    """Claims of the source article that are about causes rather than one remedy."""

    version: Whole
    status: RuleStatus
    claims: tuple[Claim, ...]


class Preferences(Frozen):
    """Which classes of remedy each stated preference wants, and what everybody is told anyway."""

    version: Whole
    status: RuleStatus
    fact: str
    offers: dict[str, tuple[RemedyClass, ...]]
    for_everyone: tuple[str, ...]
    order: tuple[RemedyCategory, ...]


class Waiver(Frozen):
    """One shortfall of a property that `triage verify` checks, and why it is meant.

    `about` are the ids the shortfall names, such as the two rules of which one subsumes the other.
    """

    property: str
    about: tuple[str, ...] = Field(min_length=1)
    reason: str = Field(min_length=1)


class Waivers(Frozen):
    """All shortfalls that are meant."""

    version: Whole = 1
    status: RuleStatus = RuleStatus.DRAFT
    waivers: tuple[Waiver, ...] = ()


class Manifest(Frozen):
    """The name and version of a rule base, and the facts that start every interview.

    `status` and `review_due` are also those of every rule file that names none of its own.
    """

    name: str
    version: str
    status: RuleStatus
    review_due: date
    opening: tuple[str, ...] = ()
