"""What the reference says of somebody: the truth of every node, and the assessment."""

from __future__ import annotations

from triage.logic.conclude import conclude
from triage.logic.program import program_of
from triage.logic.reference import ReferenceVerdicts, evaluate_program
from triage.model.assessment import Assessment
from triage.model.fact import Facts
from triage.model.rulebase import RuleBase
from triage.terms import Disposition


def truths(rulebase: RuleBase, facts: Facts) -> ReferenceVerdicts:
    """Return what the reference says of every node."""
    return evaluate_program(program_of(rulebase), facts)


def assessed(rulebase: RuleBase, facts: Facts) -> Assessment:
    """Return what the reference concludes."""
    return conclude(rulebase, facts, truths(rulebase, facts))


def emergencies(assessment: Assessment) -> set[str]:
    """Return the rules that found an emergency."""
    flags = assessment.red_flags
    return {one.rule for one in flags if one.disposition is Disposition.EMERGENCY_NOW}


def check_as_good(early: Assessment, full: Assessment) -> None:
    """Check that stopping early gave the level, emergency and offers of having asked everything."""
    assert early.disposition is full.disposition
    assert emergencies(early) <= emergencies(full)
    assert bool(emergencies(early)) == bool(emergencies(full))
    if full.disposition is not Disposition.EMERGENCY_NOW:
        offered = [one.remedy for one in early.recommendations]
        assert offered == [one.remedy for one in full.recommendations]
