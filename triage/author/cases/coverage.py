"""What a set of cases exercises: rules, the tests in their conditions, and the values of facts.

A test that no case makes true, or none makes false, could say anything and no case would notice.
Numbers are counted in the spans between the bounds that conditions draw: two ages that no rule
tells apart are one value here (equivalence partitioning: G. J. Myers, "The Art of Software
Testing", 1979, chapter 4).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar, assert_never

from triage.logic.in_words import in_words
from triage.logic.program import Node, program_of
from triage.logic.reference import evaluate_program, test_fact
from triage.logic.truth import Truth
from triage.model.condition import (
    AnyFactTest,
    Condition,
    FactAtLeast,
    FactAtMost,
    FactTest,
    RuleIs,
    walk,
)
from triage.model.fact import FactDefinition, FactKind, Facts, FactValue
from triage.model.rulebase import RuleBase

K = TypeVar("K")

UNKNOWN = "unknown"
"""The value of a fact that a case does not hold."""


@dataclass(frozen=True, slots=True)
class Seen:
    """How many cases made something true, false, or left it unknown."""

    true: int = 0
    false: int = 0
    unknown: int = 0

    @property
    def both_ways(self) -> bool:
        """Return whether it was true in some case and false in another."""
        return self.true > 0 and self.false > 0


@dataclass(frozen=True, slots=True)
class RuleSeen:
    """A rule, contraindication or caution by node id, and the tests in it, each once."""

    node: str
    seen: Seen
    tests: Mapping[str, Seen]


@dataclass(frozen=True)
class Coverage:
    """What `cases` cases exercised.

    `values` counts, for each fact, the cases that hold each value (a multiple choice counts once
    for each choice made; a number for the span it is in), and `unknown`.
    """

    cases: int
    rules: tuple[RuleSeen, ...]
    values: Mapping[str, Mapping[str, int]]

    @cached_property
    def tests(self) -> tuple[tuple[str, str, Seen], ...]:
        """Return every test as (node id, words, seen)."""
        return tuple(
            (one.node, words, seen) for one in self.rules for words, seen in one.tests.items()
        )

    @cached_property
    def never_fired(self) -> tuple[str, ...]:
        """Return the node ids that were true in no case."""
        return tuple(one.node for one in self.rules if not one.seen.true)

    @cached_property
    def values_never_seen(self) -> tuple[tuple[str, str], ...]:
        """Return each fact and value that no case holds; `unknown` is no value."""
        return tuple(
            (fact, value)
            for fact, counts in self.values.items()
            for value, count in counts.items()
            if value != UNKNOWN and not count
        )


def coverage(rulebase: RuleBase, cases: Iterable[Facts]) -> Coverage:
    """Return what the cases exercise in the rules and remedies of `rulebase`."""
    program = program_of(rulebase)
    nodes = [node for node in program.nodes if _written(rulebase, node)]
    tests = {part: None for node in nodes for part in _tests(node.when)}
    spans = spans_of(rulebase)
    truths: Counter[tuple[str, Truth]] = Counter()
    outcomes: Counter[tuple[Condition, Truth]] = Counter()
    values = {name: dict.fromkeys(span, 0) for name, span in spans.items()}
    total = 0
    for facts in cases:
        total += 1
        verdicts = evaluate_program(program, facts)
        truths.update((node.id, verdicts[node.id]) for node in nodes)
        for test in tests:
            outcomes[test, _truth(test, facts, verdicts)] += 1
        for name, counts in values.items():
            for value in _shown(rulebase.facts[name], facts.get(name), counts):
                counts[value] += 1
    return Coverage(
        cases=total,
        rules=tuple(
            RuleSeen(
                node.id,
                _seen(truths, node.id),
                {in_words(test): _seen(outcomes, test) for test in _tests(node.when)},
            )
            for node in nodes
        ),
        values=values,
    )


def spans_of(rulebase: RuleBase) -> dict[str, tuple[str, ...]]:
    """Return the values of each fact that are worth telling apart, in words, `unknown` last."""
    cuts: dict[str, set[int]] = {}
    for node in program_of(rulebase).nodes:
        for part in walk(node.when):
            if isinstance(part, FactAtLeast):
                cuts.setdefault(part.fact, set()).add(part.bound)
            elif isinstance(part, FactAtMost):
                cuts.setdefault(part.fact, set()).add(part.bound + 1)
    return {
        name: (*_values(definition, cuts.get(name, set())), UNKNOWN)
        for name, definition in rulebase.facts.items()
    }


def _values(definition: FactDefinition, cuts: set[int]) -> Iterator[str]:
    match definition.kind:
        case FactKind.BOOL:
            yield from ("true", "false")
        case FactKind.CHOICE | FactKind.SET:
            yield from definition.choices
        case FactKind.NUMBER:
            low, high = definition.at_least, definition.at_most
            starts = sorted({low, *(cut for cut in cuts if low < cut <= high)})
            for start, after in zip(starts, [*starts[1:], high + 1], strict=True):
                yield _span(start, after - 1)
        case _:
            assert_never(definition.kind)


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first} to {last}"


def _shown(
    definition: FactDefinition, value: FactValue | None, spans: Iterable[str]
) -> Iterator[str]:
    """Yield the values, as `spans_of` names them, that a case's value counts for."""
    match value:
        case None:
            yield UNKNOWN
        case bool():
            yield "true" if value else "false"
        case frozenset():
            yield from (one for one in definition.choices if one in value)
        case str():
            yield value
        case int():
            for span in spans:
                first, _, last = span.partition(" to ")
                if span != UNKNOWN and int(first) <= value <= int(last or first):
                    yield span
        case _:
            assert_never(value)


def _written(rulebase: RuleBase, node: Node) -> bool:
    return node.id in rulebase.rule or node.id.startswith(("contraindication.", "caution."))


def _tests(condition: Condition) -> Iterator[AnyFactTest | RuleIs]:
    """Yield the comparisons in a condition, each once, in written order."""
    met = dict.fromkeys(part for part in walk(condition) if isinstance(part, FactTest | RuleIs))
    yield from met


def _truth(test: AnyFactTest | RuleIs, facts: Facts, verdicts: Mapping[str, Truth]) -> Truth:
    if isinstance(test, RuleIs):
        truth = verdicts[test.rule]
        return truth if test.value or truth is None else not truth
    return test_fact(test, facts)


def _seen(counts: Mapping[tuple[K, Truth], int], key: K) -> Seen:
    return Seen(*(counts.get((key, truth), 0) for truth in (True, False, None)))
