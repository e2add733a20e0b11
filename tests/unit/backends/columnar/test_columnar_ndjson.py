"""NDJSON in: every line that is not empty is either read or rejected with its number."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_table import FACTS, facts_and_reasons, places_covered, read_all

from triage.cohort.columns import Wishes, columns_of
from triage.cohort.ndjson_source import NdjsonSource

GOOD = '{"a.yes": true, "a.age": 40, "a.place": "low", "a.where": ["back", "leg"], "note": 1}\n'
FACTS_OF_GOOD = (True, 40, "low", 0b101)


def read(
    text: str | bytes, block: int = 2**20, wishes: Wishes | None = None
) -> tuple[dict[int, tuple[object, ...]], dict[int, str]]:
    raw = text if isinstance(text, bytes) else text.encode()
    wishes = wishes or Wishes(keep=("note",))
    source = NdjsonSource(io.BytesIO(raw), FACTS, wishes, (), block=block)
    columns = columns_of(source.names, FACTS, wishes)
    rows = read_all(source, columns)
    good, bad = facts_and_reasons(rows, columns)
    assert places_covered((good, bad)) == list(range(rows.count))
    return good, bad


def test_good_lines_are_read_whatever_keys_they_have() -> None:
    good, bad = read(GOOD + '{}\n{"a.age":7}\n{"a.where":["neck"],"a.yes":null}\n')
    assert good == {
        0: FACTS_OF_GOOD,
        1: (None, None, None, None),
        2: (None, 7, None, None),
        3: (None, None, None, 0b010),
    }
    assert bad == {}


@pytest.mark.parametrize(
    ("line", "facts"),
    [
        ('{"a.yes": "yes", "a.age": "40.0"}', (True, 40, None, None)),
        ('{"a.yes": "not_sure"}', (None, None, None, None)),
        ('{"a.yes": 1, "a.age": 40.0}', (True, 40, None, None)),
        ('{"a.where": "back;leg"}', (None, None, None, 0b101)),
        ('{"a.where": "not_sure", "a.place": ""}', (None, None, None, None)),
        ('{"a.where": ["back", "back"]}', (None, None, None, 0b001)),
        ('{"a.age": 40.5}', (None, 40, None, None)),
        ('{"a.age": 41.5}', (None, 42, None, None)),
        ('{"note": "\\ud83d\\ude00", "a.age": 40}', (None, 40, None, None)),
        ('{"\\u0061.yes": true}', (True, None, None, None)),
        ('{"a.yes" : true}', (True, None, None, None)),
        ('{"a.yes": true, "another": null}', (True, None, None, None)),
        ('{"note": "say \\"a.yes\\": true"}', (None, None, None, None)),
    ],
)
@pytest.mark.parametrize("before", [0, 300])
def test_values_may_be_spelt_as_in_any_other_table(
    line: str, facts: tuple[object, ...], before: int
) -> None:
    good, bad = read(GOOD * before + line + "\n" + GOOD)
    assert bad == {}
    assert good[before] == facts
    assert good[before + 1] == FACTS_OF_GOOD


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{bad", "is not JSON: "),
        ("[1]", "is not a JSON object"),
        ("null", "is not a JSON object"),
        ("{} {}", "is not JSON: "),
        (b"\xff", "is not UTF-8 text"),
        ("[" * 100_000, "is n"),
        ('{"a.age": NaN}', "is not JSON: `NaN` is no number"),
        ('{"a.age": 1e999}', "`a.age`: should be a whole number"),
        ('{"a.age": 9' + "9" * 5000 + "}", ""),
        ('{"a.yess": true}', "`a.yess`: no such fact"),
        ('{"x\\"a.yes": true}', '`x"a.yes`: no such fact'),
        ('{"a.yes": "perhaps"}', "`a.yes`: should be true"),
        ('{"a.yes": [true]}', "`a.yes`: should be true"),
        ('{"a.yes": {"b": 1}}', "`a.yes`: should be true"),
        ('{"a.age": 120.6}', "`a.age`: should be a whole number"),
        ('{"a.yes": false, "a.yes": true}', "key `a.yes` appears twice"),
        ('{"a.yes": true, "a.yes": true}', "key `a.yes` appears twice"),
        ('{"a.yes": false, "a.yes" : true}', "key `a.yes` appears twice"),
        ('{"a.yes": false, "\\u0061.yes": true}', "key `a.yes` appears twice"),
        ('{"note": 1, "a.yes": true, "note": 2}', "key `note` appears twice"),
        ('{"a.yess" : true}', "`a.yess`: no such fact"),
        ('{"\\u0061.yess": true}', "`a.yess`: no such fact"),
        ('{"note": "cut \\ud83d", "a.yes": true}', "half a character is not allowed: U+D83D"),
        ('{"note": "\\ude00\\ud83d"}', "half a character is not allowed: U+DE00"),
        ('{"a.place": "\\udbff"}', "half a character is not allowed: U+DBFF"),
        ('{"a.age": true}', "`a.age`: should be a whole number"),
        ('{"a.place": "middle"}', "`a.place`: `middle` is not a choice"),
        ('{"a.place": ["low"]}', "`a.place`: "),
        ('{"a.where": ["back", "elbow"]}', "`a.where`: `back, elbow` is not a list"),
        ('{"a.where": []}', "`a.where`: `` is not a list"),
        ('{"a.where": [["back"]]}', "`a.where`: "),
        ('{"a.where": {"back": true}}', "`a.where`: "),
    ],
)
@pytest.mark.parametrize("before", [0, 300])
def test_a_bad_line_is_numbered_and_its_neighbours_are_read(
    line: str | bytes, reason: str, before: int
) -> None:
    raw = line if isinstance(line, bytes) else line.encode()
    good, bad = read((GOOD * before).encode() + raw + b"\n" + (GOOD * 200).encode())
    assert list(bad) == [before]
    assert bad[before].startswith(reason)
    assert set(good.values()) == {FACTS_OF_GOOD}
    assert len(good) == before + 200


def test_empty_lines_are_no_rows() -> None:
    good, bad = read("\n" + GOOD + "   \r\n" + GOOD + "\n\n")
    assert list(good) == [0, 1]
    assert bad == {}
    assert read("") == ({}, {})


def test_keys_of_other_names_stand_for_facts() -> None:
    wishes = Wishes({"pain": "a.yes"}, ignore=("note",))
    good, bad = read('{"pain": true, "note": 3}\n{"a.yes": true}\n', wishes=wishes)
    assert good == {0: (True, None, None, None)}
    assert bad == {1: "`a.yes`: no such fact"}


def test_other_keys_are_passed_over_when_asked() -> None:
    wishes = Wishes(ignore_others=True)
    assert read('{"a.yes": true, "x": {"y": 1}}\n', wishes=wishes) == (
        {0: (True, None, None, None)},
        {},
    )


VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-5, 200),
        st.floats(allow_nan=False, allow_infinity=False),
        st.sampled_from(["yes", "low", "back", "back;leg", "not_sure", "", "x", 'a":"']),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner, max_size=2)
    ),
    max_leaves=4,
)
OBJECTS = st.dictionaries(st.sampled_from([*FACTS, "note", "other"]), VALUES, max_size=5)
LINES = st.one_of(
    OBJECTS.map(lambda one: json.dumps(one, ensure_ascii=False) + "\n"),
    st.sampled_from([GOOD, GOOD, "\n", "{\n", "[]\n"]),
)


@settings(max_examples=60)
@given(st.lists(LINES, max_size=30), st.integers(5, 300))
def test_where_the_bytes_are_cut_changes_neither_facts_nor_which_lines_are_bad(
    lines: list[str], block: int
) -> None:
    good, bad = read("".join(lines))
    cut_good, cut_bad = read("".join(lines), block)
    assert cut_good == good
    assert cut_bad.keys() == bad.keys()


@settings(max_examples=60)
@given(st.binary(max_size=400), st.integers(3, 100))
def test_no_bytes_break_the_reader(raw: bytes, block: int) -> None:
    read(raw, block)
