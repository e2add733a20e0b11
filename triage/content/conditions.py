"""Reads `when`: from plain data to a condition tree, each mistake at its own place."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from difflib import get_close_matches

from triage.content.strict_yaml import Document, Path, Value
from triage.model.condition import (
    All,
    AnyOf,
    Condition,
    Count,
    FactAtLeast,
    FactAtMost,
    FactIncludes,
    FactIs,
    FactOneOf,
    Not,
    RuleIs,
)
from triage.model.fact import FactDefinition, FactKind

COMPARISONS = ("is", "one_of", "includes", "at_least", "at_most")
_BY_KIND = {
    FactKind.BOOL: ("is",),
    FactKind.CHOICE: ("is", "one_of"),
    FactKind.SET: ("includes",),
    FactKind.NUMBER: ("at_least", "at_most"),
}
_SHAPES = "one of `fact`, `finding`, `all`, `any`, `not`, or `count` with `of`"


def close_hint(word: object, known: Collection[str]) -> str:
    """Return ``did you mean `x`?`` for a near miss, else nothing."""
    close = get_close_matches(str(word)[:80], list(known), n=1, cutoff=0.6)
    return f"did you mean `{close[0]}`?" if close else ""


class ConditionReader:
    """Reads conditions of one document against the facts and findings that exist."""

    def __init__(
        self,
        document: Document,
        facts: Mapping[str, FactDefinition],
        findings: Collection[str],
        *,
        facts_are_known: bool = True,
    ) -> None:
        """Bind to the document (for places and problems) and to what may be named.

        Without `facts_are_known` some questions could not be read, so a fact that is missing is
        no mistake of this document.
        """
        self.document = document
        self.facts = facts
        self.findings = findings
        self.facts_are_known = facts_are_known

    def read(self, data: Value, path: Path) -> Condition | None:
        """Return the condition in `data`, or None after noting every problem in it."""
        if not isinstance(data, dict) or not data:
            self.document.report(path, "a condition is a mapping", f"write {_SHAPES}")
            return None
        keys = set(data)
        if "fact" in keys:
            return self._fact(data, path)
        if "finding" in keys:
            return self._finding(data, path)
        if "count" in keys or "of" in keys:
            return self._count(data, path)
        for word, shape in (("all", All), ("any", AnyOf)):
            if word in keys:
                self._only(data, path, {word})
                parts = self._parts(data[word], (*path, word))
                return None if parts is None else shape(of=parts)
        if "not" in keys:
            self._only(data, path, {"not"})
            part = self.read(data["not"], (*path, "not"))
            return None if part is None else Not(of=part)
        word = next(iter(data))
        self.document.report(
            (*path, word),
            f"`{word}` does not start a condition",
            close_hint(word, ("fact", "finding", "all", "any", "not", "count")) or _SHAPES,
        )
        return None

    def _only(self, data: dict[str, Value], path: Path, allowed: set[str]) -> None:
        for key in data:
            if key not in allowed:
                known = sorted(allowed)
                self.document.report(
                    (*path, key),
                    f"key `{key}` does not belong here",
                    close_hint(key, known) or f"here stand only: {', '.join(known)}",
                )

    def _parts(self, data: Value, path: Path) -> tuple[Condition, ...] | None:
        if not isinstance(data, list) or not data:
            self.document.report(path, "needs a list of at least one condition")
            return None
        parts = [self.read(part, (*path, index)) for index, part in enumerate(data)]
        whole = tuple(part for part in parts if part is not None)
        return whole if len(whole) == len(parts) else None

    def _count(self, data: dict[str, Value], path: Path) -> Condition | None:
        self._only(data, path, {"count", "of"})
        parts = self._parts(data.get("of"), (*path, "of"))
        count = data.get("count")
        if isinstance(count, bool) or not isinstance(count, int) or count < 1:
            self.document.report((*path, "count"), "`count` is a whole number of 1 or more")
            return None
        if parts is None:
            return None
        if count > len(parts):
            self.document.report(
                (*path, "count"), f"asks for {count} of {len(parts)} parts: never true"
            )
            return None
        return Count(count=count, of=parts)

    def _finding(self, data: dict[str, Value], path: Path) -> Condition | None:
        self._only(data, path, {"finding", "is"})
        name, value = data["finding"], data.get("is")
        if not isinstance(value, bool):
            self.document.report((*path, "is"), "a finding needs `is: true` or `is: false`")
            return None
        if not isinstance(name, str) or name not in self.findings:
            hint = close_hint(name, self.findings) or "findings are files in rules/finding/"
            self.document.report((*path, "finding"), f"no such finding: `{name}`", hint)
            return None
        return RuleIs(rule=f"finding.{name}", value=value)

    def _fact(self, data: dict[str, Value], path: Path) -> Condition | None:
        self._only(data, path, {"fact", *COMPARISONS})
        name = data["fact"]
        used = [word for word in COMPARISONS if word in data]
        definition = self.facts.get(name) if isinstance(name, str) else None
        if definition is None:
            if isinstance(name, str) and not self.facts_are_known:
                return None
            hint = close_hint(name, self.facts) or "facts are set by knowledge/questions/"
            self.document.report((*path, "fact"), f"no such fact: `{name}`", hint)
            return None
        if len(used) != 1:
            self.document.report(
                path, f"needs exactly one comparison, has {len(used)}", ", ".join(COMPARISONS)
            )
            return None
        word = used[0]
        if word not in _BY_KIND[definition.kind]:
            self.document.report(
                (*path, word),
                f"`{word}` does not fit `{name}`, which is a {definition.kind}",
                "use " + " or ".join(f"`{one}`" for one in _BY_KIND[definition.kind]),
            )
            return None
        return self._comparison(definition, word, data[word], (*path, word))

    def _comparison(
        self, definition: FactDefinition, word: str, value: Value, path: Path
    ) -> Condition | None:
        name = definition.id
        if word in {"at_least", "at_most"}:
            return self._bound(definition, word, value, path)
        if definition.kind is FactKind.BOOL:
            if not isinstance(value, bool):
                self.document.report(path, f"`{name}` is true or false")
                return None
            return FactIs(fact=name, value=value)
        values = value if word == "one_of" else [value]
        if not isinstance(values, list) or not values:
            self.document.report(path, "`one_of` takes a list of choices")
            return None
        chosen: list[str] = []
        for one in values:
            if not isinstance(one, str) or one not in definition.choices:
                hint = close_hint(one, definition.choices) or ", ".join(definition.choices)
                self.document.report(path, f"`{one}` is not a choice of `{name}`", hint)
                return None
            chosen.append(one)
        if word == "one_of":
            return FactOneOf(fact=name, values=tuple(chosen))
        if word == "includes":
            return FactIncludes(fact=name, value=chosen[0])
        return FactIs(fact=name, value=chosen[0])

    def _bound(
        self, definition: FactDefinition, word: str, value: Value, path: Path
    ) -> Condition | None:
        name = definition.id
        if isinstance(value, bool) or not isinstance(value, int):
            self.document.report(path, f"`{word}` takes a whole number")
            return None
        if not definition.at_least <= value <= definition.at_most:
            bounds = f"{definition.at_least} to {definition.at_most}"
            self.document.report(path, f"{value} is outside the bounds of `{name}`: {bounds}")
            return None
        shape = FactAtLeast if word == "at_least" else FactAtMost
        return shape(fact=name, bound=value)
