"""An assessment as sections of plain sentences, in the order a worried person needs.

What to do now, why, what may help, what to leave out and why, when to get help, disclaimer. Text,
HTML and PDF are written from these sections, so they tell the same story.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from triage.model.assessment import Assessment, Reason, Recommendation, SourceRef
from triage.model.fact import FactValue
from triage.model.rulebase import RuleBase
from triage.terms import Disposition, Strength

MOST_NAMED = 8
"""Names listed before "and N more"."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One point of a section: a lead, its text, and smaller lines below it."""

    lead: str
    text: str = ""
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, paragraphs, and entries."""

    name: str
    heading: str
    paragraphs: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = field(default=())


def report(assessment: Assessment, rulebase: RuleBase) -> list[Section]:
    """Return the sections of an assessment; empty ones are left out."""
    writer = _Writer(assessment, rulebase)
    return [one for one in writer.sections() if one.paragraphs or one.entries]


def named(items: Iterable[str], most: int = MOST_NAMED) -> str:
    """Return `a, b, c and 4 more`."""
    all_items = list(items)
    shown = all_items[:most]
    rest = len(all_items) - len(shown)
    return ", ".join(shown) + (f" and {rest} more" if rest else "")


def told(reason: Reason, rulebase: RuleBase) -> list[str]:
    """Return the facts of a reason in words, such as `warfarin: yes`."""
    words = []
    for name, value in reason.facts.items():
        known: FactValue = frozenset(value) if isinstance(value, list) else value
        definition = rulebase.facts.get(name)
        words.append(definition.describe(known) if definition else f"{name}: {value}")
    return words


def cite(sources: Iterable[SourceRef]) -> str:
    """Return ` [7, 8]`, or nothing without sources."""
    numbers = ", ".join(str(one.number) for one in sources)
    return f" [{numbers}]" if numbers else ""


class _Writer:
    def __init__(self, assessment: Assessment, rulebase: RuleBase) -> None:
        self.a = assessment
        self.rulebase = rulebase

    def sections(self) -> Iterator[Section]:
        yield self.now()
        yield self.waiting()
        yield self.why()
        yield self.open()
        yield self.help("recommended", "What may help most", Strength.RECOMMENDED)
        yield self.help("may_try", "You may also try", Strength.MAY_TRY)
        yield self.left_out()
        yield self.not_checked()
        yield self.not_supported()
        yield self.advice()
        yield self.safety_net()
        yield self.follow_up()
        yield self.sources()
        yield Section("disclaimer", "Please note", (self.a.disclaimer.text, self._knowledge()))

    def _knowledge(self) -> str:
        known = self.a.knowledge
        return (
            f"Knowledge base {known.name} {known.version} ({known.status}), "
            f"digest {known.digest[:12]}."
        )

    def now(self) -> Section:
        lines = [self.a.action]
        if self.a.disposition is Disposition.EMERGENCY_NOW and self.a.red_flags:
            lines.insert(0, self.a.red_flags[0].tell)
        return Section("now", self.a.title, tuple(dict.fromkeys(lines)))

    def waiting(self) -> Section:
        lines = [
            line
            for flag in self.a.red_flags
            if flag.disposition is self.a.disposition
            for line in flag.while_waiting
        ]
        entries = tuple(Entry(line) for line in dict.fromkeys(lines))
        return Section("waiting", "Until you are seen", entries=entries)

    def why(self) -> Section:
        entries = [
            Entry(
                flag.title,
                flag.tell,
                (
                    *(f"You told us: {named(told(one, self.rulebase))}" for one in flag.because),
                    f"To rule out: {flag.worry}{cite(flag.sources)}",
                ),
            )
            for flag in self.a.red_flags
        ]
        return Section("why", "Why", (self.a.why,), tuple(entries))

    def open(self) -> Section:
        if not self.a.unanswered:
            return Section("open", "")
        labels = [self.rulebase.facts[one].label for one in self.a.unanswered]
        return Section(
            "open",
            "What we do not know yet",
            (
                f"Not answered, so not ruled out: {named(labels)}.",
                "What is not known never counts as no.",
            ),
        )

    def help(self, name: str, heading: str, strength: Strength) -> Section:
        chosen = [one for one in self.a.recommendations if one.strength is strength]
        full = strength is Strength.RECOMMENDED or len(chosen) <= 2  # noqa: PLR2004  (a short list may be told whole)
        return Section(name, heading, entries=tuple(self._remedy(one, full=full) for one in chosen))

    def _remedy(self, one: Recommendation, *, full: bool) -> Entry:
        details = [*one.how] if full else [*one.how[:1]]
        details += [
            f"Check with a pharmacist or doctor first: {caution.text}"
            if caution.known
            else f"Check first, as we could not rule this out: {caution.text}"
            for caution in one.ask_first
        ]
        if full:
            details += one.stop_if
        details.append(f"Evidence: {one.evidence.says}{cite(one.sources)}")
        return Entry(one.title, one.summary, tuple(details))

    def left_out(self) -> Section:
        entries = []
        for one in self.a.left_out:
            why = [self._why_left_out(reason) for reason in one.because]
            entries.append(Entry(one.title, " ".join(why) + cite(one.sources)))
        return Section("left_out", "Left out for you, and why", entries=tuple(entries))

    def _why_left_out(self, reason: Reason) -> str:
        if reason.code == "preference":
            return f"Not what you asked for ({named(told(reason, self.rulebase))})."
        return f"{reason.text} (You told us: {named(told(reason, self.rulebase))}.)"

    def not_checked(self) -> Section:
        titles = [one.title for one in self.a.not_checked]
        if not titles:
            return Section("not_checked", "")
        line = f"Not offered, because the questions behind them were not answered: {named(titles)}."
        return Section("not_checked", "Not checked", (line,))

    def not_supported(self) -> Section:
        entries = tuple(
            Entry(one.title, f"{one.why}{cite(one.sources)}") for one in self.a.not_supported
        )
        return Section("not_supported", "Often tried, but not supported", entries=entries)

    def advice(self) -> Section:
        if self.a.disposition.urgency >= Disposition.URGENT_SAME_DAY.urgency:
            return Section("advice", "")
        entries = tuple(
            Entry(one.title, f"{one.text}{cite(one.sources)}") for one in self.a.advice
        )
        return Section("advice", "Good to know", entries=entries)

    def safety_net(self) -> Section:
        now = [one for one in self.a.safety_net if one.level is Disposition.EMERGENCY_NOW]
        later = [one for one in self.a.safety_net if one.level is not Disposition.EMERGENCY_NOW]
        entries = []
        if now:
            lines = tuple(f"{one.text}{cite(one.sources)}" for one in now)
            entries.append(Entry("Get emergency help at once if:", details=lines))
        if later:
            lines = tuple(f"{one.text}{cite(one.sources)}" for one in later)
            entries.append(Entry("Get medical advice the same day if:", details=lines))
        return Section("safety_net", "When to get help", entries=tuple(entries))

    def follow_up(self) -> Section:
        entries = tuple(Entry(f"{one.text}{cite(one.sources)}") for one in self.a.follow_up)
        return Section("follow_up", "Next check", entries=entries)

    def sources(self) -> Section:
        parts: list[list[SourceRef]] = [one.sources for one in self.a.red_flags]
        parts += [one.sources for one in self.a.recommendations]
        parts += [one.sources for one in self.a.left_out]
        parts += [one.sources for one in self.a.not_supported]
        parts += [one.sources for one in self.a.safety_net]
        parts += [one.sources for one in self.a.follow_up]
        if self.a.disposition.urgency < Disposition.URGENT_SAME_DAY.urgency:
            parts += [one.sources for one in self.a.advice]
        found = {one.number: one for part in parts for one in part}
        lines = []
        for number in sorted(found):
            unseen = " (not seen by the authors)" if found[number].status == "unconfirmed" else ""
            lines.append(Entry(f"[{number}]", f"{found[number].citation}{unseen}"))
        return Section("sources", "Sources", entries=tuple(lines))
