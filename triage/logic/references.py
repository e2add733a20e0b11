"""References to the sources of a rule base, as an assessment holds them."""

from __future__ import annotations

from collections.abc import Iterable

from triage.logic.per_rulebase import kept
from triage.model.assessment import SourceRef
from triage.model.rulebase import RuleBase


class References:
    """The reference to every source, made once."""

    def __init__(self, rulebase: RuleBase) -> None:
        """Make the references for the sources of a rule base."""
        self._made = {
            number: SourceRef(number=number, citation=one.short, status=one.status.value)
            for number, one in rulebase.source.items()
        }

    def of(self, *numbers: Iterable[int]) -> list[SourceRef]:
        """Return references for source numbers, each once, in the order given."""
        flat = dict.fromkeys(number for group in numbers for number in group)
        return [self._made[number] for number in flat if number in self._made]


@kept
def references_of(rulebase: RuleBase) -> References:
    """Return the references of a rule base; the same object for the same rule base."""
    return References(rulebase)
