"""The `triage` command. Sub-commands are imported only when used, so that help is quick."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version

import click

from triage.cli.status import BAD_USE, INTERRUPTED

COMMANDS: dict[str, str] = {
    "ask": "Answer questions in the terminal and get advice.",
    "assess": "Assess answers from a file or a pipe.",
    "questions": "List everything that can be asked, and the facts it sets.",
    "batch": "Assess a table of cases: CSV, Parquet, NDJSON or Arrow.",
    "explain": "Say why a rule or remedy did or did not apply to a case.",
    "check": "Check the rules and knowledge for mistakes.",
    "verify": "Prove what the rules can never do.",
    "texts": "List every text, and what is still to be translated.",
    "lock": "Note what every rule and remedy means now.",
    "claims": "List what the source article claims, with verdicts.",
    "score": "Score the rules against written cases.",
    "coverage": "Say which rules, conditions and values some cases exercise.",
    "graph": "Draw what a rule or remedy rests on.",
    "diff": "Compare two versions of a rule base, case by case.",
    "contracts": "Hold the rules to what was written down of them.",
    "mutate": "Plant faults in the rules and see who notices.",
}
"""Every sub-command with its one-line help; each lives in `triage.cli.<name>`."""


class LazyGroup(click.Group):
    """A group that knows the names of its commands and imports them when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's signature)
        """Return the commands in the order a new user meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return one command."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"triage.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Say what was meant when a command is misspelt."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches  # noqa: PLC0415  (only for a mistake)

            close = get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean `{close[0]}`?" if close else ""
            ctx.fail(f"No such command `{args[0]}`.{hint}")
        return super().resolve_command(ctx, args)


def _version() -> str:
    try:
        return version("symptom-triage")
    except PackageNotFoundError:
        return "unknown (not installed)"


def _show_version(ctx: click.Context, _param: click.Parameter, value: object) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(f"triage {_version()}")
        ctx.exit()


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_show_version,
    help="Show the version and exit.",
)  # fmt: skip
def cli() -> None:
    """Triage for muscle spasm in the back, neck, hip or leg.

    Asks what matters, says what to do and why. Not a diagnosis; no clinician has reviewed it.
    """


def main() -> None:
    """Run the command line; exit 2 for bad use, 1 for findings, 130 for Ctrl-C."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character gets `?`, never a traceback.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        status = cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("stopped", err=True)
        sys.exit(INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader of our output went away (`triage questions | head`): nothing to say.
        sys.stderr.close()
        sys.exit(BAD_USE)
    sys.exit(status if isinstance(status, int) else 0)
