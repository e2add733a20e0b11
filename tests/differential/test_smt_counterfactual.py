"""The solver finds no smaller change of answers than the search for counterfactuals does."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
import z3
from pinned_cases import holds

from triage.author.cases.vignette import read_vignettes, whole_facts
from triage.author.what_if.counterfactual import AT_MOST, Counterfactuals, counterfactuals
from triage.backends.smt.encode import EncodedCase
from triage.logic.disposition import disposition_of
from triage.logic.program import program_of
from triage.logic.reference import evaluate_program
from triage.model.fact import Facts
from triage.model.given import read_facts
from triage.model.rulebase import RuleBase
from triage.terms import Disposition

VIGNETTES = read_vignettes([Path(__file__).parents[1] / "vignettes"])
EVERY = 40
"""`make test` looks at every fortieth person, `make test-all` at every fourth."""


class Smaller:
    """Every case of a rule base in a solver that counts the answers that were changed."""

    def __init__(self, rulebase: RuleBase) -> None:
        """Encode the rule base once, for one person after another."""
        self.rulebase = rulebase
        self.case = EncodedCase(rulebase)
        self.solver = z3.SolverFor("QF_FD")
        self.solver.add(self.case.constraints)

    def least(self, facts: Facts, level: Disposition) -> tuple[int, Facts] | None:
        """Return the fewest changes, of AT_MOST, that lead to a level, and the case they make."""
        changed = {
            name: z3.Not(one.equals(facts[name])) if name in facts else one.known
            for name, one in self.case.fact.items()
        }
        self.solver.push()
        self.solver.add([*(self.case.fact[name].known for name in facts), self.case.level[level]])
        found = None
        for count in range(1, AT_MOST + 1):
            self.solver.push()
            self.solver.add(z3.PbLe([(term, 1) for term in changed.values()], count))
            if self.solver.check() == z3.sat:
                model = self.solver.model()
                assert sum(holds(model, term) for term in changed.values()) == count
                found = count, read_facts(self.rulebase, self.case.answers(model))
            self.solver.pop()
            if found:
                break
        self.solver.pop()
        return found


@pytest.fixture(scope="module")
def smaller(shipped: RuleBase) -> Smaller:
    return Smaller(shipped)


def reached_by_part(rulebase: RuleBase, before: Facts, after: Facts) -> Iterator[Disposition]:
    """Yield the levels that some of the changes between two cases lead to."""
    changes = {name: value for name, value in after.items() if before.get(name) != value}
    for count in range(1, len(changes)):
        for names in combinations(changes, count):
            part = {**before, **{name: changes[name] for name in names}}
            yield disposition_of(evaluate_program(program_of(rulebase), part))


def brings_in(rulebase: RuleBase, before: Facts, after: Facts, level: Disposition) -> bool:
    """Return whether a rule of a lower level comes true on the way down: that is not looked for."""
    was, now = (evaluate_program(program_of(rulebase), one) for one in (before, after))
    lower = level.urgency < disposition_of(was).urgency
    rules = [one.id for one in rulebase.disposing_rules if one.then.disposition is level]
    return lower and any(now[one] is True and was[one] is not True for one in rules)


def check_person(smaller: Smaller, facts: Facts) -> int:
    """Hold the search to the solver for one person; return how many levels it reached."""
    found: Counterfactuals = counterfactuals(smaller.rulebase, facts)
    sizes = {one.disposition: len(one.changes) for one in (*found.up, *found.down)}
    for level in Disposition:
        if level is found.disposition:
            continue
        least = smaller.least(facts, level)
        brought = least is not None and brings_in(smaller.rulebase, facts, least[1], level)
        if level in sizes and not brought:
            assert least is not None, level
            assert least[0] == sizes[level], (level, least)
        elif least is not None and not brought:
            # Left out, as a part of these changes already leads as far.
            upwards = level.urgency > found.disposition.urgency
            assert any(
                one.urgency >= level.urgency if upwards else one.urgency <= level.urgency
                for one in reached_by_part(smaller.rulebase, facts, least[1])
            ), (level, least)
    return len(sizes)


def test_no_change_is_smaller_than_the_one_shown(shipped: RuleBase, smaller: Smaller) -> None:
    persons = [whole_facts(shipped, one) for one in VIGNETTES[::EVERY]]
    assert sum(check_person(smaller, facts) for facts in persons) > len(persons)


@pytest.mark.soak
@pytest.mark.parametrize("vignette", VIGNETTES[::4], ids=lambda one: one.id)
def test_no_change_is_smaller_than_the_one_shown_for_many(
    shipped: RuleBase, smaller: Smaller, vignette: object
) -> None:
    (one,) = (each for each in VIGNETTES if each is vignette)
    check_person(smaller, whole_facts(shipped, one))
