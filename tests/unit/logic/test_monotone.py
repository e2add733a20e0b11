"""A further answer settles what was open and never overturns what was settled."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from random_rulebases import cases, complete_facts

from triage.logic.conclude import conclude
from triage.logic.disposition import LEVELS, disposition_of, settled_disposition
from triage.logic.program import level_id, program_of
from triage.logic.reference import evaluate_program
from triage.model.assessment import Assessment
from triage.model.fact import FactValue
from triage.model.rulebase import RuleBase
from triage.terms import Disposition

Case = tuple[RuleBase, dict[str, FactValue]]


@st.composite
def growing_cases(draw: st.DrawFn) -> tuple[RuleBase, dict[str, FactValue], dict[str, FactValue]]:
    """Draw a rule base, what is known, and what is known some answers later."""
    rulebase, known = draw(cases())
    everything = draw(complete_facts(rulebase)) | known
    later = {
        name: value for name, value in everything.items() if name in known or draw(st.booleans())
    }
    return rulebase, known, later


def assessed(rulebase: RuleBase, known: dict[str, FactValue]) -> Assessment:
    return conclude(rulebase, known, evaluate_program(program_of(rulebase), known))


GROWING = growing_cases()


@settings(max_examples=25)
@given(GROWING)
def test_a_further_answer_never_overturns_what_was_settled(
    case: tuple[RuleBase, dict[str, FactValue], dict[str, FactValue]],
) -> None:
    rulebase, known, later = case
    before = evaluate_program(program_of(rulebase), known)
    after = evaluate_program(program_of(rulebase), later)
    overturned = [
        node for node, truth in before.items() if truth is not None and after[node] is not truth
    ]
    assert not overturned


@settings(max_examples=25)
@given(GROWING)
def test_a_settled_level_is_never_lowered_by_a_further_answer(
    case: tuple[RuleBase, dict[str, FactValue], dict[str, FactValue]],
) -> None:
    rulebase, known, later = case
    before = settled_disposition(evaluate_program(program_of(rulebase), known))
    after = evaluate_program(program_of(rulebase), later)
    assert settled_disposition(after).urgency >= before.urgency
    assert disposition_of(after).urgency >= before.urgency


@settings(max_examples=25)
@given(GROWING)
def test_a_complete_assessment_stays_as_it_is(
    case: tuple[RuleBase, dict[str, FactValue], dict[str, FactValue]],
) -> None:
    """Questions that are not asked cannot matter: early exit is sound."""
    rulebase, known, later = case
    now = assessed(rulebase, known)
    if not now.complete:
        return
    then = assessed(rulebase, later)
    assert then.disposition is now.disposition
    assert then.complete
    if now.disposition is not Disposition.EMERGENCY_NOW:
        assert [one.remedy for one in then.recommendations] == [
            one.remedy for one in now.recommendations
        ]


@settings(max_examples=25)
@given(cases())
def test_the_level_is_the_most_urgent_that_fired_and_never_below_what_is_open(case: Case) -> None:
    rulebase, known = case
    verdicts = evaluate_program(program_of(rulebase), known)
    level = disposition_of(verdicts)
    fired = [rule.then.disposition for rule in rulebase.disposing_rules if verdicts[rule.id]]
    for one in fired:
        assert one is not None
        assert level.urgency >= one.urgency
    if any(verdicts[rule.id] is None for rule in rulebase.disposing_rules):
        assert level is not Disposition.SELF_CARE
    for one in LEVELS:
        of_level = {
            verdicts[rule.id] for rule in rulebase.disposing_rules if rule.then.disposition is one
        }
        expected = True if True in of_level else None if None in of_level else False
        assert verdicts[level_id(one)] is expected


@settings(max_examples=25)
@given(cases())
def test_self_care_is_earned_only_when_every_rule_of_a_level_is_false(case: Case) -> None:
    rulebase, known = case
    verdicts = evaluate_program(program_of(rulebase), known)
    all_false = all(verdicts[rule.id] is False for rule in rulebase.disposing_rules)
    assert (disposition_of(verdicts) is Disposition.SELF_CARE) == all_false


@settings(max_examples=25)
@given(cases())
def test_nothing_is_recommended_that_was_not_checked(case: Case) -> None:
    rulebase, known = case
    verdicts = evaluate_program(program_of(rulebase), known)
    assessment = assessed(rulebase, known)
    for one in assessment.recommendations:
        remedy = rulebase.remedy[one.remedy]
        codes = [f"contraindication.{remedy.id}.{check.id}" for check in remedy.block]
        assert all(verdicts[code] is False for code in codes)
        assert one.because
    offered = {one.remedy for one in assessment.recommendations}
    told = [
        offered,
        {one.remedy for one in assessment.left_out},
        {one.remedy for one in assessment.not_checked},
        {one.remedy for one in assessment.not_supported},
    ]
    assert sum(len(one) for one in told) == len(set().union(*told)), "a remedy is told twice"
