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
from triage.report.for_clinician import without_brackets
from triage.report.for_person import Entry, Section
from triage.report.words import named, not_known
from triage.terms import GROUP, NOT_SURE, Disposition
from triage.wording import _, ngettext

MOST_DENIED = 12
"""Signs of a topic that were denied, before "and N more"."""

MOST_WORRIES = 14
"""Illnesses, or open questions, named before "and N more"."""


def answers_section(rulebase: RuleBase, answers: Mapping[str, RawValue]) -> Section:
    """Return the answers by topic: what was told in one line, all plain "no" in another.

    A group line stands for its questions where it was denied (`group:<question>` in `answers`), or
    every line behind it.
    """
    entries = []
    for topic in rulebase.topics:
        told: list[str] = []
        denied: list[str] = []
        for asked in topic.questions:
            facts = [one for one in asked.facts if one in answers]
            no = [one for one in facts if answers[one] is False]
            told += [_in_short(rulebase.facts[one], answers[one]) for one in facts if one not in no]
            group = asked.group
            if group and (answers.get(GROUP + asked.id) is False or no == [*asked.facts]):
                denied.append(group.label)
            else:
                denied += [rulebase.facts[one].label for one in no]
        names = named(denied, MOST_DENIED, "; ")
        line = (_("No to: {names}").format(names=names),) if denied else ()
        if told or denied:
            entries.append(Entry(topic.title, "; ".join(told), line))
    return Section("answers", _("Answers given"), entries=tuple(entries))


def _in_short(definition: FactDefinition, value: RawValue) -> str:
    """Return an answer: the label alone where it was yes."""
    return definition.label if value is True else f"{definition.label}: {_said(definition, value)}"


def _said(definition: FactDefinition, value: RawValue) -> str:
    if value == NOT_SURE and NOT_SURE not in definition.choices:
        return definition.describe_value(value)
    known = frozenset(value) if isinstance(value, list) else value
    return without_brackets(definition.describe_value(known))


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
        worries = _worries(rulebase, denied, {Disposition.EMERGENCY_NOW}, doubtful)
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
    rulebase: RuleBase,
    rules: Iterable[Rule],
    levels: Collection[Disposition],
    without: Collection[str] = (),
) -> str:
    """Return what the `rules` of these levels look for, each once; a dash for none.

    What stands first among the reasons to come back stands first here.

    A worry that stands in the words of another ("sepsis" in "meningitis or sepsis") is told there.
    """
    items = rulebase.safety_net.items
    place = {rule: at for at, item in reversed([*enumerate(items)]) for rule in item.rules}
    urgent = [one for one in rules if one.then.disposition in levels]
    urgent.sort(key=lambda one: place.get(one.id, len(items)))
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
    return named(told, MOST_WORRIES, "; ") or "\N{EN DASH}"


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
    paragraphs = [form.format(count=len(rules), worries=_worries(rulebase, rules, HOLDING))]
    not_answered, not_sure = not_known(assessment, rulebase)
    if not_answered:
        paragraphs.append(
            _("Not answered: {names}.").format(names=named(not_answered, MOST_WORRIES, "; "))
        )
    if not_sure:
        paragraphs.append(
            _("Answered with “not sure”: {names}.").format(
                names=named(not_sure, MOST_WORRIES, "; ")
            )
        )
    return Section("open", heading, tuple(paragraphs))
