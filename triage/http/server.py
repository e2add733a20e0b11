"""Runs the app: on this machine alone unless told, without a log of its own, to a quiet end."""

from __future__ import annotations

import logging
import socket
import sys
from collections.abc import Sequence

import uvicorn

from triage.http.app import app_of
from triage.http.outer import LOG
from triage.service import Service

LOOPBACK = "127.0.0.1"
PORT = 8765
LAST = 10
"""Seconds that requests have to end once the server was told to stop."""
AT_ONCE = 200
"""Connections; more are told to come again."""


class Server(uvicorn.Server):
    """A server that says where it listens once it does."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to listen."""
        await super().startup(sockets)
        for one in self.servers:
            for bound in one.sockets:
                host, port = bound.getsockname()[:2]
                shown = f"[{host}]" if ":" in host else host
                LOG.info("listening on http://%s:%d", shown, port)


def server_of(
    service: Service, *, host: str = LOOPBACK, port: int = PORT, cors: Sequence[str] = ()
) -> Server:
    """Return a server that is still to be run; port 0 takes any that is free."""
    config = uvicorn.Config(
        app_of(service, cors),
        host=host,
        port=port,
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,  # its access log would tell addresses, its faults the values in them
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=AT_ONCE,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=LAST,
    )
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)
    return Server(config)


def serve(service: Service, *, host: str, port: int, cors: Sequence[str]) -> bool:
    """Serve until told to stop; return whether it ever listened. Logs to standard error."""
    told = logging.StreamHandler(sys.stderr)
    told.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    LOG.addHandler(told)
    LOG.setLevel(logging.INFO)
    LOG.propagate = False
    server = server_of(service, host=host, port=port, cors=cors)
    try:
        server.run()
    except SystemExit:  # uvicorn's way to say that it cannot listen
        return False
    finally:
        LOG.removeHandler(told)
    return server.started
