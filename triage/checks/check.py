"""What a check is, and the findings it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from triage.content.lock import Lock
from triage.content.strict_yaml import Document, read_yaml
from triage.model.rule import Rule
from triage.model.rulebase import RuleBase


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check found: a failure, or (with `warning`) something to look at."""

    check: str
    where: str
    message: str
    hint: str = ""
    warning: bool = False

    def __str__(self) -> str:
        """Return `file: message [check]`, with the hint on a line of its own."""
        kind = "warning: " if self.warning else ""
        text = f"{self.where}: {kind}{self.message} [{self.check}]"
        return f"{text}\n    hint: {self.hint}" if self.hint else text


@dataclass(frozen=True, slots=True)
class CheckContext:
    """What a check may look at: the rule base, its files, and the day it is checked for.

    `portraits` are the files of the test population, which is no part of the rule base.
    """

    rulebase: RuleBase
    files: dict[str, bytes]
    lock: Lock | None
    today: date
    portraits: Mapping[str, bytes] = field(default_factory=dict)

    def document(self, name: str) -> Document:
        """Return a file as it is written, for the places of what a check found in it."""
        return read_yaml(self.files.get(name, b""), name)

    def place_of(self, rule: Rule, *inside: str | int) -> str:
        """Return where a rule stands: its file; of a rung, or of a key of its conclusion, the line.

        `inside` leads on from `then`, or from the rung itself, which holds the same keys.
        """
        if rule.ladder:
            path = ("ladder", rule.rung, *inside)
            return self.document(rule_file(rule.ladder)).where(path)
        file = rule_file(rule.id)
        return self.document(file).where(("then", *inside)) if inside else file


class Check(ABC):
    """One check. Its docstring says What it looks for, Why it matters, and how to Fix it."""

    id: ClassVar[str]

    @abstractmethod
    def findings(self, context: CheckContext) -> Iterator[Finding]:
        """Yield everything this check found."""

    def found(self, where: str, message: str, hint: str = "", *, warning: bool = False) -> Finding:
        """Return a finding of this check."""
        return Finding(self.id, where, message, hint, warning)


def rule_file(rule_id: str) -> str:
    """Return the path of the file of a rule or ladder."""
    return f"rules/{rule_id.replace('.', '/')}.yaml"


def remedy_file(remedy_id: str) -> str:
    """Return the path of a remedy's file."""
    return f"knowledge/remedies/{remedy_id}.yaml"
