"""YAML without surprises: the one module that imports a YAML library.

Read are mappings with text keys, lists, and four scalars: true, false, null and whole numbers;
every other plain scalar (`no`, `on`, `12:30`, `017`, `1.5`, a date) stays text. Refused are
anchors, aliases, tags, repeated keys, several documents, files over 1 MB, and nesting deeper
than 40. Every value keeps its line and column. JSON reads the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from triage.errors import Problem

MAX_BYTES = 1_000_000
MAX_DEPTH = 40
_UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What YAML 1.2 (section 5.1) does not let a file hold; the library names no place for it."""
_PLACE = re.compile(r":([0-9]+):([0-9]+)$")
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_KEYWORDS: dict[str, bool | None] = {
    "true": True,
    "false": False,
    "null": None,
    "~": None,
    "": None,
}

Scalar: TypeAlias = bool | int | str | None
Value: TypeAlias = "Scalar | list[Value] | dict[str, Value]"
Path: TypeAlias = tuple[str | int, ...]
Place: TypeAlias = tuple[int, int]


@dataclass(slots=True)
class Document:
    """One file as data, with the place of every value and of every problem met.

    `data` is None when the file could not be read; `places` maps a path of keys and indices to
    (line, column), both counted from 1; the place of a key is kept under the path of its value.
    """

    name: str
    data: Value = None
    places: dict[Path, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def where(self, path: Path) -> str:
        """Return `file:line:col` of the value at `path`, or of its nearest known parent."""
        while path and path not in self.places:
            path = path[:-1]
        line, column = self.places.get(path, (1, 1))
        return f"{self.name}:{line}:{column}"

    def report(self, path: Path, message: str, hint: str = "") -> None:
        """Note a problem at the value at `path`."""
        self.problems.append(Problem(self.where(path), message, hint))

    def in_order(self) -> list[Problem]:
        """Return the problems from the top of the file to its end, the whole file's first."""

        def place(problem: Problem) -> Place:
            match = _PLACE.search(problem.where)
            return (int(match[1]), int(match[2])) if match else (0, 0)

        return sorted(self.problems, key=place)


class _RefusedError(Exception):
    """The rest of the file cannot be read; the problem is already noted."""


def read_yaml(raw: bytes | str, name: str) -> Document:
    """Return the document in `raw`; problems are in `problems`, nothing is raised for bad input.

    `name` is the file name used in messages.
    """
    document = Document(name)
    text = _text(raw, document)
    if text is None:
        return document
    try:
        _Builder(document, yaml.parse(text, Loader=_LOADER)).build()
    except _RefusedError:
        document.data = None
    except yaml.YAMLError as error:
        document.data = None
        document.problems.append(_syntax_problem(error, name))
    return document


def _text(raw: bytes | str, document: Document) -> str | None:
    if len(raw) > MAX_BYTES:
        document.problems.append(
            Problem(document.name, f"larger than {MAX_BYTES:,} bytes", "split it")
        )
        return None
    try:
        text = raw.decode("utf-8-sig") if isinstance(raw, bytes) else raw
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8-sig")
        place = _place_after(before)
        document.problems.append(Problem(f"{document.name}:{place}", "not UTF-8 text"))
        return None
    strange = _UNREADABLE.search(text)
    if strange is not None:
        place = _place_after(text[: strange.start()])
        message = f"a control character is not allowed: U+{ord(strange[0]):04X}"
        document.problems.append(Problem(f"{document.name}:{place}", message))
        return None
    return text


def _place_after(text: str) -> str:
    """Return `line:col`, counted from 1, of what follows `text`."""
    return f"{text.count(chr(10)) + 1}:{len(text) - text.rfind(chr(10))}"


def _syntax_problem(error: yaml.YAMLError, name: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    where = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name
    what = getattr(error, "problem", None) or str(error).splitlines()[0]
    hint = "quote text that holds `: `, ` #` or starts with a special character"
    return Problem(where, f"not readable as YAML: {what}", hint)


def _place(event: yaml.Event) -> Place:
    """Return line and column of an event, from 1; parser events always carry a mark."""
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)


class _Builder:
    """Builds data from parser events, keeping places and refusing what is not wanted."""

    def __init__(self, document: Document, events: Iterator[yaml.Event]) -> None:
        self.document = document
        self.events = events

    def build(self) -> None:
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._refuse(event, "a second document in one file", "remove the `---` line")
            elif isinstance(
                event, yaml.ScalarEvent | yaml.SequenceStartEvent | yaml.MappingStartEvent
            ):
                self.document.data = self._value(event, ())
            elif isinstance(event, yaml.AliasEvent):
                self._refuse(event, "an alias is not allowed", "write the value out")

    def _refuse(self, event: yaml.Event, message: str, hint: str = "") -> None:
        raise self._refusal(event, message, hint)

    def _refusal(self, event: yaml.Event, message: str, hint: str = "") -> _RefusedError:
        """Note the problem and return the error that ends the reading."""
        line, column = _place(event)
        where = f"{self.document.name}:{line}:{column}"
        self.document.problems.append(Problem(where, message, hint))
        return _RefusedError()

    def _value(self, event: yaml.Event, path: Path, *, keep_place: bool = True) -> Value:
        if len(path) > MAX_DEPTH:
            self._refuse(event, f"nested deeper than {MAX_DEPTH}")
        if isinstance(event, yaml.AliasEvent):
            self._refuse(event, "an alias is not allowed", "write the value out")
        if getattr(event, "anchor", None):
            self._refuse(event, "an anchor is not allowed", "write the value out where it is used")
        if tag := getattr(event, "tag", None):
            self._refuse(event, f"a tag is not allowed: `{tag}`")
        if keep_place:
            self.document.places[path] = _place(event)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(path)
        return self._mapping(path)

    @staticmethod
    def _scalar(event: yaml.ScalarEvent) -> Scalar:
        value: str = event.value
        if event.style in {"'", '"', "|", ">"}:
            return value
        if value in _KEYWORDS:
            return _KEYWORDS[value]
        return int(value) if _INTEGER.fullmatch(value) else value

    def _list(self, path: Path) -> list[Value]:
        values: list[Value] = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            values.append(self._value(event, (*path, len(values))))
        return values

    def _mapping(self, path: Path) -> dict[str, Value]:
        values: dict[str, Value] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent):
                raise self._refusal(event, "a key must be plain text")
            key: str = event.value
            if getattr(event, "anchor", None) or getattr(event, "tag", None):
                self._refuse(event, "an anchor or tag is not allowed on a key")
            inner = (*path, key)
            if key in values:
                line, column = _place(event)
                first = self.document.where(inner).removeprefix(f"{self.document.name}:")
                self.document.problems.append(
                    Problem(
                        f"{self.document.name}:{line}:{column}",
                        f"key `{key}` appears twice (first at {first})",
                        "keep one of them",
                    )
                )
                self._value(next(self.events), (*path, key, "again"), keep_place=False)
                continue
            self.document.places[inner] = _place(event)
            values[key] = self._value(next(self.events), inner, keep_place=False)
        return values
