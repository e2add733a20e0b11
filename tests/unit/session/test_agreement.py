"""Should two readers ever differ, what is doubtful counts for safety, never for reassurance."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people import interview
from random_rulebases import cases

from triage.backends.rete.engine import rete_verdicts
from triage.logic.conclude import conclude
from triage.logic.disposition import disposition_of
from triage.logic.program import program_of
from triage.logic.reference import ReferenceVerdicts, evaluate_program
from triage.logic.truth import Truth
from triage.model.fact import Facts, FactValue
from triage.model.rulebase import RuleBase
from triage.model.verdicts import NodeTruths
from triage.session import agreement
from triage.session.agreement import agreed
from triage.session.session import Session
from triage.terms import Disposition

HARMLESS: dict[str, FactValue] = {
    "gas.smell": False,
    "water.on_floor": False,
    "boiler.under_pressure": False,
    "boiler.state": "running",
    "boiler.age_years": 2,
    "house.cold_rooms": frozenset({"kitchen"}),
    "wish.kind": "natural",
    "person.skilled": True,
}


@st.composite
def disagreements(
    draw: st.DrawFn,
) -> tuple[RuleBase, dict[str, FactValue], NodeTruths, NodeTruths]:
    """Draw a case, the reference's verdicts, and those of a reader that errs on a few nodes."""
    rulebase, known = draw(cases())
    reference = dict(evaluate_program(program_of(rulebase), known))
    wrong = draw(
        st.dictionaries(
            st.sampled_from(list(reference)), st.sampled_from([True, False, None]), max_size=3
        )
    )
    return rulebase, known, reference, {**reference, **wrong}


Case = tuple[RuleBase, dict[str, FactValue], NodeTruths, NodeTruths]


def test_readers_that_agree_are_believed(small: RuleBase) -> None:
    verdicts = evaluate_program(program_of(small), {"gas.smell": True})
    assert agreed(small, verdicts, dict(verdicts)) == (dict(verdicts), False)


@settings(max_examples=40)
@given(disagreements())
def test_doubt_counts_as_unknown_or_as_urgent_lowers_no_level_and_offers_nothing(
    case: Case,
) -> None:
    rulebase, known, reference, other = case
    merged, doubtful = agreed(rulebase, reference, other)
    assert doubtful == (reference != other)
    assert merged.keys() == reference.keys()
    urgent = {rule.id for rule in rulebase.disposing_rules}
    for node, truth in reference.items():
        if truth is not other[node] and not node.startswith("level."):
            either = True in {truth, other[node]}
            assert merged[node] is (True if either and node in urgent else None)
        if merged[node] is False:
            assert truth is other[node] is False
    settled = disposition_of(merged).urgency
    assert settled >= disposition_of(reference).urgency
    assert settled >= disposition_of(other).urgency
    if any(reference[rule] is not other[rule] for rule in urgent):
        assert disposition_of(merged) is not Disposition.SELF_CARE
    verdicts = ReferenceVerdicts(program_of(rulebase), known, merged)
    for one in conclude(rulebase, known, verdicts).recommendations:
        for check in rulebase.remedy[one.remedy].block:
            code = f"contraindication.{one.remedy}.{check.id}"
            assert reference[code] is other[code] is False


def erring(small: RuleBase, monkeypatch: pytest.MonkeyPatch, **wrong: Truth) -> Session:
    """Return an interview without a finding, whose experta errs on some nodes (`__` for a dot)."""
    changed = {node.replace("__", "."): truth for node, truth in wrong.items()}

    def verdicts(rulebase: RuleBase, facts: Facts) -> dict[str, Truth]:
        return rete_verdicts(rulebase, facts) | changed

    monkeypatch.setattr(agreement, "rete_verdicts", verdicts)
    return harmless(small)


def harmless(small: RuleBase) -> Session:
    """Return an interview in which everything was answered and nothing is wrong."""
    session = Session(small)
    interview(session, HARMLESS)
    return session


def test_a_missed_alarm_is_raised_by_the_other_reader(
    small: RuleBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert harmless(small).assess().disposition is Disposition.SELF_CARE
    assessment = erring(small, monkeypatch, danger__gas=True).assess()
    assert assessment.disposition is Disposition.EMERGENCY_NOW
    assert assessment.why.startswith("Two checks inside this program did not agree")


def test_a_reassurance_that_only_one_reader_gives_is_not_passed_on(
    small: RuleBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = erring(small, monkeypatch, fallback__off_or_knocking=None)
    assert session.assess().disposition is Disposition.ROUTINE_APPOINTMENT
    session = erring(small, monkeypatch, danger__flood=None)
    assert session.assess().disposition is Disposition.CLINICIAN_WITHIN_DAYS


def test_a_remedy_that_only_one_reader_clears_is_not_offered(
    small: RuleBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = harmless(small).assess()
    assert "bleed_radiator" in {one.remedy for one in told.recommendations}
    wrong: dict[str, Truth] = {"contraindication__bleed_radiator__pressure": None}
    assessment = erring(small, monkeypatch, **wrong).assess()
    assert "bleed_radiator" not in {one.remedy for one in assessment.recommendations}
    assert "bleed_radiator" in {one.remedy for one in assessment.not_checked}
