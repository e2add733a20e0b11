"""From verdicts to an assessment. Every reader's verdicts pass through here."""

from __future__ import annotations

from collections.abc import Iterator

from triage.logic.disposition import disposition_of
from triage.logic.entries import Entries, Listed, Made, RemedyEntries, entries_of
from triage.logic.reasons import Reasons
from triage.logic.relevance import Demand, Relevance
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
from triage.model.verdicts import Verdicts
from triage.terms import Disposition, Strength


def conclude(
    rulebase: RuleBase,
    facts: Facts,
    verdicts: Verdicts,
    not_sure: frozenset[str] = frozenset(),
) -> Assessment:
    """Return the assessment of a case, from the verdicts of any reader for `facts`.

    `not_sure` are the facts told as "not sure" (see `told_not_sure`): that changes how answers are
    told, and no conclusion. What was left unanswered and unchecked, and the trace, are put off
    until somebody reads them.
    """
    reasons = Reasons(rulebase, facts, verdicts, not_sure)
    conclusion = _Conclusion(entries_of(rulebase), verdicts, reasons)
    demands = Relevance(rulebase, verdicts).demands
    unsure = tuple(one for one in rulebase.facts if one in not_sure) if not_sure else ()
    assessment = conclusion.assessment(disposition_of(verdicts), demands, unsure)
    return assessment.with_case(Case(rulebase, facts, verdicts, not_sure))


class _Conclusion:
    """The parts of one assessment, chosen from all entries by the truths of one case."""

    def __init__(self, entries: Entries, verdicts: Verdicts, reasons: Reasons) -> None:
        self.entries = entries
        self.verdicts = verdicts
        self.truths = verdicts.truths()
        self.reasons = reasons

    def assessment(
        self, disposition: Disposition, demands: tuple[Demand, ...], not_sure: tuple[str, ...]
    ) -> Assessment:
        left_out = tuple(self.left_out())
        complete = not any(self.verdicts.missing([demand.node]) for demand in demands)
        later = {
            "unanswered": lambda: self.unanswered(demands),
            "not_checked": lambda: tuple(self.not_checked()),
            "trace": lambda: tuple(self.trace()),
        }
        fields = {
            **self.entries.fixed,
            **self.entries.words[disposition],
            "disposition": disposition,
            "complete": complete,
            "red_flags": tuple(self.red_flags()),
            "not_ruled_out": self.entries.disposing.open(self.truths),
            "not_sure": not_sure,
            "recommendations": self.recommendations(),
            "left_out": left_out,
            "not_supported": tuple(self.not_supported({one.remedy for one in left_out})),
            "safety_net": self.unless_ruled_out(self.entries.safety_net),
            "follow_up": self.where_true(self.entries.follow_up[disposition]),
            "advice": self.where_true(self.entries.advice),
        }
        return Assessment.model_validate(fields | dict.fromkeys(later, ())).put_off(later)

    def unanswered(self, demands: tuple[Demand, ...]) -> tuple[str, ...]:
        """Return the facts that can still change the assessment, in the order asked."""
        return tuple(self.verdicts.missing(demand.node for demand in demands))

    def red_flags(self) -> Iterator[RedFlag]:
        """Yield the rules of a level that fired, most urgent first, then by id.

        Of a ladder that is its highest rung alone; see `triage.logic.ladder`.
        """
        truths, above = self.truths, self.entries.above
        for entry in self.entries.red_flags.true(truths):
            if any(truths[one] is True for one in above.get(entry.node, ())):
                continue
            yield entry.part(because=(self.reasons.of(entry.node),))

    def recommendations(self) -> tuple[Recommendation, ...]:
        """Return the remedies offered: guideline-backed first, then in the order of shelves."""
        truths = self.truths
        strong: list[Recommendation] = []
        others: list[Recommendation] = []
        for remedy in self.entries.shelved:
            if remedy.is_offer and truths[remedy.put_forward] is True:
                naming = [one for place, one in remedy.indications if truths[place] is True]
                is_strong = any(one.is_strong for one in naming)
                (strong if is_strong else others).append(
                    remedy.recommended(
                        strength=Strength.RECOMMENDED if is_strong else Strength.MAY_TRY,
                        ask_first=tuple(self.cautions(remedy)),
                        because=tuple(self.reasons.of(one.rule) for one in naming),
                    )
                )
        return (*strong, *others)

    def cautions(self, remedy: RemedyEntries) -> Iterator[AskFirst]:
        """Yield the cautions of a remedy that apply, or that could not be ruled out."""
        for entry, truth in remedy.cautions.not_false(self.truths):
            yield entry.part(known=truth is True)

    def left_out(self) -> Iterator[LeftOut]:
        """Yield remedies that fit the complaint but are contraindicated or not wanted."""
        truths = self.truths
        for remedy in self.entries.remedies:
            if truths[remedy.indicated] is not True or truths[remedy.held] is True:
                continue
            blocks = [one for place, one in remedy.blocks if truths[place] is True]
            because = [self.reasons.of(one.node, one.because) for one in blocks]
            if truths[remedy.wanted] is False:
                because.append(self.reasons.of(f"wanted.{remedy.id}", code="preference"))
            if because:
                sources = self.reasons.sources(*(one.sources for one in blocks))
                yield remedy.left_out(because=tuple(because), sources=sources)

    def not_checked(self) -> Iterator[NotChecked]:
        """Yield remedies that may fit but could not be checked, and what is missing."""
        for remedy in self.entries.remedies:
            if remedy.is_offer and self.truths[remedy.put_forward] is None:
                missing = self.verdicts.missing([f"offered.{remedy.id}"])
                yield remedy.not_checked(unanswered=tuple(missing))

    def not_supported(self, left_out: set[str]) -> Iterator[NotSupported]:
        """Yield remedies people ask about here that we do not put forward, unless left out."""
        for remedy in self.entries.remedies:
            if remedy.is_offer or remedy.id in left_out:
                continue
            if self.truths[remedy.put_forward] is True:
                yield remedy.not_supported

    def unless_ruled_out(self, texts: Listed[Made]) -> tuple[Made, ...]:
        """Return the texts that no answer has ruled out: warnings, which not knowing keeps."""
        return tuple(entry.part for entry, _ in texts.not_false(self.truths))

    def where_true(self, texts: Listed[Made]) -> tuple[Made, ...]:
        """Return the texts whose condition is known to hold: what they say is said as of a fact."""
        return tuple(entry.part for entry in texts.true(self.truths))

    def trace(self) -> Iterator[TraceStep]:
        """Yield every rule that fired, in order of salience, then as in the program."""
        for entry in self.entries.trace.true(self.truths):
            yield entry.part(because=(self.reasons.of(entry.node),))
