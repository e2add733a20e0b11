"""Checks of single numbers, lines and values in a file of portraits, each at its own place."""

from __future__ import annotations

from collections.abc import Mapping

from triage.content.conditions import close_hint
from triage.content.strict_yaml import Document, Path
from triage.model.fact import FactDefinition, FactKind
from triage.model.portrait import Basis, Chance, PortraitSource, Values

TOLERANCE = 0.011
"""How far shares that add up to one may miss it, since each is rounded."""

MOVE = "or move the line to `signs_without_fact` or `not_askable`, or name it in `splits`"


class Numbers:
    """Notes in a document what is wrong with its numbers."""

    def __init__(
        self,
        document: Document,
        facts: Mapping[str, FactDefinition],
        sources: tuple[PortraitSource, ...],
    ) -> None:
        """Bind to a document, to what it may name, and to the sources it lists."""
        self.document = document
        self.facts = facts
        self.sources: set[int] = set()
        for index, one in enumerate(sources):
            if one.number in self.sources:
                document.report(("sources", index, "number"), f"`{one.number}` stands twice")
            self.sources.add(one.number)

    def basis(self, one: Basis, path: Path) -> None:
        """Report a number that rests on nothing, or on a source that is not listed."""
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
        """Report a chance whose range or basis cannot be."""
        self.basis(one, path)
        if one.range is not None and not one.range[0] <= one.freq <= one.range[1]:
            message = f"should hold `freq`: {one.range[0]} <= {one.freq} <= {one.range[1]} is false"
            self.document.report((*path, "range"), message)
        for index, name in enumerate(one.given):
            self.fact(name, (*path, "given", index), FactKind.BOOL)

    def fact(self, name: str, path: Path, *kinds: FactKind) -> FactDefinition | None:
        """Return the definition of a fact of one of these kinds, or report that it is none."""
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
        """Report lines that are no yes/no facts, and their numbers."""
        for name, one in lines.items():
            self.fact(name, (*path, name), FactKind.BOOL)
            self.chance(one, (*path, name))

    def values(self, values: Mapping[str, Values], path: Path) -> None:
        """Report values in another form than their fact's."""
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
        """Report distributions of a choice that are missing or do not add up."""
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
        """Report a distribution of a choice that does not add up."""
        self.choices(name, dist, path, FactKind.CHOICE)
        if abs(sum(dist.values()) - 1) > TOLERANCE:
            self.document.report(path, f"adds up to {sum(dist.values()):.4g}, not to 1")

    def choices(self, name: str, given: Mapping[str, float], path: Path, kind: FactKind) -> None:
        """Report values that a fact does not have."""
        definition = self.fact(name, path, kind)
        if definition is None:
            return
        for value in given:
            if value not in definition.choices:
                hint = close_hint(value, definition.choices) or ", ".join(definition.choices)
                self.document.report((*path, value), f"`{value}` is no choice of `{name}`", hint)

    def spread(self, one: Values, where: Path) -> None:
        """Report a spread of a number that cannot be."""
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
