"""The compiled form of a rule base says what the reference says: verdicts, reasons, open facts."""

from __future__ import annotations

import pickle
import random
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_rulebases import cases

from triage import assess
from triage.content.load import load
from triage.logic.codegen import truth_function
from triage.logic.compiled import MANY, CompiledProgram, compiled_of
from triage.logic.conclude import conclude
from triage.logic.evaluate import evaluate_program
from triage.logic.graph import graph_of
from triage.logic.per_rulebase import kept
from triage.logic.program import Node, Program, program_of
from triage.logic.residual import Residual
from triage.logic.support import Support
from triage.model.assessment import Assessment
from triage.model.condition import FactIs
from triage.model.fact import FactDefinition, FactKind, Facts, FactValue
from triage.model.rulebase import RuleBase
from triage.terms import SalienceBand


@pytest.fixture(scope="module")
def content() -> RuleBase:
    return load()


def person(rulebase: RuleBase, seed: int) -> dict[str, FactValue]:
    """Return random facts: how much is known, and how much of it is yes, differs by case."""
    chance = random.Random(seed)  # noqa: S311  (test data)
    known, yes = chance.choice((1.0, 0.9, 0.4, 0.05)), chance.choice((0.3, 0.05, 0.01, 0.0))
    return {
        name: value_of(one, chance, yes)
        for name, one in rulebase.facts.items()
        if chance.random() < known
    }


def value_of(definition: FactDefinition, chance: random.Random, yes: float) -> FactValue:
    match definition.kind:
        case FactKind.BOOL:
            return chance.random() < yes
        case FactKind.NUMBER:
            return chance.randint(definition.at_least, definition.at_most)
        case FactKind.CHOICE:
            return chance.choice(definition.choices)
        case FactKind.SET:
            most = min(3, len(definition.choices))
            return frozenset(chance.sample(definition.choices, chance.randint(1, most)))


@kept
def generated(rulebase: RuleBase) -> CompiledProgram:
    """Return the compiled program of a rule base, turned into code from the first case on."""
    return CompiledProgram(rulebase, many=0)


def assert_same_answers(rulebase: RuleBase, facts: Facts) -> Assessment:
    """Hold interpreted and generated forms to the reference; return the assessment."""
    program = program_of(rulebase)
    reference = evaluate_program(program, facts)
    assert compiled_of(rulebase).evaluate(facts) == reference
    fast = generated(rulebase).evaluate(facts)
    assert dict(fast) == reference
    assert fast.truths() == tuple(reference.values())
    support = Support(program, facts, reference)
    asked = frozenset(list(rulebase.facts)[::3])
    residual, left = Residual(program, facts, reference, asked), fast.residual(asked)
    for node in reference:
        assert tuple(fast.of(node)) == support.of(node)
        assert left.facts(node) == residual.facts(node)
        assert left.askable(node) == residual.askable(node)
    every = frozenset[str]().union(*map(residual.facts, reference))
    assert fast.missing(reference) == [name for name in rulebase.facts if name in every]
    assessment = conclude(rulebase, facts, fast)
    assert assessment == conclude(rulebase, facts, reference)
    return assessment


def assert_as_checked(assessment: Assessment) -> None:
    """Hold an assessment, built without checking its entries, to what checking gives."""
    written = assessment.model_dump_json(by_alias=True)
    read = Assessment.model_validate_json(written)
    assert read.model_dump_json(by_alias=True) == written
    assert read.model_dump() == assessment.model_dump()


@settings(max_examples=150)
@given(cases())
def test_compiled_equals_logic_on_random_rule_bases(
    case: tuple[RuleBase, Mapping[str, FactValue]],
) -> None:
    assert_as_checked(assert_same_answers(*case))


@settings(max_examples=40)
@given(st.integers(0, 2**32))
def test_compiled_equals_logic_on_the_content(content: RuleBase, seed: int) -> None:
    assert_as_checked(assert_same_answers(content, person(content, seed)))


@pytest.mark.soak
def test_compiled_equals_logic_on_the_content_for_many_people(content: RuleBase) -> None:
    for seed in range(3_000):
        assert_same_answers(content, person(content, seed))


def test_nothing_known_leaves_every_fact_that_matters_open(content: RuleBase) -> None:
    assessment = assert_same_answers(content, {})
    assert not assessment.complete
    assert assessment.unanswered


def test_the_answer_is_the_same_before_and_after_code_is_generated(content: RuleBase) -> None:
    fresh = content.model_copy()
    facts = person(content, 7)
    said = {assess(facts, fresh).model_dump_json() for _ in range(MANY + 3)}
    assert len(said) == 1


def test_text_of_a_rule_base_never_becomes_code() -> None:
    hostile = "x') or __import__('os').abort() or ('"
    node = Node(hostile, SalienceBand.FINDING, FactIs(fact=hostile, value=hostile))
    truths_of = truth_function(graph_of(Program((node,))))
    told: list[dict[str, FactValue]] = [{hostile: hostile}, {hostile: "x"}, {}]
    assert [truths_of(facts.get) for facts in told] == [(True,), (False,), (None,)]


def test_an_assessment_shares_no_list_with_the_next(content: RuleBase) -> None:
    first = assess({}, content)
    untouched = first.model_dump_json()
    for reason in first.safety_net:
        reason.sources.clear()
    assert first.model_dump_json() != untouched
    assert assess({}, content).model_dump_json() == untouched


def test_an_assessment_can_be_pickled_with_the_case_it_came_from(content: RuleBase) -> None:
    facts = person(content, 3)
    assessment = conclude(content, facts, generated(content).evaluate(facts))
    again = pickle.loads(pickle.dumps(assessment))  # noqa: S301  (our own bytes)
    assert again.model_dump() == assessment.model_dump()
    assert again.case is not None
    assert again.case.verdicts == dict(assessment.case.verdicts)  # type: ignore[union-attr]  # set by conclude
