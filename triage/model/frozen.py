"""The base of every content model: immutable, and closed to keys nobody defined."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Strict

Whole: TypeAlias = Annotated[int, Strict()]
"""A whole number as written; `true`, `"5"` and `5.0` are none."""


class Frozen(BaseModel):
    """A value that cannot change after it is built and takes no unknown keys."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", json_schema_serialization_defaults_required=True
    )

    def model_copy(self, *, update: Mapping[str, object] | None = None, deep: bool = False) -> Self:
        """Return a copy with the fields in `update` changed.

        What was worked out from the old fields is worked out again; pydantic alone would keep it.
        """
        copied = super().model_copy(update=update, deep=deep)
        for name in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[name]
        return copied
