"""An assessment in short, for a client that shows little."""

from __future__ import annotations

from triage.model.assessment import Assessment, RedFlag
from triage.model.frozen import Frozen
from triage.report.front_page import FirstPage
from triage.terms import Disposition

MOST_REMEDIES = 6


class Offer(Frozen):
    """A remedy put forward; `check_first` are the cautions that are known to apply."""

    remedy: str
    title: str
    summary: str
    check_first: tuple[str, ...]


class Brief(Frozen):
    """How urgent it is, why, and the first remedies; the full assessment holds the rest.

    `first_page` is what the person should read first, in words: show all of it. `more` counts the
    remedies left out of `may_help`.
    """

    disposition: Disposition
    title: str
    action: str
    why: str
    complete: bool
    first_page: FirstPage
    red_flags: tuple[RedFlag, ...]
    may_help: tuple[Offer, ...]
    more: int
    get_help_if: tuple[str, ...]
    disclaimer: str
    knowledge: str


def brief_of(assessment: Assessment, page: FirstPage) -> Brief:
    """Return the short form; every red flag and every reason to get help stays."""
    offers = assessment.recommendations
    knowledge = assessment.knowledge
    return Brief(
        disposition=assessment.disposition,
        title=assessment.title,
        action=assessment.action,
        why=assessment.why,
        complete=assessment.complete,
        first_page=page,
        red_flags=assessment.red_flags,
        may_help=tuple(
            Offer(
                remedy=one.remedy,
                title=one.title,
                summary=one.summary,
                check_first=tuple(check.text for check in one.ask_first if check.known),
            )
            for one in offers[:MOST_REMEDIES]
        ),
        more=max(len(offers) - MOST_REMEDIES, 0),
        get_help_if=tuple(one.text for one in assessment.safety_net),
        disclaimer=assessment.disclaimer.text,
        knowledge=f"{knowledge.name} {knowledge.version} ({knowledge.status})",
    )
