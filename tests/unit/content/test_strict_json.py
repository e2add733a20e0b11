"""JSON is read as JSON, with the values and refusals of the YAML reader; the rest is YAML."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.content.strict_json import read_data, read_json
from triage.content.strict_yaml import MAX_BYTES, MAX_DEPTH, Value, read_yaml


def data_of(text: str | bytes, name: str = "a.json") -> Value:
    """Return what `text` holds; it must hold no problem."""
    document = read_data(text if isinstance(text, bytes) else text.encode(), name)
    assert document.problems == []
    return document.data


def problems_of(text: str | bytes, name: str = "a.json") -> list[str]:
    """Return each problem as `line:col: message`, without its hint."""
    document = read_data(text if isinstance(text, bytes) else text.encode(), name)
    assert document.problems
    return [f"{one.where}: {one.message}".removeprefix(f"{name}:") for one in document.problems]


EMOJI = '{"facts": {"gas.smell": true}, "note": "\\ud83d\\ude00"}'
LONG_KEY = json.dumps({"k" * 5000: 1})


@pytest.mark.parametrize("name", ["a.json", "A.JSON", "standard input", "answers", "a.yaml"])
def test_json_that_is_no_yaml_is_read(name: str) -> None:
    assert data_of(EMOJI, name) == {"facts": {"gas.smell": True}, "note": "😀"}
    assert data_of(LONG_KEY, name) == {"k" * 5000: 1}
    assert data_of('\ufeff\r\n {\t"a":\t"b\\/"}', name) == {"a": "b/"}
    for text in (EMOJI, LONG_KEY):
        assert read_yaml(text.encode(), name).problems, "else this test shows nothing"


@pytest.mark.parametrize("text", ["{a: yes, b: [c]}", '{"a": yes}', '{"a": 1} # of today', "a: 1"])
def test_yaml_stays_yaml_also_where_it_starts_like_json(text: str) -> None:
    assert data_of(text, "a.yaml") == read_yaml(text.encode(), "a.yaml").data
    assert data_of(text, "standard input") == read_yaml(text.encode(), "").data


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('{"a": 1,\n "a": 2}', "2:2: key `a` appears twice (first at 1:2)"),
        ('{"x": {"a": 1, "\\u0061": 2}}', "1:16: key `a` appears twice (first at 1:8)"),
        ('{"a": NaN}', "1:7: `NaN` is no number"),
        ('{"a": [1, -Infinity]}', "1:11: `-Infinity` is no number"),
        ('{"a": "cut \\ud83d"}', "1:7: half a character is not allowed: U+D83D"),
        ('{"\\ude00": 1}', "1:2: half a character is not allowed: U+DE00"),
        ('{"a": "\\u001b[31m"}', "1:7: a control character is not allowed: U+001B"),
        ('{"a": "\\u202e"}', "1:7: a control character is not allowed: U+202E"),
        (b'{"a": "\x1b"}', "1:8: a control character is not allowed: U+001B"),
        (b'{"a": "\xff"}', "1:8: not UTF-8 text"),
        ('{"a": "' + "x" * 20_001 + '"}', "1:7: a text of more than 20,000 characters"),
    ],
)
@pytest.mark.parametrize("name", ["a.json", "standard input"])
def test_what_is_refused_is_named_at_its_place(text: str | bytes, problem: str, name: str) -> None:
    assert problems_of(text, name) == [problem]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('{"format": 1,\n "answers": [{"question": "pa', "2:27"),
        ('{"format": 1,\n "answers": [', "2:14"),
        ('{"a": 1', "1:8"),
        ('{"a"', "1:5"),
    ],
)
@pytest.mark.parametrize("name", ["a.json", "standard input"])
def test_json_that_was_cut_short_is_told_as_json(text: str, where: str, name: str) -> None:
    (problem,) = read_data(text.encode(), name).problems
    assert problem.where == f"{name}:{where}"
    assert problem.message.startswith("not readable as JSON: ")
    assert problem.hint == "the file may have been cut short"


@pytest.mark.parametrize(
    "text", ['{"a": 1,}', "{'a': 1}", "", "{} {}", '{"a": 01}', "[1, 2", "a: 1"]
)
def test_a_file_named_json_holds_json(text: str) -> None:
    (problem,) = problems_of(text)
    assert "not readable as JSON: " in problem


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a": ', "}")])
def test_deep_nesting_is_refused_at_its_place_however_deep(opening: str, closing: str) -> None:
    data_of(opening * MAX_DEPTH + "1" + closing * MAX_DEPTH)
    for extra in (2, 50_000):
        depth = MAX_DEPTH + extra
        (problem,) = problems_of(opening * depth + "1" + closing * depth)
        assert problem == f"1:{len(opening) * (MAX_DEPTH + 1) + 1}: nested deeper than 40"


def test_a_file_over_a_megabyte_is_refused_unread() -> None:
    raw = b'{"a": "' + b"x" * MAX_BYTES
    assert problems_of(raw) == [" larger than 1,000,000 bytes"]
    assert problems_of(raw, "standard input") == [" larger than 1,000,000 bytes"]


def test_places_are_those_of_the_yaml_reader() -> None:
    text = '{"é": {"ü": [1, "ö", {"x": 1}]},\r\n "last": "a, {b}: \\"c\\""}'
    as_yaml = read_yaml(text.encode(), "a")
    assert read_json(text.encode(), "a") == as_yaml
    assert as_yaml.where(("é", "ü", 2)) == "a:1:22"


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Zl", "Zp", "Cf")), max_size=8)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(TEXT, JSON, max_size=5), st.sampled_from([None, 1]))
def test_values_and_places_are_those_that_the_yaml_reader_gives(
    value: dict[str, object], indent: int | None
) -> None:
    raw = json.dumps(value, ensure_ascii=False, indent=indent).encode()
    assert read_json(raw, "a") == read_yaml(raw, "a")


@given(st.binary(max_size=60) | st.text('{}[]",:\\ud8n1eE-.\n ', max_size=60).map(str.encode))
def test_no_bytes_break_the_reader(raw: bytes) -> None:
    assert read_data(raw, "a").name == "a"
    if not read_data(raw, "a.json").problems:
        json.loads(raw.decode("utf-8-sig"))
