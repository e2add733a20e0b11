"""Single faults in one condition: the slips a person could make in a `when`.

For each fault it is known which way it leans: a fault *narrows* when it can keep the condition from
being true (or leave it open where it was true), and *widens* when it can make it true where it was
not. A slip below `not` leans the other way round. Under a red flag or a contraindication the
narrowing ones are the dangerous ones.

The operators are those of mutation testing for logical and relational conditions: R. A. DeMillo,
R. J. Lipton, F. G. Sayward, "Hints on test data selection", Computer 11(4), 1978.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from triage.logic.in_words import in_words
from triage.model.condition import (
    All,
    AnyFactTest,
    AnyOf,
    Condition,
    Count,
    FactAtLeast,
    FactAtMost,
    FactIncludes,
    FactIs,
    FactOneOf,
    FactTest,
    Not,
    RuleIs,
)


class Operator(StrEnum):
    """What kind of slip a fault is."""

    DROP_CONJUNCT = "drop_conjunct"
    DROP_ALTERNATIVE = "drop_alternative"
    FLIP_POLARITY = "flip_polarity"
    SHIFT_THRESHOLD = "shift_threshold"
    LOWER_DISPOSITION = "lower_disposition"
    REMOVE_CONTRAINDICATION = "remove_contraindication"
    REMOVE_CAUTION = "remove_caution"
    DELETE_RULE = "delete_rule"
    DROP_RECOMMENDATION = "drop_recommendation"
    WIDEN_PREFERENCE = "widen_preference"
    WIDEN_ALLOW = "widen_allow"
    WIDEN_STAYS = "widen_stays"
    CHANGE_CLASS = "change_class"
    CHANGE_UNIT = "change_unit"
    CHANGE_DOSE = "change_dose"
    CHANGE_NUMBER = "change_number_to_call"
    MILDER_TEXT = "milder_text"
    TURN_QUESTION = "turn_question"
    SWAP_SOURCES = "swap_sources"
    SWAP_TRANSLATION = "swap_translation"


@dataclass(frozen=True, slots=True)
class Fault:
    """One slip: its kind, what it did in words, the condition with it, and which way it leans."""

    operator: Operator
    detail: str
    condition: Condition
    narrows: bool
    widens: bool


def faults(condition: Condition, *, below_not: bool = False) -> Iterator[Fault]:
    """Yield every single fault of a condition, outermost first, in written order."""
    match condition:
        case All() | AnyOf() | Count():
            yield from _dropped(condition, below_not=below_not)
            if isinstance(condition, Count):
                yield from _counted(condition, below_not=below_not)
            for place, part in enumerate(condition.of):
                for fault in faults(part, below_not=below_not):
                    yield _around(fault, _with_part(condition, place, fault.condition))
        case Not():
            yield _flip(condition, condition.of)
            for fault in faults(condition.of, below_not=not below_not):
                yield _around(fault, Not(of=fault.condition))
        case RuleIs():
            yield _flip(condition, condition.model_copy(update={"value": not condition.value}))
        case FactTest():
            yield from _tested(condition, below_not=below_not)
        case _:
            assert_never(condition)


def _around(fault: Fault, condition: Condition) -> Fault:
    return Fault(fault.operator, fault.detail, condition, fault.narrows, fault.widens)


def _with_part(whole: All | AnyOf | Count, place: int, part: Condition) -> Condition:
    parts = (*whole.of[:place], part, *whole.of[place + 1 :])
    return whole.model_copy(update={"of": parts})


def _dropped(whole: All | AnyOf | Count, *, below_not: bool) -> Iterator[Fault]:
    """Yield the whole without each of its parts; a part that stands alone is no part to drop."""
    if len(whole.of) < 2:  # noqa: PLR2004  (a conjunction of one)
        return
    conjunct = isinstance(whole, All)
    operator = Operator.DROP_CONJUNCT if conjunct else Operator.DROP_ALTERNATIVE
    for place, part in enumerate(whole.of):
        parts = whole.of[:place] + whole.of[place + 1 :]
        if isinstance(whole, Count) and len(parts) < whole.count:
            continue  # what is left could never be enough; shifting the count stands for it
        left = whole.model_copy(update={"of": parts})
        widens = conjunct is not below_not
        yield Fault(operator, f"without `{in_words(part)}`", left, not widens, widens)


def _counted(whole: Count, *, below_not: bool) -> Iterator[Fault]:
    for count in (whole.count - 1, whole.count + 1):
        if 0 < count <= len(whole.of):
            shifted = whole.model_copy(update={"count": count})
            widens = (count < whole.count) is not below_not
            detail = f"count {whole.count} → {count} of {in_words(whole)}"
            yield Fault(Operator.SHIFT_THRESHOLD, detail, shifted, not widens, widens)


def _flip(before: Condition, after: Condition) -> Fault:
    return Fault(
        Operator.FLIP_POLARITY,
        f"`{in_words(before)}` → `{in_words(after)}`",
        after,
        narrows=True,
        widens=True,
    )


def _tested(test: AnyFactTest, *, below_not: bool) -> Iterator[Fault]:
    match test:
        case FactIs() if isinstance(test.value, bool):
            yield _flip(test, test.model_copy(update={"value": not test.value}))
        case FactIs() | FactIncludes():
            yield _flip(test, Not(of=test))
        case FactOneOf():
            yield _flip(test, Not(of=test))
            yield from _fewer_values(test, below_not=below_not)
        case FactAtLeast() | FactAtMost():
            yield _flip(test, Not(of=test))
            yield from _shifted(test, below_not=below_not)
        case _:
            assert_never(test)


def _fewer_values(test: FactOneOf, *, below_not: bool) -> Iterator[Fault]:
    if len(test.values) < 2:  # noqa: PLR2004  (one of one)
        return
    for value in test.values:
        left = tuple(one for one in test.values if one != value)
        yield Fault(
            Operator.DROP_ALTERNATIVE,
            f"without `{value}` in `{in_words(test)}`",
            test.model_copy(update={"values": left}),
            narrows=not below_not,
            widens=below_not,
        )


def _shifted(test: FactAtLeast | FactAtMost, *, below_not: bool) -> Iterator[Fault]:
    for bound in (test.bound - 1, test.bound + 1):
        shifted = test.model_copy(update={"bound": bound})
        looser = (bound < test.bound) is isinstance(test, FactAtLeast)
        widens = looser is not below_not
        detail = f"`{in_words(test)}` → {bound}"
        yield Fault(Operator.SHIFT_THRESHOLD, detail, shifted, not widens, widens)
