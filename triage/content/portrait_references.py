"""What must hold in a file of portraits: facts exist, numbers can be, each rests on something."""

from __future__ import annotations

from collections.abc import Mapping

from triage.content.conditions import close_hint
from triage.content.strict_yaml import Document, Path
from triage.model.fact import FactDefinition, FactKind
from triage.model.portrait import (
    Basis,
    Chance,
    Family,
    Population,
    Portrait,
    PortraitSource,
    Roles,
    Values,
)
from triage.model.rulebase import RuleBase

TOLERANCE = 0.011
"""How far shares that add up to one may miss it, since each is rounded."""

MOVE = "or move the line to `signs_without_fact` or `not_askable`, or name it in `splits`"


class _Numbers:
    """Notes in a document what is wrong with its numbers."""

    def __init__(
        self,
        document: Document,
        facts: Mapping[str, FactDefinition],
        sources: tuple[PortraitSource, ...],
    ) -> None:
        self.document = document
        self.facts = facts
        self.sources: set[int] = set()
        for index, one in enumerate(sources):
            if one.number in self.sources:
                document.report(("sources", index, "number"), f"`{one.number}` stands twice")
            self.sources.add(one.number)

    def basis(self, one: Basis, path: Path) -> None:
        if not one.source and not one.assumed.strip():
            self.document.report(
                path, "has neither a `source` nor `assumed`", "write `assumed:` and why"
            )
        if one.derived and one.assumed:
            self.document.report((*path, "derived"), "cannot stand beside `assumed`", "keep one")
        for index, number in enumerate(one.source):
            if number not in self.sources:
                hint = "sources are listed at the end of the file"
                self.document.report((*path, "source", index), f"no such source: {number}", hint)

    def chance(self, one: Chance, path: Path) -> None:
        self.basis(one, path)
        if one.range is not None and not one.range[0] <= one.freq <= one.range[1]:
            message = f"should hold `freq`: {one.range[0]} <= {one.freq} <= {one.range[1]} is false"
            self.document.report((*path, "range"), message)
        for index, name in enumerate(one.given):
            self.fact(name, (*path, "given", index), FactKind.BOOL)

    def fact(self, name: str, path: Path, *kinds: FactKind) -> FactDefinition | None:
        definition = self.facts.get(name)
        if definition is None:
            hint = ", ".join(one for one in (close_hint(name, self.facts.keys()), MOVE) if one)
            self.document.report(path, f"no such fact: `{name}`", hint)
        elif definition.kind not in kinds:
            wanted = " or ".join(kinds)
            self.document.report(path, f"`{name}` is a {definition.kind}, not a {wanted}")
            return None
        return definition

    def lines(self, lines: Mapping[str, Chance], path: Path) -> None:
        for name, one in lines.items():
            self.fact(name, (*path, name), FactKind.BOOL)
            self.chance(one, (*path, name))

    def values(self, values: Mapping[str, Values], path: Path) -> None:
        for name, one in values.items():
            where = (*path, name)
            self.basis(one, where)
            forms = [bool(one.dist), bool(one.shares), one.median is not None, bool(one.bins)]
            forms.append(bool(one.female or one.male))
            if sum(forms) != 1:
                hint = "dist | shares | p10, median, p90 | bins | female and male"
                self.document.report(where, "needs exactly one form", hint)
                continue
            if one.shares:
                self.choices(name, one.shares, (*where, "shares"), FactKind.SET)
            elif one.dists:
                self.dists(name, one, where)
            else:
                self.fact(name, where, FactKind.NUMBER)
                self.spread(one, where)

    def dists(self, name: str, one: Values, where: Path) -> None:
        if one.dist:
            self.dist(name, one.dist, (*where, "dist"))
            return
        for key in ("female", "male"):
            given: tuple[dict[str, float], ...] = getattr(one, key)
            if not given:
                self.document.report((*where, key), f"key `{key}` is missing")
            for index, dist in enumerate(given):
                self.dist(name, dist, (*where, key, index))

    def dist(self, name: str, dist: Mapping[str, float], path: Path) -> None:
        self.choices(name, dist, path, FactKind.CHOICE)
        if abs(sum(dist.values()) - 1) > TOLERANCE:
            self.document.report(path, f"adds up to {sum(dist.values()):.4g}, not to 1")

    def choices(self, name: str, given: Mapping[str, float], path: Path, kind: FactKind) -> None:
        definition = self.fact(name, path, kind)
        if definition is None:
            return
        for value in given:
            if value not in definition.choices:
                hint = close_hint(value, definition.choices) or ", ".join(definition.choices)
                self.document.report((*path, value), f"`{value}` is no choice of `{name}`", hint)

    def spread(self, one: Values, where: Path) -> None:
        if one.bins:
            for index, (low, high, _) in enumerate(one.bins):
                if low > high:
                    self.document.report((*where, "bins", index), f"{low:g} is above {high:g}")
            total = sum(share for _, _, share in one.bins)
            if abs(total - 1) > TOLERANCE:
                self.document.report((*where, "bins"), f"adds up to {total:.4g}, not to 1")
            return
        for key in ("p10", "p90"):
            if getattr(one, key) is None:
                self.document.report((*where, key), f"key `{key}` is missing")
        tenth, middle, ninetieth = one.p10, one.median or 0, one.p90
        if tenth is not None and ninetieth is not None and not tenth <= middle <= ninetieth:
            self.document.report(where, "should rise: p10 <= median <= p90")


