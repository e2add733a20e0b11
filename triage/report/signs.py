"""The reasons to come back that stand on a first page, chosen for one person.

They are those of the place that hurts, or of a risk that this person has; of them, those that the
fewest new signs would bring about (see `triage.logic.nearest`). What is true already is not named
again.
"""

from __future__ import annotations

from collections.abc import Iterator

from triage.logic.nearest import NEVER, Nearness
from triage.model.assessment import Assessment, SafetyNetNote
from triage.model.knowledge import SafetyNetItem
from triage.model.rulebase import RuleBase
from triage.terms import LOCATION, Disposition

MOST_SIGNS = 5
MOST_TODAY = 2
"""Reasons to be seen the same day among them."""

_FIRST, _THEN, _LAST = range(3)

_NEAR = 2
"""New signs within which a risk that somebody has brings a reason to the front."""


def signs_to_come_back(
    assessment: Assessment, rulebase: RuleBase
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the reasons to come back that concern this person most: at once, and the same day.

    Each is a few words; there are at most `MOST_SIGNS`, of which `MOST_TODAY` for the same day.
    """
    notes = nearest_reasons(assessment, rulebase)
    now = [one for one in notes if one.level is Disposition.EMERGENCY_NOW]
    later = [one for one in notes if one.level is not Disposition.EMERGENCY_NOW]
    # Who is told to be seen today needs no list of what to be seen for today.
    room = 0 if assessment.disposition is Disposition.URGENT_SAME_DAY else MOST_TODAY
    today = [one.short or one.text for one in later[:room]]
    return tuple(one.short or one.text for one in now[: MOST_SIGNS - len(today)]), tuple(today)


def nearest_reasons(assessment: Assessment, rulebase: RuleBase) -> list[SafetyNetNote]:
    """Return the reasons to come back that can still come true, what concerns most first.

    An assessment read back from JSON knows no case: its reasons stand as the content has them.
    """
    if assessment.case is None:
        return list(assessment.safety_net)
    facts = assessment.case.facts
    hurts = facts.get(LOCATION)
    near = Nearness(rulebase, facts)
    ranked = []
    for item, note in _items(assessment, rulebase):
        if not item.rules:  # a reaction to a remedy, say: no sign of an illness, but a reason
            ranked.append((_LAST, NEVER, note))
            continue
        distance = near.of_any(item.rules)
        here = isinstance(hurts, frozenset) and not hurts.isdisjoint(item.places)
        own = distance.met < 0 and distance.signs <= _NEAR
        if distance < NEVER:
            ranked.append((_FIRST if here or own else _THEN, distance, note))
    # Sorting keeps the order of the content between equals.
    return [note for *_, note in sorted(ranked, key=lambda one: one[:2])]


def _items(
    assessment: Assessment, rulebase: RuleBase
) -> Iterator[tuple[SafetyNetItem, SafetyNetNote]]:
    items = {f"safety_net.{one.id}": one for one in rulebase.safety_net.items}
    return ((items[note.code], note) for note in assessment.safety_net if note.code in items)
