"""Why a question is asked: which rule, what worry, which source."""

from __future__ import annotations

from collections.abc import Collection

from triage.logic.relevance import Relevance
from triage.model.frozen import Frozen
from triage.model.rulebase import RuleBase
from triage.terms import Disposition
from triage.wording import _, speaking


class QuestionReason(Frozen):
    """One open rule or remedy that a question serves.

    `code` is a rule id, or `offered.<remedy>` or `caution.<remedy>.<check>`; `disposition` is the
    level the rule would conclude, None for remedies.
    """

    code: str
    title: str
    worry: str
    disposition: Disposition | None
    sources: tuple[int, ...]


def reasons_to_ask(
    rulebase: RuleBase, relevance: Relevance, facts: Collection[str]
) -> list[QuestionReason]:
    """Return the open rules and remedies that the facts of a screen can settle."""
    with speaking(rulebase.language):
        doubt = _("whether it is safe and fits")
    reasons: list[QuestionReason] = []
    for demand in relevance.demands:
        if relevance.residual.facts(demand.node).isdisjoint(facts):
            continue
        rule = rulebase.rule.get(demand.node)
        if rule is not None:
            reasons.append(
                QuestionReason(
                    code=rule.id,
                    title=rule.title,
                    worry=rule.then.worry,
                    disposition=rule.then.disposition,
                    sources=rule.evidence.sources,
                )
            )
        else:
            remedy = rulebase.remedy[demand.node.split(".")[1]]
            reasons.append(
                QuestionReason(
                    code=demand.node,
                    title=remedy.title,
                    worry=doubt,
                    disposition=None,
                    sources=remedy.evidence.sources,
                )
            )
    return reasons
