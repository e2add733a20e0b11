"""Holds everything a person acts on to the version it was reviewed under."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from triage.checks.check import Check, CheckContext, Finding, rule_file
from triage.content.lock import LOCK_FILE, SilentChange, lock_of, silent_changes
from triage.content.marks import EVIDENCE, MEANING, TEXTS, contents_of
from triage.content.strict_yaml import Document, Path, read_yaml
from triage.model.rulebase import RuleBase

_WRITE = "`triage lock` writes it"
_SOURCES = "knowledge/sources/"
_LOCALES = "knowledge/locales/"
_KINDS = {MEANING: "the meaning", TEXTS: "the texts", EVIDENCE: "the evidence"}


class NothingSilent(Check):
    """Something a person acts on changed, and the version did not.

    What: the version of every rule, remedy, topic of questions, shared file, source and translation
    stands in `rules/rules.lock`, with a mark of its meaning, of its texts (in each language) and of
    its evidence; where one of these has changed, the version must have been raised.
    Why: a reviewer signs a version. A condition, a dose, a number to call or a sentence that
    changes under it was reviewed by nobody.
    Fix: undo the change; or, if it is meant, add one to `version` in the file, then `triage lock`.
    """

    id = "lock.silent-change"

    def findings(self, context: CheckContext) -> Iterator[Finding]:
        """Yield each entry that the lock does not know, or knows otherwise."""
        if context.lock is None:
            yield self.found(LOCK_FILE, "is missing", _WRITE, warning=True)
            return
        now = lock_of(context.rulebase)
        places = Places(context.rulebase, context.files)
        for change in silent_changes(now, context.lock):
            yield self.found(places.of(change), said(change), hint_for(change))
        for name, entry in now.items():
            if name not in context.lock:
                yield self.found(places.version(name), f"`{name}` is not locked yet", _WRITE)
                continue
            version, locked = entry.version, context.lock[name].version
            if version < locked:
                what = f"version {version} is older than the locked {locked}"
                yield self.found(places.version(name), what)
            elif version > locked:
                what = f"version {version} is not locked yet"
                yield self.found(places.version(name), what, _WRITE)
            else:
                for kind in sorted(entry.marks.keys() - context.lock[name].marks.keys()):
                    what = f"{_what(kind)} of `{name}` {_are(kind)} not locked yet"
                    yield self.found(places.version(name), what, _WRITE)
        for name in context.lock:
            if name not in now:
                yield self.found(LOCK_FILE, f"`{name}` is locked but does not exist", _WRITE)


def said(change: SilentChange) -> str:
    """Return in words what changed."""
    name = "" if change.name == change.counter else f" of `{change.name}`"
    return f"{_what(change.kind)}{name} changed under version {change.version}"


def hint_for(change: SilentChange) -> str:
    """Return what the author does if the change is meant."""
    file = f" in {change.counter}.yaml" if change.name != change.counter else ""
    return f"if it is meant, set `version: {change.version + 1}`{file}, then run `triage lock`"


def _what(kind: str) -> str:
    return _KINDS.get(kind, f"the translation into `{kind}`")


def _are(kind: str) -> str:
    return "are" if kind == TEXTS else "is"


class Places:
    """Where what the lock names stands in the files; a file is read when it is first asked for."""

    def __init__(self, rulebase: RuleBase, files: Mapping[str, bytes]) -> None:
        """Bind to a rule base and the files it was read from."""
        self._rulebase = rulebase
        self._files = files
        self._read: dict[str, Document] = {}

    def of(self, change: SilentChange) -> str:
        """Return `file:line:col` of the version to raise; of a translation, of its first text."""
        if change.name == change.counter:
            return self.version(change.name)
        document = self._document(f"{change.counter}.yaml")
        texts = contents_of(self._rulebase)[change.name]().texts or {}
        paths: list[Path] = [("texts", key) for key in texts]
        found = [document.places[path] for path in paths if path in document.places]
        line, column = min(found, default=(1, 1))
        return f"{document.name}:{line}:{column}"

    def version(self, name: str) -> str:
        """Return `file:line:col` of the version of an entry (of a source: of its number)."""
        if not name.startswith(_SOURCES):
            file = f"{name}.yaml" if "/" in name else rule_file(name)
            return self._document(file).where(("version",))
        number = int(name.removeprefix(_SOURCES))
        for file in self._files:
            if file.startswith(_SOURCES):
                document = self._document(file)
                listed = document.data.get("sources") if isinstance(document.data, dict) else None
                for place, one in enumerate(listed if isinstance(listed, list) else ()):
                    if isinstance(one, dict) and one.get("number") == number:
                        return document.where(("sources", place, "number"))
        return _SOURCES

    def _document(self, file: str) -> Document:
        if file not in self._read:
            self._read[file] = read_yaml(self._files.get(file, b""), file)
        return self._read[file]
