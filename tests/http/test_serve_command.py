"""`triage serve`: where it listens, how it stops, and what it says when it cannot."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from click.testing import CliRunner

from triage.cli.main import cli

BODY = b'{"evidence": {"nerve.saddle_numbness": true}}'


@contextmanager
def served(*args: str) -> Iterator[tuple[subprocess.Popen[str], str, int]]:
    """Run the command on a free port; give its process, and where it listens."""
    command = [sys.executable, "-m", "triage", "serve", "--port", "0", *args]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            found = re.search(r"listening on http://([^ ]+):(\d+)$", process.stderr.readline())
            assert found
            yield process, found[1], int(found[2])
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_request_under_way_is_answered_before_the_server_stops(number: signal.Signals) -> None:
    with (
        served() as (process, host, port),
        socket.create_connection((host, port), timeout=30) as line,
    ):
        assert host == "127.0.0.1"
        head = f"POST /v1/assess HTTP/1.1\r\nHost: x\r\nContent-Length: {len(BODY)}\r\n"
        line.sendall(head.encode() + b"Content-Type: application/json\r\n\r\n" + BODY[:10])
        # Answered after the half request has come, on a connection of its own.
        with socket.create_connection((host, port), timeout=30) as other:
            other.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            while other.recv(4096):
                pass
        process.send_signal(number)
        line.sendall(BODY[10:])
        got = b""
        while part := line.recv(65536):
            got += part
        assert got.startswith(b"HTTP/1.1 200 ")
        assert b'"disposition":"emergency_now"' in got
        _, said = process.communicate(timeout=30)
        assert "Traceback" not in said
        assert "saddle" not in said
        assert process.returncode == {signal.SIGTERM: -signal.SIGTERM, signal.SIGINT: 130}[number]


def test_a_port_that_is_taken_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = CliRunner().invoke(cli, ["serve", "--port", str(taken.getsockname()[1])])
    assert done.exit_code == 2
    assert "cannot listen on 127.0.0.1, port" in done.stderr
    assert "hint: another program may use it: name another port" in done.stderr
    assert capfd.readouterr().err == ""


def test_without_the_extra_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [one for one in sys.modules if one.startswith("triage.http")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    done = CliRunner().invoke(cli, ["serve"])
    assert done.exit_code == 2
    assert "uvicorn is not installed\n    hint: " in done.stderr


def test_a_rule_base_that_cannot_be_read_is_told() -> None:
    done = CliRunner().invoke(cli, ["serve", "--knowledge", "no-such-folder"])
    assert done.exit_code == 2
    assert "Traceback" not in done.stderr
