"""The app: its endpoints, how it refuses, and what holds for all of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware

from triage.api import __version__
from triage.http import asking, reading, schema
from triage.http.outer import Outer
from triage.http.problems import RefusedError
from triage.service import Service

ABOUT = (
    "Triage by rules for muscle spasm. Not a diagnosis; no clinician has reviewed it. Every call "
    "carries all that is known; nothing is kept. There is no authentication here."
)


def app_of(service: Service, cors: Sequence[str] = ()) -> FastAPI:
    """Return the app that answers from `service`; `cors` are the origins of pages that may ask."""
    app = FastAPI(
        title="Symptom triage",
        version=__version__,
        description=ABOUT,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.add_exception_handler(RefusedError, _refused)
    app.add_exception_handler(HTTPException, _no_such)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.include_router(asking.routes(service))
    app.include_router(reading.routes(service))

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            base = service.rulebase()
            app.openapi_schema = schema.openapi(app, base, service.languages)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]  # FastAPI's own way to extend it
    if cors:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(cors),
            allow_methods=["GET", "POST"],
            allow_headers=["content-type", "if-match"],
            expose_headers=["knowledge-digest", "etag"],
        )
    app.add_middleware(Outer, digest=service.digest)
    return app


async def _refused(_request: Request, error: Exception) -> Response:
    if not isinstance(error, RefusedError):
        raise error
    return error.reply


async def _no_such(_request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    return RefusedError(error.status_code, error.detail, headers=error.headers).reply


async def _unreadable(_request: Request, _error: Exception) -> Response:
    return RefusedError(422, "The address does not have the right shape").reply
