"""Ladders: rungs that fall in urgency, each with a name of its own and examples of both kinds."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from triage.content.conditions import close_hint
from triage.content.parts import SLUG, Ids, Parts
from triage.content.strict_yaml import Document, Path
from triage.model.ladder import LadderFile
from triage.terms import Disposition


def check_ladder(ladder: LadderFile, document: Document, parts: Parts, ids: Ids) -> None:
    """Note in a document what is wrong with the ladder in it: order, names, examples, portraits."""
    if ladder.id.startswith("finding."):
        document.report(("id",), "finding rules, and only they, stand in rules/finding/")
    _names(ladder, document, ids)
    _levels(ladder, document, parts)
    _examples(ladder, document)
    if bool(ladder.portraits) is bool(ladder.no_portrait):
        hint = "name the portraits this file is for; or say why there is none in `no_portrait`"
        told = (
            "names portraits and says why there is none"
            if ladder.portraits
            else "names no portrait"
        )
        document.report(("portraits",), told, hint)
    for index, portrait in enumerate(ladder.portraits):
        where = ("portraits", index)
        ids.named(document, where, portrait, SLUG)
        if portrait in ladder.portraits[:index]:
            document.report(where, f"`{portrait}` appears twice", "every id stands once")


def check_remedies(parts: Parts, document: Document, path: Path, named: Sequence[str]) -> None:
    """Note each remedy in a list (at `path`) that there is no file of."""
    for index, remedy in enumerate(named):
        if remedy not in parts.remedies:
            hint = close_hint(remedy, parts.remedies)
            document.report((*path, index), f"no such remedy: `{remedy}`", hint)


def _names(ladder: LadderFile, document: Document, ids: Ids) -> None:
    """Note rungs of one level without names, names that no rung needs, and names that repeat."""
    levels = [one.level for one in ladder.ladder]
    for place, rung in enumerate(ladder.ladder):
        where = ("ladder", place, "name")
        alike = levels.count(rung.level) > 1
        if alike and not rung.name:
            hint = "give each a `name`; or join their conditions with `any`"
            document.report(("ladder", place), f"another rung has the level `{rung.level}`", hint)
            continue
        if rung.name and not alike:
            hint = "take the name out"
            document.report(
                where, f"a rung goes by its level when no other has it: `{rung.level}`", hint
            )
        elif rung.name:
            ids.named(document, where, rung.name, SLUG)
            if rung.name in set(Disposition):
                document.report(where, f"`{rung.name}` is the name of a level")
        ids.once("rule", f"{ladder.id}.{rung.slug}", document, where if rung.name else where[:2])


def _levels(ladder: LadderFile, document: Document, parts: Parts) -> None:
    """Note rungs out of order, two that differ in nothing, and what no rung can conclude."""
    for place, (above, rung) in enumerate(pairwise(ladder.ladder), 1):
        if rung.level.urgency > above.level.urgency:
            what = f"`{rung.level}` stands below `{above.level}`, which is less urgent"
            document.report(("ladder", place, "level"), what, "the most urgent rung stands first")
        if any((rung.level, rung.tell) == (one.level, one.tell) for one in ladder.ladder[:place]):
            hint = "join their conditions with `any`"
            document.report(("ladder", place, "tell"), "says the same as a rung above", hint)
    for place, rung in enumerate(ladder.ladder):
        if rung.level is Disposition.SELF_CARE:
            what = "no rule concludes self_care: it is earned"
            document.report(("ladder", place, "level"), what)
        check_remedies(parts, document, ("ladder", place, "allow"), rung.allow)


def _examples(ladder: LadderFile, document: Document) -> None:
    """Note examples of no rung, and rungs without an example of each kind."""
    rungs = [one.slug for one in ladder.ladder]
    told: dict[str, Sequence[str]] = {
        "fires": [one.rung for one in ladder.examples.fires],
        "stays_silent": [one.rung for one in ladder.examples.stays_silent],
    }
    for kind, names in told.items():
        for index, name in enumerate(names):
            if name not in rungs:
                hint = close_hint(name, rungs) or f"there are: {', '.join(rungs)}"
                document.report(("examples", kind, index, "rung"), f"no such rung: `{name}`", hint)
        for place, rung in enumerate(rungs):
            if rung not in names:
                what = f"rung `{rung}` has no example under `{kind}`"
                document.report(("ladder", place), what, f"add one with `rung: {rung}`")
