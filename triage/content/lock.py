"""What each file said when it was last locked, so that nothing a person acts on changes unseen.

`rules/rules.lock` holds one line per rule, remedy, topic of questions, shared file and source: its
name, its version, and a mark of each kind of what it says (see `triage.content.marks`). A line of a
translation holds its version only: its texts are marked on the lines of what they translate.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from typing import TypeAlias

from triage.content.marks import EVIDENCE, MEANING, TEXTS, Content, contents_of, locale_name
from triage.errors import ContentError, Problem
from triage.model.locale import Locale
from triage.model.rulebase import RuleBase

LOCK_FILE = "rules/rules.lock"
_HEAD = "# name, version, marks of what it says. Written by `triage lock`; never by hand.\n"
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the lock: a version, and a mark (16 hex digits) by kind or language."""

    version: int
    marks: Mapping[str, str] = field(default_factory=dict)


Lock: TypeAlias = Mapping[str, Entry]
"""The entries by name: a rule's id, or a path such as `knowledge/remedies/heat_pack`."""


@dataclass(frozen=True, slots=True)
class SilentChange:
    """Something changed while its version was not raised.

    `name` is the entry, `kind` the kind of mark or the language, `counter` the entry whose version
    counts (of a translation: that of its file), `version` the version that was locked.
    """

    name: str
    kind: str
    counter: str
    version: int


def lock_of(rulebase: RuleBase) -> dict[str, Entry]:
    """Return the lock of a rule base as it is now, in order of name."""
    contents, locales = contents_of(rulebase), rulebase.origin.locales
    return {name: _entry(contents[name](), locales) for name in sorted(contents)}


def entry_of(rulebase: RuleBase, name: str) -> Entry:
    """Return one entry of the lock of a rule base as it is now."""
    return _entry(contents_of(rulebase)[name](), rulebase.origin.locales)


def _entry(content: Content, locales: Iterable[Locale]) -> Entry:
    return Entry(content.version, content.marks(locales))


def silent_changes(now: Lock, locked: Lock) -> Iterator[SilentChange]:
    """Yield each mark that is no longer what was locked under the same version, in order."""
    for name, entry in now.items():
        for kind, mark in locked[name].marks.items() if name in locked else ():
            counter = name if kind in {MEANING, TEXTS, EVIDENCE} else locale_name(kind)
            if entry.marks.get(kind) == mark or counter not in now or counter not in locked:
                continue
            version = locked[counter].version
            if now[counter].version == version:
                yield SilentChange(name, kind, counter, version)


def lock_text(lock: Lock) -> str:
    """Return a lock as it is written to its file."""
    return _HEAD + "".join(_line(name, entry) for name, entry in sorted(lock.items()))


def _line(name: str, entry: Entry) -> str:
    marks = (f"{kind}={mark}" for kind, mark in entry.marks.items())
    return " ".join((name, str(entry.version), *marks)) + "\n"


def read_lock(root: Traversable) -> dict[str, Entry] | None:
    """Return the lock in the folder `root` that holds `rules/`; None when there is none.

    Raises ContentError with the place of every line that is no entry.
    """
    file = root / LOCK_FILE
    if not file.is_file():
        return None
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise ContentError.one(LOCK_FILE, f"cannot be read: {error}") from error
    lock: dict[str, Entry] = {}
    problems: list[Problem] = []
    for number, line in enumerate(text.splitlines(), 1):
        parts = line.split()
        if not parts or line.startswith("#"):
            continue
        marks = [part.partition("=") for part in parts[_FEWEST:]]
        readable = len(parts) >= _FEWEST and parts[1].isdecimal() and all(all(m) for m in marks)
        if not readable or parts[0] in lock:
            why = "is locked twice" if parts[0] in lock else "is not `name version kind=mark ...`"
            hint = "put back the file as it was committed; only `triage lock` writes it"
            problems.append(Problem(f"{LOCK_FILE}:{number}:1", f"`{line[:60]}` {why}", hint))
            continue
        lock[parts[0]] = Entry(int(parts[1]), {kind: mark for kind, _, mark in marks})
    if problems:
        raise ContentError(problems)
    return lock
