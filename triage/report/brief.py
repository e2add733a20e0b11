"""A report cut to what fits a worried mind: what a terminal shows unless the whole is asked for.

Nothing that guards safety is cut: what to do, why, what is not known, cautions, what was left out,
when to get help, the disclaimer. Cut are longer how-tos, evidence in words (its numbers stay), the
list of sources, and general advice. In an emergency only what to do, why, and the disclaimer stay.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from triage.model.assessment import Assessment
from triage.report.for_person import Entry, Section
from triage.terms import Disposition
from triage.wording import _

EMERGENCY = {"now", "waiting", "why", "disclaimer"}
SAME_DAY = EMERGENCY | {"open", "recommended", "may_try", "left_out", "safety_net"}
ALWAYS_CUT = {"sources", "advice"}
STEPS = 3
"""How-to lines kept for a remedy that is recommended."""


def brief(sections: Iterable[Section], assessment: Assessment) -> list[Section]:
    """Return the sections to show in short, the disclaimer last and saying how to see the rest."""
    level = assessment.disposition
    kept: list[Section] = []
    for section in sections:
        if level is Disposition.EMERGENCY_NOW and section.name not in EMERGENCY:
            continue
        if level is Disposition.URGENT_SAME_DAY and section.name not in SAME_DAY:
            continue
        if section.name not in ALWAYS_CUT:
            kept.append(_cut(section, assessment))
    return kept


def _cut(section: Section, assessment: Assessment) -> Section:
    match section.name:
        case "recommended" | "may_try":
            steps = STEPS if section.name == "recommended" else 0
            return replace(section, entries=tuple(_remedies(section, assessment, steps)))
        case "not_supported":
            entries = (Entry(one.lead, _first_sentence(one.text)) for one in section.entries)
            return replace(section, entries=tuple(entries))
        case "disclaimer":
            more = _("Full how-to, evidence and sources: add --full, or write --report FILE.")
            return replace(section, paragraphs=(*section.paragraphs, more))
        case _:
            return section


def _remedies(section: Section, assessment: Assessment, steps: int) -> Iterable[Entry]:
    """Yield each remedy with its first steps and all its cautions."""
    how = {one.title: one.how for one in assessment.recommendations}
    rest = {one.title: (*one.how, *one.stop_if) for one in assessment.recommendations}
    for entry in section.entries:
        first = [line for line in how.get(entry.lead, ())[:steps] if line in entry.details]
        cautions = [
            line
            for line in entry.details[:-1]  # the last line is the evidence
            if line not in rest.get(entry.lead, ())
        ]
        numbers = entry.details[-1][entry.details[-1].rfind(" [") :] if entry.details else ""
        text = entry.text + (numbers if numbers.startswith(" [") else "")
        yield Entry(entry.lead, text, (*first, *cautions))


def _first_sentence(text: str) -> str:
    """Return the first sentence of a text, with the numbers of its sources."""
    at = text.rfind(" [")
    body, numbers = (text[:at], text[at:]) if at > 0 else (text, "")
    end = body.find(". ")
    return (body[: end + 1] if end > 0 else body) + numbers
