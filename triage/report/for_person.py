"""An assessment as sections of plain sentences, in the order a worried person needs.

What to do now, why, what may help, what to leave out and why, when to get help, disclaimer. Text,
HTML and PDF are written from these sections, so they tell the same story.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from triage.logic.program import program_of
from triage.model.assessment import AskFirst, Assessment, LeftOut, Recommendation, SourceRef
from triage.model.region import Region
from triage.model.rulebase import RuleBase
from triage.report.front_page import leading
from triage.report.phone_numbers import advice_line, emergency_line
from triage.report.words import (
    caution_line,
    citation,
    cite,
    grouped,
    named,
    not_known,
    said_once,
    status_word,
    you_told,
)
from triage.terms import Disposition, Strength
from triage.wording import _, speaking


@dataclass(frozen=True, slots=True)
class Entry:
    """One point of a section: a lead, its text, and smaller lines below it.

    `link` is an address that a page may link it to.
    """

    lead: str
    text: str = ""
    details: tuple[str, ...] = ()
    link: str = ""

    @property
    def headline(self) -> str:
        """Return the lead as it stands before the text or the details: with a colon for a text."""
        return f"{self.lead.rstrip(':')}:" if self.text else self.lead


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, paragraphs, and entries."""

    name: str
    heading: str
    paragraphs: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = field(default=())


def report(
    assessment: Assessment,
    rulebase: RuleBase,
    region: Region | None = None,
    *,
    cited: bool = True,
) -> list[Section]:
    """Return the sections of an assessment, in the language of `rulebase`; none is empty.

    `region` (see `triage.report.phone_numbers.region_named`) decides which numbers to call are
    named; without one the line gives examples. An emergency begins with the number and at most two
    short sentences. Unless `cited` is set, nothing names its sources.
    """
    with speaking(rulebase.language):
        writer = _Writer(assessment, rulebase, region, cited=cited)
        sections = [without_repeats(one) for one in writer.sections()]
        return [one for one in sections if one.paragraphs or one.entries]


def without_repeats(section: Section) -> Section:
    """Return a section in which no point says a line twice, and no point stands twice."""
    entries = (replace(one, details=tuple(dict.fromkeys(one.details))) for one in section.entries)
    return replace(
        section,
        paragraphs=tuple(dict.fromkeys(section.paragraphs)),
        entries=tuple(dict.fromkeys(entries)),
    )


