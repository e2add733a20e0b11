"""From verdicts to an assessment. Every reader's verdicts pass through here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from triage.logic.compiled import Evaluated
from triage.logic.disposition import disposition_of
from triage.logic.evaluate import Verdicts
from triage.logic.outline import Entry, Outline, RemedyOutline, outline_of
from triage.logic.program import program_of
from triage.logic.reading import Reading, ReferenceReading
from triage.logic.reasons import Reasons
from triage.logic.relevance import Relevance
from triage.model.assessment import Assessment, Case
from triage.model.fact import Facts
from triage.model.rulebase import RuleBase
from triage.terms import Strength

Fields: TypeAlias = dict[str, object]
"""The fields of one entry; `Assessment` checks and copies them all at once, which is quickest."""


def conclude(rulebase: RuleBase, facts: Facts, verdicts: Verdicts) -> Assessment:
    """Return the assessment of a case.

    `verdicts` is the truth of every node of `program_of(rulebase)` for `facts`, from any reader.
    """
    reading: Reading
    if isinstance(verdicts, Evaluated):
        reading = verdicts
    else:
        reading = ReferenceReading(rulebase, facts, verdicts)
    conclusion = _Conclusion(
        outline_of(rulebase),
        verdicts,
        reading,
        Reasons(rulebase, facts, reading),
        Relevance(rulebase, program_of(rulebase), facts, verdicts),
    )
    assessment = Assessment.model_validate(conclusion.fields())
    return assessment.with_case(Case(rulebase, facts, verdicts))


class _Conclusion:
    """The parts of one assessment, chosen from the outline by one set of verdicts."""

    def __init__(
        self,
        outline: Outline,
        verdicts: Verdicts,
        reading: Reading,
        reasons: Reasons,
        relevance: Relevance,
    ) -> None:
        self.outline = outline
        self.verdicts = verdicts
        self.reading = reading
        self.reasons = reasons
        self.relevance = relevance

    def fields(self) -> Fields:
        disposition = disposition_of(self.verdicts)
        unanswered = self.reading.missing(one.node for one in self.relevance.demands)
        left_out = list(self.left_out())
        return {
            **self.outline.fixed,
            **self.outline.levels[disposition],
            "disposition": disposition,
            "complete": not unanswered,
            "red_flags": list(self.red_flags()),
            "not_ruled_out": [
                rule for rule in self.outline.disposing if self.verdicts[rule] is None
            ],
            "unanswered": unanswered,
            "recommendations": self.recommendations(),
            "left_out": left_out,
            "not_checked": list(self.not_checked()),
            "not_supported": self.not_supported({one["remedy"] for one in left_out}),
            "safety_net": self.unless_ruled_out(self.outline.safety_net),
            "follow_up": self.unless_ruled_out(self.outline.follow_up[disposition]),
            "advice": self.unless_ruled_out(self.outline.advice),
            "trace": list(self.trace()),
        }

    def red_flags(self) -> Iterator[Fields]:
        """Yield the rules of a level that fired, most urgent first, then by id."""
        for entry in self.outline.red_flags:
            if self.verdicts[entry.node] is True:
                yield {**entry.fixed, "because": [self.reasons.fields(entry.node)]}

    def recommendations(self) -> list[Fields]:
        """Return the remedies offered: guideline-backed first, then in the order of shelves."""
        strong: list[Fields] = []
        others: list[Fields] = []
        for remedy in self.outline.shelved:
            if remedy.is_offer and self.verdicts[remedy.put_forward] is True:
                naming = [one for one in remedy.indications if self.verdicts[one.rule] is True]
                is_strong = any(one.strong for one in naming)
                (strong if is_strong else others).append(
                    {
                        **remedy.recommended,
                        "strength": Strength.RECOMMENDED if is_strong else Strength.MAY_TRY,
                        "ask_first": list(self.cautions(remedy)),
                        "because": [self.reasons.fields(one.rule) for one in naming],
                    }
                )
        return strong + others

    def cautions(self, remedy: RemedyOutline) -> Iterator[Fields]:
        """Yield the cautions of a remedy that apply, or that could not be ruled out."""
        for caution in remedy.cautions:
            truth = self.verdicts[caution.node]
            if truth is not False:
                yield {**caution.fixed, "known": truth is True}

    def left_out(self) -> Iterator[Fields]:
        """Yield remedies that fit the complaint but are contraindicated or not wanted."""
        for remedy in self.outline.remedies:
            if self.verdicts[remedy.indicated] is not True or self.verdicts[remedy.held] is True:
                continue
            blocks = [one for one in remedy.blocks if self.verdicts[one.node] is True]
            because = [self.reasons.fields(one.node, one.because) for one in blocks]
            if self.verdicts[remedy.wanted] is False:
                because.append(self.reasons.fields(remedy.wanted, code="preference"))
            if because:
                sources = self.reasons.sources(*(one.sources for one in blocks))
                yield {**remedy.named, "because": because, "sources": sources}

    def not_checked(self) -> Iterator[Fields]:
        """Yield remedies that may fit but could not be checked, and what is missing."""
        for remedy in self.outline.remedies:
            if remedy.is_offer and self.verdicts[remedy.put_forward] is None:
                missing = self.reading.missing([remedy.put_forward])
                yield {**remedy.named, "unanswered": missing}

    def not_supported(self, left_out: set[object]) -> list[Fields]:
        """Return remedies people ask about here that we do not put forward, unless left out."""
        return [
            dict(remedy.unsupported)
            for remedy in self.outline.remedies
            if not remedy.is_offer
            and remedy.id not in left_out
            and self.verdicts[remedy.put_forward] is True
        ]

    def unless_ruled_out(self, entries: Iterable[Entry]) -> list[Fields]:
        """Return the texts that no answer has ruled out."""
        return [dict(one.fixed) for one in entries if self.verdicts[one.node] is not False]

    def trace(self) -> Iterator[Fields]:
        """Yield every rule that fired, in order of salience, then as in the program."""
        for entry in self.outline.traced:
            if self.verdicts[entry.node] is True:
                yield {**entry.fixed, "because": [self.reasons.fields(entry.node)]}
