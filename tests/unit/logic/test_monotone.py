"""A further answer settles what was open and never overturns what was settled."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from random_rulebases import cases, complete_facts
from reference import assessed, truths

from triage.logic.disposition import LEVELS, disposition_of, settled_disposition
from triage.logic.program import level_id
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


@settings(max_examples=40)
@given(growing_cases())
def test_a_further_answer_overturns_nothing_lowers_no_level_and_changes_no_complete_assessment(
    case: tuple[RuleBase, dict[str, FactValue], dict[str, FactValue]],
) -> None:
    """Questions that are not asked cannot matter: early exit is sound."""
    rulebase, known, later = case
    before, after = truths(rulebase, known), truths(rulebase, later)
    assert [
        node for node, truth in before.items() if truth is not None and after[node] is not truth
    ] == []
    settled = settled_disposition(before)
    assert settled_disposition(after).urgency >= settled.urgency
    assert disposition_of(after).urgency >= settled.urgency
    now, then = assessed(rulebase, known), assessed(rulebase, later)
    if now.complete:
        assert then.complete
        assert then.disposition is now.disposition
        if now.disposition is not Disposition.EMERGENCY_NOW:
            offered = [one.remedy for one in now.recommendations]
            assert [one.remedy for one in then.recommendations] == offered


@settings(max_examples=40)
@given(cases())
def test_the_level_is_the_most_urgent_that_fired_and_never_below_what_is_open(case: Case) -> None:
    rulebase, known = case
    verdicts = truths(rulebase, known)
    level = disposition_of(verdicts)
    disposing = rulebase.disposing_rules
    fired = [rule.then.disposition for rule in disposing if verdicts[rule.id]]
    for one in fired:
        assert one is not None
        assert level.urgency >= one.urgency
    # Self-care is earned only when every rule of a level is false.
    all_false = all(verdicts[rule.id] is False for rule in disposing)
    assert (level is Disposition.SELF_CARE) == all_false
    for one in LEVELS:
        of_level = {verdicts[rule.id] for rule in disposing if rule.then.disposition is one}
        expected = True if True in of_level else None if None in of_level else False
        assert verdicts[level_id(one)] is expected


@settings(max_examples=40)
@given(cases())
def test_nothing_is_recommended_that_was_not_checked(case: Case) -> None:
    rulebase, known = case
    verdicts = truths(rulebase, known)
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
