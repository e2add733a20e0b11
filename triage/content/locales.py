"""Translation files: what is still to be translated, as YAML to fill in, and filling it in."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping

from triage.content.shapes import build
from triage.content.strict_yaml import read_yaml
from triage.content.texts import State, mark_of, states_of
from triage.errors import ContentError, Problem
from triage.model.locale import Locale, Translation
from triage.terms import RuleStatus

WIDTH = 110
_FIRST_LINE = 8  # columns that `text: ` and its indent take


def empty_locale(language: str) -> Locale:
    """Return a translation into `language` (two or three letters) that holds no text yet."""
    return Locale(language=language, name=language, status=RuleStatus.DRAFT, texts={})


def read_locale(raw: bytes, name: str) -> Locale:
    """Return the translation in a file already read; `name` is used in messages.

    Raises ContentError with every problem found.
    """
    document = read_yaml(raw, name)
    locale = None if document.problems else build(document, Locale, document.data)
    if locale is None:
        raise ContentError(document.problems)
    return locale


def locale_lines(locale: Locale, order: Iterable[str]) -> Iterator[str]:
    """Yield the lines of a translation file, its texts in the order of the keys in `order`."""
    yield from _head(locale, holds=bool(locale.filled))
    for key in order:
        made = locale.filled.get(key)
        if made is not None:
            yield from _entry(key, made)


def to_do_lines(texts: Mapping[str, str], locale: Locale) -> Iterator[str]:
    """Yield a file to fill in: the English as a comment, and an empty text, for each that lacks.

    `texts` are the English texts by key; those with a current translation are passed over. An
    outdated translation is shown as a comment too.
    """
    states = states_of(dict(texts), locale)
    lacking = [key for key in texts if states[key] is not State.CURRENT]
    yield from _head(locale, holds=bool(lacking))
    for key in lacking:
        text = texts[key]
        yield ""
        yield from _comment(text)
        if states[key] is State.OUTDATED:
            yield from _comment(f"Outdated: {locale.texts[key].text}")
        yield from _entry(key, Translation(of=mark_of(text), text=""))


def merged(locale: Locale, filled: Locale, texts: Mapping[str, str], name: str) -> Locale:
    """Return `locale` with the texts of `filled`; keys that name no text any more are dropped.

    Texts left empty in `filled` are passed over. The version steps by one where a text of before
    is another now, so that `triage lock` takes it. Raises ContentError, naming every text that was
    made for another language, from another English text, or for no text at all; `name` is the
    file they stand in.
    """
    problems = []
    if filled.language != locale.language:
        wanted = f"this is a translation into `{filled.language}`, not `{locale.language}`"
        problems.append(Problem(name, wanted))
    for key, one in filled.filled.items():
        if key not in texts:
            problems.append(Problem(name, f"`{key}` names no text"))
        elif one.of != mark_of(texts[key]):
            hint = "list what is to be done again: the English text has changed"
            problems.append(Problem(name, f"`{key}` was made from another text", hint))
    if problems:
        raise ContentError(problems)
    kept = {key: one for key, one in locale.filled.items() if key in texts}
    now = kept | filled.filled
    changed = any(now.get(key) != one for key, one in locale.filled.items())
    return Locale(
        version=locale.version + changed,
        language=locale.language,
        name=filled.name,
        status=filled.status,
        texts=now,
    )


def _head(locale: Locale, *, holds: bool) -> Iterator[str]:
    yield f"version: {locale.version}"
    yield f"language: {locale.language}"
    yield f"name: {_quoted(locale.name)}"
    yield f"status: {locale.status}"
    yield "texts:" if holds else "texts: {}"


def _entry(key: str, made: Translation) -> Iterator[str]:
    yield f"  {key}:"
    yield f"    of: {made.of}"
    # A double-quoted text may go on in the next line, where the break reads as one blank.
    lines = textwrap.wrap(
        _quoted(made.text),
        WIDTH - _FIRST_LINE,
        break_long_words=False,
        break_on_hyphens=False,
    )
    yield f"    text: {lines[0]}"
    yield from (f"      {line}" for line in lines[1:])


def _comment(text: str) -> Iterator[str]:
    for line in textwrap.wrap(text, WIDTH - 4, break_long_words=False, break_on_hyphens=False):
        yield f"  # {line}"


def _quoted(text: str) -> str:
    """Return the text in double quotes; JSON's quoting is YAML's."""
    return json.dumps(text, ensure_ascii=False)
