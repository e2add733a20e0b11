"""The solver reads a rule base as the reference and the rete reader do, case by case."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people import somebody
from pinned_cases import PinnedCases, holds, level_in
from random_rulebases import partial_facts, rulebases

from triage.backends.rete.engine import ReteEngine
from triage.backends.smt.stopping import can_stay_unsure
from triage.logic.disposition import disposition_of, settled_disposition
from triage.logic.program import program_of
from triage.logic.reference import evaluate_program
from triage.logic.truth import Truth
from triage.model.fact import Facts, FactValue
from triage.model.given import plain_value
from triage.model.rulebase import RuleBase
from triage.model.verdicts import NodeTruths
from triage.proofs.seen_by_readers import Replay, logic_reader
from triage.terms import NOT_SURE

MANY_PEOPLE = 8


def differences(one: NodeTruths, other: NodeTruths) -> dict[str, tuple[Truth, Truth]]:
    """Return both sides of every node on which two readers differ."""
    nodes = one.keys() | other.keys()
    return {node: (one[node], other[node]) for node in nodes if one[node] is not other[node]}


def check_person(pinned: PinnedCases, rulebase: RuleBase, known: Facts, rete: ReteEngine) -> None:
    """Hold the solver to both other readers for one person."""
    model = pinned.pin(known)
    by_solver = pinned.verdicts(model)
    by_logic = evaluate_program(program_of(rulebase), known)
    rete.update(known)
    assert differences(by_solver, by_logic) == {}, f"solver, logic for {known}"
    assert differences(by_solver, rete.verdicts()) == {}, f"solver, rete for {known}"
    assert level_in(model, pinned.case.level) == [disposition_of(by_logic)]
    assert level_in(model, pinned.case.settled) == [settled_disposition(by_logic)]
    answers = pinned.case.answers(model)
    assert answers == {
        name: plain_value(value, rulebase.facts[name].choices) for name, value in known.items()
    }
    replay = Replay(rulebase, answers, logic_reader(rulebase))
    assert replay.facts == known
    assert holds(model, pinned.stopping.complete) == replay.assessment.complete


def check_rulebase(data: st.DataObject, people: int) -> None:
    rulebase = data.draw(rulebases())
    pinned, rete = PinnedCases(rulebase), ReteEngine(rulebase)
    for _ in range(people):
        check_person(pinned, rulebase, data.draw(partial_facts(rulebase)), rete)


@settings(max_examples=20)
@given(st.data())
def test_the_solver_gives_the_verdicts_of_the_other_readers(data: st.DataObject) -> None:
    check_rulebase(data, MANY_PEOPLE)


@pytest.mark.soak
@settings(settings.get_profile("soak"), max_examples=400)
@given(st.data())
def test_the_solver_gives_the_verdicts_of_the_other_readers_many_times_over(
    data: st.DataObject,
) -> None:
    check_rulebase(data, MANY_PEOPLE)


@settings(max_examples=15)
@given(st.data())
def test_the_solver_knows_when_the_interview_is_over(data: st.DataObject) -> None:
    rulebase = data.draw(rulebases())
    pinned = PinnedCases(rulebase)
    for _ in range(MANY_PEOPLE):
        known = data.draw(partial_facts(rulebase))
        rest = [
            name
            for name, one in rulebase.facts.items()
            if name not in known and can_stay_unsure(one)
        ]
        unsure = data.draw(st.frozensets(st.sampled_from(rest))) if rest else frozenset()
        model = pinned.pin(known, unsure)
        assert set(pinned.stopping.unsure_in(model)) == unsure
        answers = {**pinned.case.answers(model), **dict.fromkeys(unsure, NOT_SURE)}
        replay = Replay(rulebase, answers, logic_reader(rulebase))
        assert replay.unsure == unsure
        assert holds(model, pinned.stopping.stopped) == replay.stopped


def random_person(rulebase: RuleBase, random: Random) -> dict[str, FactValue]:
    """Return what is known of somebody: little, much or all of it; mostly no."""
    share = random.choice((0.1, 0.5, 0.9, 1.0))
    yes = random.choice((0.02, 0.1, 0.5))
    return somebody(rulebase, random, known=share, yes=yes)


def check_content(rulebase: RuleBase, people: int, seed: int) -> None:
    pinned, rete, random = PinnedCases(rulebase), ReteEngine(rulebase), Random(seed)  # noqa: S311  (no secret)
    for _ in range(people):
        check_person(pinned, rulebase, random_person(rulebase, random), rete)


def test_the_solver_reads_our_rules_as_the_other_readers_do(shipped: RuleBase) -> None:
    check_content(shipped, people=6, seed=1)


@pytest.mark.soak
def test_the_solver_reads_our_rules_as_the_other_readers_do_many_times_over(
    shipped: RuleBase,
) -> None:
    check_content(shipped, people=600, seed=2)
