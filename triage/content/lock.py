"""What each rule and remedy meant when it was last locked, so that no meaning changes unseen.

`rules/rules.lock` holds one line per rule, remedy and shared file: its id, its version, and a hash
of its meaning. Meaning is what decides something: conditions, levels, what is recommended, held
back or blocked, how a remedy is used. Wording, evidence and examples are not; neither is the order
in which the parts of a condition stand.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from importlib.resources.abc import Traversable
from typing import TypeAlias

from triage.errors import ContentError, Problem
from triage.model.condition import All, AnyOf, Condition, Count, Not
from triage.model.remedy import Check, Remedy
from triage.model.rule import Rule
from triage.model.rulebase import RuleBase

Lock: TypeAlias = Mapping[str, tuple[int, str]]
"""Version and hash of meaning (16 hex digits) by id; shared files go by their file name."""

LOCK_FILE = "rules/rules.lock"
_HEAD = "# id, version, hash of meaning. Written by `triage lock`; never by hand.\n"
_DIGITS = 16
_FIELDS = 3


def lock_of(rulebase: RuleBase) -> dict[str, tuple[int, str]]:
    """Return the lock of a rule base as it is now, in order of id."""
    base = rulebase.origin
    found = {rule.id: (rule.version, _mark(_rule_meaning(rule))) for rule in base.rules}
    for remedy in base.remedies:
        found[f"remedies.{remedy.id}"] = (remedy.version, _mark(_remedy_meaning(remedy)))
    net, later, wishes = base.safety_net, base.follow_up, base.preferences
    found["safety_net"] = (
        net.version,
        _mark(
            {
                "items": [
                    [one.id, one.level, list(one.rules), _optional(one.when)] for one in net.items
                ],
                "stays": list(net.stays),
                "advice": [[one.id, _optional(one.when)] for one in net.advice],
            }
        ),
    )
    found["follow_up"] = (
        later.version,
        _mark([[one.id, list(one.dispositions), _optional(one.when)] for one in later.items]),
    )
    found["preferences"] = (wishes.version, _mark(wishes.model_dump(mode="json")))
    return dict(sorted(found.items()))


def lock_text(lock: Lock) -> str:
    """Return a lock as it is written to its file."""
    lines = (f"{name} {version} {mark}\n" for name, (version, mark) in sorted(lock.items()))
    return _HEAD + "".join(lines)


def read_lock(root: Traversable) -> dict[str, tuple[int, str]] | None:
    """Return the lock in the folder `root` that holds `rules/`; None when there is none.

    Raises ContentError with the place of every line that is not `id version hash`.
    """
    file = root / LOCK_FILE
    if not file.is_file():
        return None
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise ContentError.one(LOCK_FILE, f"cannot be read: {error}") from error
    lock: dict[str, tuple[int, str]] = {}
    problems: list[Problem] = []
    for number, line in enumerate(text.splitlines(), 1):
        parts = line.split()
        if not parts or line.startswith("#"):
            continue
        if len(parts) != _FIELDS or not parts[1].isdecimal() or parts[0] in lock:
            why = "is locked twice" if parts[0] in lock else "is not `id version hash`"
            hint = "`triage lock` writes it anew"
            problems.append(Problem(f"{LOCK_FILE}:{number}:1", f"`{line[:60]}` {why}", hint))
            continue
        lock[parts[0]] = (int(parts[1]), parts[2])
    if problems:
        raise ContentError(problems)
    return lock


def _rule_meaning(rule: Rule) -> object:
    then = rule.then
    return {
        "salience": rule.salience,
        "when": _canonical(rule.when),
        "finding": then.finding,
        "disposition": then.disposition,
        "allow": sorted(then.allow),
        "recommend": sorted(then.recommend),
        "strength": then.strength,
    }


def _remedy_meaning(remedy: Remedy) -> object:
    return {
        "class": remedy.class_,
        "category": remedy.category,
        "stance": remedy.stance,
        "how": [" ".join(one.split()) for one in remedy.how],
        "block": [_check_meaning(one) for one in remedy.block],
        "ask_first": [_check_meaning(one) for one in remedy.ask_first],
    }


def _check_meaning(check: Check) -> object:
    return [check.id, _canonical(check.when)]


def _optional(condition: Condition | None) -> object:
    return None if condition is None else _canonical(condition)


def _canonical(condition: Condition) -> object:
    """Return a condition as plain data in which the order of parts does not matter."""
    if isinstance(condition, All | AnyOf | Count):
        parts = sorted((_canonical(part) for part in condition.of), key=json.dumps)
        count = condition.count if isinstance(condition, Count) else 0
        return [condition.kind, count, parts]
    if isinstance(condition, Not):
        return [condition.kind, _canonical(condition.of)]
    plain = condition.model_dump(mode="json")
    if "values" in plain:
        plain["values"] = sorted(plain["values"])
    return sorted(plain.items())


def _mark(meaning: object) -> str:
    text = json.dumps(meaning, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]
