"""What an assessment can say, laid out once per rule base; a case only chooses from it.

Each entry names the node that decides on it and holds its fixed fields, sources and texts
included. Entries stand in the order in which an assessment shows them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import compress
from operator import itemgetter
from typing import Generic, TypeAlias, TypeVar

from triage.logic.ladder import rungs_above, urgent_first
from triage.logic.per_rulebase import kept
from triage.logic.program import Program, program_of
from triage.logic.reasons import references_of
from triage.model.assessment import (
    FORMAT,
    AskFirst,
    DisclaimerNote,
    EvidenceNote,
    KnowledgeNote,
    LeftOut,
    NotChecked,
    Note,
    NotSupported,
    Recommendation,
    RedFlag,
    SafetyNetNote,
    SourceRef,
    TraceStep,
)
from triage.model.remedy import Check, Remedy
from triage.model.rule import Rule
from triage.model.rulebase import RuleBase
from triage.model.verdicts import Truth, Truths
from triage.terms import Disposition, Stance, Strength

TRACED = ("finding.", "contraindication.", "caution.")

Made = TypeVar("Made")

Template: TypeAlias = Callable[..., Made]
"""Makes a part of an assessment from the fields that vary, by name; the others are fixed."""


@dataclass(frozen=True, slots=True)
class Entry(Generic[Made]):
    """Something shown or not, as one node decides: a finished part, or a template of one."""

    node: str
    part: Made


class Listed(Generic[Made]):
    """Entries of which the truths of their nodes choose some, in order."""

    def __init__(self, entries: Iterable[Entry[Made]], place: Mapping[str, int]) -> None:
        """Bind entries to the places of their nodes in the program."""
        self._entries = tuple(entries)
        places = [place[one.node] for one in self._entries]
        # The last is taken twice: for a single place `itemgetter` gives no tuple.
        self._truths = itemgetter(*places, places[-1]) if places else tuple

    def __iter__(self) -> Iterator[Entry[Made]]:
        """Yield all entries, whatever is true."""
        return iter(self._entries)

    def true(self, truths: Truths) -> Iterator[Entry[Made]]:
        """Return the entries whose node is true."""
        return compress(self._entries, self._truths(truths))

    def not_false(self, truths: Truths) -> Iterator[tuple[Entry[Made], Truth]]:
        """Yield the entries whose node is true or open, each with its truth."""
        for entry, truth in zip(self._entries, self._truths(truths), strict=False):
            if truth is not False:
                yield entry, truth

    def open(self, truths: Truths) -> tuple[str, ...]:
        """Return the nodes of entries that are open."""
        pairs = zip(self._entries, self._truths(truths), strict=False)
        return tuple(entry.node for entry, truth in pairs if truth is None)


@dataclass(frozen=True, slots=True)
class Contraindication:
    """One reason to leave a remedy out."""

    node: str
    because: str
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Indication:
    """A recommendation rule that names a remedy, and whether it does so strongly."""

    rule: str
    is_strong: bool


@dataclass(frozen=True, slots=True)
class RemedyEntries:
    """One remedy: the nodes that decide on it, and an entry for each place it can have.

    Numbers are places of nodes in the program.
    """

    id: str
    is_offer: bool
    indicated: int
    wanted: int
    held: int
    put_forward: int
    blocks: tuple[tuple[int, Contraindication], ...]
    indications: tuple[tuple[int, Indication], ...]
    cautions: Listed[Template[AskFirst]]
    recommended: Template[Recommendation]
    left_out: Template[LeftOut]
    not_checked: Template[NotChecked]
    not_supported: NotSupported


@dataclass(frozen=True, slots=True)
class Entries:
    """All entries of a rule base; remedies once in order of id, once in order of their shelves.

    `above` are the places of the rungs above a rung, of which it gives way to any that is true.
    """

    nodes: tuple[str, ...]
    disposing: Listed[Template[RedFlag]]
    red_flags: Listed[Template[RedFlag]]
    above: Mapping[str, tuple[int, ...]]
    remedies: tuple[RemedyEntries, ...]
    shelved: tuple[RemedyEntries, ...]
    safety_net: Listed[SafetyNetNote]
    advice: Listed[Note]
    follow_up: Mapping[Disposition, Listed[Note]]
    trace: Listed[Template[TraceStep]]
    words: Mapping[Disposition, Mapping[str, str]]
    fixed: Mapping[str, object]


@kept
def entries_of(rulebase: RuleBase) -> Entries:
    """Return the entries of a rule base; the same object for the same rule base."""
    return _Drawer(rulebase, program_of(rulebase)).draw()


class _Drawer:
    def __init__(self, rulebase: RuleBase, program: Program) -> None:
        self.rulebase = rulebase
        self.program = program
        self.nodes = tuple(node.id for node in program.nodes)
        self.place = {node: place for place, node in enumerate(self.nodes)}
        self.sources = references_of(rulebase)

    def draw(self) -> Entries:
        order = self.rulebase.preferences.order
        shelf = {category: place for place, category in enumerate(order)}
        remedies = {one.id: self.remedy(one) for one in self.rulebase.remedies}
        shelved = sorted(
            self.rulebase.remedies, key=lambda one: (shelf.get(one.category, len(order)), one.id)
        )
        flags = [self.red_flag(rule) for rule in self.rulebase.disposing_rules]
        return Entries(
            nodes=self.nodes,
            disposing=self.listed(flags),
            red_flags=self.listed(self.red_flag(rule) for rule in urgent_first(self.rulebase)),
            above=self.above(),
            remedies=tuple(remedies.values()),
            shelved=tuple(remedies[one.id] for one in shelved),
            safety_net=self.safety_net(),
            advice=self.listed(
                self.note(f"advice.{one.id}", one.text, one.sources, one.title)
                for one in self.rulebase.safety_net.advice
            ),
            follow_up={level: self.follow_up(level) for level in Disposition},
            trace=self.trace(),
            words={
                level: {"title": words.title, "action": words.action, "why": words.why}
                for level, words in self.rulebase.disposition_text.items()
            },
            fixed=self.fixed(),
        )

    def listed(self, entries: Iterable[Entry[Made]]) -> Listed[Made]:
        return Listed(entries, self.place)

    def red_flag(self, rule: Rule) -> Entry[Template[RedFlag]]:
        template = partial(
            RedFlag,
            rule=rule.id,
            title=rule.title,
            disposition=rule.then.disposition or Disposition.SELF_CARE,
            worry=rule.then.worry,
            tell=rule.then.tell,
            while_waiting=tuple(rule.then.while_waiting),
            sources=self.sources.of(rule.evidence.sources),
        )
        return Entry(rule.id, template)

    def above(self) -> dict[str, tuple[int, ...]]:
        above = rungs_above(self.rulebase)
        return {rung: tuple(self.place[one] for one in others) for rung, others in above.items()}

    def remedy(self, remedy: Remedy) -> RemedyEntries:
        is_offer = remedy.stance is Stance.OFFER
        sources = self.sources.of(remedy.evidence.sources)
        return RemedyEntries(
            id=remedy.id,
            is_offer=is_offer,
            indicated=self.place[f"indicated.{remedy.id}"],
            wanted=self.place[f"wanted.{remedy.id}"],
            held=self.place[f"held.{remedy.id}"],
            put_forward=self.place[f"{'offered' if is_offer else 'mentioned'}.{remedy.id}"],
            blocks=tuple(self.block(remedy, one) for one in remedy.block),
            indications=tuple(
                (
                    self.place[rule.id],
                    Indication(rule.id, rule.then.strength is Strength.RECOMMENDED),
                )
                for rule in self.rulebase.rules
                if remedy.id in rule.then.recommend
            ),
            cautions=self.listed(self.caution(remedy, one) for one in remedy.ask_first),
            recommended=self.recommended(remedy, sources),
            left_out=partial(LeftOut, remedy=remedy.id, title=remedy.title),
            not_checked=partial(NotChecked, remedy=remedy.id, title=remedy.title),
            not_supported=NotSupported(
                remedy=remedy.id,
                title=remedy.title,
                why=remedy.evidence.says,
                verdict=remedy.evidence.verdict,
                sources=sources,
            ),
        )

    def block(self, remedy: Remedy, check: Check) -> tuple[int, Contraindication]:
        node = f"contraindication.{remedy.id}.{check.id}"
        return self.place[node], Contraindication(node, check.because, check.sources)

    def caution(self, remedy: Remedy, check: Check) -> Entry[Template[AskFirst]]:
        code = f"caution.{remedy.id}.{check.id}"
        sources = self.sources.of(check.sources)
        return Entry(code, partial(AskFirst, code=code, text=check.because, sources=sources))

    @staticmethod
    def recommended(remedy: Remedy, sources: tuple[SourceRef, ...]) -> Template[Recommendation]:
        return partial(
            Recommendation,
            remedy=remedy.id,
            title=remedy.title,
            category=remedy.category,
            class_=remedy.class_,
            summary=remedy.summary,
            sources=sources,
            evidence=EvidenceNote(
                grade=remedy.evidence.grade,
                verdict=remedy.evidence.verdict,
                says=remedy.evidence.says,
            ),
            how=tuple(remedy.how),
            stop_if=tuple(remedy.stop_if),
        )

    def safety_net(self) -> Listed[SafetyNetNote]:
        """Return the reasons to get help, most urgent first."""
        items = sorted(self.rulebase.safety_net.items, key=lambda one: -one.level.urgency)
        return self.listed(
            Entry(
                f"safety_net.{one.id}",
                SafetyNetNote(
                    code=f"safety_net.{one.id}",
                    text=one.text,
                    short=one.short,
                    level=one.level,
                    sources=self.sources.of(one.sources),
                ),
            )
            for one in items
        )

    def follow_up(self, level: Disposition) -> Listed[Note]:
        return self.listed(
            self.note(f"follow_up.{one.id}", one.text, one.sources)
            for one in self.rulebase.follow_up.items
            if level in one.dispositions
        )

    def note(self, code: str, text: str, sources: Iterable[int], title: str = "") -> Entry[Note]:
        references = self.sources.of(sources)
        return Entry(code, Note(code=code, title=title, text=text, sources=references))

    def trace(self) -> Listed[Template[TraceStep]]:
        """Return every node that a trace shows, in order of salience, then as in the program."""
        shown = [
            node
            for node in self.program.nodes
            if node.id in self.rulebase.rule or node.id.startswith(TRACED)
        ]
        shown.sort(key=lambda node: -node.band)
        return self.listed(
            Entry(node.id, partial(TraceStep, rule=node.id, band=node.band.word)) for node in shown
        )

    def fixed(self) -> dict[str, object]:
        """Return what every assessment says."""
        disclaimer = self.rulebase.disclaimer
        manifest = self.rulebase.manifest
        return {
            "format": FORMAT,
            "disclaimer": DisclaimerNote(
                version=disclaimer.version,
                purpose=disclaimer.purpose,
                short=disclaimer.short,
                text=disclaimer.text,
            ),
            "knowledge": KnowledgeNote(
                name=manifest.name,
                version=manifest.version,
                digest=self.rulebase.digest,
                status=manifest.status,
            ),
        }
