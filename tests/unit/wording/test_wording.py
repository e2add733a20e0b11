"""The program's own words: which language, and whose."""

from __future__ import annotations

import threading

import pytest

from triage.wording import (
    Tag,
    gettext,
    language,
    languages,
    ngettext,
    read_tag,
    set_language,
    speaking,
    tag_of_environment,
    unaccented,
)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("es", Tag("es", "")),
        ("es_MX.UTF-8", Tag("es", "MX")),
        ("en-gb", Tag("en", "GB")),
        ("es-419", Tag("es", "")),
        ("de_AT@euro", Tag("de", "AT")),
        ("C", Tag("", "")),
        ("C.UTF-8", Tag("", "")),
        ("POSIX", Tag("", "")),
        ("../../etc/passwd", Tag("", "")),
        ("", Tag("", "")),
    ],
)
def test_a_locale_name_gives_language_and_territory(text: str, tag: Tag) -> None:
    assert read_tag(text) == tag


@pytest.mark.parametrize(
    ("environ", "tag"),
    [
        ({}, Tag("", "")),
        ({"LANG": "es_ES.UTF-8"}, Tag("es", "ES")),
        ({"LANG": "es_ES", "LC_ALL": "en_GB"}, Tag("en", "GB")),
        ({"LANG": "es_ES", "LC_ALL": ""}, Tag("es", "ES")),
        ({"LANG": "en_US", "LC_MESSAGES": "es_MX"}, Tag("es", "MX")),
        ({"LANG": "en_US", "LANGUAGE": "es:fr"}, Tag("es", "US")),
        ({"LANG": "C", "LANGUAGE": "es"}, Tag("", "")),
    ],
)
def test_the_environment_is_read_as_posix_and_gnu_say(environ: dict[str, str], tag: Tag) -> None:
    assert tag_of_environment(environ) == tag


def test_spanish_is_spoken_inside_the_block_and_english_after_it() -> None:
    with speaking("es_MX"):
        assert language() == "es"
        assert gettext("Why") == "Por qué"
    assert gettext("Why") == "Why"


def test_a_language_nobody_translated_speaks_english() -> None:
    with speaking("xx"):
        assert gettext("Why") == "Why"
        assert ngettext("one", "many", 2) == "many"


def test_an_empty_message_stays_empty() -> None:
    with speaking("es"):
        assert gettext("") == ""


def test_english_comes_first_among_the_languages() -> None:
    assert languages() == ("en", "es")


def test_threads_do_not_disturb_one_another() -> None:
    heard: dict[str, str] = {}
    both_chose = threading.Barrier(2)

    def speak(lang: str) -> None:
        set_language(lang)
        both_chose.wait(timeout=10)
        heard[lang] = gettext("Why")

    threads = [threading.Thread(target=speak, args=(lang,)) for lang in ("es", "en")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert heard == {"es": "Por qué", "en": "Why"}
    assert language() == "en"


def test_words_are_compared_without_accents_and_capitals() -> None:
    assert unaccented("DÍAS años") == "dias anos"
