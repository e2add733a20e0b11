"""From plain data to one model, with every mistake at its own line."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
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
from triage.model.ladder import LadderFile, Rung, RungFires, RungSilent
from triage.model.locale import Locale, Translation
from triage.model.question import Group, GroupScreen, Item, PlainCheck, Question, Topic
from triage.model.region import Region, Regions
from triage.model.remedy import Check, Claim, Remedy, RemedyEvidence
from triage.model.rule import Conclusion, Evidence, Examples, Review, Rule, SilentExample

_MODELS: tuple[type[Frozen], ...] = (
    Check, Claim, Claims, Conclusion, Disclaimer, Dispositions, DispositionText, Evidence,
    Examples, FollowUp, FollowUpItem, Group, GroupScreen, Item, Manifest, PlainCheck, Preferences,
    Question, Remedy,
    RemedyEvidence, Review, Rule, SafetyNet, SafetyNetItem, SilentExample, Source, SourceTheme,
    Topic, Locale, Translation, Region, Regions, LadderFile, Rung, RungFires, RungSilent,
)  # fmt: skip
M = TypeVar("M", bound=BaseModel)

KNOWN_KEYS = frozenset(
    field.alias or name for model in _MODELS for name, field in model.model_fields.items()
)


def build(
    document: Document,
    model: type[M],
    data: Value,
    path: Path = (),
    *,
    known: Collection[str] = KNOWN_KEYS,
) -> M | None:
    """Return `data` (which stands at `path`) as a `model`, or None after noting each problem.

    `known` are the keys that may have been meant by one that is unknown.

    Values that are model instances already (conditions) pass through untouched.
    """
    if not isinstance(data, Mapping):
        document.report(path, "should be a mapping of keys to values")
        return None
    try:
        return model.model_validate(data)
    except ValidationError as error:
        reported: set[Path] = set()
        details = error.errors(include_url=False, include_context=False)
        for detail in sorted(details, key=lambda one: -len(one["loc"])):
            place = (*path, *detail["loc"])
            if detail["type"] in {"missing", "extra_forbidden"}:
                _report_key(document, place, detail["type"], {*known, *model.model_fields})
            elif not any(one[: len(place)] == place for one in reported):
                # A union names its members past the end of the path: the value itself is wrong.
                where = _longest_known(document, place)
                if where not in reported:
                    told = PLAIN.get(detail["type"], detail["msg"])
                    message = told if where == place else NO_RAW_VALUE
                    _report_value(document, where, message, detail["input"])
                reported.add(where)
        return None


LONGEST_SHOWN = 40
"""Characters of a wrong value that a message repeats."""

PLAIN = {
    "tuple_type": "should be a list",
    "list_type": "should be a list",
    "dict_type": "should be a mapping of keys to values",
    "string_type": "should be text",
    "int_type": "should be a whole number",
}
"""Messages that would otherwise speak of Python."""

NO_RAW_VALUE = "should be true, false, a whole number, text or a list of texts"


def _longest_known(document: Document, path: Path) -> Path:
    while path and path not in document.places:
        path = path[:-1]
    return path


def _report_key(document: Document, path: Path, kind: str, known: Collection[str]) -> None:
    key = path[-1]
    if kind == "missing":
        document.report(path, f"key `{key}` is missing")
    else:
        document.report(path, f"key `{key}` is unknown", close_hint(key, known))


def _report_value(document: Document, path: Path, message: str, value: object) -> None:
    key = path[-1] if path else ""
    text = message.removeprefix("Value error, ")
    text = text[0].lower() + text[1:]
    written = json.dumps(value, ensure_ascii=False) if isinstance(value, str | int) else ""
    if isinstance(value, str) and text != PLAIN["int_type"]:
        written = value
    shown = f", not `{written}`" if 0 < len(written) < LONGEST_SHOWN else ""
    document.report(path, f"`{key}`: {text}{shown}")
