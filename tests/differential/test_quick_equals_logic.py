"""The quick form of a rule base says what the reference says: verdicts, reasons, open facts."""

from __future__ import annotations

import copy
import pickle
import random
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from people import somebody
from random_rulebases import cases
from reference import truths

from triage import assess
from triage.logic.conclude import conclude
from triage.logic.graph import graph_of
from triage.logic.program import Node, Program
from triage.logic.quick import quick_verdicts
from triage.logic.quick_code import truth_function
from triage.model.assessment import Assessment
from triage.model.condition import FactIs
from triage.model.fact import Facts, FactValue
from triage.model.rulebase import RuleBase
from triage.terms import SalienceBand


def person(rulebase: RuleBase, seed: int) -> dict[str, FactValue]:
    """Return random facts: how much is known, and how much of it is yes, differs by case."""
    chance = random.Random(seed)  # noqa: S311  (test data)
    known, yes = chance.choice((1.0, 0.9, 0.4, 0.05)), chance.choice((0.3, 0.05, 0.01, 0.0))
    return somebody(rulebase, chance, known=known, yes=yes)


def assert_same_answers(rulebase: RuleBase, facts: Facts) -> Assessment:
    """Hold the quick form to the reference; return the assessment."""
    reference = truths(rulebase, facts)
    fast = quick_verdicts(rulebase, facts)
    assert fast == reference
    assert fast.truths() == reference.truths() == tuple(reference.values())
    asked = frozenset(list(rulebase.facts)[::3])
    residual, left = reference.residual(asked), fast.residual(asked)
    for node in reference:
        assert tuple(fast.decided_by(node)) == reference.decided_by(node)
        assert left.facts(node) == residual.facts(node)
        assert left.askable(node) == residual.askable(node)
    every = frozenset[str]().union(*map(residual.facts, reference))
    in_order = [name for name in rulebase.facts if name in every]
    assert fast.missing(reference) == reference.missing(reference) == in_order
    assessment = conclude(rulebase, facts, fast)
    assert assessment == conclude(rulebase, facts, reference)
    return assessment


def assert_as_checked(assessment: Assessment) -> None:
    """Hold an assessment, built without checking its entries, to what checking gives."""
    written = assessment.model_dump_json(by_alias=True)
    read = Assessment.model_validate_json(written)
    assert read.model_dump_json(by_alias=True) == written
    assert read.model_dump() == assessment.model_dump()


@settings(max_examples=60)
@given(cases())
def test_quick_equals_logic_on_random_rule_bases(
    case: tuple[RuleBase, Mapping[str, FactValue]],
) -> None:
    assert_as_checked(assert_same_answers(*case))


def test_quick_equals_logic_on_the_content(shipped: RuleBase) -> None:
    for seed in range(20):
        assert_as_checked(assert_same_answers(shipped, person(shipped, seed)))


@pytest.mark.soak
def test_quick_equals_logic_on_the_content_for_many_people(shipped: RuleBase) -> None:
    for seed in range(3_000):
        assert_same_answers(shipped, person(shipped, seed))


def test_nothing_known_leaves_every_fact_that_matters_open(shipped: RuleBase) -> None:
    assessment = assert_same_answers(shipped, {})
    assert not assessment.complete
    assert assessment.unanswered


def test_text_of_a_rule_base_never_becomes_code() -> None:
    hostile = "x') or __import__('os').abort() or ('"
    node = Node(hostile, SalienceBand.FINDING, FactIs(fact=hostile, value=hostile))
    truths_of = truth_function(graph_of(Program((node,), (hostile,))))
    told: list[dict[str, FactValue]] = [{hostile: hostile}, {hostile: "x"}, {}]
    assert [truths_of(facts.get) for facts in told] == [(True,), (False,), (None,)]


def test_nothing_in_an_assessment_can_be_changed(shipped: RuleBase) -> None:
    first = assess({}, shipped)
    note = first.safety_net[0]
    assert isinstance(first.safety_net, tuple)
    assert isinstance(note.sources, tuple)
    with pytest.raises(AttributeError):
        note.text = "Stay at home."  # type: ignore[misc]  # what must not be possible
    with pytest.raises(ValueError, match="frozen"):
        first.title = "All is well"  # type: ignore[misc]


def test_what_is_put_off_is_made_whoever_asks_first(shipped: RuleBase) -> None:
    facts = person(shipped, 5)
    eager = assess(facts, shipped)
    assert eager.trace
    written = eager.model_dump_json(by_alias=True)
    assert assess(facts, shipped).model_dump_json(by_alias=True) == written
    assert list(assess(facts, shipped).model_dump()) == list(Assessment.model_fields)
    assert repr(assess(facts, shipped)) == repr(eager)
    assert dict(assess(facts, shipped)).keys() == dict(eager).keys()
    for copied in (copy.copy(assess(facts, shipped)), copy.deepcopy(assess(facts, shipped))):
        assert copied.trace == eager.trace
    changed = assess(facts, shipped).model_copy(update={"title": "other"})
    assert changed.unanswered == eager.unanswered


def test_an_assessment_can_be_pickled_with_the_case_it_came_from(shipped: RuleBase) -> None:
    facts = person(shipped, 3)
    assessment = conclude(shipped, facts, quick_verdicts(shipped, facts))
    again = pickle.loads(pickle.dumps(assessment))  # noqa: S301  (our own bytes)
    assert again.model_dump() == assessment.model_dump()
    assert again.case is not None
    assert again.case.verdicts == dict(assessment.case.verdicts)  # type: ignore[union-attr]  # set by conclude
