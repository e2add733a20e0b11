"""The background of all people drawn, and all portraits together; see `portrait`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from pydantic import Field

from triage.model.condition import Condition
from triage.model.frozen import Frozen, Whole
from triage.model.portrait import Basis, Chance, Family, Part, Portrait, PortraitSource, Values
from triage.terms import Disposition


class SexRole(Frozen):
    """The fact that says which sex a person was born with, and its two values."""

    fact: str
    female: str
    male: str


class Roles(Frozen):
    """Facts that the population is drawn by.

    `alone` names, for a multiple choice, the value that stands alone or not at all; `long_tailed`
    are numbers whose logarithm is spread evenly, such as times.
    """

    age: str
    sex: SexRole | None = None
    alone: dict[str, str] = Field(default_factory=dict)
    long_tailed: tuple[str, ...] = ()


class Where(Frozen):
    """Background lines of those in whom `when` holds."""

    id: str
    when: Condition
    signs: dict[str, Chance]


class Prevalence(Basis):
    """Share who would answer yes, an age band each; by sex where it matters."""

    by_age: tuple[Part, ...]
    female: tuple[Part, ...] = ()
    male: tuple[Part, ...] = ()


class Exclusive(Frozen):
    """A line that nobody ticks where `when` holds."""

    fact: str
    when: Condition


class Unavoidable(Frozen):
    """Who says this must be seen, ill or not: no escalation of theirs counts as avoidable."""

    when: Condition
    level: Disposition
    why: str


class Split(Frozen):
    """An old line, whose numbers stay where they are, asked today in other lines.

    `into` gives for each new line the share among those who would have ticked the old one; each of
    them ticks one at least. Where a portrait names a new line itself, that number counts.
    """

    into: dict[str, Chance]
    why: str


class ToldAs(Frozen):
    """Former yes/no lines that are the values of one choice today.

    `first` names them with their value, the one that counts before the others first; whoever would
    have ticked none of them says `otherwise`.
    """

    first: dict[str, str]
    otherwise: str
    why: str


class Population(Frozen):
    """The background of everybody, and what holds for all portraits."""

    roles: Roles
    age_bands: tuple[Whole, ...]
    values: dict[str, Values]
    everyone: dict[str, Chance]
    where: tuple[Where, ...]
    prevalence: dict[str, Prevalence]
    exclusive: tuple[Exclusive, ...] = ()
    unavoidable_escalations: tuple[Unavoidable, ...] = ()
    splits: dict[str, Split] = Field(default_factory=dict)
    told_as: dict[str, ToldAs] = Field(default_factory=dict)
    sources: tuple[PortraitSource, ...] = ()


class Portraits(Frozen):
    """All portraits of a rule base, and the digest of their files."""

    population: Population
    families: tuple[Family, ...]
    digest: str

    @cached_property
    def family_of(self) -> Mapping[str, str]:
        """Return the family of each portrait, by the portrait's id."""
        return {one.id: each.family for each in self.families for one in each.portraits}

    @cached_property
    def every(self) -> tuple[Portrait, ...]:
        """Return all portraits, in the order of their files."""
        return tuple(one for each in self.families for one in each.portraits)
