"""The readable parts of a rule base, and the ids in them: well formed, and each once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from triage.content.strict_yaml import Document, Path
from triage.model.knowledge import SourceTheme
from triage.model.ladder import LadderFile
from triage.model.question import Topic
from triage.model.rulebase import RuleBase

ID = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*")
"""What a rule, question or fact may be called."""

SLUG = re.compile(r"[a-z][a-z0-9_]*")
"""What a file, a choice, a check or a text may be called."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What could be read of a rule base: its files, and the models of those that hold together.

    `rulebase` is built of the readable parts and may lack any; a file that is not in `topics` or
    `themes` could not be read. `ladders` are the readable ones, by file.
    """

    documents: Mapping[str, Document]
    topics: Mapping[str, Topic]
    themes: Mapping[str, SourceTheme]
    rulebase: RuleBase
    ladders: Mapping[str, LadderFile]

    def names(self, folder: str) -> list[str]:
        """Return the files below a folder."""
        return [name for name in self.documents if name.startswith(folder)]

    @property
    def facts_are_known(self) -> bool:
        """Return whether every file of questions could be read and is in order."""
        return not any(
            name not in self.topics or self.documents[name].problems
            for name in self.names("knowledge/questions/")
        )

    @property
    def sources_are_known(self) -> bool:
        """Return whether every file of sources could be read."""
        return len(self.themes) == len(self.names("knowledge/sources/"))

    def holds_rule(self, name: str) -> bool:
        """Return whether there is a file for a rule, or one that is unreadable and may hold it."""
        above, _, slug = name.rpartition(".")
        ladder = self.ladders.get(file_of(above))
        if ladder is None:
            return file_of(above) in self.documents or file_of(name) in self.documents
        return any(one.slug == slug for one in ladder.ladder)

    @property
    def remedies(self) -> frozenset[str]:
        """Return the id of every remedy file, readable or not."""
        return frozenset(stem_of(name) for name in self.names("knowledge/remedies/"))


def file_of(name: str) -> str:
    """Return the path of the file of a rule or a ladder."""
    return f"rules/{name.replace('.', '/')}.yaml"


def stem_of(name: str) -> str:
    """Return the name of a file without its folder and ending."""
    return name.rsplit("/", 1)[-1].rsplit(".", 1)[0]


@dataclass
class Ids:
    """Notes in the documents every id that is malformed, stands twice, or is not its file's."""

    seen: dict[tuple[str, object], str] = field(default_factory=dict)

    def named(self, document: Document, path: Path, name: str, shape: re.Pattern[str]) -> None:
        """Report a name that cannot be an id."""
        if not shape.fullmatch(name):
            hint = "small letters, digits and `_`, starting with a letter"
            document.report(path, f"`{name}` cannot be an id", hint)

    def once(self, kind: str, value: object, document: Document, path: Path) -> None:
        """Report an id that already stands anywhere among those of its kind."""
        first = self.seen.setdefault((kind, value), document.where(path))
        if first != document.where(path):
            document.report(path, f"`{value}` stands twice", f"first at {first}")

    def like_its_file(self, document: Document, key: str, given: str) -> None:
        """Report an id that is not the name of its file."""
        wanted = stem_of(document.name)
        self.named(document, (key,), wanted, SLUG)
        self.once(key, wanted, document, (key,))
        if given != wanted:
            document.report((key,), f"{key} `{given}` should be `{wanted}`, like its file")

    def listed(self, document: Document, path: Path, names: Sequence[str], key: str = "id") -> None:
        """Report ids in a list (at `path`, under `key`) that are malformed or repeated."""
        seen: set[str] = set()
        for index, name in enumerate(names):
            where = (*path, index, key)
            self.named(document, where, name, SLUG)
            if name in seen:
                document.report(where, f"`{name}` appears twice", "every id stands once")
            seen.add(name)
