"""Of one worry the highest rung that is true is told, and no lower one, by every reader."""

from __future__ import annotations

from hypothesis import given, settings
from random_rulebases import cases

from triage.api import assess
from triage.logic.conclude import conclude
from triage.logic.disposition import disposition_of
from triage.logic.ladder import rungs_above, told, urgent_first
from triage.logic.quick import quick_verdicts
from triage.model.fact import FactValue
from triage.model.rulebase import RuleBase
from triage.report.why import explain
from triage.session.session import Session
from triage.terms import Disposition

Raw = dict[str, object]

OLD_AND_RED: Raw = {"boiler.age_years": 30, "boiler.under_pressure": True}
UPPER, LOWER = "water.burst.emergency_now", "water.burst.urgent_same_day"


def flags(small: RuleBase, facts: Raw) -> list[str]:
    return [one.rule for one in assess(facts, small).red_flags if one.rule.startswith("water.")]


def test_a_lower_rung_is_told_while_the_higher_one_is_open_or_ruled_out(small: RuleBase) -> None:
    assert flags(small, OLD_AND_RED) == [LOWER]
    assert flags(small, {**OLD_AND_RED, "water.on_floor": False}) == [LOWER]


def test_a_higher_rung_that_is_true_takes_the_place_of_the_lower_one(small: RuleBase) -> None:
    facts: Raw = {**OLD_AND_RED, "water.on_floor": True}
    assert flags(small, facts) == [UPPER]
    assessment = assess(facts, small)
    assert assessment.disposition is Disposition.EMERGENCY_NOW
    assert [one.rule for one in assessment.red_flags] == [
        UPPER, "danger.flood", "fallback.off_or_knocking",
    ]  # fmt: skip


def test_the_lower_rung_stays_in_the_trace_and_can_be_explained(small: RuleBase) -> None:
    assessment = assess({**OLD_AND_RED, "water.on_floor": True}, small)
    assert {UPPER, LOWER} <= {one.rule for one in assessment.trace}
    assert explain(assessment, LOWER).outcome == "fired"


def test_each_rung_tells_its_own_words_under_the_title_of_the_file(small: RuleBase) -> None:
    (lower,) = (one for one in assess(OLD_AND_RED, small).red_flags if one.rule == LOWER)
    assert (lower.title, lower.worry) == ("A tank that may burst", "a tank under strain")
    assert lower.tell == "Have it seen today."


def test_the_end_of_an_interview_names_the_highest_rung_alone(small: RuleBase) -> None:
    session = Session(small)
    session.answer("boiler.age", value=30)
    session.answer("boiler.signs", value={"water.on_floor": True, "boiler.under_pressure": True})
    why = session.why_over()
    assert why is not None
    assert why.rules == (UPPER,)


def test_rungs_of_one_level_stand_as_in_their_file(small: RuleBase) -> None:
    rules = tuple(
        one.model_copy(update={"rung": 1 - one.rung}) if one.ladder else one for one in small.rules
    )
    turned = small.model_copy(
        update={
            "digest": "turned",
            "rules": tuple(
                one.model_copy(
                    update={
                        "then": one.then.model_copy(
                            update={"disposition": Disposition.URGENT_SAME_DAY}
                        )
                    }
                )
                if one.ladder
                else one
                for one in rules
            ),
        }
    )
    assert rungs_above(turned) == {UPPER: (LOWER,)}
    assert flags(turned, {**OLD_AND_RED, "water.on_floor": True}) == [LOWER]


@settings(max_examples=60)
@given(cases())
def test_one_rung_of_a_ladder_is_told_and_no_true_one_is_more_urgent(
    case: tuple[RuleBase, dict[str, FactValue]],
) -> None:
    rulebase, facts = case
    verdicts = quick_verdicts(rulebase, facts)
    shown = [flag.rule for flag in conclude(rulebase, facts, verdicts).red_flags]
    assert shown == [one.id for one in told(rulebase, verdicts)]
    true = [one for one in urgent_first(rulebase) if verdicts[one.id] is True]
    for rule in true:
        if not rule.ladder:
            assert rule.id in shown
    for ladder in rulebase.ladders:
        rungs = [one for one in rulebase.rungs_of(ladder) if verdicts[one.id] is True]
        assert [one.id for one in rungs if one.id in shown] == [one.id for one in rungs[:1]]
    assert disposition_of(verdicts) is conclude(rulebase, facts, verdicts).disposition
