"""The sections of a person's own page: what fits one sheet of paper, for whoever answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from triage.model.assessment import Assessment, LeftOut, Recommendation, SourceRef
from triage.model.region import Region
from triage.model.rulebase import RuleBase
from triage.report.for_person import Entry, Section
from triage.report.front_page import FirstPage
from triage.report.phone_numbers import emergency_line
from triage.report.signs import nearest_reasons
from triage.report.words import caution_line, citation, cite, grouped
from triage.terms import Disposition
from triage.wording import _

MOST_LEFT_OUT = 6
STEPS = 4
"""Lines of how-to for each thing that may help most."""


def own_sections(
    assessment: Assessment, rulebase: RuleBase, page: FirstPage, region: Region | None
) -> Iterator[Section]:
    """Yield the sections of a person's page; `page` is the first page of the same assessment."""
    yield Section("why", _("Why"), page.why)
    yield Section("waiting", _("Until you are seen"), entries=tuple(map(Entry, page.steps)))
    if page.level is Disposition.EMERGENCY_NOW:
        yield _later(assessment)
        return
    titles = [one.title for one in page.help]
    by_title = {one.title: one for one in assessment.recommendations}
    best = [by_title[title] for title in titles]
    rest = [one for one in assessment.recommendations if one.title not in titles]
    yield Section("help", _("What may help most"), entries=tuple(map(_remedy, best)))
    yield _others(rest)
    yield _left_out(assessment, rulebase)
    yield _signs(assessment, rulebase, region)
    yield _later(assessment)
    yield _sources(best, rulebase)


def _remedy(one: Recommendation) -> Entry:
    cautions = [caution_line(each) for each in one.ask_first if each.known]
    unasked = [each.text for each in one.ask_first if not each.known]
    if unasked:
        line = _("Check with a pharmacist or doctor first if this may apply: {reasons}")
        cautions.append(line.format(reasons=" ".join(unasked)))
    return Entry(one.title, one.summary + cite(one.sources), (*one.how[:STEPS], *cautions))


def _others(rest: Iterable[Recommendation]) -> Section:
    """Return what else may be tried: by name, but with every caution that is known to apply."""
    plain: list[str] = []
    entries: list[Entry] = []
    for one in rest:
        cautions = tuple(caution_line(each) for each in one.ask_first if each.known)
        if cautions:
            entries.append(Entry(one.title, details=cautions))
        else:
            plain.append(one.title)
    line = _("{names}. Ask a pharmacist or doctor before you try what you are not sure of.")
    paragraphs = (line.format(names="; ".join(plain)),) if plain else ()
    return Section("others", _("You may also try"), paragraphs, tuple(entries))


def _left_out(assessment: Assessment, rulebase: RuleBase) -> Section:
    """Return what was left out for a reason that protects, the preference not among them."""
    entries = [
        Entry(one.title, why)
        for one in assessment.left_out
        if (why := _why_left_out(one, rulebase))
    ]
    return Section(
        "left_out", _("Left out for you, and why"), entries=tuple(entries[:MOST_LEFT_OUT])
    )


def _why_left_out(one: LeftOut, rulebase: RuleBase) -> str:
    texts = [text for wish, text, _facts in grouped(one.because, rulebase) if not wish]
    return " ".join(texts)


def _signs(assessment: Assessment, rulebase: RuleBase, region: Region | None) -> Section:
    """Return every reason to come back in a few words, those that concern most first."""
    reasons = nearest_reasons(assessment, rulebase)
    entries = []
    for lead, urgent in (
        (_("Get emergency help at once for:"), True),
        (_("Get medical advice the same day for:"), False),
    ):
        texts = [
            one.short or one.text
            for one in reasons
            if (one.level is Disposition.EMERGENCY_NOW) is urgent
        ]
        if texts:
            entries.append(Entry(lead, details=tuple(texts)))
    number = emergency_line(rulebase.regions, region)
    return Section("safety_net", _("When to get help"), (number,) * bool(number), tuple(entries))


def _later(assessment: Assessment) -> Section:
    entries = tuple(Entry(one.text) for one in assessment.follow_up)
    return Section("follow_up", _("Next check"), entries=entries)


def _sources(best: Iterable[Recommendation], rulebase: RuleBase) -> Section:
    cited: dict[int, SourceRef] = {ref.number: ref for one in best for ref in one.sources}
    entries = (
        Entry(f"[{number}]", citation(cited[number]), link=_address(rulebase, number))
        for number in sorted(cited)
    )
    return Section("sources", _("Sources"), entries=tuple(entries))


def _address(rulebase: RuleBase, number: int) -> str:
    source = rulebase.source.get(number)
    return source.addresses[0] if source is not None and source.addresses else ""
