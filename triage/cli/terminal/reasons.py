"""Why a question is asked, for the person who is asked it."""

from __future__ import annotations

from triage.session.screen import Screen
from triage.session.why import QuestionReason
from triage.wording import _, ngettext

MOST_REASONS = 5


def why_lines(screen: Screen, reasons: list[QuestionReason], line: str = "") -> list[str]:
    """Return why a question, or one `line` of it, is asked: what it rules out, most urgent first.

    That is for a person, so rules and sources are not named: `triage explain` and `--full` do.
    """
    told = screen.items[screen.facts.index(line)].text if line else screen.why
    lines = ["", _("Why we ask: {why}").format(why=told)]
    worries = dict.fromkeys(
        _("To rule out: {worry}").format(worry=one.worry)
        if one.disposition is not None
        else _("{remedy}: {worry}").format(remedy=one.title, worry=one.worry)
        for one in reasons
    )
    lines += [f"  - {one}" for one in list(worries)[:MOST_REASONS]]
    if more := len(worries) - MOST_REASONS:
        form = ngettext("and {count} more", "and {count} more", more)
        lines += [f"  - {form.format(count=more)}"] * (more > 0)
    return lines
