"""How readings were triaged, and where readers of the same story differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from triage.author.cases.readings import Reading
from triage.author.cases.stories import Story
from triage.logic.disposition import disposition_of
from triage.logic.quick import quick_verdicts
from triage.model.fact import FactKind
from triage.model.rulebase import RuleBase
from triage.model.share import Share
from triage.terms import Disposition


@dataclass(frozen=True, slots=True)
class Judged:
    """A story, and the level that the rules gave what a reader made of it."""

    story: Story
    level: Disposition

    @property
    def is_exact(self) -> bool:
        """Return whether it is the level expected."""
        return self.level is self.story.expected

    @property
    def is_accepted(self) -> bool:
        """Return whether it is a level that is no error."""
        return self.level in self.story.accept

    @property
    def is_under(self) -> bool:
        """Return whether it is less urgent than every accepted level."""
        return self.level.urgency < min(one.urgency for one in self.story.accept)

    @property
    def is_over(self) -> bool:
        """Return whether it is more urgent than every accepted level."""
        return self.level.urgency > max(one.urgency for one in self.story.accept)

    @property
    def is_sent_home(self) -> bool:
        """Return whether a dangerous case ends in self-care or a routine appointment."""
        return self.story.kind == "dangerous" and self.level.sends_home and not self.is_accepted


@dataclass(frozen=True)
class ReaderScore:
    """How the rules triaged what one reader coded."""

    reading: Reading
    judged: tuple[Judged, ...]

    def share(self, hit: Callable[[Judged], bool], among: str = "") -> Share:
        """Return the share of cases with a property, among those of a kind or an expected level."""
        some = [one for one in self.judged if among in {"", one.story.kind, one.story.expected}]
        return Share(sum(map(hit, some)), len(some))

    @cached_property
    def missed(self) -> tuple[Judged, ...]:
        """Return the cases given a level that is not accepted, the ones sent home first."""
        some = [one for one in self.judged if not one.is_accepted]
        return tuple(sorted(some, key=lambda one: (not one.is_sent_home, not one.is_under)))


def score_readings(
    rulebase: RuleBase, stories: Mapping[str, Story], readings: Iterable[Reading]
) -> tuple[ReaderScore, ...]:
    """Return how `rulebase` triages each reading."""
    return tuple(
        ReaderScore(
            one,
            tuple(
                Judged(stories[case], disposition_of(quick_verdicts(rulebase, facts)))
                for case, facts in one.facts.items()
            ),
        )
        for one in readings
    )


@dataclass(frozen=True, slots=True)
class FactAgreement:
    """How often two readers of a story agree on a fact that one of them at least says yes to.

    `both` counts pairs in which both say yes, `one` those in which only one does. Of a fact that is
    no yes/no, yes is the same value. Positive agreement is 2 both / (2 both + one), as in Cicchetti
    and Feinstein, J Clin Epidemiol 1990; 43:551-558.
    """

    fact: str
    both: int
    one: int

    @property
    def positive(self) -> float:
        """Return the positive agreement, from 0 to 1."""
        return 2 * self.both / (2 * self.both + self.one)


def agreement(rulebase: RuleBase, readings: Sequence[Reading]) -> tuple[FactAgreement, ...]:
    """Return the agreement per fact over pairs of readers of one round, the most split first."""
    both: Counter[str] = Counter()
    single: Counter[str] = Counter()
    for first, second in combinations(readings, 2):
        if first.round != second.round:
            continue
        for case in first.facts.keys() & second.facts.keys():
            for fact, definition in rulebase.facts.items():
                one, other = first.facts[case].get(fact), second.facts[case].get(fact)
                if definition.kind is FactKind.BOOL:
                    one, other = one or None, other or None
                if one is None and other is None:
                    continue
                (both if one == other else single)[fact] += 1
    found = [FactAgreement(one, both[one], single[one]) for one in {*both, *single}]
    return tuple(sorted(found, key=lambda one: (-one.one, one.positive, one.fact)))
