"""A client of the HTTP door, and what waits for a server to listen."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any

from triage.http.server import Server
from triage.service import Service

JSON = {"Content-Type": "application/json"}


@dataclass
class Door:
    """A running server, and one client of it."""

    service: Service
    port: int

    def call(
        self, method: str, path: str, body: bytes | None = None, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Send one request; return status, headers (small letters) and body of the reply."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            line.request(method, path, body, sent)
            reply = line.getresponse()
            told = {name.lower(): value for name, value in reply.getheaders()}
            return reply.status, told, reply.read()
        finally:
            line.close()

    def post(self, path: str, asked: object, **headers: str) -> tuple[int, Any]:
        """Send JSON; return the status and the JSON of the reply."""
        raw = asked if isinstance(asked, bytes) else json.dumps(asked).encode()
        status, _, told = self.call(
            "POST", path, raw, **{"Content-Type": "application/json", **headers}
        )
        return status, json.loads(told)


def listening(server: Server, thread: threading.Thread) -> int:
    """Return the port of a server once it listens."""
    while not server.started:
        assert thread.is_alive(), "the server could not start"
        time.sleep(0.01)
    port: int = server.servers[0].sockets[0].getsockname()[1]
    return port
