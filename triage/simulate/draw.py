"""Draws people from portraits. The same seed gives the same people, whoever else is drawn.

Every line of every portrait has a stream of numbers of its own: a line that is added or changed
moves no other, so that two versions of the rules meet the same people.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from triage.model.fact import FactDefinition, FactKind
from triage.model.population import Portraits, Split
from triage.model.portrait import Chance, Portrait, Values
from triage.model.rulebase import RuleBase
from triage.simulate.people import Column, Flags, People
from triage.simulate.spread import choice, number, several
from triage.simulate.streams import Even, Streams
from triage.terms import GROUP

Odds: TypeAlias = float | NDArray[np.float64]
"""A probability for all, or one each."""


class Reach(StrEnum):
    """Which end of each number's range is drawn by."""

    LOW = "low"
    MID = "mid"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Wishes:
    """How to draw: by which end of ranges, with which seed, and what beside the portraits.

    `background` gives people with a condition what ordinary people tick too. `not_sure` is the
    share of yes/no lines that a person is not sure of.
    """

    seed: int = 1
    reach: Reach = Reach.MID
    background: bool = True
    not_sure: float = 0.0


class Drawer:
    """Draws people of any portrait, for one rule base."""

    def __init__(self, rulebase: RuleBase, portraits: Portraits, wishes: Wishes) -> None:
        """Bind to what is drawn from."""
        self.facts = rulebase.facts
        self.yes_no = rulebase.yes_no
        self.group_lines = [GROUP + one.id for one in rulebase.questions.values() if one.group]
        self.portraits = portraits
        self.wishes = wishes

    def people(self, portrait: Portrait, count: int, block: int = 0) -> People:
        """Return `count` people of a portrait; each `block` holds others."""
        return _Draw(self, portrait, count, block).run()


