"""People who do not exist: the test population that `triage simulate` draws from.

One portrait says what people with one condition would tick, each number with what it rests on.
Nothing here decides anything about a person who does exist.
"""

from __future__ import annotations

from functools import cached_property
from typing import Annotated

from pydantic import BeforeValidator, Field

from triage.model.condition import Condition
from triage.model.frozen import Frozen, Whole
from triage.terms import Disposition


def _no_truth(value: object) -> object:
    if isinstance(value, bool):
        message = "should be a number"
        raise ValueError(message)  # noqa: TRY004  (pydantic takes a ValueError for bad input)
    return value


Number = Annotated[float, BeforeValidator(_no_truth), Field(ge=0, allow_inf_nan=False)]
"""Zero or more; our YAML leaves `0.35` as text, which is read here."""

Part = Annotated[float, BeforeValidator(_no_truth), Field(ge=0, le=1, allow_inf_nan=False)]
"""A share or a probability, 0 to 1."""


class Basis(Frozen):
    """What a number rests on: sources alone (it stands there), `derived` from them, or `assumed`.

    `derived` and `assumed` say how and why. `source` are numbers of the file's own list.
    """

    source: tuple[Whole, ...] = ()
    derived: str = ""
    assumed: str = ""
    note: str = ""


class Chance(Basis):
    """How many of the people would tick a line, and the lowest and highest that may be true.

    With `given`, the share among those who tick one of these lines; nobody else ticks it. With
    `when_shown`, it was stated of people to whom the tool shows the line.
    """

    freq: Part
    range: tuple[Part, Part] | None = None
    given: tuple[str, ...] = ()
    when_shown: bool = False


class Values(Basis):
    """How a fact that is no yes/no is spread; exactly one of the five forms is given.

    `dist`: shares of a choice, which add up to 1. `shares`: chance of each value of a multiple
    choice. `p10`, `median`, `p90`: of a number. `bins`: lowest, highest, share, of a number.
    `female` and `male`: `dist` by sex, one for all or one an age band.
    """

    dist: dict[str, Part] = Field(default_factory=dict)
    shares: dict[str, Part] = Field(default_factory=dict)
    p10: Number | None = None
    median: Number | None = None
    p90: Number | None = None
    bins: tuple[tuple[Number, Number, Part], ...] = ()
    female: tuple[dict[str, Part], ...] = ()
    male: tuple[dict[str, Part], ...] = ()

    @cached_property
    def dists(self) -> tuple[dict[str, float], ...]:
        """Return every distribution of choices in it."""
        return tuple(one for one in (self.dist, *self.female, *self.male) if one)


class Together(Frozen):
    """Two lines of one portrait that go together.

    `both` is the share who tick both; left away, as many as can be.
    """

    of: tuple[str, str]
    both: Part | None = None
    why: str


class LevelWhen(Frozen):
    """A variant of a condition that needs another level, in words."""

    when: str = Field(alias="if")
    level: Disposition
    why: str


class RightIf(Frozen):
    """When it is no false alarm to send this ordinary person to somebody sooner."""

    why: str
    when: Condition


class Portrait(Frozen):
    """People with one condition, or one kind of ordinary people (who have a `weight`).

    `least_level` is the lowest that is safe, `most_level` the highest that is no over-triage.
    `values` are facts that are no yes/no; `signs` and `risks` are yes/no lines. Signs that no line
    holds yet stand in `signs_without_fact`, those that no line should ask in `not_askable`.
    `not_counted` says why a portrait stays out of every mean.
    """

    id: str
    title: str
    least_level: Disposition
    why_level: str
    most_level: Disposition | None = None
    level_when: tuple[LevelWhen, ...] = ()
    not_counted: str = ""
    weight: Chance | None = None
    higher_is_right_if: RightIf | None = None
    female: Chance
    values: dict[str, Values] = Field(default_factory=dict)
    signs: dict[str, Chance] = Field(default_factory=dict)
    risks: dict[str, Chance] = Field(default_factory=dict)
    signs_without_fact: dict[str, Chance] = Field(default_factory=dict)
    not_askable: dict[str, Chance] = Field(default_factory=dict)
    together: tuple[Together, ...] = ()

    @cached_property
    def lines(self) -> dict[str, Chance]:
        """Return every yes/no line that a person with it could be shown."""
        return {**self.risks, **self.signs}


class PortraitSource(Frozen):
    """Where numbers of one file come from; `seen` is where the text was read."""

    number: Whole
    cite: str
    says: str = ""
    year: Whole | None = None
    seen: str
    patients: Whole | None = None


class Family(Frozen):
    """One file of portraits."""

    family: str
    portraits: tuple[Portrait, ...]
    sources: tuple[PortraitSource, ...] = ()
