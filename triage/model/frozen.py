"""The base of every content model: immutable, and closed to keys nobody defined."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value that cannot change after it is built and takes no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")
