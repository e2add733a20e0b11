"""The solver's domain is exactly what can be known of a person: no case more, no case less."""

from __future__ import annotations

from itertools import combinations, product

import pytest
import z3
from proof_rulebase import NUMBER, SOUND

from triage.backends.smt.domain import Reading, answer_space, variable_of
from triage.backends.smt.encode import EncodedCase
from triage.backends.smt.fact_variable import FactVariable
from triage.errors import CompileError
from triage.logic.reference import test_fact as truth_of_test
from triage.model.condition import (
    AnyFactTest,
    FactAtLeast,
    FactAtMost,
    FactIncludes,
    FactIs,
    FactOneOf,
)
from triage.model.fact import FactDefinition, FactKind, FactValue

CHOICES = ("low", "middle", "high")
DEFINITIONS = {
    FactKind.BOOL: FactDefinition(id="f", kind=FactKind.BOOL, label="f", question="q"),
    FactKind.CHOICE: FactDefinition(
        id="f", kind=FactKind.CHOICE, label="f", question="q", choices=CHOICES
    ),
    FactKind.SET: FactDefinition(
        id="f", kind=FactKind.SET, label="f", question="q", choices=CHOICES
    ),
    FactKind.NUMBER: FactDefinition(
        id="f", kind=FactKind.NUMBER, label="f", question="q", at_least=-3, at_most=7
    ),
}
VALUES: dict[FactKind, list[FactValue]] = {
    FactKind.BOOL: [True, False],
    FactKind.CHOICE: list(CHOICES),
    FactKind.SET: [frozenset(some) for size in (1, 2, 3) for some in combinations(CHOICES, size)],
    FactKind.NUMBER: list(range(-3, 8)),
}
TESTS: dict[FactKind, list[AnyFactTest]] = {
    FactKind.BOOL: [FactIs(fact="f", value=True), FactIs(fact="f", value=False)],
    FactKind.CHOICE: [
        FactIs(fact="f", value="low"),
        FactIs(fact="f", value="gone"),
        FactOneOf(fact="f", values=("low", "high")),
        FactOneOf(fact="f", values=()),
    ],
    FactKind.SET: [FactIncludes(fact="f", value=one) for one in (*CHOICES, "gone")],
    FactKind.NUMBER: [
        shape(fact="f", bound=bound)
        for shape in (FactAtLeast, FactAtMost)
        for bound in (-100, -4, -3, -2, 0, 6, 7, 8, 12, 13, 100, 2**40)
    ],
}
KINDS = list(FactKind)


def values_in_domain(variable: FactVariable) -> list[FactValue]:
    """Return every value the solver finds, by asking until there are no more."""
    solver = z3.Solver()
    solver.add(variable.domain, variable.known)
    reading = Reading([variable])
    found: list[FactValue] = []
    while solver.check() == z3.sat:
        value = reading.facts(solver.model())["f"]
        assert value not in found
        found.append(value)
        solver.add(z3.Not(variable.equals(value)))
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_each_possible_value_is_in_the_domain_once_and_no_other(kind: FactKind) -> None:
    variable = variable_of(DEFINITIONS[kind], "case")
    found = values_in_domain(variable)
    assert len(found) == len(VALUES[kind]) == variable.size
    assert all(value in VALUES[kind] for value in found)


@pytest.mark.parametrize("kind", KINDS)
def test_a_test_passes_where_it_does_for_the_reference(kind: FactKind) -> None:
    variable = variable_of(DEFINITIONS[kind], "case")
    for value, test in product(VALUES[kind], TESTS[kind]):
        solver = z3.Solver()
        solver.add(variable.domain, variable.equals(value), variable.passes(test))
        passes = solver.check() == z3.sat
        assert passes is truth_of_test(test, {"f": value}), (value, test)


@pytest.mark.parametrize(("kind", "other"), [(a, b) for a in KINDS for b in KINDS if a != b])
def test_a_test_of_another_kind_is_refused(kind: FactKind, other: FactKind) -> None:
    variable = variable_of(DEFINITIONS[kind], "case")
    misfit = TESTS[other][0]
    if kind is FactKind.CHOICE and other is FactKind.BOOL:
        assert isinstance(misfit, FactIs)
    with pytest.raises(CompileError, match="cannot be made of"):
        variable.passes(misfit)


@pytest.mark.parametrize("kind", KINDS)
def test_two_cases_are_the_same_where_the_same_is_known(kind: FactKind) -> None:
    one, other = (variable_of(DEFINITIONS[kind], name) for name in ("one", "other"))
    states: list[FactValue | None] = [None, *VALUES[kind]]
    for first, second in product(states, repeat=2):
        solver = z3.Solver()
        solver.add(one.domain, other.domain)
        for variable, state in ((one, first), (other, second)):
            solver.add(z3.Not(variable.known) if state is None else variable.is_known_as(state))
        assert (solver.check(one.same(other)) == z3.sat) == (first == second)
        kept = first is None or first == second
        assert (solver.check(one.kept_by(other)) == z3.sat) == kept


def test_the_answer_space_counts_every_case_of_a_rule_base() -> None:
    # Three signs, three sets of two places, ten ages, three preferences; each may be unknown.
    assert answer_space(SOUND) == 3**3 * 4 * 11 * 4


def test_every_case_of_a_rule_base_is_one_model() -> None:
    case = EncodedCase(SOUND)
    solver = z3.SolverFor("QF_FD")
    solver.add(case.constraints)
    # What no test tells apart is counted by `answer_space`; one value stands for all of them.
    for fact, value in (("patient.age", NUMBER.at_most), ("preference.kind", "either")):
        one = case.fact[fact]
        solver.add(z3.Or(z3.Not(one.known), one.equals(value)))
    found = set()
    while solver.check() == z3.sat:
        answers = case.answers(solver.model())
        found.add(str(sorted(answers.items())))
        facts = {
            name: frozenset(value) if isinstance(value, list) else value
            for name, value in answers.items()
        }
        solver.add(z3.Not(z3.And(case.pinned(facts))))
    assert len(found) == 3**3 * 4 * 2 * 2
