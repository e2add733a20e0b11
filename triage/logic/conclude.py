"""From verdicts to an assessment. Every reader's verdicts pass through here."""

from __future__ import annotations

from collections.abc import Iterator

from triage.logic.built import Made
from triage.logic.compiled import Evaluated
from triage.logic.disposition import disposition_of
from triage.logic.entries import Choice, Outline, RemedyOutline, outline_of
from triage.logic.evaluate import Verdicts
from triage.logic.program import program_of
from triage.logic.reading import Reading, ReferenceReading
from triage.logic.reasons import Reasons
from triage.logic.relevance import Relevance
from triage.model.assessment import (
    AskFirst,
    Assessment,
    Case,
    LeftOut,
    NotChecked,
    NotSupported,
    Recommendation,
    RedFlag,
    TraceStep,
)
from triage.model.fact import Facts
from triage.model.rulebase import RuleBase
from triage.terms import Disposition, Strength


def conclude(
    rulebase: RuleBase,
    facts: Facts,
    verdicts: Verdicts,
    not_sure: frozenset[str] = frozenset(),
) -> Assessment:
    """Return the assessment of a case.

    `verdicts` is the truth of every node of `program_of(rulebase)` for `facts`, from any reader.
    `not_sure` are the facts told as "not sure" (see `told_not_sure`): that changes how answers are
    told, and no conclusion.
    """
    reading: Reading
    if isinstance(verdicts, Evaluated):
        reading = verdicts
    else:
        reading = ReferenceReading(rulebase, facts, verdicts)
    reasons = Reasons(rulebase, facts, reading, not_sure)
    relevance = Relevance(rulebase, program_of(rulebase), facts, verdicts)
    unanswered = reading.missing(demand.node for demand in relevance.demands)
    unsure = [one for one in rulebase.facts if one in not_sure] if not_sure else []
    conclusion = _Conclusion(outline_of(rulebase), reading, reasons)
    assessment = conclusion.assessment(disposition_of(verdicts), unanswered, unsure)
    return assessment.with_case(Case(rulebase, facts, verdicts, not_sure))


class _Conclusion:
    """The parts of one assessment, chosen from the outline by the truths of one case."""

    def __init__(self, outline: Outline, reading: Reading, reasons: Reasons) -> None:
        self.outline = outline
        self.reading = reading
        self.truths = reading.truths()
        self.reasons = reasons

    def assessment(
        self, disposition: Disposition, unanswered: list[str], not_sure: list[str]
    ) -> Assessment:
        left_out = list(self.left_out())
        return Assessment.model_validate(
            {
                **self.outline.fixed,
                **self.outline.words[disposition],
                "disposition": disposition,
                "complete": not unanswered,
                "red_flags": list(self.red_flags()),
                "not_ruled_out": self.outline.disposing.open(self.truths),
                "unanswered": unanswered,
                "not_sure": not_sure,
                "recommendations": self.recommendations(),
                "left_out": left_out,
                "not_checked": list(self.not_checked()),
                "not_supported": list(self.not_supported({one.remedy for one in left_out})),
                "safety_net": self.unless_ruled_out(self.outline.safety_net),
                "follow_up": self.where_true(self.outline.follow_up[disposition]),
                "advice": self.where_true(self.outline.advice),
                "trace": list(self.trace()),
            }
        )

    def red_flags(self) -> Iterator[RedFlag]:
        """Yield the rules of a level that fired, most urgent first, then by id."""
        for entry in self.outline.red_flags.true(self.truths):
            yield entry.template.make(because=[self.reasons.of(entry.node)])

    def recommendations(self) -> list[Recommendation]:
        """Return the remedies offered: guideline-backed first, then in the order of shelves."""
        truths = self.truths
        strong: list[Recommendation] = []
        others: list[Recommendation] = []
        for remedy in self.outline.shelved:
            if remedy.is_offer and truths[remedy.put_forward] is True:
                naming = [one for place, one in remedy.indications if truths[place] is True]
                is_strong = any(one.is_strong for one in naming)
                (strong if is_strong else others).append(
                    remedy.recommended.make(
                        strength=Strength.RECOMMENDED if is_strong else Strength.MAY_TRY,
                        ask_first=list(self.cautions(remedy)),
                        because=[self.reasons.of(one.rule) for one in naming],
                    )
                )
        return strong + others

    def cautions(self, remedy: RemedyOutline) -> Iterator[AskFirst]:
        """Yield the cautions of a remedy that apply, or that could not be ruled out."""
        for entry, truth in remedy.cautions.not_false(self.truths):
            yield entry.template.make(known=truth is True)

    def left_out(self) -> Iterator[LeftOut]:
        """Yield remedies that fit the complaint but are contraindicated or not wanted."""
        truths = self.truths
        for remedy in self.outline.remedies:
            if truths[remedy.indicated] is not True or truths[remedy.held] is True:
                continue
            blocks = [one for place, one in remedy.blocks if truths[place] is True]
            because = [self.reasons.of(one.node, one.because) for one in blocks]
            if truths[remedy.wanted] is False:
                because.append(self.reasons.of(f"wanted.{remedy.id}", code="preference"))
            if because:
                sources = self.reasons.sources(*(one.sources for one in blocks))
                yield remedy.left_out.make(because=because, sources=sources)

    def not_checked(self) -> Iterator[NotChecked]:
        """Yield remedies that may fit but could not be checked, and what is missing."""
        for remedy in self.outline.remedies:
            if remedy.is_offer and self.truths[remedy.put_forward] is None:
                missing = self.reading.missing([f"offered.{remedy.id}"])
                yield remedy.not_checked.make(unanswered=missing)

    def not_supported(self, left_out: set[str]) -> Iterator[NotSupported]:
        """Yield remedies people ask about here that we do not put forward, unless left out."""
        for remedy in self.outline.remedies:
            if remedy.is_offer or remedy.id in left_out:
                continue
            if self.truths[remedy.put_forward] is True:
                yield remedy.not_supported.make()

    def unless_ruled_out(self, texts: Choice[Made]) -> list[Made]:
        """Return the texts that no answer has ruled out: warnings, which not knowing keeps."""
        return [entry.template.make() for entry, _ in texts.not_false(self.truths)]

    def where_true(self, texts: Choice[Made]) -> list[Made]:
        """Return the texts whose condition is known to hold: what they say is said as of a fact."""
        return [entry.template.make() for entry in texts.true(self.truths)]

    def trace(self) -> Iterator[TraceStep]:
        """Yield every rule that fired, in order of salience, then as in the program."""
        for entry in self.outline.trace.true(self.truths):
            yield entry.template.make(because=[self.reasons.of(entry.node)])
