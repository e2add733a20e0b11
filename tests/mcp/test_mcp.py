"""A real client over standard input and output: the same interview, nothing logged."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Any

import anyio
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from people import NUMB, ON_WARFARIN, STRESSED, answer_to

from triage.model.rulebase import RuleBase
from triage.session.session import Session

DOCUMENT = Path(__file__).parents[2] / "docs" / "mcp.md"

NUMBNESS = {"nerve.saddle_numbness": True}


async def _interviews(client: Client, rulebase: RuleBase) -> None:
    for person in (STRESSED, NUMB, ON_WARFARIN):
        session, told = Session(rulebase), person.told(rulebase)
        evidence: dict[str, object] = {}
        most = None
        while True:
            asked = {"evidence": evidence, "most": most}
            got: Any = (await client.call_tool("next_question", asked)).structured_content
            due = session.next_question()
            if due is None:
                break
            lines = [one["line"] for one in got["question"]["lines"]] or [got["question"]["line"]]
            assert (got["question"]["ask"], tuple(lines)) == (due.ask, due.facts)
            session.answer(due.id, answer_to(due, told))
            evidence |= session.answers[-1].values
            most = got["remaining"]
        ending = session.why_over()
        assert ending is not None
        assert (got["question"], got["ended_because"]) == (None, ending.text)
        brief: Any = (await client.call_tool("assess", {"evidence": evidence})).structured_content
        assert brief["level"] == session.assess().disposition
        assert "draft" in brief["knowledge"]
        assert brief["disclaimer"] == rulebase.disclaimer.text


async def _mistakes_and_resources(client: Client, rulebase: RuleBase) -> None:
    tools = (await client.list_tools()).tools
    assert {one.name for one in tools} == {"next_question", "assess", "explain"}
    wrong = await client.call_tool("assess", {"evidence": {"nerve.sadle_numbness": "seCret"}})
    assert wrong.is_error
    assert "did you mean `nerve.saddle_numbness`?" in str(wrong.content)
    about = {"evidence": NUMBNESS, "about": "nerves.cauda_equina.emergency_now"}
    found: Any = (await client.call_tool("explain", about)).structured_content
    assert found["outcome"] == "fired"
    for uri, says in (
        ("triage://purpose", rulebase.disclaimer.text),
        ("triage://facts", "nerve.saddle_numbness"),
        ("triage://rules/nerves.cauda_equina.emergency_now", "nerve.saddle_numbness"),
        ("triage://remedies/heat_pack", rulebase.remedy["heat_pack"].title),
    ):
        assert says in str((await client.read_resource(uri)).contents[0])


def test_a_client_is_asked_and_told_what_a_session_says(shipped: RuleBase, tmp_path: Path) -> None:
    async def main() -> None:
        with (tmp_path / "log").open("w") as log:
            ours = StdioServerParameters(
                command=sys.executable, args=["-m", "triage", "mcp"], env=dict(os.environ)
            )
            async with Client(stdio_client(ours, errlog=log)) as client:
                await _interviews(client, shipped)
                await _mistakes_and_resources(client, shipped)

    anyio.run(main)
    assert (tmp_path / "log").read_text() == ""


def test_the_client_in_the_document_runs() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102  (the documents are ours)
    level = anyio.run(names["level_of"], NUMBNESS, sys.executable, ["-m", "triage", "mcp"])
    assert level == "emergency_now"
