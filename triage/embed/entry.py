"""An entry of an assessment as data: all that is the same for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import partial
from typing import cast

from pydantic_core import to_jsonable_python

from triage.model.assessment import SourceRef


def fixed_fields(part: object) -> dict[str, object]:
    """Return what is fixed in a part of an assessment, or in a template of one, as JSON names it.

    Sources stand as their numbers: their table is written once.
    """
    if isinstance(part, partial):
        given = cast("Mapping[str, object]", part.keywords)
    elif is_dataclass(part):
        given = {one.name: getattr(part, one.name) for one in fields(part)}
    else:
        message = f"neither a part of an assessment nor a template of one: {type(part).__name__}"
        raise TypeError(message)
    return {name.rstrip("_"): _plain(value) for name, value in given.items()}


def _plain(value: object) -> object:
    if isinstance(value, tuple) and value and all(isinstance(one, SourceRef) for one in value):
        return [one.number for one in value]
    return to_jsonable_python(value, by_alias=True)
