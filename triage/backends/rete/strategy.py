"""Conflict resolution that removes exactly and fires in the same order under every hash seed.

experta's own `DepthStrategy` looks for a withdrawn activation only one place to either side of a
bisection point, so with three or more activations of one key a withdrawn one can stay and fire.
Ours finds the activation itself. The order is salience, then the rule's place in the program; both
are fixed by the rule base, so the firing order is reproducible.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable

from triage.backends.rete._experta import Activation, Agenda, Strategy


class ExactStrategy(Strategy):  # type: ignore[misc]  # experta has no types
    """An agenda sorted by (salience, place); the last activation is the next to fire."""

    def _update_agenda(
        self, agenda: Agenda, added: Iterable[Activation], removed: Iterable[Activation]
    ) -> None:
        for activation in removed:
            activation.key = self._key(activation)
            if activation in agenda.activations:
                agenda.activations.remove(activation)
        for activation in added:
            activation.key = self._key(activation)
            bisect.insort(agenda.activations, activation)

    @staticmethod
    def _key(activation: Activation) -> tuple[int, int, tuple[int, ...]]:
        rule = activation.rule
        place = getattr(rule, "place", 0)
        facts = tuple(sorted(fact["__factid__"] for fact in activation.facts))
        return (rule.salience, -place, facts)
