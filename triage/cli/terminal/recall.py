"""What a person has answered so far, in words: an answer a line, or every line of it."""

from __future__ import annotations

from triage.cli.terminal.draft import Draft
from triage.report.words import named
from triage.session.answers import describe_raw
from triage.session.session import Session
from triage.terms import NOT_SURE
from triage.wording import _

MOST_DENIED = 3
"""Things named of a list that was answered with "none of these"."""


def answer_line(session: Session, place: int, draft: Draft) -> str:
    """Return the answer at `place` (from 0) on one line; of what was denied, the first few."""
    values = session.answers[place].values
    facts = session.rulebase.facts
    question = session.screen_of_answer(place)
    if not question.items:
        ((name, value),) = values.items()
        told = draft.in_words(name, value) or describe_raw(facts[name], value)
        return f"{facts[name].label}: {told}"
    said = [
        f"{facts[name].label}: {describe_raw(facts[name], value)}"
        for name, value in values.items()
        if value is not False
    ]
    if said and len(said) < len(values):
        said.append(_("no to the rest"))
    names = named((facts[item.fact].label for item in question.items), MOST_DENIED)
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
    said = {True: _("yes"), False: _("no"), NOT_SURE: _("not sure")}
    for at, item in enumerate(screen.items):
        if at in headings:
            lines.append(headings[at])
        value = values.get(item.fact)
        told = said[value] if isinstance(value, bool | str) else _("not answered")
        lines.append(f"  {told}: {item.text}")
    return lines
