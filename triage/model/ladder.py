"""A ladder: everything that one worry asks for, in one file, most urgent rung first.

Each rung becomes a rule of its own (`Rule.ladder` names its file), so that no reader need know what
a ladder is. What stands once for all of them and decides nothing is kept as a `Ladder`.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from triage.model.condition import Condition
from triage.model.frozen import Frozen, Whole
from triage.model.rule import Conclusion, Evidence, Examples, FiringExample, Review, Rule
from triage.model.rule import SilentExample as Silent
from triage.terms import Disposition, RuleStatus

Text = Annotated[str, StringConstraints(min_length=1)]
"""A text that is never empty."""


class Rung(Frozen):
    """One level of a ladder: when it is reached, and what is said then.

    `name` is there only where two rungs have the same level; `worry` only where it is told in other
    words than the file's.
    """

    level: Disposition
    name: str = ""
    when: Condition
    tell: Text
    while_waiting: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    worry: str = ""

    @property
    def slug(self) -> str:
        """Return what examples call the rung, and the last part of its rule's id."""
        return self.name or self.level


class RungFires(FiringExample):
    """A partial case in which a rung fires."""

    rung: str


class RungSilent(Silent):
    """A near miss of a rung."""

    rung: str


class RungExamples(Frozen):
    """Hits and near misses of all rungs."""

    fires: tuple[RungFires, ...] = Field(min_length=1)
    stays_silent: tuple[RungSilent, ...] = Field(min_length=2)


class Ladder(Frozen):
    """What stands once for all rungs of a file, and decides nothing.

    `portraits` are the ids of the people (of the test population) this file is for; where there is
    none, `no_portrait` says why. `cost` is what a rung on one common sign costs, in words.
    """

    id: str
    version: Whole = Field(ge=1)
    title: Text
    worry: Text
    portraits: tuple[str, ...] = ()
    no_portrait: str = ""
    cost: str = ""


class LadderFile(Ladder):
    """A ladder as it stands in its file; the id is its path below `rules/`."""

    status: RuleStatus
    ladder: tuple[Rung, ...] = Field(min_length=1)
    rationale: Text
    evidence: Evidence
    known_limits: tuple[str, ...]
    reviews: tuple[Review, ...]
    review_due: date
    examples: RungExamples

    def head(self) -> Ladder:
        """Return what is not in the rules."""
        return Ladder(**{name: getattr(self, name) for name in Ladder.model_fields})

    def rules(self) -> list[Rule]:
        """Return a rule for each rung that at least one example of each kind names, in order."""
        fires = Counter(one.rung for one in self.examples.fires)
        silent = Counter(one.rung for one in self.examples.stays_silent)
        return [
            self._rule(place, rung)
            for place, rung in enumerate(self.ladder)
            if fires[rung.slug] and silent[rung.slug]
        ]

    def _rule(self, place: int, rung: Rung) -> Rule:
        return Rule(
            id=f"{self.id}.{rung.slug}",
            version=self.version,
            title=self.title,
            status=self.status,
            salience="red_flag",
            ladder=self.id,
            rung=place,
            when=rung.when,
            then=Conclusion(
                disposition=rung.level,
                worry=rung.worry or self.worry,
                tell=rung.tell,
                while_waiting=rung.while_waiting,
                allow=rung.allow,
            ),
            rationale=self.rationale,
            evidence=self.evidence,
            known_limits=self.known_limits,
            reviews=self.reviews,
            review_due=self.review_due,
            examples=Examples(
                fires=tuple(
                    FiringExample(name=one.name, facts=one.facts)
                    for one in self.examples.fires
                    if one.rung == rung.slug
                ),
                stays_silent=tuple(
                    Silent(name=one.name, facts=one.facts, stays=one.stays)
                    for one in self.examples.stays_silent
                    if one.rung == rung.slug
                ),
            ),
        )
