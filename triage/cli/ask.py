"""`triage ask`: the interview in a terminal."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from triage.cli.inputs import BadUse, format_option, knowledge_option, open_rulebase, told_plainly
from triage.cli.show import show_assessment, width
from triage.cli.status import BAD_USE, INTERRUPTED
from triage.cli.terminal.front import Front
from triage.cli.terminal.interview import CONTROLS, Ending, Interview
from triage.cli.terminal.plain import PlainFront
from triage.cli.terminal.savefile import load_session, save_session
from triage.errors import SavedSessionError
from triage.model.rulebase import RuleBase
from triage.session.session import Session


@click.command("ask")
@click.option(
    "--save", type=click.Path(path_type=Path), metavar="FILE",
    help="Keep the answers in FILE (readable by you only), after every answer.",
)  # fmt: skip
@click.option(
    "--resume", type=click.Path(path_type=Path), metavar="FILE",
    help="Go on with the answers in FILE; --save is then FILE too, unless given.",
)  # fmt: skip
@click.option("--plain", is_flag=True, help="Numbered lines only: no redrawing, no arrow keys.")
@format_option
@knowledge_option
def command(
    *,
    save: Path | None,
    resume: Path | None,
    plain: bool,
    form: str,
    knowledge: Path | None,
) -> None:
    """Ask what matters and say what to do, and why.

    The questions go to standard error, the result to standard output. Nothing is written to disk
    unless you ask for it with --save.
    """
    rulebase = open_rulebase(knowledge)
    with told_plainly():
        session = load_session(resume, rulebase) if resume else Session(rulebase)
    target = save or resume
    front = _front(plain=plain)
    _greet(front, rulebase, session)
    keeper = _Keeper(target, session)
    if save:
        with told_plainly():
            keeper.save()
    session.warm()
    try:
        ending = Interview(session, front, keeper.after_change).run()
    except KeyboardInterrupt:
        click.echo("", err=True)
        click.echo(f"Stopped. {keeper.told()}", err=True)
        # Not sys.exit: a second Ctrl-C while threads wind down must not show a traceback.
        sys.stderr.flush()
        os._exit(INTERRUPTED)
    _finish(ending, session, rulebase, form, keeper)


class _Keeper:
    """Saves after every change, and knows what to say about it."""

    def __init__(self, target: Path | None, session: Session) -> None:
        self.target = target
        self.session = session
        self.failed = ""

    def save(self) -> None:
        if self.target is not None:
            save_session(self.target, self.session)
            self.failed = ""

    def after_change(self) -> None:
        try:
            self.save()
        except SavedSessionError as error:
            if not self.failed:
                click.echo(f"Not saved: {error}. The interview goes on.", err=True)
            self.failed = str(error)

    def told(self) -> str:
        if self.target is None:
            return "Nothing was saved."
        if self.failed:
            return f"The last answers were not saved: {self.failed}"
        return f"Your answers are in {self.target}; go on with: triage ask --resume {self.target}"


def _front(*, plain: bool) -> Front:
    """Return the keyboard front on a real terminal, else the plain one."""

    def write(line: str) -> None:
        click.echo(line, err=True)

    terminal = sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()
    if plain or not terminal or os.environ.get("TERM") in {"dumb", ""}:
        return PlainFront(_read_line, write, width)
    from triage.cli.terminal.keys import KeyFront  # noqa: PLC0415  (160 ms, only on a terminal)

    return KeyFront(write, width)


def _read_line(prompt: str) -> str:
    """Read one line, the prompt going to standard error; EOFError at the end."""
    click.echo(prompt, nl=False, err=True)
    line = sys.stdin.readline()
    if not line:
        click.echo("", err=True)
        raise EOFError
    if not sys.stdin.isatty():
        click.echo(line.rstrip("\r\n"), err=True)  # a terminal would have echoed it
    return line.rstrip("\r\n")


def _greet(front: Front, rulebase: RuleBase, session: Session) -> None:
    disclaimer = rulebase.disclaimer
    lines = [disclaimer.purpose, disclaimer.short, CONTROLS]
    if session.answers:
        lines.append(f"Going on with {len(session.answers)} answers.")
    if session.set_aside:
        lines.append(
            f"{len(session.set_aside)} saved answers were set aside, because the questions have "
            "changed since; they are kept in the file and asked again where they matter."
        )
    front.say(lines)


def _finish(
    ending: Ending, session: Session, rulebase: RuleBase, form: str, keeper: _Keeper
) -> None:
    if ending is Ending.NO_INPUT:
        message = (
            "there was no input, so nothing was asked; run `triage ask` in a terminal, or give "
            "answers to `triage assess`"
        )
        raise BadUse(message)
    click.echo("", err=True)
    show_assessment(session.assess(), rulebase, form)
    if ending is Ending.INPUT_ENDED:
        click.echo(f"Input ended before the questions did. {keeper.told()}", err=True)
        raise SystemExit(BAD_USE)
    if ending is Ending.QUIT:
        click.echo(f"You stopped early. {keeper.told()}", err=True)
