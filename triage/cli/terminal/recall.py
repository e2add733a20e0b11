"""What a person has answered so far, in words: an answer a line, or every line of it."""

from __future__ import annotations

from triage.cli.terminal.draft import Draft
from triage.model.rule import RawValue
from triage.report.words import named
from triage.session.answers import describe_raw
from triage.session.session import Session
from triage.terms import NOT_SURE
from triage.wording import _

MOST_DENIED = 1
"""Things named of a list that was answered with "none of these"."""


def answer_line(session: Session, place: int, draft: Draft) -> str:
    """Return the answer at `place` (from 0) on one line; of what was denied, the first few."""
    values = session.answers[place].values
    facts = session.rulebase.facts
    screen = session.screen_of_answer(place)
    if not screen.items:
        ((name, value),) = values.items()
        if screen.check_of:
            return f"{screen.ask} {_in_a_word(value)}"
        told = draft.in_words(name, value) or describe_raw(facts[name], value)
        return f"{facts[name].label}: {told}"
    said = [
        f"{item.label}: {_in_a_word(values[item.fact])}"
        for item in screen.items
        if values[item.fact] is not False
    ]
    if said and len(said) < len(values):
        said.append(_("no to the rest"))
    names = named((item.label for item in screen.items), MOST_DENIED)
    none = _("none of these")
    return "; ".join(said) or f"{none}: {names}"


def in_full(session: Session, place: int, draft: Draft) -> list[str]:
    """Return the answer at `place` (from 0) with every line that was shown and what was said."""
    screen = session.screen_of_answer(place)
    values = session.answers[place].values
    lines = ["", f"{place + 1}. {screen.ask}"]
    if not screen.items:
        return [*lines, f"  {answer_line(session, place, draft)}"]
    headings = {heading.first: heading.ask for heading in screen.headings}
    for at, item in enumerate(screen.items):
        if at in headings:
            lines.append(headings[at])
        lines.append(f"  {_in_a_word(values.get(item.fact))}: {item.text}")
    return lines


def _in_a_word(value: RawValue | None) -> str:
    """Return what was said to a line; None where nothing was."""
    if not isinstance(value, bool | str):
        return _("not answered")
    return {True: _("yes"), False: _("no"), NOT_SURE: _("not sure")}[value]
