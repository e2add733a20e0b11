"""Makes the JSON Schemas of docs/schema: what an assessment, a screen and a saved session hold.

openapi.json is the whole HTTP door.

`python tests/docs/schemas.py --write` puts today's there.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Literal, NotRequired, TypeAlias

from pydantic import ConfigDict, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema
from typing_extensions import TypedDict

from triage.http.app import app_of
from triage.model.assessment import Assessment
from triage.service import Service
from triage.session.screen import Screen

FOLDER = Path(__file__).parents[2] / "docs" / "schema"

Schema: TypeAlias = dict[str, object]


class SavedKnowledge(TypedDict):
    """Which rule base asked."""

    __pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[misc]

    name: str
    version: str
    digest: str


class SavedAnswer(TypedDict):
    """One answer, with a mark of the wording it was given to."""

    __pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[misc]

    question: str
    wording: str
    values: dict[str, bool | int | str | list[str]]
    most: NotRequired[int]


class SetAside(TypedDict):
    """An answer that is kept and not used: it stands as it was read, with the reason."""

    __pydantic_config__ = ConfigDict(extra="allow")  # type: ignore[misc]

    reason: str


class SavedSession(TypedDict):
    """An interview as `Session.to_dict` gives it."""

    __pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[misc]

    format: Literal[1]
    knowledge: SavedKnowledge
    answers: list[SavedAnswer]
    set_aside: list[SetAside]


KINDS: dict[str, TypeAdapter[object]] = {
    "assessment.json": TypeAdapter(Assessment),
    "screen.json": TypeAdapter(Screen),
    "saved-session.json": TypeAdapter(SavedSession),
}
"""What each file describes: as it is written, with the names it has in JSON."""


def schema_of(name: str) -> Schema:
    """Return today's schema for a file."""
    made = KINDS[name].json_schema(mode="serialization", by_alias=True)
    return {"$schema": GenerateJsonSchema.schema_dialect, **made}


def text_of(name: str) -> str:
    """Return what the file should hold."""
    return json.dumps(schema_of(name), indent=1) + "\n"


def openapi_text() -> str:
    """Return what openapi.json should hold: what the HTTP door takes and gives."""
    return json.dumps(app_of(Service()).openapi(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__" and "--write" in sys.argv:
    for name in KINDS:
        (FOLDER / name).write_text(text_of(name), encoding="utf-8")
    (FOLDER / "openapi.json").write_text(openapi_text(), encoding="utf-8")
