"""Parts of an assessment in words: what was told, what it rests on, names in a row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from triage.model.assessment import AskFirst, Assessment, Reason, SourceRef
from triage.model.fact import FactValue
from triage.model.rulebase import RuleBase
from triage.terms import RuleStatus, SourceStatus
from triage.wording import _, ngettext

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")

MOST_NAMED = 8
"""Names listed before "and N more"."""


def named(items: Iterable[str], most: int = MOST_NAMED, between: str = ", ") -> str:
    """Return `a, b, c and 4 more`."""
    all_items = list(items)
    shown = all_items[:most]
    rest = len(all_items) - len(shown)
    words = between.join(shown)
    if not rest:
        return words
    form = ngettext("{names} and {count} more", "{names} and {count} more", rest)
    return form.format(names=words, count=rest)


def told(reason: Reason, rulebase: RuleBase) -> list[str]:
    """Return the facts of a reason in words, such as `warfarin: yes`."""
    words = []
    for name, value in reason.facts.items():
        known: FactValue = frozenset(value) if isinstance(value, tuple) else value
        definition = rulebase.facts.get(name)
        words.append(definition.describe(known) if definition else f"{name}: {value}")
    return words


def you_told(reason: Reason, rulebase: RuleBase) -> str:
    """Return `You told us: ...` with the facts of a reason."""
    return _("You told us: {facts}").format(facts=named(told(reason, rulebase)))


def grouped(reasons: Iterable[Reason], rulebase: RuleBase) -> Iterator[tuple[bool, str, str]]:
    """Yield reasons to leave a remedy out; those that rest on the same facts are told as one.

    Each is: whether it is the preference, the texts, and the facts in words.
    """
    texts: dict[tuple[bool, str], list[str]] = {}
    for reason in reasons:
        facts = named(told(reason, rulebase))
        texts.setdefault((reason.code == "preference", facts), []).append(reason.text)
    for (is_preference, facts), same in texts.items():
        yield is_preference, " ".join(dict.fromkeys(same)), facts


def not_known(assessment: Assessment, rulebase: RuleBase) -> tuple[list[str], list[str]]:
    """Return the labels of what still matters and was not answered, and was "not sure"."""
    not_answered: list[str] = []
    not_sure: list[str] = []
    for name in assessment.unanswered:
        those = not_sure if name in assessment.not_sure else not_answered
        those.append(rulebase.facts[name].label)
    return not_answered, not_sure


def first_sentence(text: str) -> str:
    """Return the first sentence of a text."""
    return _SENTENCE_END.split(text, maxsplit=1)[0]


def said_once(lines: Iterable[str]) -> Iterator[str]:
    """Yield the instructions of several signs without what an earlier one has said.

    A sentence at the end of a line goes when it was said before; one at its beginning stays, as
    what follows may speak of it.
    """
    said: set[str] = set()
    for line in lines:
        sentences = _SENTENCE_END.split(line)
        while sentences and sentences[-1] in said:
            sentences.pop()
        said.update(sentences)
        if sentences:
            yield " ".join(sentences)


def cite(sources: Iterable[SourceRef]) -> str:
    """Return ` [7, 8]`, or nothing without sources."""
    numbers = ", ".join(str(one.number) for one in sources)
    return f" [{numbers}]" if numbers else ""


def caution_line(caution: AskFirst) -> str:
    """Return a caution as a sentence that says whether it is known to apply."""
    if caution.known:
        return _("Check with a pharmacist or doctor first: {reason}").format(reason=caution.text)
    return _("Check first, as we could not rule this out: {reason}").format(reason=caution.text)


def citation(source: SourceRef) -> str:
    """Return a citation, marked when the authors have not seen the source."""
    if source.status is SourceStatus.UNCONFIRMED:
        return _("{citation} (not seen by the authors)").format(citation=source.citation)
    return source.citation


def status_word(status: RuleStatus) -> str:
    """Return how far clinical review has come, in words."""
    words = {
        RuleStatus.DRAFT: _("draft, not reviewed by a clinician"),
        RuleStatus.IN_REVIEW: _("in review"),
        RuleStatus.REVIEWED: _("reviewed"),
        RuleStatus.RETIRED: _("retired"),
    }
    return words[status]
