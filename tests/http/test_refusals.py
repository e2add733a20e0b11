"""What does not fit is refused, with a status, a pointer and a hint; nothing is a fault of ours."""

from __future__ import annotations

import gzip
import json
import socket

import pytest
from doors import JSON, Door

from triage.http import bodies

POSTS = ["/v1/interview", "/v1/assess", "/v1/explain", "/v1/rationale"]
FLAG = "nerve.saddle_numbness"


def test_every_mistake_has_a_pointer_and_a_hint(door: Door) -> None:
    evidence = {"nerve.sadle_numbness": True, "pain.location": ["nose"], "a/b~c": 1}
    status, told = door.post("/v1/assess", {"evidence": evidence})
    assert (status, told["status"], told["title"]) == (422, 422, "Some facts do not fit")
    found = {one["pointer"]: one["hint"] for one in told["errors"]}
    assert found["/evidence/nerve.sadle_numbness"] == f"did you mean `{FLAG}`?"
    assert found["/evidence/pain.location"] == "did you mean `neck`?"
    assert "/evidence/a~1b~0c" in found


def test_a_region_without_known_numbers_is_refused(door: Door) -> None:
    status, told = door.post("/v1/assess", {"evidence": {}, "detail": "brief", "region": "XX"})
    assert (status, told["errors"][0]["pointer"]) == (422, "/region")
    assert "there are: " in told["errors"][0]["hint"]


@pytest.mark.parametrize(
    "value", [0, 1, "true", "yes", "", [], [True], {}, {"a": 1}, 0.0, "\N{SNOWMAN}", -1e300]
)
def test_a_symptom_is_never_coerced(door: Door, value: object) -> None:
    status, told = door.post("/v1/assess", {"evidence": {FLAG: value}})
    assert status == 422
    assert [one["pointer"] for one in told["errors"]] == [f"/evidence/{FLAG}"]


@pytest.mark.parametrize(
    "lines",
    [
        {"group:no_such": False},
        {"group:": True},
        {"check:no.such": True},
        {f"check:{FLAG}x": True},
        {"patient.age_years": 10**30},
        {"patient.age_years": -1},
        {"patient.age_years": "45"},
        {"pain.location": [["neck"]]},
        {"pain.location": [None]},
        {"pain.location": {"neck": True}},
        {"": True},
        {"\N{GRINNING FACE}": True},
    ],
)
def test_lines_that_cannot_be_are_refused(door: Door, lines: dict[str, object]) -> None:
    status, told = door.post("/v1/interview", {"evidence": lines})
    assert (status, len(told["errors"])) == (422, 1)


def test_lines_of_groups_and_checks_take_yes_no_and_not_sure_alone(door: Door) -> None:
    base = door.service.rulebase()
    lines = [f"check:{next(iter(base.plain_checks))}"]
    lines += [f"group:{one.id}" for one in base.questions.values() if one.group][:1]
    assert len(lines) == 2
    for line in lines:
        wrong: list[object] = [1, "yes", [], {}]
        for value in wrong:
            status, told = door.post("/v1/interview", {"evidence": {line: value}})
            assert (status, told["errors"][0]["pointer"]) == (422, f"/evidence/{line}")
        assert door.post("/v1/interview", {"evidence": {line: "not_sure"}})[0] == 200


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b'{"evidence": {"' + FLAG.encode() + b'": true, "' + FLAG.encode() + b'": false}}', 400),
        (b'{"evidence": {}, "evidence": {}}', 400),
        (b'{"evidence": {"patient.age_years": NaN}}', 400),
        (b'{"evidence": {"patient.age_years": 1' + b"0" * 6000 + b"}}", 422),
        (b'{"evidence": ' + b"[" * 30000 + b"]" * 30000 + b"}", 400),
        (b'{"evidence": ' + b'{"a":' * 5000 + b"1" + b"}" * 5000 + b"}", 400),
        (b'{"evidence": {"a\\ud800": 1}}', 400),
        (b'{"evidence": {"a\\u0000": 1}}', 400),
        (b"[]", 422),
        (b"null", 422),
        (b"1e999", 422),
        (b"{}", 422),
        (b'{"evidence": []}', 422),
        (b'{"evidence": null}', 422),
        (b'{"evidence": {}, "language": "xx"}', 422),
        (b'{"evidence": {}, "language": 1}', 422),
        (b'{"evidence": {}, "colour": "red"}', 422),
        (b'{"evidence": {"' + b"a" * 500 + b'": true}}', 422),
        (json.dumps({"evidence": {str(one): True for one in range(3000)}}).encode(), 422),
        (b'{"evidence": {}}' + b" " * 65536, 413),
    ],
)
def test_a_body_that_is_none_is_refused(door: Door, path: str, raw: bytes, status: int) -> None:
    got, headers, told = door.call("POST", path, raw, **JSON)
    assert (got, headers["content-type"]) == (status, "application/problem+json")
    assert json.loads(told)["status"] == status


