"""Which number to call where: `knowledge/regions.yaml`."""

from __future__ import annotations

from pydantic import Field, field_validator

from triage.model.frozen import Frozen
from triage.terms import RuleStatus, SourceStatus


class Region(Frozen):
    """One region: its name as it stands after "in", and its telephone numbers.

    `territories` are ISO 3166 two-letter codes; `emergency` the numbers for an ambulance, the one
    to try first in front; `advice` a line for urgent medical advice, empty where there is none.
    """

    id: str = Field(pattern=r"^[A-Z]{2}$")
    name: str
    territories: tuple[str, ...] = Field(min_length=1)
    emergency: tuple[str, ...] = Field(min_length=1)
    advice: str = ""

    @field_validator("emergency", mode="before")
    @classmethod
    def _numbers(cls, value: object) -> object:
        """Accept `112` without quotes; it is text all the same (`000` is a number to call)."""
        if isinstance(value, list):
            return [_dialled(one) for one in value]
        return value

    @field_validator("advice", mode="before")
    @classmethod
    def _number(cls, value: object) -> object:
        """Accept `111` without quotes."""
        return _dialled(value)


def _dialled(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


class Regions(Frozen):
    """All regions; `examples` are the ids named when the region is not known."""

    version: int = 1
    status: RuleStatus = RuleStatus.DRAFT
    seen: SourceStatus = SourceStatus.UNCONFIRMED
    judgement: str = ""
    examples: tuple[str, ...] = ()
    regions: tuple[Region, ...] = ()

    def named(self, code: str) -> Region | None:
        """Return the region with that id or territory code, in any case; None if there is none."""
        wanted = code.strip().upper()
        by_id = {one.id: one for one in self.regions}
        by_territory = {code: one for one in self.regions for code in one.territories}
        return by_id.get(wanted) or by_territory.get(wanted)
