"""Saved sessions that are damaged, of another version or hostile, and what is taken of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import cast

from triage.errors import SavedSessionError
from triage.model.rulebase import RuleBase
from triage.session.session import Session
from triage.terms import NOT_SURE

Saved = dict[str, object]

CHANGED_ENTRIES: tuple[Mapping[str, object], ...] = (
    {"question": "no.such.question"},
    {"question": 7},
    {"question": "__proto__"},
    {"question": "constructor"},
    {"question": ""},
    {"question": "+"},
    {"question": "check:no.such.fact"},
    {"question": "group:no.such.question"},
    {"wording": "000000000000"},
    {"wording": None},
    {"values": {}},
    {"values": {"__proto__": True}},
    {"values": {"toString": True}},
    {"values": {"no.such.fact": True}},
    {"most": -1},
    {"most": "7"},
)
"""What may have become of one saved answer."""

VALUES: tuple[object, ...] = (
    None,
    [],
    {},
    "",
    "yes",
    "true",
    1,
    -1,
    45,
    "45",
    7e300,
    [None],
    NOT_SURE,
)
"""What may stand in place of a value."""

CHANGED: tuple[Mapping[str, object], ...] = (
    {"format": 2},
    {"format": "1"},
    {"format": None},
    {"answers": None},
    {"answers": {}},
    {"answers": [None]},
    {"answers": [{"question": "x"}]},
    {"answers": [{"values": []}]},
    {"set_aside": [1, {"question": "old", "reason": "kept"}, None]},
    {"set_aside": "nothing"},
    {"knowledge": None},
    {"knowledge": {"digest": "another"}},
)
"""What may have become of the whole."""


def saved_lines(rulebase: RuleBase) -> Iterator[dict[str, object]]:
    """Yield damaged sessions, each with the questions whose answers count and are set aside.

    Both are null where the data is no saved session at all.
    """
    for data in _damaged(_sound(rulebase)):
        taken: list[str] | None = None
        aside: list[str] | None = None
        try:
            session = Session.from_dict(data, rulebase)
        except SavedSessionError:
            pass
        else:
            taken = [one.question for one in session.answers]
            aside = [str(one.get("question")) for one in session.set_aside]
        yield {"kind": "saved", "data": data, "taken": taken, "aside": aside}


def _sound(rulebase: RuleBase) -> Saved:
    """Return a session in which every screen of an interview was answered with "not sure"."""
    session = Session(rulebase)
    while (screen := session.next_question()) is not None:
        session.answer(screen.id, NOT_SURE)
    return session.to_dict()


def _damaged(sound: Saved) -> Iterator[object]:
    yield from (None, [], "{}", 1, {}, sound)
    for change in CHANGED:
        yield {**sound, **change}
    entries = cast("list[Saved]", sound["answers"])
    for place in range(len(entries)):
        for change in CHANGED_ENTRIES:
            data = deepcopy(sound)
            cast("list[Saved]", data["answers"])[place].update(change)
            if place < 2 or "question" not in change:  # noqa: PLR2004  (enough of the same)
                yield data
        for value in VALUES:
            data = deepcopy(sound)
            values = cast("Saved", cast("list[Saved]", data["answers"])[place]["values"])
            values[next(iter(values))] = value
            yield data
