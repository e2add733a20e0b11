"""What was recommended, left out and warned of, in the short form a clinician reads."""

from __future__ import annotations

import re
from collections.abc import Iterable

from triage.logic.program import program_of
from triage.model.assessment import (
    Assessment,
    Case,
    LeftOut,
    Recommendation,
    SafetyNetNote,
    SourceRef,
)
from triage.model.rulebase import RuleBase
from triage.report.for_person import Entry, Section
from triage.report.words import caution_line, citation, cite, grouped
from triage.terms import Disposition, EvidenceGrade, Strength
from triage.wording import _

_BRACKETS = re.compile(r" ?\([^()]*\)")


def without_brackets(text: str) -> str:
    """Return a text without its explanations in brackets: a clinician knows the word."""
    return _BRACKETS.sub("", text)


def grade_word(grade: EvidenceGrade) -> str:
    """Return how certain the evidence is, in words."""
    words = {
        EvidenceGrade.HIGH: _("high certainty"),
        EvidenceGrade.MODERATE: _("moderate certainty"),
        EvidenceGrade.LOW: _("low certainty"),
        EvidenceGrade.VERY_LOW: _("very low certainty"),
        EvidenceGrade.CONSENSUS: _("the authors' own judgement"),
    }
    return words[grade]


def recommended_section(assessment: Assessment, case: Case, strength: Strength) -> Section:
    """Return the remedies put forward with `strength`: how to use them, cautions, evidence."""
    if strength is Strength.RECOMMENDED:
        name, heading = "recommended", _("Recommended")
    else:
        name, heading = "may_try", _("May be tried")
    chosen = [one for one in assessment.recommendations if one.strength is strength]
    return Section(name, heading, entries=tuple(_remedy(one, case) for one in chosen))


def _remedy(one: Recommendation, case: Case) -> Entry:
    how = one.how if one.strength is Strength.RECOMMENDED else one.how[:1]
    evidence = _("Evidence: {says}").format(says=grade_word(one.evidence.grade))
    text = " ".join([*how, f"{evidence}{cite(one.sources)}."])
    cautions = [caution_line(caution) for caution in one.ask_first if caution.known]
    under = program_of(case.rulebase).facts_under
    open_ones = [caution.code for caution in one.ask_first if not caution.known]
    unknown = {fact for code in open_ones for fact in under[code] if fact not in case.facts}
    if unknown:
        labels = [fact.label for name, fact in case.rulebase.facts.items() if name in unknown]
        line = _("Not known, so to be checked first: {names}.")
        cautions.append(line.format(names="; ".join(labels)))
    return Entry(one.title, text, tuple(cautions))


def left_out_section(assessment: Assessment, rulebase: RuleBase) -> Section:
    """Return the remedies left out, each with the answers that decided it."""
    entries = tuple(
        Entry(one.title, _why(one, rulebase) + cite(one.sources)) for one in assessment.left_out
    )
    return Section("left_out", _("Left out, and why"), entries=entries)


def _why(one: LeftOut, rulebase: RuleBase) -> str:
    lines = []
    for is_preference, texts, facts in grouped(one.because, rulebase):
        if is_preference:
            lines.append(_("Not what was asked for ({facts}).").format(facts=facts))
        else:
            lines.append(f"{texts} ({facts})")
    return " ".join(lines)


def others_section(assessment: Assessment) -> Section:
    """Return the remedies that were not checked, and those that evidence does not support."""
    entries = []
    if assessment.not_checked:
        titles = "; ".join(one.title for one in assessment.not_checked)
        entries.append(Entry(_("Not checked, as answers are missing or “not sure”"), f"{titles}."))
    if assessment.not_supported:
        titles = "; ".join(one.title for one in assessment.not_supported)
        entries.append(Entry(_("Not supported by evidence"), f"{titles}."))
    return Section("others", _("Not put forward"), entries=tuple(entries))


def safety_net_section(assessment: Assessment, number: str) -> Section:
    """Return when to get help, as told to the person; `number` is the line on whom to call."""
    groups = (
        (_("Emergency help at once if:"), True),
        (_("Medical advice the same day if:"), False),
    )
    entries = tuple(
        Entry(lead, details=tuple(one.text for one in notes))
        for lead, urgent in groups
        if (notes := _notes(assessment.safety_net, urgent=urgent))
    )
    numbers = (number,) if number and entries else ()
    return Section("safety_net", _("Safety net given"), numbers, entries)


def _notes(notes: Iterable[SafetyNetNote], *, urgent: bool) -> list[SafetyNetNote]:
    return [one for one in notes if (one.level is Disposition.EMERGENCY_NOW) is urgent]


def follow_up_section(assessment: Assessment) -> Section:
    """Return when the person was told to check in again."""
    text = " ".join(one.text for one in assessment.follow_up)
    return Section("follow_up", _("Next check"), (text,) if text else ())


def sources_section(assessment: Assessment) -> Section:
    """Return what the warning signs and remedies above rest on, in one paragraph."""
    parts: list[tuple[SourceRef, ...]] = [one.sources for one in assessment.red_flags]
    parts += [one.sources for one in assessment.recommendations]
    parts += [one.sources for one in assessment.left_out]
    found = {one.number: one for part in parts for one in part}
    cited = "; ".join(f"[{number}] {citation(found[number])}" for number in sorted(found))
    return Section("sources", _("Sources"), (f"{cited}.",) if cited else ())
