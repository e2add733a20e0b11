"""Checks that every claim is cited, and every source used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from triage.checks.check import Check, CheckContext, Finding, remedy_file, rule_file
from triage.model.remedy import RemedyEvidence
from triage.model.rule import Evidence
from triage.model.rulebase import RuleBase
from triage.terms import EvidenceGrade, SourceStatus, Strength


def _cited(rulebase: RuleBase) -> set[int]:
    cited: set[int] = set()
    for rule in rulebase.rules:
        cited.update(rule.evidence.sources)
    for remedy in rulebase.remedies:
        cited.update(remedy.evidence.sources)
        for check in (*remedy.block, *remedy.ask_first):
            cited.update(check.sources)
        for claim in remedy.claims:
            cited.update(claim.sources)
    for claim in rulebase.claims.claims:
        cited.update(claim.sources)
    for item in rulebase.safety_net.items:
        cited.update(item.sources)
    for advice in rulebase.safety_net.advice:
        cited.update(advice.sources)
    for follow_up in rulebase.follow_up.items:
        cited.update(follow_up.sources)
    return cited


class EverythingCited(Check):
    """A rule or remedy names no source.

    What: every rule and remedy cites a source, or has grade `consensus` and says what was judged.
    Why: a reader must be able to look a claim up.
    Fix: add source numbers, or set `grade: consensus` and write `judgement`.
    """

    id = "citations.missing"

    def findings(self, context: CheckContext) -> Iterator[Finding]:
        """Yield each file without a source or a named judgement."""
        for rule in context.rulebase.rules:
            if rule.rung == 0:  # what a ladder cites stands once in its file
                yield from self._evidence(rule_file(rule.ladder or rule.id), rule.evidence)
        for remedy in context.rulebase.remedies:
            yield from self._evidence(remedy_file(remedy.id), remedy.evidence)
        for remedy in context.rulebase.remedies:
            for claim in remedy.claims:
                if not claim.sources:
                    yield self.found(remedy_file(remedy.id), f"claim {claim.number} has no source")

    def _evidence(self, where: str, evidence: Evidence | RemedyEvidence) -> Iterator[Finding]:
        judged = evidence.grade is EvidenceGrade.CONSENSUS
        if judged and not evidence.judgement:
            yield self.found(where, "grade is consensus but `judgement` is missing")
        if not evidence.sources and not judged:
            yield self.found(where, "has no source", "cite one, or use `grade: consensus`")


class SourcesUsed(Check):
    """A source is cited by nothing.

    What: every source is cited by a rule, remedy, text or claim.
    Why: an unused source is a rule that was forgotten, or a line to delete.
    Fix: cite it where it belongs, or remove it.
    """

    id = "citations.unused"

    def findings(self, context: CheckContext) -> Iterator[Finding]:
        """Yield each source that nothing cites."""
        cited = _cited(context.rulebase)
        for source in context.rulebase.sources:
            if source.number not in cited:
                yield self.found("knowledge/sources/", f"source {source.number} is unused")


class UnconfirmedNotAlone(Check):
    """A strong recommendation rests on unconfirmed sources alone.

    What: a rule with `strength: recommended` cites at least one source that was seen.
    Why: what nobody has read must not carry a strong statement.
    Fix: cite a confirmed source, or use `strength: may_try`.
    """

    id = "citations.unconfirmed-alone"

    def findings(self, context: CheckContext) -> Iterator[Finding]:
        """Yield each such rule and remedy."""
        rulebase = context.rulebase
        for rule in rulebase.rules:
            if rule.then.recommend and rule.then.strength is Strength.RECOMMENDED:
                if self._alone(rulebase, rule.evidence.sources):
                    yield self.found(rule_file(rule.id), "rests on unconfirmed sources alone")
                for remedy_id in rule.then.recommend:
                    if self._alone(rulebase, rulebase.remedy[remedy_id].evidence.sources):
                        yield self.found(
                            rule_file(rule.id),
                            f"recommends `{remedy_id}`, which rests on unconfirmed sources alone",
                        )

    @staticmethod
    def _alone(rulebase: RuleBase, numbers: Iterable[int]) -> bool:
        return all(rulebase.source[one].status is SourceStatus.UNCONFIRMED for one in numbers)


class ClaimsComplete(Check):
    """A claim of the source article is missing or stands twice.

    What: the 33 numbered claims stand exactly once, in a remedy or in `knowledge/claims.yaml`.
    Why: the article is what people bring; each claim gets an answer.
    Fix: add the claim where it belongs.
    """

    id = "claims.complete"

    def findings(self, context: CheckContext) -> Iterator[Finding]:
        """Yield each number that is missing or repeated."""
        rulebase = context.rulebase
        numbers = [one.number for one in rulebase.claims.claims] + [
            one.number for remedy in rulebase.remedies for one in remedy.claims
        ]
        if not numbers:
            return  # a rule base without an article behind it
        for number in range(1, 34):
            if (times := numbers.count(number)) != 1:
                yield self.found("knowledge/", f"claim {number} stands {times} times")
