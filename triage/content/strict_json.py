"""JSON without surprises, read as `strict_yaml` reads YAML: the same values, the same refusals.

Not all JSON is YAML: an emoji may be written as two escapes, a key be as long as one likes. So what
is JSON is read as JSON. Numbers that are not whole stay text, as in YAML. Refused are repeated
keys, NaN and Infinity, half an escaped character, and what `strict_yaml` refuses in any file.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator

from triage.content.characters import refused_character
from triage.content.strict_yaml import (
    INTEGER,
    MAX_DEPTH,
    MAX_SCALAR,
    NO_CONTROL,
    Document,
    Path,
    Place,
    Scalar,
    Value,
    read_yaml,
    text_of,
)
from triage.errors import Problem

TWICE = "key `{}` appears twice"
HALF = "half a character is not allowed: {}"
NO_NUMBER = "`{}` is no number"

_OBJECT = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*["}]')
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
_KEYWORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


def read_data(raw: bytes, name: str) -> Document:
    """Return the document in `raw`, JSON or YAML; see `read_yaml` for problems.

    It is JSON when `name` ends in `.json`, and when it starts like a JSON object and is one, or is
    no YAML either.
    """
    named_so = name.lower().endswith(".json")
    if not named_so and _OBJECT.match(raw) is None:
        return read_yaml(raw, name)
    document = Document(name)
    if _read(raw, document) or named_so:
        return document
    other = read_yaml(raw, name)
    return document if other.problems else other


def read_json(raw: bytes, name: str) -> Document:
    """Return the JSON document in `raw`; problems are in `problems`, nothing is raised."""
    document = Document(name)
    _read(raw, document)
    return document


def half_a_character(text: str) -> str | None:
    """Return the name (`U+D83D`) of the first half of a surrogate pair; None when there is none."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        return f"U+{ord(text[error.start]):04X}"
    return None


def _read(raw: bytes, document: Document) -> bool:
    """Read `raw` into `document`; return whether it is JSON, strict or not."""
    text = text_of(raw, document)
    if text is None:
        return True
    try:
        json.loads(text, parse_int=str)
    except json.JSONDecodeError as error:
        where = f"{document.name}:{error.lineno}:{error.colno}"
        what = f"{error.msg[0].lower()}{error.msg[1:]}"
        is_cut = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated")
        hint = "the file may have been cut short" if is_cut else ""
        document.problems.append(Problem(where, f"not readable as JSON: {what}", hint))
        return False
    except RecursionError:
        pass  # then the reader below ends where it is too deep
    try:
        _Reader(document, text).read()
    except _RefusedError:
        document.data = None
    return True


class _RefusedError(Exception):
    """The rest of the file cannot be read; the problem is already noted."""


class _Reader:
    """Builds data from the tokens of text that is known to be JSON, keeping places."""

    def __init__(self, document: Document, text: str) -> None:
        self._document = document
        self._tokens: Iterator[re.Match[str]] = _TOKEN.finditer(text)
        self._lines = [0, *(found.end() for found in re.finditer("\n", text))]

    def read(self) -> None:
        self._document.data = self._value(next(self._tokens), ())

    def _place(self, token: re.Match[str]) -> Place:
        line = bisect_right(self._lines, token.start())
        return line, token.start() - self._lines[line - 1] + 1

    def _note(self, token: re.Match[str], message: str, hint: str = "") -> None:
        line, column = self._place(token)
        where = f"{self._document.name}:{line}:{column}"
        self._document.problems.append(Problem(where, message, hint))

    def _value(self, token: re.Match[str], path: Path, *, keep_place: bool = True) -> Value:
        if len(path) > MAX_DEPTH:
            self._note(token, f"nested deeper than {MAX_DEPTH}")
            raise _RefusedError
        if keep_place:
            self._document.places[path] = self._place(token)
        if token[0] == "{":
            return self._mapping(path)
        if token[0] == "[":
            return self._list(path)
        return self._text(token) if token[0].startswith('"') else self._scalar(token)

    def _scalar(self, token: re.Match[str]) -> Scalar:
        word = token[0]
        if word in _KEYWORDS:
            return _KEYWORDS[word]
        if not word[-1].isdecimal():
            self._note(token, NO_NUMBER.format(word))
        return int(word) if INTEGER.fullmatch(word) else word

    def _text(self, token: re.Match[str]) -> str:
        text: str = json.loads(token[0])
        refused = refused_character(text)
        half = half_a_character(text) if refused is not None else None
        if half is not None:
            self._note(token, HALF.format(half))
        elif refused is not None:
            self._note(token, NO_CONTROL.format(refused[1]))
        if len(text) > MAX_SCALAR:
            self._note(token, f"a text of more than {MAX_SCALAR:,} characters", "shorten it")
        return text

    def _list(self, path: Path) -> list[Value]:
        values: list[Value] = []
        for token in self._tokens:
            if token[0] == "]":
                break
            if token[0] != ",":
                values.append(self._value(token, (*path, len(values))))
        return values

    def _mapping(self, path: Path) -> dict[str, Value]:
        values: dict[str, Value] = {}
        for token in self._tokens:
            if token[0] == "}":
                break
            if token[0] == ",":
                continue
            key = self._text(token)
            next(self._tokens)  # the colon
            inner = (*path, key)
            if key in values:
                first = self._document.where(inner).removeprefix(f"{self._document.name}:")
                message = f"{TWICE.format(key)} (first at {first})"
                self._note(token, message, "keep one of them")
                self._value(next(self._tokens), (*path, key, "again"), keep_place=False)
                continue
            self._document.places[inner] = self._place(token)
            values[key] = self._value(next(self._tokens), inner, keep_place=False)
        return values
