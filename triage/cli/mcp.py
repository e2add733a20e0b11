"""`triage mcp`: the interview and the assessment for a language model's client."""

from __future__ import annotations

from pathlib import Path

import click

from triage.cli.inputs import extras_needed, knowledge_option, told_plainly
from triage.cli.spoken import Spoken
from triage.wording import N_, _

HELP = N_(
    "Answer a program that speaks the Model Context Protocol, over standard input and output.\n\n"
    "That program starts it. No answer is kept or logged. See docs/mcp.md."
)


@click.command("mcp", cls=Spoken, help=HELP)
@knowledge_option
def command(knowledge: Path | None) -> None:
    """Serve; see `HELP`."""
    needed = dict.fromkeys(("mcp", "mcp_types"), "mcp")
    with extras_needed(needed, _("this needs {module}, which is not installed")):
        from triage.mcp.server import server_of  # noqa: PLC0415  (an extra)
    from triage.service import Service  # noqa: PLC0415  (only to serve)

    with told_plainly():
        service = Service(knowledge)
    server_of(service).run()
