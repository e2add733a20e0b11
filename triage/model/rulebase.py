"""The rule base: everything content/ read, in one frozen value that every reader takes."""

from __future__ import annotations

from functools import cached_property

from pydantic import PrivateAttr

from triage.model.fact import FactDefinition, FactKind
from triage.model.frozen import Frozen
from triage.model.knowledge import (
    Claims,
    Disclaimer,
    Dispositions,
    DispositionText,
    FollowUp,
    Manifest,
    Preferences,
    SafetyNet,
    Source,
    Waivers,
)
from triage.model.ladder import Ladder
from triage.model.locale import Locale
from triage.model.question import GroupScreen, PlainCheck, Question, Topic
from triage.model.region import Regions
from triage.model.remedy import Remedy
from triage.model.rule import Rule
from triage.terms import Disposition
from triage.wording import SOURCE_LANGUAGE


class RuleBase(Frozen):
    """All rules and knowledge, and the digest of the files they came from.

    Rules are in order of id (the rungs of `ladders` among them), remedies in order of id, topics in
    their natural order. `language` is the language of the texts; `locales` are the translations
    that exist.
    """

    manifest: Manifest
    digest: str
    topics: tuple[Topic, ...]
    rules: tuple[Rule, ...]
    remedies: tuple[Remedy, ...]
    sources: tuple[Source, ...]
    dispositions: Dispositions
    disclaimer: Disclaimer
    preferences: Preferences
    safety_net: SafetyNet
    follow_up: FollowUp
    claims: Claims
    regions: Regions = Regions()
    waivers: Waivers = Waivers()
    ladders: tuple[Ladder, ...] = ()
    locales: tuple[Locale, ...] = ()
    language: str = SOURCE_LANGUAGE
    _origin: RuleBase | None = PrivateAttr(default=None)

    def __hash__(self) -> int:
        """Hash by digest and language, so that compiled forms can be cached per rule base."""
        return hash((self.manifest.name, self.digest, self.language))

    @property
    def origin(self) -> RuleBase:
        """Return the rule base this one was translated from; itself if it was not."""
        return self._origin or self

    def told_in(self, language: str, origin: RuleBase) -> RuleBase:
        """Return this rule base, marked as `origin` told in `language`."""
        told = self.model_copy(update={"language": language})
        told._origin = origin  # noqa: SLF001  (our own attribute, on a fresh copy)
        return told

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Return every question by id, in natural order."""
        return {one.id: one for topic in self.topics for one in topic.questions}

    @cached_property
    def group_screens(self) -> dict[str, GroupScreen]:
        """Return every screen of group lines by id, in natural order."""
        return {one.id: one for topic in self.topics for one in topic.group_screens}

    @cached_property
    def plain_checks(self) -> dict[str, PlainCheck]:
        """Return the plain check of each fact that has one."""
        return {
            fact: check for asked in self.questions.values() for fact, check in asked.checks.items()
        }

    @cached_property
    def facts(self) -> dict[str, FactDefinition]:
        """Return every fact definition by id, in the order asked."""
        return {one.id: one for asked in self.questions.values() for one in asked.definitions()}

    @cached_property
    def yes_no(self) -> frozenset[str]:
        """Return the ids of all yes/no facts."""
        return frozenset(one.id for one in self.facts.values() if one.kind is FactKind.BOOL)

    @cached_property
    def rule(self) -> dict[str, Rule]:
        """Return every rule by id."""
        return {one.id: one for one in self.rules}

    @cached_property
    def ladder(self) -> dict[str, Ladder]:
        """Return every ladder by id."""
        return {one.id: one for one in self.ladders}

    @cached_property
    def remedy(self) -> dict[str, Remedy]:
        """Return every remedy by id."""
        return {one.id: one for one in self.remedies}

    @cached_property
    def source(self) -> dict[int, Source]:
        """Return every source by number."""
        return {one.number: one for one in self.sources}

    @cached_property
    def disposition_text(self) -> dict[Disposition, DispositionText]:
        """Return the words for each level."""
        return {one.id: one for one in self.dispositions.dispositions}

    def rungs_of(self, ladder: Ladder) -> tuple[Rule, ...]:
        """Return the rules that are the rungs of a ladder, the highest first."""
        rungs = (one for one in self.rules if one.ladder == ladder.id)
        return tuple(sorted(rungs, key=lambda one: one.rung))

    @cached_property
    def disposing_rules(self) -> tuple[Rule, ...]:
        """Return the rules that conclude a disposition (bands `red_flag` and `fallback`)."""
        return tuple(one for one in self.rules if one.then.disposition is not None)
