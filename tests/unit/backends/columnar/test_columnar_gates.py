"""Gates mean what conditions mean, before and after operands are grouped."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.backends.columnar.gates import Gate, Gates, Joined
from triage.backends.columnar.plan import Plan
from triage.backends.columnar.sharing import with_groups
from triage.errors import CompileError
from triage.logic.truth import Truth, at_least, conjoin, disjoin, negate
from triage.model.condition import AnyFactTest, FactAtLeast, FactIncludes, FactIs, FactOneOf
from triage.model.fact import FactDefinition, FactKind

TRUTHS: tuple[Truth, ...] = (True, False, None)
NAMES = ("a", "b", "c", "d")


def yes_no(fact: str) -> FactDefinition:
    return FactDefinition(id=fact, kind=FactKind.BOOL, label=fact, question=fact)


FACTS = {
    **{name: yes_no(name) for name in NAMES},
    "choice": FactDefinition(
        id="choice", kind=FactKind.CHOICE, label="", question="", choices=("x", "y")
    ),
    "set": FactDefinition(id="set", kind=FactKind.SET, label="", question="", choices=("x", "y")),
    "number": FactDefinition(
        id="number", kind=FactKind.NUMBER, label="", question="", at_least=0, at_most=9
    ),
}
ROWS = list(product(TRUTHS, repeat=len(NAMES)))
TABLE = pl.DataFrame(ROWS, schema=dict.fromkeys(NAMES, pl.Boolean), orient="row")


def leaves(gates: Gates) -> list[int]:
    return [gates.compare(FactIs(fact=name, value=True)) for name in NAMES]


def evaluated(gates: Gates, number: int) -> list[Truth]:
    """Return the truth of a gate for every combination of truths of four facts."""
    plan = Plan(with_groups(gates.gates), {"it": number}, FACTS)
    return plan.run(TABLE).to_series().to_list()


def test_connectives_follow_the_strong_tables() -> None:
    gates = Gates()
    a, b, *_ = leaves(gates)
    assert evaluated(gates, gates.all_of((a, b))) == [conjoin(row[:2]) for row in ROWS]
    assert evaluated(gates, gates.any_of((a, b))) == [disjoin(row[:2]) for row in ROWS]
    assert evaluated(gates, gates.opposite(a)) == [negate(row[0]) for row in ROWS]


@pytest.mark.parametrize("count", range(-1, 6))
def test_counting_follows_the_reference(count: int) -> None:
    gates = Gates()
    four = tuple(leaves(gates))
    assert evaluated(gates, gates.at_least(count, four)) == [at_least(count, row) for row in ROWS]


@pytest.mark.parametrize("count", range(4))
def test_a_part_listed_twice_counts_twice_even_against_its_opposite(count: int) -> None:
    gates = Gates()
    a, b, *_ = leaves(gates)
    parts = (a, a, gates.opposite(a), b)
    expected = [at_least(count, (row[0], row[0], negate(row[0]), row[1])) for row in ROWS]
    assert evaluated(gates, gates.at_least(count, parts)) == expected


def test_unknown_or_its_opposite_stays_unknown() -> None:
    gates = Gates()
    a, *_ = leaves(gates)
    both = gates.any_of((a, gates.opposite(a)))
    assert evaluated(gates, both) == [None if row[0] is None else True for row in ROWS]


@pytest.mark.parametrize("truth", TRUTHS)
def test_being_true_false_or_unknown_is_itself_never_unknown(truth: Truth) -> None:
    gates = Gates()
    a, b, *_ = leaves(gates)
    either = gates.any_of((a, gates.opposite(b)))
    expected = [disjoin((row[0], negate(row[1]))) is truth for row in ROWS]
    assert evaluated(gates, gates.is_truth(either, truth)) == expected
    opposite = gates.is_truth(gates.opposite(either), truth)
    negated = [negate(disjoin((row[0], negate(row[1])))) is truth for row in ROWS]
    assert evaluated(gates, opposite) == negated


def test_nothing_joined_is_a_constant_of_full_height() -> None:
    gates = Gates()
    assert evaluated(gates, gates.all_of(())) == [True] * len(ROWS)
    assert evaluated(gates, gates.any_of(())) == [False] * len(ROWS)


def test_equal_gates_have_one_number() -> None:
    gates = Gates()
    a, b, *_ = leaves(gates)
    assert gates.all_of((a, b)) == gates.all_of((b, a, b))
    assert gates.opposite(gates.opposite(a)) == a


@given(st.lists(st.sets(st.integers(0, 11), min_size=1, max_size=9), min_size=2, max_size=8))
def test_grouping_changes_no_truth_and_adds_no_operands(several: list[set[int]]) -> None:
    gates = Gates()
    names = [f"f{at}" for at in range(12)]
    facts = {name: yes_no(name) for name in names}
    read = [gates.compare(FactIs(fact=name, value=True)) for name in names]
    wanted = {
        f"{at} {how}": join(read[one] for one in which)
        for at, which in enumerate(several)
        for how, join in (("all", gates.all_of), ("any", gates.any_of))
    }
    rows = [[TRUTHS[(at * 7 + row * row) % 3] for at in range(12)] for row in range(60)]
    table = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.Boolean), orient="row")
    grouped = with_groups(gates.gates)
    plain = Plan(gates.gates, wanted, facts).run(table)
    assert plain.equals(Plan(grouped, wanted, facts).run(table))
    assert _operands(grouped) <= _operands(gates.gates)


def _operands(gates: Sequence[Gate]) -> int:
    return sum(len(gate.of) for gate in gates if isinstance(gate, Joined))


def test_operands_read_by_the_same_gates_are_joined_once() -> None:
    gates = Gates()
    a, b, c, d = leaves(gates)
    first, second = gates.any_of((a, b, c)), gates.any_of((a, b, d))
    grouped = with_groups(gates.gates)
    new = len(gates.gates)
    assert grouped[new] == Joined("any", (a, b))
    assert grouped[first] == Joined("any", (c, new))
    assert grouped[second] == Joined("any", (d, new))


def test_a_choice_among_no_values_is_false_once_known() -> None:
    gates = Gates()
    nothing = gates.compare(FactOneOf(fact="choice", values=()))
    table = pl.DataFrame({"choice": ["x", None]}, schema={"choice": pl.Enum(["x", "y"])})
    plan = Plan(gates.gates, {"it": nothing}, FACTS)
    assert plan.run(table).to_series().to_list() == [False, None]


@pytest.mark.parametrize(
    "test",
    [
        FactIs(fact="choice", value=True),
        FactIs(fact="a", value="x"),
        FactIncludes(fact="choice", value="x"),
        FactAtLeast(fact="set", bound=1),
        FactIs(fact="nowhere", value=True),
    ],
)
def test_a_comparison_that_does_not_fit_its_fact_is_refused(test: AnyFactTest) -> None:
    gates = Gates()
    with pytest.raises(CompileError, match=test.fact):
        Plan(gates.gates, {"it": gates.compare(test)}, FACTS)
