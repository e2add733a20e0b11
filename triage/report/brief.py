"""A report cut to what fits a worried mind: what follows a first page unless all is asked for.

Nothing that guards safety is cut: why, what is not known, cautions, what was left out, when to get
help, the disclaimer. Cut are longer how-tos, evidence, sources and general advice. In an emergency
nothing follows: the first page says what to do, and nothing may push it out of sight.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from triage.model.assessment import Assessment
from triage.report.for_person import Entry, Section
from triage.report.words import first_sentence
from triage.terms import Disposition

SAME_DAY = {"why", "open", "recommended", "may_try", "left_out", "safety_net", "disclaimer"}
ALWAYS_CUT = {"now", "sources", "advice"}
STEPS = 3
"""How-to lines kept for a remedy that is recommended."""


def brief(sections: Iterable[Section], assessment: Assessment) -> list[Section]:
    """Return the sections to show below a first page, the disclaimer last; none in an emergency.

    `sections` are those of a report without citations.
    """
    level = assessment.disposition
    kept: list[Section] = []
    if level is Disposition.EMERGENCY_NOW:
        return kept
    for section in sections:
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
            entries = (Entry(one.lead, first_sentence(one.text)) for one in section.entries)
            return replace(section, entries=tuple(entries))
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
        yield Entry(entry.lead, entry.text, (*first, *cautions))
