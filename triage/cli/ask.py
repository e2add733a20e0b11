"""`triage ask`: the interview in a terminal."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from triage.cli.inputs import (
    BadUse,
    chosen_region,
    format_option,
    knowledge_option,
    lang_option,
    open_rulebase,
    region_option,
    report_options,
    told_plainly,
)
from triage.cli.result import Result
from triage.cli.show import Length, length_options, width
from triage.cli.spoken import Spoken
from triage.cli.status import BAD_USE
from triage.cli.stopping import StoppableFront, Stopper
from triage.cli.streams import need_outputs
from triage.cli.terminal.front import Front
from triage.cli.terminal.interview import Ending, Interview, controls
from triage.cli.terminal.plain import PlainFront
from triage.cli.terminal.savefile import Keeper, load_session
from triage.cli.terminal.typed import read_line
from triage.model.rulebase import RuleBase
from triage.report.page import Reader
from triage.session.session import Session
from triage.wording import N_, _, ngettext, set_language

HELP = N_(
    "Ask what matters and say what to do, and why.\n\n"
    "The questions go to standard error, the result to standard output. Nothing is written to "
    "disk unless you ask for it with --save or --report."
)


@click.command("ask", cls=Spoken, help=HELP)
@click.option(
    "--save", type=click.Path(path_type=Path), metavar="FILE",
    help=N_("Keep the answers in FILE (readable by you only), after every answer."),
)  # fmt: skip
@click.option(
    "--resume", type=click.Path(path_type=Path), metavar="FILE",
    help=N_("Go on with the answers in FILE; --save is then FILE too, unless given."),
)  # fmt: skip
@click.option(
    "--plain", is_flag=True, help=N_("Numbered lines only: no redrawing, no arrow keys.")
)  # fmt: skip
@format_option
@length_options
@report_options
@lang_option
@region_option
@knowledge_option
def command(  # noqa: PLR0913  (one parameter per option)
    *,
    save: Path | None,
    resume: Path | None,
    plain: bool,
    form: str,
    length: Length | None,
    report: Path | None,
    reader: str,
    lang: str | None,
    region: str | None,
    knowledge: Path | None,
) -> None:
    """Lead an interview; see `HELP`."""
    rulebase = open_rulebase(knowledge, lang, cached=True)
    set_language(rulebase.language)
    place = chosen_region(rulebase, region)
    with told_plainly():
        if report is not None:
            from triage.report.handout import report_form  # noqa: PLC0415  (only when asked for)

            report_form(report)
        session = load_session(resume, rulebase) if resume else Session(rulebase)
        keeper = Keeper(save or resume, session, _complain)
        if save:
            keeper.save()
    need_outputs()
    front = _front(plain=plain)
    with Stopper(keeper.told) as stopper, _told_where(keeper):
        _greet(front, rulebase, session)
        ending = _led(session, front, keeper, stopper)
        if ending is Ending.NO_INPUT:
            message = _(
                "there was no input, so nothing was asked; run `triage ask` in a terminal, or give "
                "answers to `triage assess`"
            )
            raise BadUse(message)
        _complain("")
        assessment = session.assess()
        result = Result(assessment, session, place)
        try:
            with stopper.waiting(drawing=not isinstance(front, PlainFront)):
                done = ending in {Ending.FINISHED, Ending.EMERGENCY}
                result.show(front, form, length, done=done)
        except KeyboardInterrupt:  # the key, where it is no signal
            stopper.leave(signal.SIGINT)
        if report is not None:
            with told_plainly(), stopper.held():
                result.write_report(report, Reader(reader))
        if ending is Ending.INPUT_ENDED:
            line = _("Input ended before the questions did. {saved}")
            _complain(line.format(saved=keeper.told()))
            raise SystemExit(BAD_USE)
        if ending is Ending.QUIT:
            _complain(_("You stopped early. {saved}").format(saved=keeper.told()))


def _led(session: Session, front: Front, keeper: Keeper, stopper: Stopper) -> Ending:
    """Lead the interview and return how it ended; a signal or Ctrl-C ends the process."""
    drawing = not isinstance(front, PlainFront)
    stoppable = StoppableFront(front, stopper, drawing=drawing)
    try:
        with stopper.held():
            return Interview(session, stoppable, keeper.after_change).run()
    except KeyboardInterrupt:  # the key, where it is no signal
        stopper.leave(signal.SIGINT)
    except EOFError:  # the terminal is gone
        return Ending.INPUT_ENDED


@contextmanager
def _told_where(keeper: Keeper) -> Iterator[None]:
    """Say where the answers are before a fault, or output that failed, ends the program."""
    try:
        yield
    except click.ClickException:
        raise
    except Exception:
        click.echo(keeper.told(), err=True)
        raise


def _complain(line: str) -> None:
    """Write to standard error; raises UnseenError when that is lost: a person must see it."""
    click.echo(line, err=True)
    need_outputs()


def _front(*, plain: bool) -> Front:
    """Return the keyboard front on a real terminal, else the plain one."""
    terminal = sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()
    if plain or not terminal or os.environ.get("TERM") in {"dumb", ""}:
        return PlainFront(read_line, _complain, width)
    from triage.cli.terminal.keys import KeyFront  # noqa: PLC0415  (160 ms, only on a terminal)

    return KeyFront(_complain, width)


def _greet(front: Front, rulebase: RuleBase, session: Session) -> None:
    disclaimer = rulebase.disclaimer
    lines = [disclaimer.purpose, disclaimer.short, controls()]
    if session.answers:
        count = len(session.answers)
        going = ngettext("Going on with {count} answer.", "Going on with {count} answers.", count)
        lines.append(going.format(count=count))
    if session.set_aside:
        count = len(session.set_aside)
        aside = ngettext(
            "{count} saved answer was set aside, because the question has changed since; it is "
            "kept in the file and asked again where it matters.",
            "{count} saved answers were set aside, because the questions have changed since; they "
            "are kept in the file and asked again where they matter.",
            count,
        )
        lines.append(aside.format(count=count))
    front.say(lines)
