"""What holds for every reply: headers, marks of the rules, and a log that holds no answer."""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Iterator

import pytest
from doors import JSON, Door

from triage.http.outer import LOG
from triage.service import Service

EMPTY = b'{"evidence": {}}'
GETS = ["/v1/knowledge", "/v1/facts", "/v1/facts?language=es", "/v1/remedies/heat_pack"]
RULE = "/v1/rules/nerves.cauda_equina.emergency_now"


@pytest.fixture
def log() -> Iterator[list[str]]:
    """Return the lines that the server logs, as they come."""
    lines: list[str] = []

    class Held(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    handler, level = Held(), LOG.level
    LOG.addHandler(handler)
    LOG.setLevel(logging.DEBUG)
    yield lines
    LOG.removeHandler(handler)
    LOG.setLevel(level)


def test_the_digest_is_on_every_reply_once(door: Door) -> None:
    for method, path, body in [
        ("GET", "/healthz", None),
        ("GET", "/nothing", None),
        ("POST", "/v1/assess", EMPTY),
        ("POST", "/v1/assess", b"{"),
    ]:
        _, headers, _ = door.call(method, path, body, **JSON)
        assert headers["knowledge-digest"] == door.service.digest
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == ("no-cache" if method == "GET" else "no-store")
        assert "server" not in headers


@pytest.mark.parametrize("path", [*GETS, RULE])
def test_what_has_not_changed_is_not_sent_again(door: Door, path: str) -> None:
    status, headers, raw = door.call("GET", path)
    assert status == 200
    assert raw
    again, _, nothing = door.call("GET", path, If_None_Match=headers["etag"])
    assert (again, nothing) == (304, b"")
    anew, _, full = door.call("GET", path, If_None_Match='"other"')
    assert (anew, full) == (200, raw)


def test_an_interview_goes_on_under_the_rules_it_began_with_or_not_at_all(door: Door) -> None:
    for tag, status in [
        (f'"{door.service.digest}"', 200),
        ("*", 200),
        ('"other"', 412),
        (door.service.digest, 412),
    ]:
        got, _, _ = door.call("POST", "/v1/interview", EMPTY, **JSON, If_Match=tag)
        assert got == status


def test_pages_of_other_origins_may_not_ask_unless_told(door: Door) -> None:
    asks = {"Access-Control-Request-Method": "POST"}
    status, headers, _ = door.call(
        "OPTIONS", "/v1/assess", None, Origin="https://clinic.example", **asks
    )
    assert (status, headers["access-control-allow-origin"]) == (200, "https://clinic.example")
    status, headers, _ = door.call(
        "OPTIONS", "/v1/assess", None, Origin="https://evil.example", **asks
    )
    assert status == 400
    assert "access-control-allow-origin" not in headers


def test_it_says_that_it_is_alive_and_ready(door: Door) -> None:
    for path, status in {"/healthz": "alive", "/readyz": "ready"}.items():
        _, _, raw = door.call("GET", path)
        assert json.loads(raw) == {"status": status, "digest": door.service.digest}


def test_the_log_holds_no_answer_no_address_and_no_header(door: Door, log: list[str]) -> None:
    said = {"nerve.saddle_numbness": True, "patient.age_years": 47, "pain.location": ["neck"]}
    door.post("/v1/assess", {"evidence": said}, X_Name="secret")
    door.post("/v1/assess", {"evidence": {"secret": "secret"}})
    door.call("GET", "/secret?secret=1")
    door.call("GET", "/v1/rules/secret")
    door.call("SECRET", "/v1/facts")
    for _ in range(1000):  # a line is written once its reply is sent
        if len(log) == 5:
            break
        time.sleep(0.01)
    kept = [re.sub(r"\d+\.\d ms", "N ms", line) for line in log]
    assert kept == [
        "POST /v1/assess 200 N ms",
        "POST /v1/assess 422 N ms",
        "GET - 404 N ms",
        "GET /v1/rules/{rule} 404 N ms",
        "- /v1/facts 405 N ms",
    ]


def test_a_fault_of_ours_is_told_without_what_it_holds(
    door: Door, log: list[str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fails(*_args: object, **_kwargs: object) -> None:
        message = "secret answer"
        raise RuntimeError(message)

    monkeypatch.setattr(Service, "assess", fails)
    status, told = door.post("/v1/assess", {"evidence": {}})
    assert (status, told["title"]) == (500, "The program itself failed; nothing was decided")
    assert log[0] == "internal fault: RuntimeError"
    assert "secret" not in "".join([*log, *capfd.readouterr(), json.dumps(told)])
