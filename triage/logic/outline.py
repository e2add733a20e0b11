"""What an assessment can say, laid out once per rule base; a case only chooses from it.

Each entry names the nodes that decide on it and holds its fixed fields in the form that
`triage.model.assessment` reads, sources and texts included. Entries stand in the order in which
an assessment shows them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from triage.logic.kept import kept
from triage.logic.program import Program, program_of
from triage.logic.references import references_of
from triage.model.assessment import DisclaimerNote, EvidenceNote, KnowledgeNote
from triage.model.remedy import Check, Remedy
from triage.model.rulebase import RuleBase
from triage.terms import Disposition, Stance, Strength

Fields: TypeAlias = Mapping[str, object]
"""Fields of an entry as its model reads them."""

TRACED = ("finding.", "contraindication.", "caution.")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something shown or not, as one node decides."""

    node: str
    fixed: Fields


@dataclass(frozen=True, slots=True)
class Block:
    """A contraindication: its node, its reason, and the sources behind it."""

    node: str
    because: str
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Indication:
    """A recommendation rule that names a remedy, and whether it does so strongly."""

    rule: str
    strong: bool


@dataclass(frozen=True, slots=True)
class RemedyOutline:
    """One remedy: the nodes that decide on it, and its fixed fields for each place it can have."""

    id: str
    is_offer: bool
    indicated: str
    wanted: str
    held: str
    put_forward: str
    blocks: tuple[Block, ...]
    cautions: tuple[Entry, ...]
    indications: tuple[Indication, ...]
    named: Fields
    recommended: Fields
    unsupported: Fields


@dataclass(frozen=True, slots=True)
class Outline:
    """All entries of a rule base; remedies once in order of id, once in order of their shelves."""

    disposing: tuple[str, ...]
    red_flags: tuple[Entry, ...]
    remedies: tuple[RemedyOutline, ...]
    shelved: tuple[RemedyOutline, ...]
    safety_net: tuple[Entry, ...]
    advice: tuple[Entry, ...]
    follow_up: Mapping[Disposition, tuple[Entry, ...]]
    traced: tuple[Entry, ...]
    levels: Mapping[Disposition, Fields]
    fixed: Fields


@kept
def outline_of(rulebase: RuleBase) -> Outline:
    """Return the outline of a rule base; the same object for the same rule base."""
    return _Drawer(rulebase, program_of(rulebase)).draw()


class _Drawer:
    def __init__(self, rulebase: RuleBase, program: Program) -> None:
        self.rulebase = rulebase
        self.program = program
        self.sources = references_of(rulebase)

    def draw(self) -> Outline:
        order = self.rulebase.preferences.order
        shelf = {category: place for place, category in enumerate(order)}
        category = {one.id: one.category for one in self.rulebase.remedies}
        remedies = tuple(map(self.remedy, self.rulebase.remedies))
        return Outline(
            disposing=tuple(rule.id for rule in self.rulebase.disposing_rules),
            red_flags=self.red_flags(),
            remedies=remedies,
            shelved=tuple(
                sorted(remedies, key=lambda one: (shelf.get(category[one.id], len(order)), one.id))
            ),
            safety_net=self.safety_net(),
            advice=self.advice(),
            follow_up=self.follow_up(),
            traced=self.traced(),
            levels={
                level: {"title": words.title, "action": words.action, "why": words.why}
                for level, words in self.rulebase.disposition_text.items()
            },
            fixed=self.fixed(),
        )

    def red_flags(self) -> tuple[Entry, ...]:
        """Return the rules of every level, most urgent first, then by id."""
        rules = sorted(
            (-rule.then.disposition.urgency, rule.id, rule)
            for rule in self.rulebase.disposing_rules
            if rule.then.disposition is not None
        )
        return tuple(
            Entry(
                rule.id,
                {
                    "rule": rule.id,
                    "title": rule.title,
                    "disposition": rule.then.disposition,
                    "worry": rule.then.worry,
                    "tell": rule.then.tell,
                    "while_waiting": list(rule.then.while_waiting),
                    "sources": self.sources.of(rule.evidence.sources),
                },
            )
            for _, _, rule in rules
        )

    def remedy(self, remedy: Remedy) -> RemedyOutline:
        is_offer = remedy.stance is Stance.OFFER
        sources = self.sources.of(remedy.evidence.sources)
        named = {"remedy": remedy.id, "title": remedy.title}
        return RemedyOutline(
            id=remedy.id,
            is_offer=is_offer,
            indicated=f"indicated.{remedy.id}",
            wanted=f"wanted.{remedy.id}",
            held=f"held.{remedy.id}",
            put_forward=f"{'offered' if is_offer else 'mentioned'}.{remedy.id}",
            blocks=tuple(
                Block(f"contraindication.{remedy.id}.{one.id}", one.because, one.sources)
                for one in remedy.block
            ),
            cautions=tuple(self.caution(remedy, one) for one in remedy.ask_first),
            indications=tuple(
                Indication(rule.id, rule.then.strength is Strength.RECOMMENDED)
                for rule in self.rulebase.rules
                if remedy.id in rule.then.recommend
            ),
            named=named,
            recommended={
                **named,
                "category": remedy.category.value,
                "class": remedy.class_.value,
                "summary": remedy.summary,
                "sources": sources,
                "evidence": EvidenceNote(
                    grade=remedy.evidence.grade.value,
                    verdict=remedy.evidence.verdict.value,
                    says=remedy.evidence.says,
                ),
                "how": list(remedy.how),
                "stop_if": list(remedy.stop_if),
            },
            unsupported={
                **named,
                "why": remedy.evidence.says,
                "verdict": remedy.evidence.verdict.value,
                "sources": sources,
            },
        )

    def caution(self, remedy: Remedy, check: Check) -> Entry:
        code = f"caution.{remedy.id}.{check.id}"
        sources = self.sources.of(check.sources)
        return Entry(code, {"code": code, "text": check.because, "sources": sources})

    def safety_net(self) -> tuple[Entry, ...]:
        """Return the reasons to get help, most urgent first."""
        items = sorted(self.rulebase.safety_net.items, key=lambda one: -one.level.urgency)
        return tuple(
            self.note(f"safety_net.{one.id}", one.sources, text=one.text, level=one.level)
            for one in items
        )

    def advice(self) -> tuple[Entry, ...]:
        return tuple(
            self.note(f"advice.{one.id}", one.sources, title=one.title, text=one.text)
            for one in self.rulebase.safety_net.advice
        )

    def follow_up(self) -> dict[Disposition, tuple[Entry, ...]]:
        return {
            level: tuple(
                self.note(f"follow_up.{one.id}", one.sources, text=one.text)
                for one in self.rulebase.follow_up.items
                if level in one.dispositions
            )
            for level in Disposition
        }

    def note(self, code: str, sources: Iterable[int], **texts: str) -> Entry:
        return Entry(code, {"code": code, "sources": self.sources.of(sources), **texts})

    def traced(self) -> tuple[Entry, ...]:
        """Return every node that a trace shows, in order of salience, then as in the program."""
        shown = [
            node
            for node in self.program.nodes
            if node.id in self.rulebase.rule or node.id.startswith(TRACED)
        ]
        shown.sort(key=lambda node: -node.band)
        return tuple(Entry(node.id, {"rule": node.id, "band": node.band.word}) for node in shown)

    def fixed(self) -> Fields:
        """Return what every assessment says."""
        disclaimer = self.rulebase.disclaimer
        manifest = self.rulebase.manifest
        return {
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
                status=manifest.status.value,
            ),
        }
