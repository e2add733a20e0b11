"""Why a question is asked (which rule, what worry, which source), and why nothing more is.

That it is safe to end there is proved for every case (`stopping-changes-nothing`, see docs/proofs).
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from triage.logic.disposition import settled_disposition
from triage.logic.ladder import told
from triage.logic.relevance import Relevance
from triage.model.frozen import Frozen
from triage.model.rulebase import RuleBase
from triage.model.verdicts import NodeTruths
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


class EndingKind(StrEnum):
    """What ended the interview."""

    EMERGENCY = "emergency"
    SETTLED = "settled"
    NOT_SURE = "not_sure"


class Ending(Frozen):
    """Why nothing more is asked.

    `rules` are the emergency rules that are true (of a ladder its highest rung); with `not_sure`,
    what stays open (rule ids, or `offered.<remedy>`), and `facts` the answers "not sure" that all
    of it hangs on. `text` says it in words.
    """

    kind: EndingKind
    rules: tuple[str, ...]
    facts: tuple[str, ...]
    text: str


def ending_of(
    rulebase: RuleBase, relevance: Relevance, verdicts: NodeTruths, asked: frozenset[str]
) -> Ending | None:
    """Return why the interview is over; None while there is something to ask that matters.

    `verdicts` and `relevance` are those of what is known, `asked` the facts answered or asked in
    vain.
    """
    with speaking(rulebase.language):
        if settled_disposition(verdicts) is Disposition.EMERGENCY_NOW:
            fired = tuple(
                rule.id
                for rule in told(rulebase, verdicts)
                if rule.then.disposition is Disposition.EMERGENCY_NOW
            )
            text = _("You need emergency help now. No other answer would change that.")
            return Ending(kind=EndingKind.EMERGENCY, rules=fired, facts=(), text=text)
        if not relevance.facts <= asked:
            return None
        if not relevance.demands:
            text = _("No other answer would change how urgent this is, or what we recommend.")
            return Ending(kind=EndingKind.SETTLED, rules=(), facts=(), text=text)
        return Ending(
            kind=EndingKind.NOT_SURE,
            rules=tuple(demand.node for demand in relevance.demands),
            facts=tuple(name for name in rulebase.facts if name in relevance.facts),
            text=_("What is left hangs on answers you were not sure of. We asked all of them."),
        )
