"""The catalogues of messages fit the code, and the compiled ones fit the written ones."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import triage

PACKAGE = Path(triage.__file__).parent
WRITTEN = sorted((PACKAGE / "locale").glob("*/LC_MESSAGES/triage.po"))
_NAMED = re.compile(r"\{(\w+)\}")
REMEDY = "run `make messages`, then translate what it left empty"


def _catalogue(file: Path) -> Catalog:
    with file.open("rb") as stream:
        return read_po(stream, locale=file.parts[-3])


def _in_code() -> set[str]:
    """Return every message in the code, a plural one by its singular."""
    found = extract_from_dir(str(PACKAGE))
    return {one[2] if isinstance(one[2], str) else one[2][0] for one in found}


def _pairs(catalogue: Catalog) -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield for each message its key, its English forms, and its translated forms."""
    for message in catalogue:
        if message.id:
            ids = [message.id] if isinstance(message.id, str) else list(message.id)
            told = message.string
            yield ids[0], ids, [told] if isinstance(told, str) else list(told or ())


@pytest.mark.parametrize("file", WRITTEN, ids=lambda file: file.parts[-3])
class TestCatalogue:
    """What holds for the catalogue of every language."""

    def test_it_holds_the_messages_of_the_code_and_no_others(self, file: Path) -> None:
        held = {key for key, _, _ in _pairs(_catalogue(file))}
        in_code = _in_code()
        assert len(in_code) > 100, "the messages in the code were not found"
        assert held - in_code == set(), REMEDY
        assert in_code - held == set(), REMEDY

    def test_every_message_is_translated_for_certain(self, file: Path) -> None:
        catalogue = _catalogue(file)
        empty = [key for key, _, told in _pairs(catalogue) if not all(told)]
        doubtful = [message.id for message in catalogue if message.fuzzy and message.id]
        assert empty == [], REMEDY
        assert doubtful == []

    def test_every_form_fills_in_the_same_names(self, file: Path) -> None:
        for _, ids, told in _pairs(_catalogue(file)):
            wanted = [set(_NAMED.findall(one)) for one in ids]
            for form in told:
                assert set(_NAMED.findall(form)) in wanted, form

    def test_blanks_at_the_ends_are_kept(self, file: Path) -> None:
        for key, _, told in _pairs(_catalogue(file)):
            for form in told:
                assert form[:1].isspace() == key[:1].isspace(), key
                assert form[-1:].isspace() == key[-1:].isspace(), key

    def test_the_compiled_one_is_up_to_date(self, file: Path) -> None:
        with file.with_suffix(".mo").open("rb") as stream:
            compiled = gettext.GNUTranslations(stream)
        for key, ids, told in _pairs(_catalogue(file)):
            if len(ids) == 1:
                assert compiled.gettext(key) == told[0], REMEDY
            else:
                forms = [compiled.ngettext(ids[0], ids[1], number) for number in (1, 2)]
                assert forms == told, REMEDY

    def test_the_typed_words_stay_apart(self, file: Path) -> None:
        told = {key: forms[0] for key, _, forms in _pairs(_catalogue(file))}
        commands = [told[word] for word in ("back", "why", "help", "review", "quit", "not sure")]
        assert len(set(commands)) == len(commands)
        yes, no = (set(told[words].split(",")) for words in ("yes,y", "no,n"))
        assert yes.isdisjoint(no)
        assert yes.isdisjoint({"no", "n"})
        assert no.isdisjoint({"yes", "y"})


def test_there_is_a_spanish_catalogue() -> None:
    assert [file.parts[-3] for file in WRITTEN] == ["es"]
