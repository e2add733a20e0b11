"""Every set of answers found settles the condition, and no smallest one is missed."""

from __future__ import annotations

from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from random_conditions import SMALL
from random_rulebases import partial_facts, rulebases

from triage.author.what_if.limits import Limits
from triage.author.what_if.settle import Settler
from triage.logic.program import program_of
from triage.logic.reference import evaluate, evaluate_program
from triage.model.condition import All, FactAtLeast, FactAtMost, FactIncludes, FactIs, Not
from triage.model.fact import FactDefinition, FactKind, FactValue
from triage.model.rulebase import RuleBase

AGE = FactDefinition(
    id="age", kind=FactKind.NUMBER, label="age", question="age", at_least=0, at_most=120
)
WHERE = FactDefinition(
    id="where",
    kind=FactKind.SET,
    label="where",
    question="where",
    choices=("a", "b", "c"),
    choice_texts=("a", "b", "c"),
)


def _values(definition: FactDefinition) -> list[FactValue]:
    match definition.kind:
        case FactKind.BOOL:
            return [True, False]
        case FactKind.CHOICE:
            return list(definition.choices)
        case FactKind.NUMBER:
            return list(range(definition.at_least, definition.at_most + 1))
        case FactKind.SET:
            picks = product((True, False), repeat=len(definition.choices))
            chosen = (
                frozenset(one for one, take in zip(definition.choices, pick, strict=True) if take)
                for pick in picks
            )
            return [one for one in chosen if one]


def _cost(rulebase: RuleBase, before: dict[str, FactValue], after: dict[str, FactValue]) -> int:
    return sum(before.get(name) != after.get(name) for name in rulebase.facts)


@settings(max_examples=25)
@given(st.data())
def test_what_is_found_settles_the_condition(data: st.DataObject) -> None:
    rulebase = data.draw(rulebases())
    program = program_of(rulebase)
    known = data.draw(partial_facts(rulebase))
    node = data.draw(st.sampled_from(program.nodes))
    want = data.draw(st.booleans())
    settler = Settler(program, rulebase.facts, known, at_most=2)
    for _, state in zip(range(50), settler.states(node.when, want=want), strict=False):
        facts = {**known, **settler.changes(state)}
        assert evaluate_program(program, facts)[node.id] is want
        assert _cost(rulebase, known, facts) <= 2


@settings(max_examples=25)
@given(st.data())
def test_if_one_change_can_settle_it_a_change_is_found(data: st.DataObject) -> None:
    rulebase = data.draw(rulebases(SMALL))
    program = program_of(rulebase)
    known = data.draw(partial_facts(rulebase))
    node = data.draw(st.sampled_from(program.nodes))
    want = data.draw(st.booleans())
    assume(evaluate_program(program, known)[node.id] is not want)
    possible = {
        name
        for name, definition in rulebase.facts.items()
        for value in _values(definition)
        if evaluate_program(program, {**known, name: value})[node.id] is want
    }
    settler = Settler(program, rulebase.facts, known, at_most=1)
    found = {name for one in settler.states(node.when, want=want) for name in settler.changes(one)}
    assert found == possible


@settings(max_examples=25)
@given(st.data())
def test_a_condition_with_nothing_known_is_settled_if_it_can_be(data: st.DataObject) -> None:
    rulebase = data.draw(rulebases(SMALL))
    program = program_of(rulebase)
    node = data.draw(st.sampled_from(program.nodes))
    want = data.draw(st.booleans())
    read = [rulebase.facts[name] for name in program.facts_under[node.id]]
    spaces = [_values(definition) for definition in read]
    size = 1
    for space in spaces:
        size *= len(space)
    assume(size < 3000)
    names = [definition.id for definition in read]
    possible = any(
        evaluate_program(program, dict(zip(names, values, strict=True)))[node.id] is want
        for values in product(*spaces)
    )
    found = next(Settler(program, rulebase.facts).states(node.when, want=want), None)
    assert (found is not None) is possible


def test_a_number_stands_on_the_bound_that_a_test_has_drawn() -> None:
    whole = Limits.of(AGE)
    adult = whole.narrowed(FactAtLeast(fact="age", bound=18), want=True)
    child = whole.narrowed(FactAtLeast(fact="age", bound=18), want=False)
    assert adult is not None
    assert child is not None
    assert (adult.pick(), child.pick()) == (18, 17)
    assert (adult.pick(current=40), adult.pick(current=3)) == (40, 18)
    assert adult.narrowed(FactAtMost(fact="age", bound=17), want=True) is None


def test_limits_that_imply_a_test_stay_what_they_are() -> None:
    adult = Limits.of(AGE).narrowed(FactAtLeast(fact="age", bound=18), want=True)
    assert adult is not None
    assert adult.narrowed(FactAtLeast(fact="age", bound=16), want=True) is adult
    assert adult.implies(FactAtLeast(fact="age", bound=16)) is True
    assert adult.implies(FactAtMost(fact="age", bound=17)) is False
    assert adult.implies(FactAtLeast(fact="age", bound=20)) is None


def test_a_multiple_choice_is_never_emptied() -> None:
    limits: Limits | None = Limits.of(WHERE)
    for choice in ("c", "b"):
        assert limits is not None
        limits = limits.narrowed(FactIncludes(fact="where", value=choice), want=False)
    assert limits is not None
    assert limits.pick(current=frozenset({"b", "c"})) == frozenset({"a"})
    assert limits.narrowed(FactIncludes(fact="where", value="a"), want=False) is None


def test_an_unsatisfiable_pair_of_tests_has_no_answers(small: RuleBase) -> None:
    smell = FactIs(fact="gas.smell", value=True)
    settler = Settler(program_of(small), small.facts)
    met = settler.states(All(of=(smell, smell)), want=True)
    assert [settler.changes(state) for state in met] == [{"gas.smell": True}]
    assert list(settler.states(All(of=(smell, Not(of=smell))), want=True)) == []
    assert evaluate(smell, {"gas.smell": True}, {}) is True
