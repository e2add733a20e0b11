"""experta's own agenda keeps a withdrawn activation; ours does not.

With `NOT`, a rule that was about to fire can be withdrawn. `DepthStrategy` looks for it only at the
bisection point and one place to either side, so among several activations of one key a withdrawn
one can stay and fire. The first tests show that fault in the pinned version, for if it were ever
mended there the reason for our own strategy would be gone.
"""

from __future__ import annotations

from importlib import import_module

import pytest

from triage.backends.rete._experta import (
    Activation,
    Agenda,
    Fact,
    InitialFact,
    KnowledgeEngine,
    Rule,
    Strategy,
)
from triage.backends.rete.strategy import ExactStrategy

# Importable only after the module above has lent the name that experta misses.
experta = import_module("experta")
DepthStrategy = import_module("experta.strategies").DepthStrategy

RULES = 8


class Complaint(Fact):  # type: ignore[misc]  # experta has no types
    """What every rule waits for."""


class Contraindication(Fact):  # type: ignore[misc]
    """What rule `number` must not fire on."""


def violated(strategy: type[Strategy], withdrawn: int) -> bool:
    """Return whether rule `withdrawn` fires although its `NOT` is violated before the run."""
    fired: list[int] = []

    def recommending(number: int) -> Rule:
        rule = Rule(Complaint(), experta.NOT(Contraindication(number=number)))

        def fire(_engine: object) -> None:
            fired.append(number)

        return rule(fire)

    rules = [recommending(number) for number in range(RULES)]

    class Engine(KnowledgeEngine):  # type: ignore[misc]
        __strategy__ = strategy

        def get_rules(self) -> list[Rule]:
            return rules

    engine = Engine()
    engine.reset()
    engine.declare(Complaint())
    engine.declare(Contraindication(number=withdrawn))
    engine.run()
    assert set(fired) | {withdrawn} == set(range(RULES))
    return withdrawn in fired


def test_stock_experta_fires_a_rule_whose_not_is_violated() -> None:
    assert any(violated(DepthStrategy, number) for number in range(RULES))


def test_our_strategy_fires_no_rule_whose_not_is_violated() -> None:
    assert not any(violated(ExactStrategy, number) for number in range(RULES))


def left_after_withdrawing(strategy: Strategy, count: int, place: int) -> list[str]:
    """Return the rules left when, of `count` activations of one key, that at `place` is withdrawn.

    One activation of a lower key stands before them.
    """
    initial, complaint = InitialFact(), Complaint()
    initial.__factid__, complaint.__factid__ = 0, 1
    lower = Activation(named_rule("lower"), [initial])
    equal = [Activation(named_rule(f"rule {number}"), [complaint]) for number in range(count)]
    agenda = Agenda()
    strategy.update_agenda(agenda, [lower, *equal], [])
    strategy.update_agenda(agenda, [], [equal[place]])
    return [activation.rule.__name__ for activation in agenda.activations]


def named_rule(name: str) -> Rule:
    def fire(_engine: object) -> None:
        """Do nothing; the rule never fires here."""

    fire.__name__ = name
    return Rule(Complaint())(fire)


def test_stock_experta_keeps_the_third_of_three_withdrawn_activations() -> None:
    assert left_after_withdrawing(DepthStrategy(), 3, 2) == ["lower", "rule 0", "rule 1", "rule 2"]


@pytest.mark.parametrize("count", [1, 2, 3, 5, 20])
def test_our_strategy_removes_exactly_the_withdrawn_activation(count: int) -> None:
    for place in range(count):
        left = left_after_withdrawing(ExactStrategy(), count, place)
        assert f"rule {place}" not in left
        assert len(left) == count
        assert "lower" in left


def test_our_strategy_passes_over_an_activation_that_fired_already() -> None:
    strategy, agenda = ExactStrategy(), Agenda()
    fact = Complaint()
    fact.__factid__ = 0
    strategy.update_agenda(agenda, [], [Activation(named_rule("fired before"), [fact])])
    assert agenda.activations == []
