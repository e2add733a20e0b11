"""Reasons to come back, worked out from the rules: which warnings could still come true.

A text that stands for rules is shown unless none of them can come true for this person any more,
whatever new signs turn up. To see that without trying every sign, each rule's condition is weakened
(`could_be`): a test that a new sign could meet counts as met, and what is left speaks only of what
stays as it is: age, place, history. So a text of a hip is ruled out for who has neck pain, and one
of fever is not.

This is existential quantification of a monotone formula: as every test is weakened by itself, the
result is never stricter than any sequence of new signs would be. That no rule is missed is proved
(`new-signs-are-told`), not assumed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import assert_never

from triage.logic.per_rulebase import kept
from triage.model.condition import (
    ALWAYS,
    NEVER,
    All,
    AnyFactTest,
    AnyOf,
    Condition,
    Count,
    FactIs,
    FactTest,
    Not,
    RuleIs,
    facts_of,
    walk,
)
from triage.model.knowledge import SafetyNetItem
from triage.model.rulebase import RuleBase


@kept
def changing_facts(rulebase: RuleBase) -> frozenset[str]:
    """Return the facts of which a new sign may be told later: all but those said to stay."""
    stays = set(rulebase.safety_net.stays)
    return frozenset(
        fact.id
        for topic in rulebase.topics
        if topic.topic not in stays
        for question in topic.questions
        for fact in question.definitions()
        if fact.id not in stays
    )


class ComingBack:
    """The conditions of the reasons to come back of one rule base."""

    def __init__(self, rulebase: RuleBase, instead: Mapping[str, Condition] | None = None) -> None:
        """Bind to a rule base; `instead` holds other conditions for some of its rules, by id."""
        self._changing = changing_facts(rulebase)
        self._yes_no = rulebase.yes_no
        self._when = {rule.id: rule.when for rule in rulebase.rules} | dict(instead or {})
        self._stays: dict[str, bool] = {}
        self._weakened: dict[tuple[str, bool], Condition] = {}

    def condition(self, item: SafetyNetItem) -> Condition:
        """Return when the text is not yet ruled out.

        That is as written, for a text that stands for no rule; a rule that does not exist is
        passed over.
        """
        if not item.rules:
            return item.when or ALWAYS
        return any_of(self.could_be(self._when[one]) for one in item.rules if one in self._when)

    def could_be(self, condition: Condition, *, want: bool = True) -> Condition:
        """Return what must not be false now, for `condition` to be `want` once new signs came.

        A new sign is a yes/no answer that turns to yes, or any other value of another answer, for
        a fact that does not stay.
        """
        match condition:
            case All():
                parts = [self.could_be(part, want=want) for part in condition.of]
                return all_of(parts) if want else any_of(parts)
            case AnyOf():
                parts = [self.could_be(part, want=want) for part in condition.of]
                return any_of(parts) if want else all_of(parts)
            case Count():
                needed = condition.count if want else len(condition.of) - condition.count + 1
                return count_of(needed, [self.could_be(part, want=want) for part in condition.of])
            case Not():
                return self.could_be(condition.of, want=not want)
            case RuleIs():
                return self._read(condition, want=want is condition.value)
            case FactTest():
                return self._tested(condition, want=want)
            case _:
                assert_never(condition)

    def _read(self, read: RuleIs, *, want: bool) -> Condition:
        """Return what must not be false now, for a finding to be `want` once new signs came."""
        if self._stays_as_it_is(read.rule):
            return read.model_copy(update={"value": want})
        key = (read.rule, want)
        if key not in self._weakened:
            self._weakened[key] = self.could_be(self._when[read.rule], want=want)
        return self._weakened[key]

    def _stays_as_it_is(self, finding: str) -> bool:
        """Return whether no new sign can reach a finding."""
        if finding not in self._stays:
            when = self._when[finding]
            self._stays[finding] = self._changing.isdisjoint(facts_of(when)) and all(
                self._stays_as_it_is(part.rule) for part in walk(when) if isinstance(part, RuleIs)
            )
        return self._stays[finding]

    def _tested(self, test: AnyFactTest, *, want: bool) -> Condition:
        if test.fact in self._changing:
            if test.fact not in self._yes_no:
                return ALWAYS
            if isinstance(test, FactIs) and test.value is want:
                return ALWAYS
        if isinstance(test, FactIs) and isinstance(test.value, bool):
            return test if want else test.model_copy(update={"value": not test.value})
        return test if want else Not(of=test)


def all_of(parts: Iterable[Condition]) -> Condition:
    """Return that every part is true, in its shortest form."""
    left = _flat(parts, All)
    if NEVER in left:
        return NEVER
    return left[0] if len(left) == 1 else All(of=tuple(left))


def any_of(parts: Iterable[Condition]) -> Condition:
    """Return that at least one part is true, in its shortest form."""
    left = _flat(parts, AnyOf)
    if ALWAYS in left:
        return ALWAYS
    alone = set(left)
    # `a, or a and b` says no more than `a`; so with `a or b, or (a or b) and c`.
    left = [one for one in left if not (isinstance(one, All) and _some_says(alone, one.of))]
    return left[0] if len(left) == 1 else AnyOf(of=tuple(left))


def count_of(needed: int, parts: Iterable[Condition]) -> Condition:
    """Return that at least `needed` of the parts are true, in its shortest form."""
    given = list(parts)
    left = [one for one in given if one not in (ALWAYS, NEVER)]
    needed -= given.count(ALWAYS)
    if needed <= 0:
        return ALWAYS
    if needed > len(left):
        return NEVER
    return any_of(left) if needed == 1 else Count(count=needed, of=tuple(left))


def _some_says(alone: set[Condition], parts: Iterable[Condition]) -> bool:
    """Return whether one of the parts can be true only where one of `alone` is."""
    return any(
        part in alone or (isinstance(part, AnyOf) and alone.issuperset(part.of)) for part in parts
    )


def _flat(parts: Iterable[Condition], kind: type[All | AnyOf]) -> list[Condition]:
    """Return the parts, those of an inner condition of the same kind among them, each once."""
    found: dict[Condition, None] = {}
    for part in parts:
        found.update(dict.fromkeys(part.of if isinstance(part, kind) else (part,)))
    return list(found)
