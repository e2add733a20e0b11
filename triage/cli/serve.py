"""`triage serve`: the HTTP door."""

from __future__ import annotations

from pathlib import Path

import click

from triage.cli.inputs import BadUse, extras_needed, knowledge_option, told_plainly
from triage.cli.spoken import Spoken
from triage.wording import N_, _

HELP = N_(
    "Answer other programs over HTTP, on this machine alone unless --host says otherwise.\n\n"
    "It has no login and no encryption: before it is reached from elsewhere, put a server in "
    "front that has both. No answer is kept or logged. See docs/http.md."
)


@click.command("serve", cls=Spoken, help=HELP)
@click.option(
    "--host", default="127.0.0.1", show_default=True, metavar="ADDRESS",
    help=N_("The address to listen on."),
)  # fmt: skip
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8765, show_default=True,
    help=N_("The port to listen on; 0 takes one that is free."),
)  # fmt: skip
@click.option(
    "--cors", multiple=True, metavar="ORIGIN",
    help=N_("Let pages of this origin ask, such as https://example.org; may be repeated."),
)  # fmt: skip
@knowledge_option
def command(*, host: str, port: int, cors: tuple[str, ...], knowledge: Path | None) -> None:
    """Serve until stopped; see `HELP`."""
    message = _("{module} is not installed")
    with extras_needed({"fastapi": "http", "uvicorn": "http", "starlette": "http"}, message):
        from triage.http.server import serve  # noqa: PLC0415  (an extra)
    from triage.service import Service  # noqa: PLC0415  (only for this command)

    with told_plainly():
        service = Service(knowledge)
    if not serve(service, host=host, port=port, cors=cors):
        told = _("cannot listen on {host}, port {port}").format(host=host, port=port)
        raise BadUse(told + "\n    hint: " + _("another program may use it: name another port"))
