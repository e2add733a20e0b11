"""Coverage counts what cases exercise, no more and no less."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from random_rulebases import partial_facts, rulebases

from triage.author.cases.coverage import UNKNOWN, Seen, coverage, spans_of
from triage.logic.program import program_of
from triage.logic.reference import evaluate_program
from triage.model.fact import Facts
from triage.model.rulebase import RuleBase

CASES: list[Facts] = [
    {"gas.smell": True, "boiler.age_years": 20},
    {"gas.smell": False, "boiler.age_years": 2, "house.cold_rooms": frozenset({"kitchen"})},
    {},
]


def test_rules_are_counted_as_they_come_out(small: RuleBase) -> None:
    seen = {one.node: one.seen for one in coverage(small, CASES).rules}
    assert seen["danger.gas"] == Seen(true=1, false=1, unknown=1)
    assert seen["finding.old_boiler"] == Seen(true=1, false=1, unknown=1)
    assert seen["danger.flood"] == Seen(true=0, false=1, unknown=2)
    assert seen["caution.bleed_radiator.unskilled"] == Seen(true=0, false=0, unknown=3)


def test_each_test_in_a_condition_is_counted_by_itself(small: RuleBase) -> None:
    tests = {one.node: one.tests for one in coverage(small, CASES).rules}
    assert tests["danger.flood"] == {
        "water.on_floor": Seen(true=0, false=0, unknown=3),
        "finding.old_boiler": Seen(true=1, false=1, unknown=1),
    }
    assert tests["fallback.off_or_knocking"]["boiler.age_years at most 3"] == Seen(1, 1, 1)


def test_numbers_are_told_apart_where_conditions_tell_them_apart(small: RuleBase) -> None:
    spans = ("0 to 3", "4 to 14", "15 to 80", UNKNOWN)
    assert spans_of(small)["boiler.age_years"] == spans
    counts = coverage(small, CASES).values["boiler.age_years"]
    assert counts == dict(zip(spans, (1, 0, 1, 1), strict=True))


def test_values_nobody_gave_are_named(small: RuleBase) -> None:
    unseen = coverage(small, CASES).values_never_seen
    assert ("house.cold_rooms", "bath") in unseen
    assert ("house.cold_rooms", "kitchen") not in unseen
    assert all(value != UNKNOWN for _, value in unseen)


def test_nothing_is_covered_by_no_case(small: RuleBase) -> None:
    found = coverage(small, [])
    assert found.cases == 0
    assert found.never_fired == tuple(one.node for one in found.rules)


@settings(max_examples=20)
@given(st.data())
def test_every_case_counts_once_for_every_rule_and_every_fact(data: st.DataObject) -> None:
    rulebase = data.draw(rulebases())
    cases = data.draw(st.lists(partial_facts(rulebase), max_size=4))
    found = coverage(rulebase, cases)
    verdicts = [evaluate_program(program_of(rulebase), facts) for facts in cases]
    for one in found.rules:
        assert one.seen.true == sum(each[one.node] is True for each in verdicts)
        assert one.seen.true + one.seen.false + one.seen.unknown == len(cases)
        for seen in one.tests.values():
            assert seen.true + seen.false + seen.unknown == len(cases)
    for name, counts in found.values.items():
        assert counts[UNKNOWN] == sum(name not in facts for facts in cases)
        assert sum(counts.values()) >= len(cases)
