"""YAML without surprises: the one module that imports a YAML library.

Read are mappings with text keys, lists, and four scalars: true, false, null and whole numbers;
every other plain scalar (`no`, `on`, `12:30`, `017`, `1.5`, a date) stays text. Refused are
anchors, aliases, tags, repeated keys, several documents, files over 1 MB, nesting deeper than 40,
a text longer than 20,000 characters, and characters that `characters.py` names, written as they
are or as an escape. Every value keeps its line and column. `strict_json` reads JSON the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from triage.content.characters import refused_character
from triage.errors import Problem

MAX_BYTES = 1_000_000
MAX_DEPTH = 40
MAX_SCALAR = 20_000
"""Characters of one text; the longest of our own holds under 500."""
NO_CONTROL = "a control character is not allowed: {}"
_PLACE = re.compile(r":([0-9]+):([0-9]+)$")
INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
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
    text = text_of(raw, document)
    if text is None:
        return document
    try:
        _Builder(document, yaml.parse(text, Loader=_LOADER)).build()
    except _RefusedError:
        document.data = None
    except yaml.YAMLError as error:
        document.data = None
        document.problems += _refused_before(error, text, name) or [_syntax_problem(error, name)]
    return document


def _refused_before(error: yaml.YAMLError, text: str, name: str) -> list[Problem]:
    """Return what we refuse in front of the place where the library gave up.

    The library looks up to 1,024 characters ahead, and what it takes offence at there (some
    versions: 1,000 brackets) hides what we refuse nearer the top. So that part is read alone.
    """
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return []
    front = Document(name)
    try:
        _Builder(front, yaml.parse(text[: mark.index], Loader=_LOADER)).build()
    except _RefusedError:
        return front.problems[-1:]
    except yaml.YAMLError:
        pass  # cut off in the middle: the error of the whole file is the one to tell
    return []


def text_of(raw: bytes | str, document: Document) -> str | None:
    """Return what `raw` holds as text; None when no file may hold it, the problem being noted."""
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
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # as YAML reads every line end
    refused = refused_character(text)
    if refused is not None:
        index, character = refused
        place = f"{document.name}:{_place_after(text[:index])}"
        document.problems.append(Problem(place, NO_CONTROL.format(character)))
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
        self._note(event, message, hint)
        return _RefusedError()

    def _note(self, event: yaml.Event, message: str, hint: str = "") -> None:
        line, column = _place(event)
        where = f"{self.document.name}:{line}:{column}"
        self.document.problems.append(Problem(where, message, hint))

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

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        value = self._text(event)
        if event.style in {"'", '"', "|", ">"}:
            return value
        if value in _KEYWORDS:
            return _KEYWORDS[value]
        return int(value) if INTEGER.fullmatch(value) else value

    def _text(self, event: yaml.ScalarEvent) -> str:
        """Return the text of a key or value; what it may not hold is noted."""
        value: str = event.value
        refused = refused_character(value)
        if refused is not None:
            self._note(event, NO_CONTROL.format(refused[1]))
        if len(value) > MAX_SCALAR:
            self._note(event, f"a text of more than {MAX_SCALAR:,} characters", "shorten it")
        return value

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
            key = self._text(event)
            if getattr(event, "anchor", None) or getattr(event, "tag", None):
                self._refuse(event, "an anchor or tag is not allowed on a key")
            inner = (*path, key)
            if key in values:
                first = self.document.where(inner).removeprefix(f"{self.document.name}:")
                message = f"key `{key}` appears twice (first at {first})"
                self._note(event, message, "keep one of them")
                self._value(next(self.events), (*path, key, "again"), keep_place=False)
                continue
            self.document.places[inner] = _place(event)
            values[key] = self._value(next(self.events), inner, keep_place=False)
        return values
