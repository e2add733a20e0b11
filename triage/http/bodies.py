"""What a request may hold, and how its body is read: as a whole, small, plain and strict."""

from __future__ import annotations

import asyncio
from typing import Annotated, Literal, TypeVar

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import ClientDisconnect

from triage.content.strict_json import read_json
from triage.http.problems import RefusedError, not_json, unfit_body
from triage.wording import SOURCE_LANGUAGE

LARGEST = 65_536
"""Bytes of a body; that of a whole interview has some 6,000."""

SLOWEST = 10.0
"""Seconds within which a body must have come."""

MOST_KEYS = 1000
"""Lines of evidence; every fact, group line and plain check of ours together are fewer."""

NAME = Annotated[str, Field(max_length=120)]


class Asked(BaseModel):
    """What is known of a person, and the language to answer in."""

    model_config = ConfigDict(extra="forbid", strict=True)

    evidence: dict[NAME, object] = Field(max_length=MOST_KEYS)
    language: str = Field(SOURCE_LANGUAGE, max_length=20)


class AskedForScreen(Asked):
    """What is known, and what was promised."""

    most: int | None = Field(
        None, ge=0, le=1000, description="`screen.remaining` of the screen before: it is held to."
    )
    expected: bool = Field(default=False, description="Also estimate how many screens follow.")


class AskedToAssess(Asked):
    """What is known, and how much to tell."""

    detail: Literal["brief", "full"] = "full"
    region: str = Field(
        "", max_length=20, description="Where the person is, for the numbers to call: `UK`, `MX`."
    )


class AskedToExplain(Asked):
    """What is known, and the rule or remedy to explain."""

    about: NAME = Field(description="The id of a rule or remedy.")


class AskedForRationale(Asked):
    """What is known, and the facts that a question is about."""

    facts: list[NAME] = Field(min_length=1, max_length=100)


Body = TypeVar("Body", bound=Asked)


async def body_of(request: Request, kind: type[Body]) -> Body:
    """Return the body of a request as `kind`; raises RefusedError, whatever is wrong with it."""
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise RefusedError(415, "A compressed body is not taken", headers={"accept-encoding": ""})
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != "application/json":
        raise RefusedError(415, "The body should be application/json")
    document = read_json(await _bytes(request), "body")
    if document.problems:
        raise not_json(document.problems)
    try:
        return kind.model_validate(document.data)
    except ValidationError as error:
        raise unfit_body(error) from None


async def _bytes(request: Request) -> bytes:
    length = request.headers.get("content-length")
    if length is None:
        raise RefusedError(411, "Say how long the body is", headers={"connection": "close"})
    if not length.isascii() or not length.isdecimal() or int(length[:20]) > LARGEST:
        message = f"A body has at most {LARGEST:,} bytes"
        raise RefusedError(413, message, headers={"connection": "close"})
    try:
        async with asyncio.timeout(SLOWEST):
            return await request.body()
    except TimeoutError:
        headers = {"connection": "close"}
        raise RefusedError(408, "The body did not come in time", headers=headers) from None
    except ClientDisconnect:
        raise RefusedError(400, "The body was cut short") from None