class _Draw:
    """One draw; columns grow in the order in which they depend on each other."""

    def __init__(self, drawer: Drawer, portrait: Portrait, count: int, block: int) -> None:
        self.drawer = drawer
        self.population = drawer.portraits.population
        self.portrait = portrait
        self.streams = Streams(drawer.wishes.seed, block, portrait.id)
        self.people = People(portrait.id, count, drawer.facts)
        self.female = self.even("sex") < self.chance(portrait.female)
        self.odds: dict[str, Odds] = {}
        self.given: dict[str, tuple[str, ...]] = {}
        self.own: set[str] = set()

    def run(self) -> People:
        self.values()
        self.lines()
        self.tick_pairs()
        self.tick_rest()
        for one in self.population.exclusive:
            if one.fact in self.people.columns:
                self.people.columns[one.fact] &= ~self.people.holds(one.when)
        for name, split in self.population.splits.items():
            if name in self.people.columns:
                self.split(name, split)
        self.choices()
        share = self.drawer.wishes.not_sure
        if share:
            for name in (*self.drawer.yes_no, *self.drawer.group_lines):
                self.people.unsure[name] = self.even(f"not sure {name}") < share
        return self.people

    def choices(self) -> None:
        """Tell former lines as the values of a choice, where the portrait does not state it."""
        columns = self.people.columns
        for name, told in self.population.told_as.items():
            if name in columns:
                continue
            values = self.drawer.facts[name].choices
            found = np.full(self.people.count, values.index(told.otherwise))
            for line, value in reversed(told.first.items()):
                if line in columns:
                    found = np.where(columns[line].astype(np.bool_), values.index(value), found)
            columns[name] = found

    def even(self, name: str, rows: int | None = None) -> Even:
        """Return numbers from 0 to 1, even, from the stream of a name."""
        count = self.people.count
        return self.streams.even(name, count if rows is None else (rows, count))

    def chance(self, one: Chance) -> float:
        if one.range is None or self.drawer.wishes.reach is Reach.MID:
            return one.freq
        return one.range[0] if self.drawer.wishes.reach is Reach.LOW else one.range[1]

    def values(self) -> None:
        """Draw what is no yes/no; age first, since others go by it."""
        roles = self.population.roles
        stated = {**self.population.values, **self.portrait.values}
        for name in sorted(stated, key=lambda one: one != roles.age):
            definition = self.drawer.facts[name]
            self.people.columns[name] = self.value(stated[name], definition)
        if roles.sex is not None:
            choices = self.drawer.facts[roles.sex.fact].choices
            female, male = choices.index(roles.sex.female), choices.index(roles.sex.male)
            self.people.columns[roles.sex.fact] = np.where(self.female, female, male)

    def value(self, values: Values, definition: FactDefinition) -> Column:
        roles, name = self.population.roles, definition.id
        if definition.kind is FactKind.SET:
            drawn = self.even(name, len(definition.choices) + 1)
            return several(values.shares, definition.choices, drawn, roles.alone.get(name))
        drawn = self.even(name)
        if definition.kind is FactKind.NUMBER:
            return number(values, definition, drawn, lasting=name in roles.long_tailed)
        if values.dist:
            return choice(values.dist, definition.choices, drawn)
        found = np.zeros(self.people.count, dtype=np.int64)
        for dists, members in ((values.female, self.female), (values.male, ~self.female)):
            for at, dist in enumerate(dists):
                here = members if len(dists) == 1 else members & (self.band() == at)
                found = np.where(here, choice(dist, definition.choices, drawn), found)
        return found

    def band(self) -> NDArray[np.int64]:
        """Return the age band of each person."""
        age = self.people.columns.get(self.population.roles.age)
        if age is None:
            return np.zeros(self.people.count, dtype=np.int64)
        return np.searchsorted(self.population.age_bands, age, side="right")

    def lines(self) -> None:
        """Work out how likely each yes/no line is."""
        portrait = self.portrait
        if self.drawer.wishes.background or portrait.weight is not None:
            self.background()
        named = {**portrait.not_askable, **portrait.signs_without_fact}
        needed = {
            name: named[name] for pair in portrait.together for name in pair.of if name in named
        }
        for name, one in {**needed, **portrait.lines}.items():
            self.odds[name] = self.chance(one)
            self.given[name] = one.given
            self.own.add(name)

    def background(self) -> None:
        count = self.people.count
        for name, one in self.population.everyone.items():
            self.odds[name], self.given[name] = self.chance(one), one.given
        special: dict[str, NDArray[np.float64]] = {}
        for where in self.population.where:
            here = self.people.holds(where.when)
            if not here.any():
                continue
            for name, one in where.signs.items():
                best = special.setdefault(name, np.full(count, -1.0))
                np.maximum(best, np.where(here, self.chance(one), -1.0), out=best)
                self.given[name] = self.given.get(name) or one.given
        for name, best in special.items():
            self.odds[name] = np.where(best < 0, self.odds.get(name, 0.0), best)
        band = self.band()
        for name, prevalence in self.population.prevalence.items():
            female = np.array(prevalence.female or prevalence.by_age)
            male = np.array(prevalence.male or prevalence.by_age)
            self.odds[name] = np.where(self.female, female[band], male[band])

    def tick_pairs(self) -> None:
        """Draw lines that go together: one, then the other by whether the first is ticked."""
        columns = self.people.columns
        for pair in self.portrait.together:
            if any(name not in self.odds or self.given.get(name) for name in pair.of):
                continue
            first, second = pair.of if pair.of[1] not in columns else pair.of[::-1]
            if first not in columns:
                columns[first] = self.even(first) < self.odds[first]
            if second not in columns:
                one, other = np.asarray(self.odds[first]), np.asarray(self.odds[second])
                least, most = np.maximum(0, one + other - 1), np.minimum(one, other)
                both = most if pair.both is None else np.clip(pair.both, least, most)
                if_ticked = both / np.where(one > 0, one, 1)
                if_not = (other - both) / np.where(one < 1, 1 - one, 1)
                odds = np.where(columns[first], if_ticked, if_not)
                columns[second] = self.even(second) < odds

    def tick_rest(self) -> None:
        """Draw every other line, those that only some are asked after what they go by."""
        columns = self.people.columns
        waiting = [name for name in self.odds if name not in columns]
        while waiting:
            free = [one for one in waiting if not set(self.given.get(one, ())) & set(waiting)]
            for name in free or waiting:  # a circle is drawn as it stands
                ticked = self.even(name) < self.odds[name]
                given = self.given.get(name)
                if given:
                    ticked &= self.any_of(given)
                columns[name] = ticked
            waiting = [name for name in waiting if name not in columns]

    def any_of(self, names: Iterable[str]) -> Flags:
        found = np.zeros(self.people.count, dtype=np.bool_)
        for name in names:
            if name in self.people.columns:
                found |= self.people.columns[name].astype(np.bool_)
        return found

    def split(self, name: str, split: Split) -> None:
        """Tick the lines that a former line is asked in today, one at least of who ticked it."""
        columns, former = self.people.columns, self.people.columns[name].astype(np.bool_)
        parts = {
            new: one
            for new, one in split.into.items()
            if new not in self.own and (new not in columns or name in self.own)
        }
        stated = [columns[new].astype(np.bool_) for new in split.into if new in self.own]
        ticked = {new: former & (self.even(new) < self.chance(one)) for new, one in parts.items()}
        none = former & ~np.logical_or.reduce([np.zeros_like(former), *stated, *ticked.values()])
        if parts:
            names = tuple(parts)
            shares = {new: max(one.freq, 1e-9) for new, one in parts.items()}
            last = choice(shares, names, self.even(f"one of {name}"))
            for at, new in enumerate(names):
                columns[new] = ticked[new] | (none & (last == at))
