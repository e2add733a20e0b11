"""Holds every meaning to the version it was reviewed under."""

from __future__ import annotations

from collections.abc import Iterator

from triage.checks.check import Check, CheckContext, Finding, remedy_file, rule_file
from triage.content.lock import LOCK_FILE, lock_of

_REMEDIES = "remedies."
_WRITE = "`triage lock` writes it"


class MeaningLocked(Check):
    """A rule or remedy no longer means what its version meant.

    What: the version and the hash of meaning of every rule, remedy and shared file stand in
    `rules/rules.lock`; where the meaning has changed, the version must have been raised.
    Why: a reviewer signs a version. A condition that changes under it was reviewed by nobody.
    Fix: add one to `version` in the file, then run `triage lock`.
    """

    id = "lock.meaning"

    def findings(self, context: CheckContext) -> Iterator[Finding]:
        """Yield each entry that the lock does not know, or knows otherwise."""
        if context.lock is None:
            yield self.found(LOCK_FILE, "is missing", _WRITE, warning=True)
            return
        now = lock_of(context.rulebase)
        for name, (version, mark) in now.items():
            where = file_of(name)
            if name not in context.lock:
                yield self.found(where, f"`{name}` is not locked yet", _WRITE)
                continue
            locked, was = context.lock[name]
            if version < locked:
                yield self.found(where, f"version {version} is older than the locked {locked}")
            elif version == locked and mark != was:
                hint = f"set `version: {version + 1}`, then run `triage lock`"
                yield self.found(where, f"the meaning changed under version {version}", hint)
            elif version > locked:
                yield self.found(where, f"version {version} is not locked yet", _WRITE)
        for name in context.lock:
            if name not in now:
                yield self.found(LOCK_FILE, f"`{name}` is locked but does not exist", _WRITE)


def file_of(name: str) -> str:
    """Return the file that a name in the lock stands for."""
    if name.startswith(_REMEDIES):
        return remedy_file(name.removeprefix(_REMEDIES))
    return rule_file(name) if "." in name else f"knowledge/{name}.yaml"
