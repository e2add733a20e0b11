"""What was answered and what was screened, as sections for a clinician to read."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from triage.logic.program import HOLDING
from triage.model.assessment import Assessment, Case
from triage.model.fact import FactDefinition, FactKind
from triage.model.rule import RawValue, Rule
from triage.model.rulebase import RuleBase
from triage.model.verdicts import Verdicts
from triage.report.advice import without_brackets
from triage.report.for_person import Entry, Section
from triage.report.words import not_known, you_told
from triage.terms import GROUP, NOT_SURE, Disposition
from triage.wording import _, ngettext


def answers_section(rulebase: RuleBase, answers: Mapping[str, RawValue]) -> Section:
    """Return the answers by topic: each on a line, with all plain "no" gathered in one.

    A group line that was denied stands in `answers` as `group:<question>`, and is told as such.
    """
    entries = []
    for topic in rulebase.topics:
        facts = [one for asked in topic.questions for one in asked.facts if one in answers]
        lines: list[str] = []
        denied = [
            asked.group.label
            for asked in topic.questions
            if asked.group is not None and answers.get(GROUP + asked.id) is False
        ]
        for name in facts:
            definition, value = rulebase.facts[name], answers[name]
            if value is False:
                denied.append(definition.label)
            else:
                lines.append(f"{definition.label}: {_said(definition, value)}")
        if denied:
            lines.append(_("No to: {names}").format(names="; ".join(denied)))
        if lines:
            entries.append(Entry(topic.title, details=tuple(lines)))
    return Section("answers", _("Answers given"), entries=tuple(entries))


def _said(definition: FactDefinition, value: RawValue) -> str:
    if value == NOT_SURE and NOT_SURE not in definition.choices:
        return definition.describe_value(value)
    known = frozenset(value) if isinstance(value, list) else value
    return without_brackets(definition.describe_value(known))


def found_section(assessment: Assessment, rulebase: RuleBase) -> Section:
    """Return the warning signs that were found, with the answers they rest on."""
    entries = tuple(
        Entry(
            flag.title,
            _("To rule out: {worry}").format(worry=flag.worry),
            tuple(you_told(reason, rulebase) for reason in flag.because),
        )
        for flag in assessment.red_flags
    )
    none = () if entries else (_("None."),)
    return Section("found", _("Warning signs found"), none, entries)


def ruled_out_section(case: Case) -> Section:
    """Return what the warning signs that an answer ruled out look for; the others are counted.

    A sign counts as checked when a yes/no answer speaks against it. What the place, the age or
    another such fact rules out by itself does not concern this person, and is not named. Named are
    those for an emergency, unless another sign that looks for the same is found or still open:
    with the ones for the same day they would fill a page.
    """
    rulebase = case.rulebase
    false = [one for one in rulebase.disposing_rules if case.verdicts[one.id] is False]
    doubtful = {
        one.then.worry for one in rulebase.disposing_rules if case.verdicts[one.id] is not False
    }
    denied = [one for one in false if _was_asked(rulebase, case.verdicts, one)]
    paragraphs = []
    if denied:
        form = ngettext(
            "{count} sign checked. The most urgent ones look for: {worries}.",
            "{count} signs checked. The most urgent ones look for: {worries}.",
            len(denied),
        )
        worries = _worries(denied, {Disposition.EMERGENCY_NOW}, doubtful)
        paragraphs.append(form.format(count=len(denied), worries=worries))
        paragraphs.append(_("That a sign is absent does not rule the illness out."))
    if rest := len(false) - len(denied):
        form = ngettext(
            "{count} more does not concern this place, age or time.",
            "{count} more do not concern this place, age or time.",
            rest,
        )
        paragraphs.append(form.format(count=rest))
    heading = _("Warning signs checked and not present")
    return Section("ruled_out", heading, tuple(paragraphs))


def _was_asked(rulebase: RuleBase, verdicts: Verdicts, rule: Rule) -> bool:
    return any(rulebase.facts[one].kind is FactKind.BOOL for one in verdicts.decided_by(rule.id))


def _worries(
    rules: Iterable[Rule], levels: Collection[Disposition], without: Collection[str] = ()
) -> str:
    """Return what the `rules` of these levels look for, each once; a dash for none.

    A worry that stands in the words of another ("sepsis" in "meningitis or sepsis") is told there.
    """
    urgent = (one for one in rules if one.then.disposition in levels)
    worries = dict.fromkeys(
        without_brackets(one.then.worry) for one in urgent if one.then.worry not in without
    )
    told = [
        worry
        for worry in worries
        if not any(
            worry != other and re.search(rf"\b{re.escape(worry)}\b", other) for other in worries
        )
    ]
    return "; ".join(told) or "\N{EN DASH}"


def open_section(assessment: Assessment, case: Case) -> Section:
    """Return what the warning signs that were not checked look for, and what was not answered."""
    rulebase = case.rulebase
    rules = [rulebase.rule[one] for one in assessment.not_ruled_out]
    heading = _("Warning signs not checked")
    if not rules:
        return Section("open", heading, (_("None."),))
    form = ngettext(
        "{count} sign not checked. The urgent ones look for: {worries}.",
        "{count} signs not checked. The urgent ones look for: {worries}.",
        len(rules),
    )
    paragraphs = [form.format(count=len(rules), worries=_worries(rules, HOLDING))]
    not_answered, not_sure = not_known(assessment, rulebase)
    if not_answered:
        paragraphs.append(_("Not answered: {names}.").format(names="; ".join(not_answered)))
    if not_sure:
        paragraphs.append(_("Answered with “not sure”: {names}.").format(names="; ".join(not_sure)))
    return Section("open", heading, tuple(paragraphs))
