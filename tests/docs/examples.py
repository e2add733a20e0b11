"""The persons behind docs/examples/*.txt: what each of them types, and how it must end."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from people import Person, mirror

from triage.model.fact import FactValue
from triage.model.rulebase import RuleBase
from triage.terms import Disposition

FOLDER = Path(__file__).parents[2] / "docs" / "examples"

GROWN: dict[str, FactValue] = {
    "patient.age_years": 38,
    "patient.sex_at_birth": "female",
    "pain.before": "first_time",
    "pain.course": "same",
    "patient.weight_kg": 70,
    "pregnancy.status": "not_pregnant",
    "pain.location": frozenset({"low_back"}),
    "pain.duration_days": 2,
    "pain.severity": "moderate",
}


@dataclass(frozen=True)
class Example:
    """What a document says of a person: the facts, and where the interview ends."""

    facts: dict[str, FactValue]
    ends: Disposition

    @property
    def whole(self) -> dict[str, FactValue]:
        """The person, with the facts that most grown people share."""
        return GROWN | self.facts

    def typed(self, rulebase: RuleBase) -> str:
        """Return what the person types, a line for each screen of today's interview."""
        met = mirror(rulebase, Person(self.whole))
        return "".join(f"{line}\n" for _, line in met)


EXAMPLES = {
    "numb.txt": Example({"nerve.saddle_numbness": True}, Disposition.EMERGENCY_NOW),
    "strain.txt": Example(
        {
            "pain.trigger": frozenset({"lifting_or_twisting", "emotional_stress"}),
            "preference.kind": "natural",
        },
        Disposition.SELF_CARE,
    ),
}
