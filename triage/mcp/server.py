"""The MCP server: stateless tools over the service, and what is known as resources.

Evidence stays an open map here and is checked inside: the schema of every line would fill the
window of whoever lists the tools.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Annotated, TypeVar

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import Field

from triage.errors import FactsError
from triage.mcp.brief import Brief, Next, brief_of, next_of
from triage.report.why import Explanation
from triage.service import Service

T = TypeVar("T")

ONLY_READS = ToolAnnotations(
    read_only_hint=True, idempotent_hint=True, destructive_hint=False, open_world_hint=False
)

INSTRUCTIONS = (
    "Triage of muscle spasm by rules. Not a diagnosis; no clinician has reviewed it. Put each "
    "question of next_question to the person; never answer for them and never leave a line out. "
    "Send false where they said no: what is left out is unknown, never no. When the level is "
    "emergency_now, say so at once and stop asking. Always pass on the disclaimer."
)

Evidence = Annotated[
    dict[str, object],
    Field(
        max_length=400,
        description="All that the person said so far, by line of a question: true, false, a whole "
        'number, a choice, a list of choices, or "not_sure". Never guess.',
    ),
]
Most = Annotated[int | None, Field(ge=0, description="`remaining` of the question before.")]
Language = Annotated[str, Field(max_length=20, description="Such as en or es.")]


def server_of(service: Service) -> MCPServer:
    """Return the MCP server of a service."""
    # The SDK logs the text of errors at INFO, and ours may repeat an answer.
    server = MCPServer(
        "symptom-triage", title="Symptom triage", instructions=INSTRUCTIONS, log_level="CRITICAL"
    )
    _add_tools(server, service)
    _add_resources(server, service)
    return server


def _told(service: Service, language: str, answer: Callable[[], T]) -> T:
    """Return an answer; raises ToolError with every mistake, which the SDK passes on."""
    if language not in service.languages:
        message = f"language: is not spoken here\n    hint: one of {', '.join(service.languages)}"
        raise ToolError(message)
    try:
        return answer()
    except FactsError as error:
        raise ToolError(str(error)) from None


def _add_tools(server: MCPServer, service: Service) -> None:
    @server.tool(title="Next question", annotations=ONLY_READS)
    def next_question(evidence: Evidence, most: Most = None, language: Language = "en") -> Next:
        """Return the next question for the person, or none when the interview is over.

        Start with empty evidence.
        """
        return _told(
            service,
            language,
            lambda: next_of(service.next_screen(evidence, most=most, language=language)),
        )

    @server.tool(title="Assess", annotations=ONLY_READS)
    def assess(
        evidence: Evidence, language: Language = "en", region: Annotated[str, Field()] = ""
    ) -> Brief:
        """Return how urgent it is and what to do. What was not asked is unknown, never no.

        `region`, such as UK, decides which telephone numbers are named.
        """
        return _told(service, language, lambda: brief_of(service, evidence, language, region))

    @server.tool(title="Explain", annotations=ONLY_READS)
    def explain(evidence: Evidence, about: str, language: Language = "en") -> Explanation:
        """Return why a rule or a remedy (its id) did, or did not, apply."""
        return _told(service, language, lambda: service.explain(evidence, about, language=language))


def _add_resources(server: MCPServer, service: Service) -> None:
    rulebase = service.rulebase()

    @server.resource("triage://purpose", title="What this is for", mime_type="text/plain")
    def purpose() -> str:
        """Return what this is for, what it is not, and that no clinician has reviewed it."""
        told = rulebase.disclaimer
        return f"{told.purpose}\n\n{told.text}\n"

    @server.resource("triage://facts", title="All facts", mime_type="application/json")
    def facts() -> str:
        """Return everything that can be known of a person."""
        found = rulebase.facts.values()
        return json.dumps([one.model_dump(mode="json", exclude_defaults=True) for one in found])

    @server.resource("triage://rules/{name}", title="A rule", mime_type="application/json")
    def rule(name: str) -> str:
        """Return a rule as reviewed."""
        return rulebase.rule[name].model_dump_json(by_alias=True)

    @server.resource("triage://remedies/{name}", title="A remedy", mime_type="application/json")
    def remedy(name: str) -> str:
        """Return a remedy as reviewed."""
        return rulebase.remedy[name].model_dump_json(by_alias=True)
