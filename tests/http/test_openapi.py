"""docs/schema/openapi.json is today's, and what it allows is what the server takes."""

from __future__ import annotations

import json
from random import Random

import pytest
from doors import Door
from jsonschema import Draft202012Validator
from schemas import FOLDER, openapi_text

from triage.terms import NOT_SURE

DOCUMENT = json.loads((FOLDER / "openapi.json").read_text(encoding="utf-8"))


def schema(name: str) -> Draft202012Validator:
    """Return what checks a part of the document."""
    return Draft202012Validator(
        {"$ref": f"#/components/schemas/{name}", "components": DOCUMENT["components"]}
    )


def test_the_document_is_todays() -> None:
    shown = (FOLDER / "openapi.json").read_text(encoding="utf-8")
    assert shown == openapi_text(), "run `python tests/docs/schemas.py --write`"


def test_the_server_gives_the_document(door: Door) -> None:
    status, _, raw = door.call("GET", "/openapi.json")
    assert (status, json.loads(raw)["paths"]) == (200, DOCUMENT["paths"])


def test_every_reference_leads_somewhere() -> None:
    text = json.dumps(DOCUMENT)
    named = {one.split('"')[0] for one in text.split('"#/components/schemas/')[1:]}
    assert named == set(DOCUMENT["components"]["schemas"])


def test_what_evidence_may_be_is_what_is_taken(door: Door) -> None:
    """Draws values that fit and values that do not, for every line."""
    chance = Random(5)  # noqa: S311  (the same values each time)
    allowed = schema("Evidence")
    values: list[object] = [
        True,
        False,
        None,
        NOT_SURE,
        0,
        3,
        10**9,
        -1,
        "neck",
        ["neck"],
        [],
        "x",
        {},
        [1],
    ]
    for line in DOCUMENT["components"]["schemas"]["Evidence"]["properties"]:
        for value in chance.sample(values, 4):
            evidence = {line: value}
            status, told = door.post("/v1/rationale", {"evidence": evidence, "facts": [FACT]})
            assert (status == 200) is allowed.is_valid(evidence), (evidence, told)


FACT = "nerve.saddle_numbness"


@pytest.mark.parametrize(
    ("path", "body", "answer"),
    [
        ("/v1/interview", {}, "Next"),
        ("/v1/assess", {}, "Assessment"),
        ("/v1/assess", {"detail": "brief"}, "Brief"),
        ("/v1/explain", {"about": "heat_pack"}, "Explanation"),
        ("/v1/rationale", {"facts": [FACT]}, "Rationale"),
        ("/v1/assess", {"detail": "other"}, "ProblemDetails"),
    ],
)
@pytest.mark.parametrize("evidence", [{}, {FACT: True}, {FACT: "not_sure"}])
def test_replies_fit_the_document(
    door: Door, path: str, body: dict[str, object], answer: str, evidence: dict[str, object]
) -> None:
    _, told = door.post(path, {"evidence": evidence, **body})
    assert list(schema(answer).iter_errors(told)) == []
