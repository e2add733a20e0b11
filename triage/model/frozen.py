"""The base of every content model: immutable, and closed to keys nobody defined."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import BaseModel, ConfigDict, Strict

Whole: TypeAlias = Annotated[int, Strict()]
"""A whole number as written; `true`, `"5"` and `5.0` are none."""


class Frozen(BaseModel):
    """A value that cannot change after it is built and takes no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")