def check_population(
    document: Document, one: Population, rulebase: RuleBase, facts: Mapping[str, FactDefinition]
) -> None:
    """Note in the document everything in the population that cannot be.

    `facts` are those of the rule base and former lines.
    """
    numbers = _Numbers(document, facts, one.sources)
    _roles(numbers, one.roles)
    numbers.values(one.values, ("values",))
    numbers.lines(one.everyone, ("everyone",))
    for index, where in enumerate(one.where):
        numbers.lines(where.signs, ("where", index, "signs"))
    bands = len(one.age_bands) + 1
    for name, each in one.prevalence.items():
        path = ("prevalence", name)
        numbers.fact(name, path, FactKind.BOOL)
        numbers.basis(each, path)
        for key in ("by_age", "female", "male"):
            count = len(getattr(each, key))
            if count not in ({bands} if key == "by_age" else {0, bands}):
                document.report((*path, key), f"has {count} numbers for {bands} age bands")
    for index, exclusive in enumerate(one.exclusive):
        numbers.fact(exclusive.fact, ("exclusive", index, "fact"), FactKind.BOOL)
    numbers.facts = rulebase.facts
    for name, split in one.splits.items():
        if name in rulebase.facts:
            hint = "a line that is asked today needs no split"
            document.report(("splits", name), f"`{name}` is a fact today", hint)
        numbers.lines(split.into, ("splits", name, "into"))
    for name, told in one.told_as.items():
        where = ("told_as", name)
        numbers.choices(name, {told.otherwise: 1.0}, (*where, "otherwise"), FactKind.CHOICE)
        for line, value in told.first.items():
            numbers.choices(name, {value: 1.0}, (*where, "first", line), FactKind.CHOICE)


def _roles(numbers: _Numbers, roles: Roles) -> None:
    numbers.fact(roles.age, ("roles", "age"), FactKind.NUMBER)
    if roles.sex is not None:
        sexes = {roles.sex.female: 1.0, roles.sex.male: 1.0}
        numbers.choices(roles.sex.fact, sexes, ("roles", "sex"), FactKind.CHOICE)
    for name, value in roles.alone.items():
        numbers.choices(name, {value: 1.0}, ("roles", "alone", name), FactKind.SET)
    for index, name in enumerate(roles.long_tailed):
        numbers.fact(name, ("roles", "long_tailed", index), FactKind.NUMBER)


def check_family(
    document: Document,
    family: Family,
    facts: Mapping[str, FactDefinition],
    first: dict[str, str],
) -> None:
    """Note in the document everything in a family that cannot be.

    `facts` are those of the rule base and former lines; `first` is where each id was met, and is
    added to.
    """
    numbers = _Numbers(document, facts, family.sources)
    for index, one in enumerate(family.portraits):
        path = ("portraits", index)
        met = first.setdefault(one.id, document.where((*path, "id")))
        if met != document.where((*path, "id")):
            document.report((*path, "id"), f"`{one.id}` stands twice", f"first at {met}")
        _portrait(numbers, one, path)


def _portrait(numbers: _Numbers, one: Portrait, path: Path) -> None:
    document = numbers.document
    if not one.why_level.strip():
        document.report((*path, "why_level"), "`least_level` needs its reason")
    if one.most_level is not None and one.most_level.urgency < one.least_level.urgency:
        document.report((*path, "most_level"), "is below `least_level`")
    for key in ("weight", "female"):
        chance: Chance | None = getattr(one, key)
        if chance is not None:
            numbers.chance(chance, (*path, key))
    numbers.values(one.values, (*path, "values"))
    numbers.lines(one.signs, (*path, "signs"))
    numbers.lines(one.risks, (*path, "risks"))
    for name in one.risks.keys() & one.signs.keys():
        document.report((*path, "risks", name), f"`{name}` stands in `signs` too", "keep one")
    for key in ("signs_without_fact", "not_askable"):
        lines: Mapping[str, Chance] = getattr(one, key)
        for name, each in lines.items():
            numbers.basis(each, (*path, key, name))
            if name in numbers.facts:
                hint = "move the line to `signs`"
                document.report((*path, key, name), f"`{name}` is a fact today", hint)
    _together(numbers, one, path)


def _together(numbers: _Numbers, one: Portrait, path: Path) -> None:
    known = {**one.not_askable, **one.signs_without_fact, **one.lines}
    for index, pair in enumerate(one.together):
        where = (*path, "together", index)
        for place, name in enumerate(pair.of):
            if name not in known and name not in numbers.facts:
                hint = close_hint(name, known.keys() | numbers.facts.keys())
                message = f"`{name}` is neither a line of this portrait nor a fact"
                numbers.document.report((*where, "of", place), message, hint)
        if pair.both is not None and all(name in known for name in pair.of):
            first, second = (known[name].freq for name in pair.of)
            least, most = max(0.0, first + second - 1), min(first, second)
            if not least - 1e-9 <= pair.both <= most + 1e-9:
                message = f"cannot be {pair.both:g}: {first:g} tick the one, {second:g} the other"
                hint = f"a number from {least:.4g} to {most:.4g}"
                numbers.document.report((*where, "both"), message, hint)
