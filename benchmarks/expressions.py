"""Steps as text in an expression language, for engines that take such text."""

from __future__ import annotations

from dataclasses import dataclass

from encoding import Encoding, ways

from triage.logic.graph import Enough, Every, Inverse, Some, Test
from triage.model.condition import (
    AnyFactTest,
    FactAtLeast,
    FactAtMost,
    FactIncludes,
    FactIs,
    FactOneOf,
)


@dataclass(frozen=True)
class Syntax:
    """How a language writes what differs between languages; `{}` takes names and values."""

    step: str = "{}"
    includes: str = "contains({fact}, '{value}')"
    all: str = " and "
    any: str = " or "


class Writer:
    """Writes the steps of an encoding."""

    def __init__(self, encoding: Encoding, syntax: Syntax) -> None:
        """Bind to an encoding and a language."""
        self.encoding = encoding
        self.syntax = syntax

    def steps(self) -> dict[str, str]:
        """Return the expression of every step by its name, in the order they can be taken."""
        return {name: self.written(number) for number, name in self.encoding.step.items()}

    def read(self, number: int) -> str:
        """Return a part where it is read: by name if it is a step."""
        if number in self.encoding.step:
            return self.syntax.step.format(self.encoding.step[number])
        return self.written(number)

    def written(self, number: int) -> str:
        """Return a part written out."""
        part = self.encoding.part(number)
        match part:
            case Test():
                return self.test(part.test)
            case Inverse():
                return f"(not ({self.read(part.of)}))"
            case Every():
                return self.joined(part.of, self.syntax.all, "true")
            case Some():
                return self.joined(part.of, self.syntax.any, "false")
            case Enough():
                enough = [self.joined(way, self.syntax.all, "true") for way in ways(part)]
                return f"({self.syntax.any.join(enough)})" if enough else "false"

    def joined(self, numbers: tuple[int, ...], joint: str, empty: str) -> str:
        """Return parts joined, or what stands for no part at all."""
        return f"({joint.join(map(self.read, numbers))})" if numbers else empty

    def test(self, test: AnyFactTest) -> str:
        """Return a comparison with a fact."""
        fact = self.encoding.fact[test.fact]
        match test:
            case FactIs(value=bool()):
                return f"({fact} == {'true' if test.value else 'false'})"
            case FactIs():
                return f"({fact} == '{test.value}')"
            case FactOneOf():
                values = ", ".join(f"'{one}'" for one in test.values)
                return f"({fact} in [{values}])"
            case FactIncludes():
                return self.syntax.includes.format(fact=fact, value=test.value)
            case FactAtLeast():
                return f"({fact} >= {test.bound})"
            case FactAtMost():
                return f"({fact} <= {test.bound})"
