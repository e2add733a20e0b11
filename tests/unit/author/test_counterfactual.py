"""What would change an assessment: found by search, held to trying every change there is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from random_conditions import SMALL
from random_rulebases import partial_facts, rulebases

from triage.author.what_if.counterfactual import Change, counterfactuals
from triage.logic.disposition import disposition_of
from triage.logic.program import program_of
from triage.logic.reference import evaluate_program
from triage.model.fact import FactDefinition, FactKind, Facts, FactValue
from triage.model.rulebase import RuleBase
from triage.terms import Disposition

SAFE: dict[str, FactValue] = {
    "gas.smell": False,
    "water.on_floor": False,
    "boiler.under_pressure": False,
    "boiler.state": "running",
    "boiler.age_years": 2,
    "house.cold_rooms": frozenset({"kitchen"}),
    "wish.kind": "either",
    "person.skilled": True,
}


def _disposition(rulebase: RuleBase, facts: Facts) -> Disposition:
    return disposition_of(evaluate_program(program_of(rulebase), facts))


def _values(definition: FactDefinition) -> Iterator[FactValue]:
    match definition.kind:
        case FactKind.BOOL:
            yield from (True, False)
        case FactKind.CHOICE:
            yield from definition.choices
        case FactKind.NUMBER:
            yield from range(definition.at_least, definition.at_most + 1)
        case FactKind.SET:
            for count in range(1, len(definition.choices) + 1):
                yield from map(frozenset, combinations(definition.choices, count))


def _every_smallest(
    rulebase: RuleBase, facts: Facts, at_most: int
) -> dict[Disposition, set[frozenset[str]]]:
    """Return by trying them all: for each level, the facts of each smallest set of changes."""
    now = _disposition(rulebase, facts)
    reached: dict[frozenset[tuple[str, FactValue]], Disposition] = {}
    smallest: dict[Disposition, set[frozenset[str]]] = {}
    for count in range(1, at_most + 1):
        here: dict[Disposition, set[frozenset[str]]] = {}
        for names in combinations(rulebase.facts, count):
            for values in product(*(_values(rulebase.facts[one]) for one in names)):
                changes = dict(zip(names, values, strict=True))
                if any(facts.get(name) == value for name, value in changes.items()):
                    continue
                level = _disposition(rulebase, {**facts, **changes})
                reached[frozenset(changes.items())] = level
                if level is now or level in smallest:
                    continue
                parts = [
                    reached[frozenset(part)].urgency
                    for size in range(1, count)
                    for part in combinations(changes.items(), size)
                ]
                as_far = (
                    max(parts, default=-1) >= level.urgency
                    if level.urgency > now.urgency
                    else min(parts, default=9) <= level.urgency
                )
                if not as_far:
                    here.setdefault(level, set()).add(frozenset(names))
        smallest |= here
    return smallest


@settings(max_examples=20)
@given(st.data())
def test_the_smallest_changes_are_those_found_by_trying_all(data: st.DataObject) -> None:
    rulebase = data.draw(rulebases(SMALL))
    assume(len(rulebase.facts) <= 6)
    facts = data.draw(partial_facts(rulebase))
    found = counterfactuals(rulebase, facts, at_most=2)
    by_level: dict[Disposition, set[frozenset[str]]] = {}
    for one in (*found.up, *found.down):
        names = frozenset(step.fact for step in one.changes)
        by_level.setdefault(one.disposition, set()).add(names)
    assert by_level == _every_smallest(rulebase, facts, 2)


@settings(max_examples=25)
@given(st.data())
def test_every_change_does_what_is_said_of_it(data: st.DataObject) -> None:
    rulebase = data.draw(rulebases())
    facts = data.draw(partial_facts(rulebase))
    found = counterfactuals(rulebase, facts, at_most=2)
    assert found.disposition is _disposition(rulebase, facts)
    for one in (*found.up, *found.down):
        changes = {step.fact: step.after for step in one.changes}
        assert all(facts.get(step.fact) == step.before != step.after for step in one.changes)
        assert _disposition(rulebase, {**facts, **changes}) is one.disposition
        for left_out in changes:
            fewer = {name: value for name, value in changes.items() if name != left_out}
            assert _disposition(rulebase, {**facts, **fewer}) is not one.disposition
    assert all(one.disposition.urgency > found.disposition.urgency for one in found.up)
    assert all(one.disposition.urgency < found.disposition.urgency for one in found.down)


def test_up_names_the_sign_that_would_make_it_an_emergency(small: RuleBase) -> None:
    found = counterfactuals(small, SAFE)
    assert found.disposition is Disposition.SELF_CARE
    first = found.up[0]
    assert first.disposition is Disposition.EMERGENCY_NOW
    assert first.changes == (Change("gas.smell", before=False, after=True),)
    assert first.rules == ("danger.gas",)


def test_down_names_what_would_have_to_be_otherwise(small: RuleBase) -> None:
    found = counterfactuals(small, {**SAFE, "water.on_floor": True, "boiler.age_years": 20})
    steps = {(one.changes, one.disposition) for one in found.down}
    dry = (Change("water.on_floor", before=True, after=False),)
    newer = (Change("boiler.age_years", before=20, after=14),)
    assert (dry, Disposition.ROUTINE_APPOINTMENT) in steps  # it is old, whatever the floor
    assert (newer, Disposition.SELF_CARE) in steps


def test_an_answer_not_given_yet_counts_as_a_change_from_unknown(small: RuleBase) -> None:
    found = counterfactuals(small, {})
    emergencies = [one for one in found.up if one.disposition is Disposition.EMERGENCY_NOW]
    assert [one.changes for one in emergencies] == [(Change("gas.smell", None, after=True),)]


def test_every_single_yes_that_raises_the_level_is_found(small: RuleBase) -> None:
    facts = {**SAFE, "boiler.age_years": 15}
    raising = counterfactuals(small, facts, at_most=1).up
    assert raising[0].changes == (Change("gas.smell", before=False, after=True),)
    by_hand = {
        name
        for name, definition in small.facts.items()
        if definition.kind is FactKind.BOOL
        and _disposition(small, {**facts, name: True}).urgency > _disposition(small, facts).urgency
    }
    assert {one.changes[0].fact for one in raising if one.changes[0].after is True} == by_hand


def test_nothing_is_more_urgent_than_an_emergency(small: RuleBase) -> None:
    assert counterfactuals(small, {"gas.smell": True}).up == ()
