"""Why a rule or a remedy did, or did not, apply to one case."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Literal, TypeAlias

from triage.errors import FactsError, TriageError
from triage.logic.reasons import Reasons
from triage.model.assessment import Assessment, Case, Reason, SourceRef
from triage.model.frozen import Frozen
from triage.model.remedy import Check, Remedy
from triage.model.rule import Rule
from triage.report.words import named, told
from triage.terms import Stance
from triage.wording import SOURCE_LANGUAGE, _, ngettext, speaking

Outcome: TypeAlias = Literal[
    "fired",
    "ruled_out",
    "open",
    "recommended",
    "left_out",
    "held_back",
    "not_checked",
    "not_indicated",
    "not_supported",
]


MOST_MEANT = 3
"""Ids that are offered where a part of one was typed."""

OUTCOME_OF: dict[bool | None, Outcome] = {True: "fired", False: "ruled_out", None: "open"}


class Explanation(Frozen):
    """Why, and why not.

    `sentences` tell it; `because` holds the reason codes with the facts that decided; `missing`
    the fact ids that would have to be known; `sources` what it rests on.
    """

    name: str
    title: str
    kind: Literal["rule", "remedy"]
    outcome: Outcome
    sentences: tuple[str, ...]
    because: tuple[Reason, ...]
    missing: tuple[str, ...]
    sources: tuple[SourceRef, ...]


def explain(assessment: Assessment, rule_or_remedy: str) -> Explanation:
    """Return why a rule or remedy did or did not apply in `assessment`.

    `rule_or_remedy` is a rule id such as `nerves.cauda_equina.emergency_now` or a remedy id such as
    `wintergreen_oil`. Raises FactsError for an unknown one, TriageError for an assessment that
    was read back from JSON (it no longer knows its case).
    """
    case = assessment.case
    if case is None:
        message = "this assessment was read back from JSON; assess the answers again to explain it"
        raise TriageError(message)
    with speaking(case.rulebase.language):
        if rule_or_remedy in case.rulebase.rule:
            return _Explainer(case).rule(case.rulebase.rule[rule_or_remedy])
        if rule_or_remedy in case.rulebase.remedy:
            return _Explainer(case).remedy(case.rulebase.remedy[rule_or_remedy])
    known = [*case.rulebase.rule, *case.rulebase.remedy]
    close = _meant(rule_or_remedy[:80].lower(), known)
    named_so = " or ".join(f"`{one}`" for one in close)
    hint = f"did you mean {named_so}?" if close else "rule and remedy ids are file names"
    message = f"no such rule or remedy: `{rule_or_remedy[:80]}`"
    raise FactsError.one(rule_or_remedy[:80], message, hint)


def _meant(word: str, known: list[str]) -> list[str]:
    """Return the ids that hold a word, the shortest few; else the one that is nearest to it."""
    holding = sorted(
        (one for one in known if word and word in one), key=lambda one: (len(one), one)
    )
    return holding[:MOST_MEANT] or get_close_matches(word, known, n=1, cutoff=0.5)


class _Explainer:
    def __init__(self, case: Case) -> None:
        self.case = case
        self.verdicts = case.verdicts
        self.reasons = Reasons(case.rulebase, case.facts, case.verdicts, case.not_sure)

    def _told(self, reasons: list[Reason]) -> str:
        words = [word for reason in reasons for word in told(reason, self.case.rulebase)]
        return named(dict.fromkeys(words), 12) or _("nothing that bears on it")

    def _missing(self, node: str) -> tuple[str, ...]:
        return tuple(self.verdicts.missing([node]))

    def _labels(self, facts: tuple[str, ...]) -> str:
        return named(self.case.rulebase.facts[one].label for one in facts)

    def rule(self, rule: Rule) -> Explanation:
        truth = self.verdicts[rule.id]
        because = [self.reasons.of(rule.id)] if truth is not None else []
        missing = self._missing(rule.id)
        if truth is None:
            labels = self._labels(missing)
            sentences = [_("Still open. Not known: {names}.").format(names=labels)]
        else:
            applies = _("It applies, because you told us: {facts}.")
            ruled_out = _("It is ruled out, because you told us: {facts}.")
            line = applies if truth else ruled_out
            sentences = [line.format(facts=self._told(because))]
        if rule.then.worry:
            sentences.append(_("It looks for: {worry}.").format(worry=rule.then.worry))
        if self.case.rulebase.language == SOURCE_LANGUAGE:
            # Written for reviewers, and so not translated.
            sentences.append(" ".join(rule.rationale.split()))
        return Explanation(
            name=rule.id,
            title=rule.title,
            kind="rule",
            outcome=OUTCOME_OF[truth],
            sentences=tuple(sentences),
            because=tuple(because),
            missing=missing,
            sources=self.reasons.sources(rule.evidence.sources),
        )

    def remedy(self, remedy: Remedy) -> Explanation:
        outcome, sentences, because, missing = self._remedy_outcome(remedy)
        says = _("What the evidence says: {says}").format(says=remedy.evidence.says)
        sentences.append(says)
        blocks = self._blocks(remedy)
        return Explanation(
            name=remedy.id,
            title=remedy.title,
            kind="remedy",
            outcome=outcome,
            sentences=tuple(sentences),
            because=tuple(because),
            missing=missing,
            sources=self.reasons.sources(
                *(check.sources for check in blocks), remedy.evidence.sources
            ),
        )

    def _blocks(self, remedy: Remedy) -> list[Check]:
        return [
            check
            for check in remedy.block
            if self.verdicts[f"contraindication.{remedy.id}.{check.id}"] is True
        ]

    def _remedy_outcome(
        self, remedy: Remedy
    ) -> tuple[Outcome, list[str], list[Reason], tuple[str, ...]]:
        blocks = [
            self.reasons.of(f"contraindication.{remedy.id}.{check.id}", check.because)
            for check in self._blocks(remedy)
        ]
        if blocks:
            line = _("Left out: {reason} You told us: {facts}.")
            lines = [line.format(reason=one.text, facts=self._told([one])) for one in blocks]
            return "left_out", lines, blocks, ()
        if self.verdicts[f"wanted.{remedy.id}"] is False:
            reason = self.reasons.of(f"wanted.{remedy.id}", code="preference")
            line = _("Left out, because it is not what you asked for ({facts}).")
            return "left_out", [line.format(facts=self._told([reason]))], [reason], ()
        if self.verdicts[f"held.{remedy.id}"] is True:
            reason = self.reasons.of(f"held.{remedy.id}")
            line = _("Held back until you are seen, because you told us: {facts}.")
            return "held_back", [line.format(facts=self._told([reason]))], [reason], ()
        if self.verdicts[f"indicated.{remedy.id}"] is False:
            reason = self.reasons.of(f"indicated.{remedy.id}")
            line = _("Not put forward: no rule recommends it for what you told us.")
            return "not_indicated", [line], [reason], ()
        if remedy.stance is Stance.NOT_SUPPORTED:
            reason = self.reasons.of(f"indicated.{remedy.id}")
            line = _("Not put forward: evidence does not support it.")
            return "not_supported", [line], [reason], ()
        node = f"offered.{remedy.id}"
        if self.verdicts[node] is None:
            missing = self._missing(node)
            line = _("Not checked, so not offered. Not known: {names}.")
            return "not_checked", [line.format(names=self._labels(missing))], [], missing
        naming = [
            self.reasons.of(rule.id)
            for rule in self.case.rulebase.rules
            if remedy.id in rule.then.recommend and self.verdicts[rule.id] is True
        ]
        count = len(remedy.block)
        checked = ngettext(
            "Checked against {count} reason not to use it; it is ruled out.",
            "Checked against {count} reasons not to use it; all are ruled out.",
            count,
        )
        lines = [
            _("Recommended, because you told us: {facts}.").format(facts=self._told(naming)),
            checked.format(count=count),
        ]
        return "recommended", lines, naming, ()
