"""What a rule base says in one language, as data: a text file, to be read with the logic file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from pydantic_core import to_jsonable_python

from triage.embed.digest import with_digest
from triage.embed.entry import fixed_fields
from triage.embed.logic_file import SCHEMA, Data
from triage.embed.messages import messages
from triage.logic.entries import Entry, RemedyEntries, entries_of
from triage.model.rulebase import RuleBase

Made = TypeVar("Made")


def text_file(rulebase: RuleBase, logic: Data) -> Data:
    """Return the texts of a rule base in its language, bound to its logic file by the digest."""
    entries = entries_of(rulebase)
    follow_up = (one for level in entries.follow_up.values() for one in level)
    return with_digest(
        {
            "schema": SCHEMA,
            "kind": "text",
            "language": rulebase.language,
            "logic": logic["digest"],
            "fixed": to_jsonable_python(entries.fixed),
            "levels": {level.value: dict(words) for level, words in entries.words.items()},
            "red_flags": _told(entries.red_flags),
            "remedies": {one.id: _remedy(one) for one in entries.remedies},
            "safety_net": _told(entries.safety_net),
            "follow_up": _told(follow_up),
            "advice": _told(entries.advice),
            "sources": [
                [number, one.short, one.status.value] for number, one in rulebase.source.items()
            ],
            "topics": [topic.model_dump(mode="json") for topic in rulebase.topics],
            "regions": rulebase.regions.model_dump(mode="json"),
            "messages": messages(rulebase.language),
        }
    )


def asked_in(text: Data) -> Data:
    """Return what of a text file the marks of wording are made from: the questions alone."""
    return {name: text[name] for name in ("schema", "language", "logic", "topics")}


def _told(entries: Iterable[Entry[Made]]) -> Data:
    return {one.node: fixed_fields(one.part) for one in entries}


def _remedy(remedy: RemedyEntries) -> Data:
    return {
        "recommended": fixed_fields(remedy.recommended),
        "left_out": fixed_fields(remedy.left_out),
        "not_checked": fixed_fields(remedy.not_checked),
        "not_supported": fixed_fields(remedy.not_supported),
        "blocks": {
            one.node: {"because": one.because, "sources": list(one.sources)}
            for _, one in remedy.blocks
        },
        "cautions": _told(remedy.cautions),
    }
