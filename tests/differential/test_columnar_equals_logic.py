"""The columnar reader concludes what the reference concludes, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_cohorts import cohort, people
from random_rulebases import complete_facts, partial_facts, rulebases
from reference import assessed, truths

from triage.api import assess as assess_one
from triage.backends.columnar.evaluator import Evaluator, verdicts
from triage.cohort.assessor import assess
from triage.cohort.intake import Intake
from triage.logic.conclude import conclude
from triage.logic.program import program_of
from triage.logic.reference import evaluate_program
from triage.model.assessment import Assessment, LeftOut, Recommendation, RedFlag
from triage.model.fact import FactValue
from triage.model.rulebase import RuleBase
from triage.terms import NOT_SURE

LISTS = ("red_flags", "recommendations", "left_out")
Listed = RedFlag | Recommendation | LeftOut


def table_of(rulebase: RuleBase, persons: Iterable[Mapping[str, FactValue]]) -> pl.DataFrame:
    """Return a table of people, with sets as lists."""
    rows = [
        {
            fact: sorted(value) if isinstance(value := person.get(fact), frozenset) else value
            for fact in rulebase.facts
        }
        for person in persons
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def told(assessment: Assessment) -> dict[str, object]:
    """Return of an assessment what a row holds of it."""
    return {
        "disposition": assessment.disposition.value,
        "complete": assessment.complete,
        "red_flags": [one.rule for one in assessment.red_flags],
        "recommendations": [one.remedy for one in assessment.recommendations],
        "left_out": [one.remedy for one in assessment.left_out],
        "disclaimer_version": assessment.disclaimer.version,
        "knowledge_digest": assessment.knowledge.digest,
    }


def facts_behind(entry: Listed) -> set[str]:
    """Return the facts behind an entry as a row tells them."""
    known: dict[str, object] = {}
    for reason in entry.because:
        known |= reason.facts
    return {f"{fact}={_text(value)}" for fact, value in known.items()}


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return "+".join(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def check_row(row: Mapping[str, object], assessment: Assessment) -> None:
    """Check a row, with its explanation, against an assessment."""
    expected = told(assessment)
    assert {name: row[name] for name in expected} == expected
    for name in LISTS:
        texts = row[f"{name}_because"]
        assert isinstance(texts, list)
        entries: list[Listed] = getattr(assessment, name)
        behind = [set(text.split(" & ")) - {""} for text in texts]
        assert behind == [facts_behind(entry) for entry in entries]


@settings(max_examples=60)
@given(st.data())
def test_columns_give_the_verdicts_and_the_assessment_of_the_reference(
    data: st.DataObject,
) -> None:
    rulebase = data.draw(rulebases())
    persons = data.draw(st.lists(partial_facts(rulebase), min_size=1, max_size=12))
    program = program_of(rulebase)
    facts = Intake(rulebase.facts).take_in(table_of(rulebase, persons)).facts
    found = verdicts(rulebase, facts).to_dicts()
    rows = Evaluator(rulebase, explain=True).assess(facts).to_dicts()
    for person, by_column, row in zip(persons, found, rows, strict=True):
        reference = evaluate_program(program, person)
        assert by_column == reference
        check_row(row, conclude(rulebase, person, reference))


@settings(max_examples=25)
@given(st.data())
def test_a_row_that_tells_everything_is_settled_and_one_that_tells_nothing_is_as_a_person_who_did(
    data: st.DataObject,
) -> None:
    rulebase = data.draw(rulebases())
    person = data.draw(complete_facts(rulebase))
    facts = Intake(rulebase.facts).take_in(table_of(rulebase, [person])).facts
    (found,) = verdicts(rulebase, facts).to_dicts()
    assert None not in found.values()
    assert found == truths(rulebase, person)
    nothing = Intake(rulebase.facts).take_in(pl.DataFrame({"nothing": [0]})).facts
    (row,) = Evaluator(rulebase, explain=True).assess(nothing).to_dicts()
    check_row(row, assessed(rulebase, {}))


def check_cohort(rulebase: RuleBase, table: pl.DataFrame) -> set[object]:
    """Check every row of a table against `triage.assess`; return the dispositions seen."""
    rows = assess(table, rulebase, explain=True).table.to_dicts()
    for row, person in zip(rows, people(table), strict=True):
        check_row(row, assess_one(person, rulebase))
    return {row["disposition"] for row in rows}


def test_the_real_content_gives_the_same_in_columns_and_one_by_one(shipped: RuleBase) -> None:
    seen = check_cohort(shipped, cohort(shipped, 600, seed=1))
    assert len(seen) == 5


def test_what_was_not_sure_is_told_as_that_in_columns_too(shipped: RuleBase) -> None:
    persons = [
        {
            fact: NOT_SURE if value is True and at % 2 else value
            for at, (fact, value) in enumerate(person.items())
        }
        for person in people(cohort(shipped, 150, seed=3))
    ]
    as_text = [
        {
            fact: str(value).lower() if isinstance(value, bool) else value
            for fact, value in one.items()
        }
        for one in persons
    ]
    table = pl.DataFrame(as_text, infer_schema_length=None)
    rows = assess(table, shipped, explain=True).table.to_dicts()
    for row, person in zip(rows, persons, strict=True):
        check_row(row, assess_one(person, shipped))
    assert sum(f"={NOT_SURE}" in str(row["red_flags_because"]) for row in rows) > 20


def test_every_node_of_the_real_content_has_the_verdict_of_the_reference(
    shipped: RuleBase,
) -> None:
    program = program_of(shipped)
    table = cohort(shipped, 100, seed=2)
    taken = Intake(shipped.facts).take_in(table)
    found = verdicts(shipped, taken.facts).to_dicts()
    for by_column, person in zip(found, people(table), strict=True):
        known = {fact: value for fact, value in person.items() if value is not None}
        sets = {fact: frozenset(value) for fact, value in known.items() if isinstance(value, list)}
        assert by_column == evaluate_program(program, {**known, **sets})  # type: ignore[dict-item]  # a table's cells


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10, 20))
def test_a_hundred_thousand_cases_of_the_real_content_agree(shipped: RuleBase, seed: int) -> None:
    check_cohort(shipped, cohort(shipped, 10_000, seed))
