"""The first page of a result: what to do, why, what may help, and when to come back, in one look.

Nobody in pain reads to the end of what is long, so the page comes first and is short: a few things
that may help and a few reasons to come back, each in one line. The rest stands in the sections of
`triage.report.for_person`, which tell everything.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from triage.model.assessment import Assessment, Recommendation, RedFlag
from triage.model.region import Region
from triage.model.rulebase import RuleBase
from triage.report.phone_numbers import advice_line, emergency_line
from triage.report.signs import signs_to_come_back
from triage.report.words import first_sentence, named, said_once
from triage.terms import Disposition, Strength
from triage.wording import _, ngettext, speaking

MOST_HELP = 3

MOST_STEPS = 3
"""What to do until help comes."""

MOST_TOLD = 3
"""Answers named as the reason."""

MOST_TO_TELL = 6
"""Answers to tell those who are called in an emergency."""

_Said: TypeAlias = bool | int | str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that may help: its name, what it is, and whether somebody must be asked first."""

    title: str
    text: str
    caution: str = ""


@dataclass(frozen=True, slots=True)
class FirstPage:
    """What stands on a first page; empty parts are left out. Lines are sentences unless said.

    `call` are numbers, `steps` what to do until help comes, `at_once` and `today` reasons to come
    back in a few words each, `check` when to look again.
    """

    language: str
    level: Disposition
    title: str
    call: tuple[str, ...]
    do: tuple[str, ...]
    why: tuple[str, ...]
    steps: tuple[str, ...]
    help: tuple[Point, ...]
    at_once: tuple[str, ...]
    today: tuple[str, ...]
    number: str
    check: str
    note: str


def first_page(
    assessment: Assessment, rulebase: RuleBase, region: Region | None = None
) -> FirstPage:
    """Return the first page of an assessment, in the language of `rulebase`.

    `region` decides which numbers are named (see `triage.report.phone_numbers.region_named`).
    """
    with speaking(rulebase.language):
        level = assessment.disposition
        urgent = level is Disposition.EMERGENCY_NOW
        number = emergency_line(rulebase.regions, region)
        calls = (number,) if urgent else (advice_line(region),) * (level is _SAME_DAY)
        at_once, today = ((), ()) if urgent else signs_to_come_back(assessment, rulebase)
        return FirstPage(
            language=rulebase.language,
            level=level,
            title=assessment.title,
            call=tuple(one for one in calls if one),
            do=_do(assessment),
            why=_why(assessment, rulebase),
            steps=_steps(assessment),
            help=() if urgent else tuple(_help(assessment)),
            at_once=at_once,
            today=today,
            number="" if urgent else number,
            check="" if urgent else _check(assessment),
            note=assessment.disclaimer.short,
        )


_SAME_DAY = Disposition.URGENT_SAME_DAY


def leading(assessment: Assessment) -> list[RedFlag]:
    """Return the warning signs that decided the level, first the one that most answers speak for.

    Between equals the order of the rules stays.
    """
    top = [one for one in assessment.red_flags if one.disposition is assessment.disposition]
    return sorted(top, key=lambda one: -len(_yes(one)))


def _yes(flag: RedFlag) -> set[str]:
    """Return the facts behind a warning sign that were answered yes."""
    return {fact for one in flag.because for fact, value in one.facts.items() if value is True}


def _do(assessment: Assessment) -> tuple[str, ...]:
    top = leading(assessment)
    if assessment.disposition is Disposition.EMERGENCY_NOW and top:
        return (top[0].tell,)
    return (assessment.action, *_not_ruled_out(assessment))


def _not_ruled_out(assessment: Assessment) -> tuple[str, ...]:
    """Return that something is still open, in one sentence."""
    if not assessment.not_ruled_out:
        return ()
    form = ngettext(
        "{count} warning sign is not ruled out, as answers are missing or “not sure”.",
        "{count} warning signs are not ruled out, as answers are missing or “not sure”.",
        len(assessment.not_ruled_out),
    )
    return (form.format(count=len(assessment.not_ruled_out)),)


def _why(assessment: Assessment, rulebase: RuleBase) -> tuple[str, ...]:
    """Return the answers that decided the level; its own reason where no single answer did."""
    said = dict.fromkeys(
        fact
        for flag in leading(assessment)
        for reason in flag.because
        for fact in reason.facts.items()
        if fact[0] in rulebase.facts and fact[1] is not False
    )
    if not said:
        return (assessment.why,)
    urgent = assessment.disposition is Disposition.EMERGENCY_NOW
    first = sorted(said, key=lambda one: one[1] is not True)  # signs before the course and the age
    if urgent and any(value is True for _name, value in first):
        first = [one for one in first if one[1] is True]  # who is called needs the signs alone
    words = [_in_words(rulebase, one) for one in first]
    form = _("Tell them: {facts}.") if urgent else _("Because you told us: {facts}.")
    return (form.format(facts=named(words, MOST_TO_TELL if urgent else MOST_TOLD)),)


def _in_words(rulebase: RuleBase, said: tuple[str, _Said]) -> str:
    """Return a fact as a person would say it: its label alone where the answer was yes."""
    name, value = said
    definition = rulebase.facts[name]
    if value is True:
        return definition.label
    words = definition.describe_value(frozenset(value) if isinstance(value, tuple) else value)
    return f"{definition.label}: {words[:1].lower()}{words[1:]}"


def _steps(assessment: Assessment) -> tuple[str, ...]:
    lines = (line for flag in leading(assessment) for line in flag.while_waiting)
    return tuple(said_once(lines))[:MOST_STEPS]


def _help(assessment: Assessment) -> Iterable[Point]:
    """Yield what may help most: what no caution speaks against stands before the rest."""
    order = {Strength.RECOMMENDED: 0, Strength.MAY_TRY: 1}
    best = sorted(
        assessment.recommendations,
        key=lambda one: (order.get(one.strength, 2), any(each.known for each in one.ask_first)),
    )
    for one in best[:MOST_HELP]:
        yield Point(one.title, first_sentence(one.summary), _caution(one))


def _caution(one: Recommendation) -> str:
    if any(each.known for each in one.ask_first):
        return _("Ask a pharmacist or doctor first.")
    return _("Not for everyone: see who should ask first.") if one.ask_first else ""


def _check(assessment: Assessment) -> str:
    """Return when to look again; who is to be seen is told so by what to do."""
    if assessment.disposition is not Disposition.SELF_CARE or not assessment.follow_up:
        return ""
    return first_sentence(assessment.follow_up[0].text)
