"""From plain data to one model, with every mistake at its own line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from triage.content.conditions import close_hint
from triage.content.strict_yaml import Document, Path, Value
from triage.model.frozen import Frozen
from triage.model.knowledge import (
    Claims,
    Disclaimer,
    Dispositions,
    DispositionText,
    FollowUp,
    FollowUpItem,
    Manifest,
    Preferences,
    SafetyNet,
    SafetyNetItem,
    Source,
    SourceTheme,
)
from triage.model.locale import Locale, Translation
from triage.model.question import Item, Question, Topic
from triage.model.region import Region, Regions
from triage.model.remedy import Check, Claim, Remedy, RemedyEvidence
from triage.model.rule import Conclusion, Evidence, Examples, Review, Rule, SilentExample

_MODELS: tuple[type[Frozen], ...] = (
    Check, Claim, Claims, Conclusion, Disclaimer, Dispositions, DispositionText, Evidence,
    Examples, FollowUp, FollowUpItem, Item, Manifest, Preferences, Question, Remedy,
    RemedyEvidence, Review, Rule, SafetyNet, SafetyNetItem, SilentExample, Source, SourceTheme,
    Topic, Locale, Translation, Region, Regions,
)  # fmt: skip
M = TypeVar("M", bound=BaseModel)

KNOWN_KEYS = frozenset(
    field.alias or name for model in _MODELS for name, field in model.model_fields.items()
)


def build(document: Document, model: type[M], data: Value, path: Path = ()) -> M | None:
    """Return `data` (which stands at `path`) as a `model`, or None after noting each problem.

    Values that are model instances already (conditions) pass through untouched.
    """
    if not isinstance(data, Mapping):
        document.report(path, "should be a mapping of keys to values")
        return None
    try:
        return model.model_validate(data)
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_context=False):
            location = tuple(detail["loc"])
            _report(document, (*path, *location), detail["type"], detail["msg"], detail["input"])
        return None


LONGEST_SHOWN = 40
"""Characters of a wrong value that a message repeats."""


def _report(document: Document, path: Path, kind: str, message: str, value: object) -> None:
    key = path[-1] if path else ""
    if kind == "missing":
        document.report(path, f"key `{key}` is missing")
    elif kind == "extra_forbidden":
        document.report(path, f"key `{key}` is unknown", close_hint(key, KNOWN_KEYS))
    else:
        text = message[0].lower() + message[1:]
        short = isinstance(value, str | int) and len(str(value)) < LONGEST_SHOWN
        shown = f", not `{value}`" if short else ""
        document.report(path, f"`{key}`: {text}{shown}")
