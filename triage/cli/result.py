"""What follows an interview: its result on the screen, further parts of it by key, a report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from triage.cli.show import Length, page_lines, rows, show_assessment, width
from triage.cli.terminal.front import Front
from triage.cli.terminal.plain import PlainFront
from triage.cli.terminal.typed import read_line
from triage.errors import TriageError
from triage.model.assessment import Assessment
from triage.model.region import Region
from triage.report.for_person import report
from triage.report.front_page import first_page
from triage.report.page import Reader
from triage.session.session import Session
from triage.wording import _

ROWS_OF_KEYS = 6
"""Rows below a first page: an empty one, the keys, and one that stays free."""


@dataclass(frozen=True, slots=True)
class Result:
    """The assessment of a session, told where the person is."""

    assessment: Assessment
    session: Session
    region: Region | None

    def show(self, front: Front, form: str, length: Length | None, *, done: bool) -> None:
        """Show the result, in the form and length that were asked for.

        Where keys can be pressed the first page stands alone, and keys show the rest. So it does
        for who stopped early (not `done`): what to do, not everything that might have come of it.
        """
        rulebase = self.session.rulebase
        keyed = form == "text" and length is None and not isinstance(front, PlainFront)
        if keyed and done:
            self._first_page()
            self._keys(front)
            return
        short = None if done else Length.BRIEF
        show_assessment(self.assessment, rulebase, form, length or short, region=self.region)

    def _keys(self, front: Front) -> None:
        # Only now: both draw on a terminal, and take 160 ms to load.
        from triage.cli.terminal.keys import KeyFront  # noqa: PLC0415
        from triage.cli.terminal.result import ResultKeys, keys_of  # noqa: PLC0415

        if not isinstance(front, KeyFront):
            return
        sections = report(self.assessment, self.session.rulebase, self.region, cited=False)
        ResultKeys(
            keys_of(sections), front.press, front.tell, self._first_page, self._report, width
        ).run()

    def _first_page(self) -> None:
        """Write the first page so that all of it stays in sight above the keys."""
        page = first_page(self.assessment, self.session.rulebase, self.region)
        for line in [*page_lines(page, rows(ROWS_OF_KEYS)), ""]:
            click.echo(line)

    def _report(self) -> None:
        """Ask for a file and write a report to it; what went wrong is told, and nothing lost."""
        try:
            name = read_line(_("File for the report (.pdf, .html or .txt), or Enter for none: "))
            if name.strip():
                path = Path(name.strip()).expanduser()
                self.write_report(path)
                click.echo(_("Written: {path}").format(path=path), err=True)
        except EOFError:
            return
        except TriageError as error:
            click.echo(str(error), err=True)

    def write_report(self, path: Path, reader: Reader = Reader.PERSON) -> None:
        """Write a handout to `path`. Raises WriteError when that cannot be done."""
        from triage.report.handout import write_report  # noqa: PLC0415  (only when asked for)

        today = date.today()  # noqa: DTZ011  (the day where the person is)
        write_report(
            path, self.assessment, self.session.said, region=self.region, reader=reader, on=today
        )