class _Writer:
    def __init__(
        self, assessment: Assessment, rulebase: RuleBase, region: Region | None, *, cited: bool
    ) -> None:
        self.a = assessment
        self.cited = cited
        self.rulebase = rulebase
        self.region = region
        self.number = emergency_line(rulebase.regions, region)

    def sections(self) -> Iterator[Section]:
        yield self.now()
        yield self.waiting()
        yield self.why()
        yield self.open()
        yield self.help("recommended", _("What may help most"), Strength.RECOMMENDED)
        yield self.help("may_try", _("You may also try"), Strength.MAY_TRY)
        yield self.left_out()
        yield self.not_checked()
        yield self.not_supported()
        yield self.advice()
        yield self.safety_net()
        yield self.follow_up()
        yield self.sources()
        note = self.a.disclaimer
        yield Section("disclaimer", _("Please note"), (note.text, note.purpose, self._knowledge()))

    def _knowledge(self) -> str:
        known = self.a.knowledge
        line = _("Knowledge base {name} {version} ({status}), digest {digest}.")
        return line.format(
            name=known.name,
            version=known.version,
            status=status_word(known.status),
            digest=known.digest[:12],
        )

    def cite(self, sources: Iterable[SourceRef]) -> str:
        return cite(sources) if self.cited else ""

    def now(self) -> Section:
        if self.a.disposition is Disposition.EMERGENCY_NOW:
            told = flags[0].tell if (flags := leading(self.a)) else self.a.action
            lines = [self.number, told]
        else:
            lines = [self.a.action]
            if self.a.disposition is Disposition.URGENT_SAME_DAY:
                lines.append(advice_line(self.region))
        return Section("now", self.a.title, tuple(line for line in lines if line))

    def waiting(self) -> Section:
        lines = [
            line
            for flag in self.a.red_flags
            if flag.disposition is self.a.disposition
            for line in flag.while_waiting
        ]
        entries = tuple(Entry(line) for line in said_once(lines))
        return Section("waiting", _("Until you are seen"), entries=entries)

    def why(self) -> Section:
        first = self.now().paragraphs
        entries = [
            Entry(
                flag.title,
                "" if flag.tell in first else flag.tell,
                (
                    *(you_told(one, self.rulebase) for one in flag.because),
                    _("To rule out: {worry}").format(worry=flag.worry) + self.cite(flag.sources),
                ),
            )
            for flag in self.a.red_flags
        ]
        return Section("why", _("Why"), (self.a.why,), tuple(entries))

    def open(self) -> Section:
        if not self.a.unanswered:
            return Section("open", "")
        not_answered, not_sure = not_known(self.a, self.rulebase)
        lines = []
        if not_answered:
            line = _("Not answered, so not ruled out: {names}.")
            lines.append(line.format(names=named(not_answered)))
        if not_sure:
            line = _("You were not sure, so not ruled out: {names}.")
            lines.append(line.format(names=named(not_sure)))
        lines.append(_("What is not known never counts as no."))
        return Section("open", _("What we do not know yet"), tuple(lines))

    def help(self, name: str, heading: str, strength: Strength) -> Section:
        chosen = [one for one in self.a.recommendations if one.strength is strength]
        full = strength is Strength.RECOMMENDED or len(chosen) <= 2  # noqa: PLR2004  (a short list may be told whole)
        return Section(name, heading, entries=tuple(self._remedy(one, full=full) for one in chosen))

    def _remedy(self, one: Recommendation, *, full: bool) -> Entry:
        details = [*one.how] if full else [*one.how[:1]]
        details += [caution_line(caution) for caution in one.ask_first if caution.known]
        details += self._unasked([caution for caution in one.ask_first if not caution.known])
        if full:
            details += one.stop_if
        says = _("Evidence: {says}").format(says=one.evidence.says)
        details.append(says + self.cite(one.sources))
        return Entry(one.title, one.summary, tuple(details))

    def _unasked(self, cautions: list[AskFirst]) -> list[str]:
        """Return one line that names what was not asked and would need a check first."""
        under = program_of(self.rulebase).facts_under
        known = self.a.case.facts if self.a.case is not None else {}
        labels = dict.fromkeys(
            definition.label
            for caution in cautions
            for definition in self.rulebase.facts.values()
            if definition.id in under[caution.code] and definition.id not in known
        )
        if not labels:
            return []
        line = _("Check with a pharmacist or doctor first if this applies to you: {names}.")
        return [line.format(names=named(labels, most=12))]

    def left_out(self) -> Section:
        """Return what was left out; remedies with one and the same reason share a line."""
        titles: dict[str, list[str]] = {}
        for one in self.a.left_out:
            why = self._why_left_out(one) + self.cite(one.sources)
            titles.setdefault(why, []).append(one.title)
        entries = tuple(Entry("; ".join(same), why) for why, same in titles.items())
        return Section("left_out", _("Left out for you, and why"), entries=entries)

    def _why_left_out(self, one: LeftOut) -> str:
        lines = []
        for is_preference, texts, facts in grouped(one.because, self.rulebase):
            if is_preference:
                lines.append(_("Not what you asked for ({facts}).").format(facts=facts))
            else:
                line = _("{reason} (You told us: {facts}.)")
                lines.append(line.format(reason=texts, facts=facts))
        return " ".join(lines)

    def not_checked(self) -> Section:
        titles = [one.title for one in self.a.not_checked]
        if not titles:
            return Section("not_checked", "")
        line = _("Not offered, as an answer that we need is missing or “not sure”: {names}.")
        return Section("not_checked", _("Not checked"), (line.format(names=named(titles)),))

    def not_supported(self) -> Section:
        entries = tuple(
            Entry(one.title, f"{one.why}{self.cite(one.sources)}") for one in self.a.not_supported
        )
        return Section("not_supported", _("Often tried, but not supported"), entries=entries)

    def advice(self) -> Section:
        if self.a.disposition.urgency >= Disposition.URGENT_SAME_DAY.urgency:
            return Section("advice", "")
        entries = tuple(
            Entry(one.title, f"{one.text}{self.cite(one.sources)}") for one in self.a.advice
        )
        return Section("advice", _("Good to know"), entries=entries)

    def safety_net(self) -> Section:
        now = [one for one in self.a.safety_net if one.level is Disposition.EMERGENCY_NOW]
        later = [one for one in self.a.safety_net if one.level is not Disposition.EMERGENCY_NOW]
        entries = []
        numbers: tuple[str, ...] = ()
        if now:
            numbers = (self.number,) if self.number else ()
            lines = tuple(f"{one.text}{self.cite(one.sources)}" for one in now)
            entries.append(Entry(_("Get emergency help at once if:"), details=lines))
        if later:
            lines = tuple(f"{one.text}{self.cite(one.sources)}" for one in later)
            entries.append(Entry(_("Get medical advice the same day if:"), details=lines))
        return Section("safety_net", _("When to get help"), numbers, tuple(entries))

    def follow_up(self) -> Section:
        entries = tuple(Entry(f"{one.text}{self.cite(one.sources)}") for one in self.a.follow_up)
        return Section("follow_up", _("Next check"), entries=entries)

    def sources(self) -> Section:
        if not self.cited:
            return Section("sources", "")
        parts: list[tuple[SourceRef, ...]] = [one.sources for one in self.a.red_flags]
        parts += [one.sources for one in self.a.recommendations]
        parts += [one.sources for one in self.a.left_out]
        parts += [one.sources for one in self.a.not_supported]
        parts += [one.sources for one in self.a.safety_net]
        parts += [one.sources for one in self.a.follow_up]
        if self.a.disposition.urgency < Disposition.URGENT_SAME_DAY.urgency:
            parts += [one.sources for one in self.a.advice]
        found = {one.number: one for part in parts for one in part}
        entries = tuple(Entry(f"[{one}]", citation(found[one])) for one in sorted(found))
        return Section("sources", _("Sources"), entries=entries)
