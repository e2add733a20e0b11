"""From verdicts to an assessment. Every reader's verdicts pass through here."""

from __future__ import annotations

from collections.abc import Iterator

from triage.logic.disposition import disposition_of
from triage.logic.evaluate import Verdicts
from triage.logic.program import Program, program_of
from triage.logic.reasons import Reasons
from triage.logic.relevance import Relevance
from triage.logic.support import Support
from triage.model.assessment import (
    AskFirst,
    Assessment,
    Case,
    DisclaimerNote,
    EvidenceNote,
    KnowledgeNote,
    LeftOut,
    NotChecked,
    Note,
    NotSupported,
    Reason,
    Recommendation,
    RedFlag,
    SafetyNetNote,
    TraceStep,
)
from triage.model.fact import Facts
from triage.model.remedy import Check, Remedy
from triage.model.rule import Rule
from triage.model.rulebase import RuleBase
from triage.terms import Disposition, Stance, Strength

TRACED = ("finding.", "contraindication.", "caution.")


def conclude(rulebase: RuleBase, facts: Facts, verdicts: Verdicts) -> Assessment:
    """Return the assessment of a case.

    `verdicts` is the truth of every node of `program_of(rulebase)` for `facts`, from any reader.
    """
    conclusion = _Conclusion(rulebase, program_of(rulebase), facts, verdicts)
    return conclusion.assessment().with_case(Case(rulebase, facts, verdicts))


