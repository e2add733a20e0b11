"""What must hold in a file of portraits: facts exist, numbers can be, each rests on something."""

from __future__ import annotations

from collections.abc import Mapping

from triage.content.conditions import close_hint
from triage.content.portrait_numbers import Numbers
from triage.content.strict_yaml import Document, Path
from triage.model.fact import FactDefinition, FactKind
from triage.model.population import Population, Roles
from triage.model.portrait import Chance, Family, Portrait
from triage.model.rulebase import RuleBase


def check_population(
    document: Document, one: Population, rulebase: RuleBase, facts: Mapping[str, FactDefinition]
) -> None:
    """Note in the document everything in the population that cannot be.

    `facts` are those of the rule base and former lines.
    """
    numbers = Numbers(document, facts, one.sources)
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
        at: Path = ("told_as", name)
        numbers.choices(name, {told.otherwise: 1.0}, (*at, "otherwise"), FactKind.CHOICE)
        for line, value in told.first.items():
            numbers.choices(name, {value: 1.0}, (*at, "first", line), FactKind.CHOICE)


def _roles(numbers: Numbers, roles: Roles) -> None:
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
    numbers = Numbers(document, facts, family.sources)
    for index, one in enumerate(family.portraits):
        path = ("portraits", index)
        met = first.setdefault(one.id, document.where((*path, "id")))
        if met != document.where((*path, "id")):
            document.report((*path, "id"), f"`{one.id}` stands twice", f"first at {met}")
        _portrait(numbers, one, path)


def _portrait(numbers: Numbers, one: Portrait, path: Path) -> None:
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


def _together(numbers: Numbers, one: Portrait, path: Path) -> None:
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
