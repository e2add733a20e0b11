"""What a person of whom something is known answers to a screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from triage.model.rule import RawValue
from triage.session.answers import Given
from triage.session.screen import Screen
from triage.terms import NOT_SURE, QuestionKind, Settles


def answer_to(screen: Screen, values: Mapping[str, RawValue]) -> Given:
    """Return the answer to `screen` of a person of whom `values` (by fact id) hold.

    What `values` leave out, they are not sure of. To a group line they say yes when something
    behind it is true, and no when all of it is false. A plain check tells what is so, where that is
    in `values`; with `check:<fact>` in them, its answer is that.
    """
    if screen.check_of:
        said = values.get(screen.id, values.get(screen.check_of, NOT_SURE))
        if screen.id in values or not isinstance(said, bool):
            return said
        return said is (screen.settles is Settles.NO)
    if screen.members:
        behind = zip(screen.facts, screen.members, strict=True)
        return {line: _any(values.get(one, NOT_SURE) for one in facts) for line, facts in behind}
    if screen.kind is QuestionKind.CHECKLIST:
        told = {fact: values.get(fact, NOT_SURE) for fact in screen.facts}
        return {
            fact: one if isinstance(one, bool | str) else NOT_SURE for fact, one in told.items()
        }
    return values.get(screen.facts[0], NOT_SURE)


def _any(values: Iterable[RawValue]) -> bool | str:
    said = set(map(str, values))
    if str(True) in said:
        return True
    return NOT_SURE if NOT_SURE in said else False
