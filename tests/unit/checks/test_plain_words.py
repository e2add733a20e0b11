"""What is measured as plain words, and what is left out of the measure."""

from __future__ import annotations

import sys

import pytest
from mistakes import check

BLEED = "knowledge/remedies/bleed_radiator.yaml"
SUMMARY = "summary: Bleed the radiator."
PLAIN = "Turn the small key by hand until you hear the air come out, then turn it back"
HARD = "installation accumulations of contaminants, notwithstanding inconvenience"


def test_a_long_plain_text_passes(small_files: dict[str, bytes]) -> None:
    assert check(small_files, {BLEED: (SUMMARY, f"summary: {PLAIN} and wipe up.")}) == []


def test_hard_words_in_brackets_do_not_count(small_files: dict[str, bytes]) -> None:
    assert check(small_files, {BLEED: (SUMMARY, f"summary: {PLAIN} ({HARD}).")}) == []


def test_the_same_hard_words_without_brackets_count(small_files: dict[str, bytes]) -> None:
    found = check(small_files, {BLEED: (SUMMARY, f'summary: "{PLAIN}, {HARD}."')})
    assert [(one.check, one.where) for one in found] == [("reading.grade", BLEED)]
    assert "`remedy.bleed_radiator.summary`" in found[0].message


def test_a_name_in_the_title_of_a_remedy_does_not_count(small_files: dict[str, bytes]) -> None:
    names = "Deflagrationol, Hydrocarbonate, Contaminantine and Radiatorium"
    text = f'summary: "{PLAIN}, with {names} at hand."'
    assert [one.check for one in check(small_files, {BLEED: (SUMMARY, text)})] == ["reading.grade"]


def test_a_long_name_is_one_word_once_it_stands_in_a_title(small_files: dict[str, bytes]) -> None:
    names = "Deflagrationol, Hydrocarbonate, Contaminantine and Radiatorium"
    title = small_files[BLEED].replace(b"title: Bleed the radiator", f'title: "{names}"'.encode())
    small_files[BLEED] = title
    text = f'summary: "{PLAIN}, with {names} at hand."'
    assert check(small_files, {BLEED: (SUMMARY, text)}) == []


def test_without_the_library_the_gap_is_named_and_not_passed_over(
    small_files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "textstat", None)
    (found,) = check(small_files)
    assert found.warning
    assert found.message == "the reading level was not measured"