@pytest.mark.parametrize(
    ("path", "more", "at"),
    [
        ("/v1/interview", {"most": -1}, "/most"),
        ("/v1/interview", {"most": True}, "/most"),
        ("/v1/interview", {"most": "3"}, "/most"),
        ("/v1/interview", {"expected": 1}, "/expected"),
        ("/v1/assess", {"detail": "all"}, "/detail"),
        ("/v1/explain", {}, "/about"),
        ("/v1/explain", {"about": "no.such.rule"}, "/about"),
        ("/v1/explain", {"about": ""}, "/about"),
        ("/v1/rationale", {"facts": []}, "/facts"),
        ("/v1/rationale", {"facts": ["no.such"]}, "/facts"),
    ],
)
def test_what_stands_beside_the_evidence_is_checked(
    door: Door, path: str, more: dict[str, object], at: str
) -> None:
    status, told = door.post(path, {"evidence": {}, **more})
    assert (status, {one["pointer"] for one in told["errors"]}) == (422, {at})


def test_a_compressed_body_is_refused_unread(door: Door) -> None:
    raw = gzip.compress(b'{"evidence": {}}')
    for coding in ("gzip", "deflate", "br", "identity, gzip"):
        status, _ = door.post("/v1/assess", raw, Content_Encoding=coding)
        assert status == 415


def test_only_json_that_says_so_is_read(door: Door) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        status, _ = door.post("/v1/assess", {"evidence": {}}, Content_Type=kind)
        assert status == 415
    kind = "application/json; charset=utf-8"
    assert door.post("/v1/assess", {"evidence": {}}, **{"Content-Type": kind})[0] == 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/v1/assess", 405),
        ("GET", "/v1/rules/no.such", 404),
        ("GET", "/v1/remedies/%2e%2e%2fetc", 404),
        ("GET", "/v1/facts?language=xx", 404),
        ("GET", "/%00%ff", 404),
        ("DELETE", "/v1/facts", 405),
    ],
)
def test_an_address_that_is_none_is_refused(
    door: Door, method: str, path: str, status: int
) -> None:
    got, headers, _ = door.call(method, path)
    assert (got, headers["content-type"]) == (status, "application/problem+json")


def raw_reply(door: Door, *parts: bytes, more: bool = True) -> bytes:
    """Send bytes as they are; return all that comes back."""
    with socket.create_connection(("127.0.0.1", door.port), timeout=30) as line:
        for part in parts:
            line.sendall(part)
        if not more:
            line.shutdown(socket.SHUT_WR)
        got = b""
        while part := line.recv(65536):
            got += part
        return got


HEAD = b"POST /v1/assess HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"


def test_a_body_of_unknown_length_is_refused(door: Door) -> None:
    reply = raw_reply(door, HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n")
    assert reply.startswith(b"HTTP/1.1 411 ")


def test_a_body_that_never_comes_is_given_up(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "SLOWEST", 0.05)
    reply = raw_reply(door, HEAD + b"Content-Length: 100\r\n\r\n", b"{")
    assert reply.startswith(b"HTTP/1.1 408 ")


def test_clients_that_break_off_leave_the_server_well(door: Door) -> None:
    for parts in (
        [HEAD + b"Content-Length: 100\r\n\r\n{"],
        [b"\x16\x03\x01\x02\x00\x01"],
        [b"GET /" + b"a" * 100_000],
        [b"POST /v1/assess HTTP/1.1\r\nContent-Length: -5\r\n\r\n"],
        [b""],
    ):
        reply = raw_reply(door, *parts, more=False)
        assert b" 200 " not in reply
        assert b" 500 " not in reply
    assert door.post("/v1/assess", {"evidence": {}})[0] == 200
