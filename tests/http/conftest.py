"""A server of the HTTP door, on a free port of this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from doors import Door, listening

from triage.http.server import server_of
from triage.service import Service


@pytest.fixture(scope="session")
def door() -> Iterator[Door]:
    """Return a server that runs until all tests are done."""
    service = Service()
    server = server_of(service, port=0, cors=["https://clinic.example"])
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield Door(service, listening(server, thread))
    finally:
        server.should_exit = True
        thread.join()
