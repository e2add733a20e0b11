"""A thread has one network a rule base, emptied after each case; the next case finds it as new."""

from __future__ import annotations

import gc
import weakref
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_rulebases import partial_facts, rulebases

from triage.backends.rete import engine as home
from triage.backends.rete.compile import Known, Settled
from triage.backends.rete.engine import MOST_NETWORKS, ReteEngine, rete_verdicts
from triage.logic.program import program_of
from triage.logic.reference import evaluate_program
from triage.model.fact import Facts, FactValue
from triage.model.rulebase import RuleBase

GAS = {"gas.smell": True}


def firing(engine: ReteEngine, known: Facts) -> tuple[list[str], int]:
    """Return what is concluded of a case, in the order it is, and how many rules fired."""
    before = engine.fired
    engine.update(known)
    concluded = engine._engine.truth  # noqa: SLF001  (a dict keeps the order)
    return [node.__name__ for node in concluded], engine.fired - before


class Broken(Exception):  # noqa: N818  (planted, no error of ours)
    """An error in the middle of a case."""


def breaking(engine: ReteEngine, after: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the engine fail when it concludes something for the next time but `after`."""
    inner = engine._engine  # noqa: SLF001  (a fault that cannot be made from outside)
    sound, left = inner.conclude, iter(range(after))

    def conclude(node: type[Settled], value: bool) -> None:  # noqa: FBT001  (as in the engine)
        if next(left, None) is None:
            raise Broken
        sound(node, value)

    monkeypatch.setattr(inner, "conclude", conclude)


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[ReteEngine]:
    """Return the networks built from here on, and let this thread start without any."""
    networks: list[ReteEngine] = []

    class Counted(ReteEngine):
        def __init__(self, rulebase: RuleBase) -> None:
            super().__init__(rulebase)
            networks.append(self)

    monkeypatch.setattr(home, "ReteEngine", Counted)
    monkeypatch.setattr(home, "_here", type(home._here)())  # noqa: SLF001
    return networks


@settings(max_examples=25)
@given(st.data())
def test_an_emptied_network_fires_as_a_new_one_whoever_was_in_it_before(
    data: st.DataObject,
) -> None:
    rulebase = data.draw(rulebases())
    people = data.draw(st.lists(partial_facts(rulebase), min_size=2, max_size=5))
    used = ReteEngine(rulebase)
    for known in people:
        new = ReteEngine(rulebase)
        used.reset()
        assert firing(used, known) == firing(new, known)
        assert used.verdicts() == new.verdicts()


@settings(max_examples=25)
@given(st.data())
def test_verdicts_are_those_of_the_reference_for_one_person_after_another(
    data: st.DataObject,
) -> None:
    bases = data.draw(st.lists(rulebases(), min_size=1, max_size=2))
    for _ in range(6):
        rulebase = data.draw(st.sampled_from(bases))
        known: dict[str, FactValue] = data.draw(partial_facts(rulebase))
        assert rete_verdicts(rulebase, known) == evaluate_program(program_of(rulebase), known)


@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_network_that_broke_in_the_middle_is_thrown_away(
    small: RuleBase, built: list[ReteEngine], after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = rete_verdicts(small, {})
    breaking(built[0], after, monkeypatch)
    with pytest.raises(Broken):
        rete_verdicts(small, GAS)
    assert rete_verdicts(small, {}) == expected
    assert rete_verdicts(small, GAS) == evaluate_program(program_of(small), GAS)
    assert len(built) == 2


def test_a_network_keeps_nothing_of_the_last_case(small: RuleBase, built: list[ReteEngine]) -> None:
    rete_verdicts(small, GAS)
    (network,) = built
    assert network.verdicts() == evaluate_program(program_of(small), {})
    facts = list(network._engine.facts.values())  # noqa: SLF001
    assert not [fact for fact in facts if isinstance(fact, Known)]


def test_a_case_in_the_middle_of_another_has_a_network_of_its_own(
    small: RuleBase, built: list[ReteEngine], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when a signal handler, or an object that is taken away, assesses."""
    rete_verdicts(small, {})
    sound, inside = built[0].update, []

    def update(facts: Facts) -> None:
        inside.append(rete_verdicts(small, {}))
        sound(facts)

    monkeypatch.setattr(built[0], "update", update)
    assert rete_verdicts(small, GAS) == evaluate_program(program_of(small), GAS)
    assert inside == [evaluate_program(program_of(small), {})]


def test_threads_have_networks_of_their_own_and_take_them_along(
    small: RuleBase, built: list[ReteEngine]
) -> None:
    start = Barrier(2)

    def thrice(_: int) -> list[dict[str, bool | None]]:
        start.wait(timeout=30)
        return [rete_verdicts(small, known) for known in ({}, GAS, {})]

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(thrice, range(2))
    assert one == other == thrice_here(small)
    assert len(built) == 3
    kept = weakref.ref(built[-1])
    gone = [weakref.ref(network) for network in built[:-1]]
    built.clear()
    gc.collect()
    assert [network() for network in gone] == [None, None]
    assert kept() is not None


def thrice_here(small: RuleBase) -> list[dict[str, bool | None]]:
    return [rete_verdicts(small, known) for known in ({}, GAS, {})]


def test_a_thread_keeps_the_networks_it_used_last(small: RuleBase, built: list[ReteEngine]) -> None:
    bases = [small.model_copy(update={"digest": str(one)}) for one in range(MOST_NETWORKS + 1)]
    for rulebase in (*bases, bases[1], bases[-1]):
        rete_verdicts(rulebase, {})
    assert len(built) == len(bases)
    rete_verdicts(bases[0], {})
    assert len(built) == len(bases) + 1
    assert len(home._here.idle) == MOST_NETWORKS  # noqa: SLF001
