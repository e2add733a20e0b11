"""What holds for every reply, around the app: headers, one line of log, and faults without a word.

The log names the method, the route as it is written in the app, the status and the time, never an
address, a body or a header: of the text of an error only its kind is told.
"""

from __future__ import annotations

import logging
import time
from collections.abc import MutableMapping
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from triage.http.problems import RefusedError

LOG = logging.getLogger("triage.http")

METHODS = frozenset({"GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"})


class Outer:
    """The outermost part of the app."""

    def __init__(self, app: ASGIApp, *, digest: str) -> None:
        """Wrap an app whose rules have a digest."""
        self._app = app
        self._digest = digest.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status = time.perf_counter(), 0
        own = [
            (b"knowledge-digest", self._digest),
            (b"x-content-type-options", b"nosniff"),
            (b"cache-control", b"no-cache" if scope["method"] == "GET" else b"no-store"),
        ]

        async def told(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], *own]
            await send(message)

        try:
            await self._app(scope, receive, told)
        except Exception as error:  # noqa: BLE001  (its text may hold an answer)
            LOG.error("internal fault: %s", type(error).__name__)  # noqa: TRY400
            if not status:
                fault = RefusedError(500, "The program itself failed; nothing was decided").reply
                await fault(scope, receive, told)
        spent = (time.perf_counter() - begun) * 1000
        LOG.info("%s %s %d %.1f ms", _method(scope), _route(scope), status, spent)


def _method(scope: MutableMapping[str, Any]) -> str:
    method: str = scope["method"]
    return method if method in METHODS else "-"


def _route(scope: MutableMapping[str, Any]) -> str:
    """Return the route as the app writes it; an address that is none could hold anything."""
    path: str = getattr(scope.get("route"), "path", "-")
    return path