class _Conclusion:
    """The parts of one assessment, built from one set of verdicts."""

    def __init__(
        self, rulebase: RuleBase, program: Program, facts: Facts, verdicts: Verdicts
    ) -> None:
        self.rulebase = rulebase
        self.program = program
        self.verdicts = verdicts
        self.reasons = Reasons(rulebase, facts, Support(program, facts, verdicts))
        self.relevance = Relevance(rulebase, program, facts, verdicts)

    def assessment(self) -> Assessment:
        disposition = disposition_of(self.verdicts)
        words = self.rulebase.disposition_text[disposition]
        disclaimer = self.rulebase.disclaimer
        manifest = self.rulebase.manifest
        unanswered = [one for one in self.rulebase.facts if one in self.relevance.facts]
        return Assessment(
            disposition=disposition,
            title=words.title,
            action=words.action,
            why=words.why,
            complete=not unanswered,
            red_flags=self.red_flags(),
            not_ruled_out=[
                rule.id for rule in self.rulebase.disposing_rules if self.verdicts[rule.id] is None
            ],
            unanswered=unanswered,
            recommendations=self.recommendations(),
            left_out=list(self.left_out()),
            not_checked=list(self.not_checked()),
            not_supported=list(self.not_supported()),
            safety_net=self.safety_net(),
            follow_up=self.follow_up(disposition),
            advice=self.advice(),
            disclaimer=DisclaimerNote(
                version=disclaimer.version,
                purpose=disclaimer.purpose,
                short=disclaimer.short,
                text=disclaimer.text,
            ),
            knowledge=KnowledgeNote(
                name=manifest.name,
                version=manifest.version,
                digest=self.rulebase.digest,
                status=manifest.status.value,
            ),
            trace=list(self.trace()),
        )

    def red_flags(self) -> list[RedFlag]:
        """Return the rules of a level that fired, most urgent first, then by id."""
        flags = [
            RedFlag(
                rule=rule.id,
                title=rule.title,
                disposition=rule.then.disposition,
                worry=rule.then.worry,
                tell=rule.then.tell,
                while_waiting=list(rule.then.while_waiting),
                because=[self.reasons.of(rule.id)],
                sources=self.reasons.sources(rule.evidence.sources),
            )
            for rule in self.rulebase.disposing_rules
            if self.verdicts[rule.id] is True and rule.then.disposition is not None
        ]
        return sorted(flags, key=lambda flag: (-flag.disposition.urgency, flag.rule))

    def recommendations(self) -> list[Recommendation]:
        """Return the remedies offered: guideline-backed first, then in the order of shelves."""
        order = self.rulebase.preferences.order
        offered = [
            self._recommendation(remedy)
            for remedy in self.rulebase.remedies
            if remedy.stance is Stance.OFFER and self.verdicts[f"offered.{remedy.id}"] is True
        ]

        def rank(one: Recommendation) -> tuple[bool, int, str]:
            category = self.rulebase.remedy[one.remedy].category
            shelf = order.index(category) if category in order else len(order)
            return (one.strength is not Strength.RECOMMENDED, shelf, one.remedy)

        return sorted(offered, key=rank)

    def _recommendation(self, remedy: Remedy) -> Recommendation:
        naming = self._naming(remedy)
        strong = any(rule.then.strength is Strength.RECOMMENDED for rule in naming)
        return Recommendation.model_validate(
            {
                "remedy": remedy.id,
                "title": remedy.title,
                "category": remedy.category.value,
                "class": remedy.class_.value,
                "strength": Strength.RECOMMENDED if strong else Strength.MAY_TRY,
                "summary": remedy.summary,
                "sources": self.reasons.sources(remedy.evidence.sources),
                "evidence": EvidenceNote(
                    grade=remedy.evidence.grade.value,
                    verdict=remedy.evidence.verdict.value,
                    says=remedy.evidence.says,
                ),
                "how": list(remedy.how),
                "stop_if": list(remedy.stop_if),
                "ask_first": list(self._cautions(remedy)),
                "because": [self.reasons.of(rule.id) for rule in naming],
            }
        )

    def _naming(self, remedy: Remedy) -> list[Rule]:
        """Return the recommendation rules that fired and name the remedy."""
        return [
            rule
            for rule in self.rulebase.rules
            if remedy.id in rule.then.recommend and self.verdicts[rule.id] is True
        ]

    def _cautions(self, remedy: Remedy) -> Iterator[AskFirst]:
        for check in remedy.ask_first:
            code = f"caution.{remedy.id}.{check.id}"
            truth = self.verdicts[code]
            if truth is not False:
                yield AskFirst(
                    code=code,
                    text=check.because,
                    known=truth is True,
                    sources=self.reasons.sources(check.sources),
                )

    def left_out(self) -> Iterator[LeftOut]:
        """Yield remedies that fit the complaint but are contraindicated or not wanted."""
        for remedy in self.rulebase.remedies:
            if self.verdicts[f"indicated.{remedy.id}"] is not True:
                continue
            if self.verdicts[f"held.{remedy.id}"] is True:
                continue
            blocks = [
                check
                for check in remedy.block
                if self.verdicts[f"contraindication.{remedy.id}.{check.id}"] is True
            ]
            unwanted = self.verdicts[f"wanted.{remedy.id}"] is False
            if blocks or unwanted:
                yield LeftOut(
                    remedy=remedy.id,
                    title=remedy.title,
                    because=self._why_left_out(remedy, blocks, unwanted=unwanted),
                    sources=self.reasons.sources(*(check.sources for check in blocks)),
                )

    def _why_left_out(
        self, remedy: Remedy, blocks: list[Check], *, unwanted: bool
    ) -> list[Reason]:
        why = [
            self.reasons.of(f"contraindication.{remedy.id}.{check.id}", check.because)
            for check in blocks
        ]
        if unwanted:
            why.append(self.reasons.of(f"wanted.{remedy.id}", code="preference"))
        return why

    def not_checked(self) -> Iterator[NotChecked]:
        """Yield remedies that may fit but could not be checked, and what is missing."""
        for remedy in self.rulebase.remedies:
            node = f"offered.{remedy.id}"
            if remedy.stance is Stance.OFFER and self.verdicts[node] is None:
                missing = self.relevance.residual.facts(node)
                yield NotChecked(
                    remedy=remedy.id,
                    title=remedy.title,
                    unanswered=[one for one in self.rulebase.facts if one in missing],
                )

    def not_supported(self) -> Iterator[NotSupported]:
        """Yield remedies people ask about here that we do not put forward, unless left out."""
        left_out = {one.remedy for one in self.left_out()}
        for remedy in self.rulebase.remedies:
            if remedy.stance is not Stance.NOT_SUPPORTED or remedy.id in left_out:
                continue
            if self.verdicts[f"mentioned.{remedy.id}"] is True:
                yield NotSupported(
                    remedy=remedy.id,
                    title=remedy.title,
                    why=remedy.evidence.says,
                    verdict=remedy.evidence.verdict.value,
                    sources=self.reasons.sources(remedy.evidence.sources),
                )

    def safety_net(self) -> list[SafetyNetNote]:
        """Return the reasons to get help, unless ruled out, most urgent first."""
        notes = [
            SafetyNetNote(
                code=f"safety_net.{item.id}",
                text=item.text,
                level=item.level,
                sources=self.reasons.sources(item.sources),
            )
            for item in self.rulebase.safety_net.items
            if self.verdicts[f"safety_net.{item.id}"] is not False
        ]
        return sorted(notes, key=lambda note: -note.level.urgency)

    def advice(self) -> list[Note]:
        """Return general advice, unless ruled out."""
        return [
            Note(
                code=f"advice.{one.id}",
                title=one.title,
                text=one.text,
                sources=self.reasons.sources(one.sources),
            )
            for one in self.rulebase.safety_net.advice
            if self.verdicts[f"advice.{one.id}"] is not False
        ]

    def follow_up(self, disposition: Disposition) -> list[Note]:
        """Return the check-in intervals for this level, unless ruled out."""
        return [
            Note(
                code=f"follow_up.{one.id}",
                text=one.text,
                sources=self.reasons.sources(one.sources),
            )
            for one in self.rulebase.follow_up.items
            if disposition in one.dispositions
            and self.verdicts[f"follow_up.{one.id}"] is not False
        ]

    def trace(self) -> Iterator[TraceStep]:
        """Yield every rule that fired, in order of salience, then as in the program."""
        fired = [
            node
            for node in self.program.nodes
            if self.verdicts[node.id] is True
            and (node.id in self.rulebase.rule or node.id.startswith(TRACED))
        ]
        for node in sorted(fired, key=lambda one: -one.band):
            yield TraceStep(
                rule=node.id, band=node.band.word, because=[self.reasons.of(node.id)]
            )
