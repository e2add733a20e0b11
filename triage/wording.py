"""The program's own words in the person's language: gettext, with one language per context.

The language is a context variable, so threads and asynchronous tasks do not disturb one another:
a context that chose nothing speaks English. Texts of rules and knowledge are not here; they are
content, translated by `triage.content.texts`.
"""

from __future__ import annotations

import gettext as gnu
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

SOURCE_LANGUAGE = "en"
"""The language the code and the content are written in."""

DOMAIN = "triage"
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[_-]([A-Za-z]{2}))?(?:[_.@-].*)?")
_NO_LANGUAGE = {"c", "posix"}
_chosen: ContextVar[str] = ContextVar("triage_language", default=SOURCE_LANGUAGE)


class Tag(NamedTuple):
    """A language (`es`) and a territory (`MX`); either may be empty."""

    language: str
    territory: str


def read_tag(text: str) -> Tag:
    """Return the language and territory in a locale name: `es`, `es_MX.UTF-8`, `en-GB`, `C`.

    What is no locale name gives two empty strings.
    """
    found = _TAG.fullmatch(text.strip())
    if found is None or found[1].lower() in _NO_LANGUAGE:
        return Tag("", "")
    return Tag(found[1].lower(), (found[2] or "").upper())


def tag_of_environment(environ: Mapping[str, str]) -> Tag:
    """Return the language and territory that `LC_ALL`, `LC_MESSAGES` or `LANG` ask for.

    The first one that is set decides, as POSIX says; GNU's `LANGUAGE` list then overrides the
    language, unless the locale is `C`.
    """
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    tag = read_tag(next((environ[name] for name in names if environ.get(name)), ""))
    if tag.language and environ.get("LANGUAGE"):
        first = read_tag(environ["LANGUAGE"].split(":")[0])
        return Tag(first.language or tag.language, tag.territory)
    return tag


def language() -> str:
    """Return the language of this context, such as `es`."""
    return _chosen.get()


def set_language(lang: str) -> None:
    """Speak `lang` from here on in this context; English where a message has no translation."""
    _chosen.set(read_tag(lang).language or SOURCE_LANGUAGE)


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Speak `lang` inside the `with` block, and what was spoken before after it."""
    token = _chosen.set(read_tag(lang).language or SOURCE_LANGUAGE)
    try:
        yield
    finally:
        _chosen.reset(token)


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """Return the languages the program's own words are translated into, English first."""
    folder = files("triage") / "locale"
    found = [one.name for one in folder.iterdir() if one.is_dir()] if folder.is_dir() else []
    return (SOURCE_LANGUAGE, *sorted(found))


@lru_cache(maxsize=16)
def _catalogue(lang: str) -> gnu.NullTranslations:
    if lang == SOURCE_LANGUAGE or lang not in languages():
        return gnu.NullTranslations()
    with (files("triage") / "locale" / lang / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as file:
        return gnu.GNUTranslations(file)


def gettext(message: str) -> str:
    """Return `message` in the language of this context."""
    return _catalogue(_chosen.get()).gettext(message) if message else message


def ngettext(singular: str, plural: str, number: int) -> str:
    """Return the form of a message that fits `number`, in the language of this context."""
    return _catalogue(_chosen.get()).ngettext(singular, plural, number)


def unaccented(word: str) -> str:
    """Return a word in small letters without accents: `Días` is typed `dias` as well."""
    parts = unicodedata.normalize("NFD", word.lower())
    return "".join(part for part in parts if not unicodedata.combining(part))


_ = gettext


def N_(message: str) -> str:  # noqa: N802  (gettext's name for it; extraction knows it)
    """Return `message` as it is: marked here, translated with `gettext` when it is shown."""
    return message
