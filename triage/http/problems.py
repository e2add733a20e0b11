"""Mistakes of a client as RFC 9457 tells them: one entry each, with a pointer and a hint."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fastapi.responses import Response
from pydantic import BaseModel, Field, ValidationError

from triage.errors import FactsError, Problem, printable

MEDIA_TYPE = "application/problem+json"
MOST_TOLD = 300
"""Mistakes that one reply lists; a body cannot hold many more lines."""


class Mistake(BaseModel):
    """One thing that is wrong in a request."""

    pointer: str = Field(description="JSON pointer into the body (RFC 6901); empty: all of it.")
    detail: str
    hint: str = ""


class ProblemDetails(BaseModel):
    """What went wrong (RFC 9457). It may repeat a wrong value: show it, never log it."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    errors: list[Mistake] = []


class RefusedError(Exception):
    """A request that is not answered, with the status and what to tell."""

    def __init__(
        self,
        status: int,
        title: str,
        errors: Iterable[Mistake] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Hold what the reply says."""
        super().__init__(title)
        self.status = status
        self.title = title
        self.errors = list(errors)[:MOST_TOLD]
        self.headers = dict(headers or {})

    @property
    def reply(self) -> Response:
        """Return the reply."""
        told = ProblemDetails(title=self.title, status=self.status, errors=self.errors)
        return Response(told.model_dump_json(), self.status, self.headers, MEDIA_TYPE)


def pointer(*path: str | int) -> str:
    """Return the JSON pointer to a place in a body."""
    steps = (printable(str(one)).replace("~", "~0").replace("/", "~1") for one in path)
    return "".join(f"/{one}" for one in steps)


def not_json(problems: Iterable[Problem]) -> RefusedError:
    """Return the refusal of a body that is no JSON, or not without surprises."""
    errors = [
        Mistake(pointer="", detail=f"{one.where}: {one.message}", hint=one.hint) for one in problems
    ]
    return RefusedError(400, "The body cannot be read", errors)


def unfit_facts(error: FactsError, *at: str) -> RefusedError:
    """Return the refusal of facts; `at` is the place, where it is not one in the evidence."""
    errors = [
        Mistake(
            pointer=pointer(*(at or ("evidence", one.where))), detail=one.message, hint=one.hint
        )
        for one in error.problems
    ]
    return RefusedError(422, "Some facts do not fit", errors)


def unfit_body(error: ValidationError) -> RefusedError:
    """Return the refusal of a body of another shape; the wrong value itself is not repeated."""
    errors = [
        Mistake(pointer=pointer(*one["loc"]), detail=one["msg"])
        for one in error.errors(include_url=False, include_context=False, include_input=False)
    ]
    return RefusedError(422, "The body does not have the right shape", errors)
