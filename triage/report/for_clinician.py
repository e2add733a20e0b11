"""What was recommended, left out and warned of, in the short form a clinician reads."""

from __future__ import annotations

import re

from triage.model.assessment import Assessment, LeftOut, Recommendation
from triage.model.rulebase import RuleBase
from triage.report.for_person import Entry, Section
from triage.report.front_page import leading
from triage.report.signs import signs_to_come_back
from triage.report.words import named, told
from triage.terms import Strength
from triage.wording import _, ngettext

_BRACKETS = re.compile(r" ?\([^()]*\)")

MOST_FOUND = 6
"""Warning signs told one by one."""

MOST_TOLD = 8
"""Answers told for each of them."""


def without_brackets(text: str) -> str:
    """Return a text without its explanations in brackets: a clinician knows the word."""
    return _BRACKETS.sub("", text)


def found_section(assessment: Assessment, rulebase: RuleBase) -> Section:
    """Return the warning signs that were found, those that decided first, with their answers."""
    top = leading(assessment)
    flags = [*top, *(one for one in assessment.red_flags if one not in top)]
    entries = []
    for flag in flags[:MOST_FOUND]:
        facts = dict.fromkeys(word for reason in flag.because for word in told(reason, rulebase))
        text = f"{without_brackets(flag.worry)} ({named(facts, MOST_TOLD)})"
        entries.append(Entry(flag.title, text))
    if rest := flags[MOST_FOUND:]:
        form = ngettext("And {count} more: {names}.", "And {count} more: {names}.", len(rest))
        names = "; ".join(dict.fromkeys(without_brackets(one.worry) for one in rest))
        entries.append(Entry(form.format(count=len(rest), names=names)))
    none = () if entries else (_("None."),)
    return Section("found", _("Warning signs found"), none, tuple(entries))


def advised_section(assessment: Assessment, rulebase: RuleBase) -> Section:
    """Return what was put forward and what was not, a line for each kind."""
    lines = [
        (_("Recommended"), _put_forward(assessment, Strength.RECOMMENDED)),
        (_("May be tried"), _put_forward(assessment, Strength.MAY_TRY)),
        (_("Left out"), [_left_out(one, rulebase) for one in assessment.left_out]),
        (_("Not checked, as answers are missing or “not sure”"),
         [one.title for one in assessment.not_checked]),
        (_("Check-in"), [one.text.rstrip(".") for one in assessment.follow_up[:1]]),
    ]  # fmt: skip
    entries = (Entry(lead, "; ".join(texts) + ".") for lead, texts in lines if texts)
    return Section("advised", _("What was advised"), entries=tuple(entries))


def _put_forward(assessment: Assessment, strength: Strength) -> list[str]:
    return [_remedy(one) for one in assessment.recommendations if one.strength is strength]


def _remedy(one: Recommendation) -> str:
    """Return a remedy with the cautions that are known to apply."""
    known = dict.fromkeys(each.text.rstrip(".") for each in one.ask_first if each.known)
    if not known:
        return without_brackets(one.title)
    form = _("{remedy} (to be checked first: {reasons})")
    return form.format(remedy=without_brackets(one.title), reasons="; ".join(known))


def _left_out(one: LeftOut, rulebase: RuleBase) -> str:
    facts = dict.fromkeys(word for reason in one.because for word in told(reason, rulebase))
    return f"{without_brackets(one.title)} ({named(map(without_brackets, facts), MOST_TOLD)})"


def safety_net_section(assessment: Assessment, rulebase: RuleBase) -> Section:
    """Return the reasons to come back that were named first; the others are counted."""
    at_once, today = signs_to_come_back(assessment, rulebase)
    entries = [
        Entry(lead, "; ".join(texts) + ".")
        for lead, texts in (
            (_("Emergency help at once for"), at_once),
            (_("Medical advice the same day for"), today),
        )
        if texts
    ]
    rest = len(assessment.safety_net) - len(at_once) - len(today)
    if entries and rest:
        form = ngettext(
            "{count} more reason is on the person's page.",
            "{count} more reasons are on the person's page.",
            rest,
        )
        entries.append(Entry(form.format(count=rest)))
    return Section("safety_net", _("Safety net given"), entries=tuple(entries))
