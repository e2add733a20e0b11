"""What the reader takes, what it refuses, and where it says so."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from triage.content.characters import refused_character
from triage.content.strict_yaml import MAX_BYTES, MAX_DEPTH, MAX_SCALAR, Value, read_yaml


def data_of(text: str | bytes) -> Value:
    """Return what `text` holds; it must hold no problem."""
    document = read_yaml(text if isinstance(text, bytes) else text.encode(), "a.yaml")
    assert not document.problems
    return document.data


def problems_of(raw: str | bytes) -> list[str]:
    """Return each problem as `line:col: message`, without its hint."""
    document = read_yaml(raw if isinstance(raw, bytes) else raw.encode(), "a.yaml")
    assert document.problems
    return [f"{one.where}: {one.message}".removeprefix("a.yaml:") for one in document.problems]


@pytest.mark.parametrize(
    "word",
    [
        "no", "No", "yes", "y", "on", "off", "On", "OFF", "True", "FALSE", "NULL", "Null",
        "12:30", "12:30:45", "017", "0o17", "0x1F", "1_000", "+5", "1.5", "1e3", ".nan", ".inf",
        "-.inf", "2026-11-22", "2026-11-22T10:00:00Z", "=", "<<", "1,000",
        "1234567890123456789", "99999999999999999999999999",
    ],
)  # fmt: skip
def test_a_plain_word_stays_text(word: str) -> None:
    assert data_of(f"key: {word}") == {"key": word}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("0", 0),
        ("-7", -7),
        ("123456789012345678", 123456789012345678),
        ('"true"', "true"),
        ("'5'", "5"),
        ('"null"', "null"),
        ("|\n  no", "no"),
        (">\n  5", "5"),
    ],
)
def test_only_four_kinds_of_scalar_are_more_than_text(text: str, value: Value) -> None:
    assert data_of(f"key: {text}") == {"key": value}
    assert type(data_of(f"[{text}]" if "\n" not in text else f"- {text}")) is list


def test_keys_are_text_whatever_they_look_like() -> None:
    assert data_of("true: 1\n5: 2\nno: 3\n'': 4\n<<: {a: 1}") == {
        "true": 1,
        "5": 2,
        "no": 3,
        "": 4,
        "<<": {"a": 1},
    }


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: 1\nb: 2\na: 3", "3:1: key `a` appears twice (first at 1:1)"),
        ("x:\n  a: 1\n  'a': 2", "3:3: key `a` appears twice (first at 2:3)"),
        ("{a: 1, a: 2}", "1:8: key `a` appears twice (first at 1:2)"),
        ("a: &x 1", "1:4: an anchor is not allowed"),
        ("a:\n  - &x {b: 1}", "2:5: an anchor is not allowed"),
        ("a: *x", "1:4: an alias is not allowed"),
        ("*x", "1:1: an alias is not allowed"),
        ("a: !!int 3", "1:4: a tag is not allowed: `tag:yaml.org,2002:int`"),
        ("a: !!python/name:x 1", "1:4: a tag is not allowed: `tag:yaml.org,2002:python/name:x`"),
        ("a: !secret 3", "1:4: a tag is not allowed: `!secret`"),
        ("a: ! true", "1:4: a tag is not allowed: `!`"),
        ("! {a: 1}", "1:1: a tag is not allowed: `!`"),
        ("!!str a: 1", "1:1: an anchor or tag is not allowed on a key"),
        ("&k a: 1", "1:1: an anchor or tag is not allowed on a key"),
        ("*k : 1", "1:1: a key must be plain text"),
        ("? [a]\n: 1", "1:3: a key must be plain text"),
        ("? {a: 1}\n: 1", "1:3: a key must be plain text"),
        ("a: 1\n---\nb: 2", "2:1: a second document in one file"),
        ("--- 1\n--- 2", "2:1: a second document in one file"),
        ("ok: yes\nbad: a\0b", "2:7: a control character is not allowed: U+0000"),
        ("ok: \x1b[31mred", "1:5: a control character is not allowed: U+001B"),
        ("é: \x07", "1:4: a control character is not allowed: U+0007"),
        ("a: \ufffe", "1:4: a control character is not allowed: U+FFFE"),
        ("a: [1, 2", "2:1: not readable as YAML: did not find expected ',' or ']'"),
        ("a: 'x", "1:6: not readable as YAML: found unexpected end of stream"),
        ("a: b: c", "1:5: not readable as YAML: mapping values are not allowed in this context"),
        ("a:\n\t- b", "2:1: not readable as YAML: found character that cannot start any token"),
        ("- a\nb: 1", "2:1: not readable as YAML: did not find expected '-' indicator"),
        ('a: "\\ud800"', "1:7: not readable as YAML: found invalid Unicode character escape code"),
    ],
)  # fmt: skip
def test_what_is_refused_is_named_at_its_place(text: str, problem: str) -> None:
    assert problems_of(text) == [problem]
    assert read_yaml(text.encode(), "a.yaml").data is None or "twice" in problem


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        (b"\xff\xfea\x00:\x00", "1:1"),
        (b"a: 1\nb: \x80", "2:4"),
        (b"a: 1\nb: \xc3\xa9\xed\xa0\x80", "2:5"),
        (b"\xef\xbb\xbfa: \xff", "1:4"),
    ],
)
def test_bytes_that_are_not_utf_8_are_named_at_their_place(raw: bytes, place: str) -> None:
    assert problems_of(raw) == [f"{place}: not UTF-8 text"]


def test_a_byte_order_mark_in_front_is_passed_over() -> None:
    document = read_yaml(b"\xef\xbb\xbfa: 1\na: 2", "a.yaml")
    assert [one.where for one in document.problems] == ["a.yaml:2:1"]
    assert data_of(b"\xef\xbb\xbfa: 1") == {"a": 1}


def test_every_repeated_key_is_reported_in_one_run() -> None:
    text = "a: 1\nb: {c: 1, c: 2}\na: {d: 1, d: 2}\nb: 4"
    assert problems_of(text) == [
        "2:11: key `c` appears twice (first at 2:5)",
        "3:1: key `a` appears twice (first at 1:1)",
        "3:11: key `d` appears twice (first at 3:5)",
        "4:1: key `b` appears twice (first at 2:1)",
    ]


def test_a_file_over_a_megabyte_is_refused_unread() -> None:
    assert problems_of(b"#" * (MAX_BYTES + 1)) == [" larger than 1,000,000 bytes"]
    line = b"- " + b"x" * 9_997 + b"\n"
    assert data_of(line * (MAX_BYTES // len(line))) == ["x" * 9_997] * 100


def test_a_text_longer_than_any_sentence_is_refused_at_its_place() -> None:
    longest = "x" * MAX_SCALAR
    assert data_of(f"a: {longest}\n{longest[:1000]}: 1") == {"a": longest, longest[:1000]: 1}
    assert problems_of(f"ok: 1\na: {longest}x\nb: >\n  {longest}x") == [
        "2:4: a text of more than 20,000 characters",
        "3:4: a text of more than 20,000 characters",
    ]
    assert problems_of(f"? {longest}x\n: 1") == ["1:3: a text of more than 20,000 characters"]


@pytest.mark.parametrize("loader", [yaml.SafeLoader, yaml.CSafeLoader])
@pytest.mark.parametrize(
    ("opening", "closing", "place"),
    [
        ("[", "]", "1:42"),
        ("{a: ", "}", "1:165"),
        ("- ", "", "1:83"),
        ("[\n", "]", "42:1"),
        ("[ # [[{{\n", "]", "42:1"),
        ("['[[{{', ", "]", "1:362"),
        ('{"[[{{": ', "}", "1:370"),
    ],
)
def test_deep_nesting_is_refused_at_its_place_however_deep(
    opening: str,
    closing: str,
    place: str,
    loader: type[object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whichever library reads, and whatever limit it has of its own."""
    monkeypatch.setattr("triage.content.strict_yaml._LOADER", loader)
    data_of(opening * MAX_DEPTH + "1" + closing * MAX_DEPTH)
    for extra in (2, 1_000, 5_000):
        raw = opening * (MAX_DEPTH + extra)
        assert problems_of(raw) == [f"{place}: nested deeper than 40"]
        assert problems_of(f"é: 'ü'\r\nb:\r\n  {raw}") != []


def test_what_is_refused_nearest_the_top_is_told_whatever_the_library_sees_ahead() -> None:
    """To read a bracket the library looks on for 1,024 characters, past what we refuse."""
    assert problems_of("[&x 1, " + "[" * 1_020) == ["1:2: an anchor is not allowed"]
    assert problems_of("[é, 'ü', *x,\r\n {a: b: c") == ["1:10: an alias is not allowed"]


@pytest.mark.parametrize("text", ["", "# a comment", "---", "\n\n"])
def test_an_empty_file_holds_nothing(text: str) -> None:
    assert data_of(text) is None


def test_places_count_characters_from_one_and_survive_line_endings() -> None:
    document = read_yaml("é: {ü: [1, 'ö', x]}\r\nlast: 1".encode(), "a.yaml")
    assert document.where(("é",)) == "a.yaml:1:1"
    assert document.where(("é", "ü")) == "a.yaml:1:5"
    assert document.where(("é", "ü", 2)) == "a.yaml:1:17"
    assert document.where(("last",)) == "a.yaml:2:1"
    assert document.where(("é", "nowhere", 3)) == "a.yaml:1:1"


def test_a_message_cannot_disturb_a_terminal() -> None:
    told = read_yaml(b'"\\e[31m\\nx": 1\n"\\e[31m\\nx": 2', "a.yaml").problems
    assert "\x1b" not in "".join(map(str, told))
    assert told[-1].message.startswith("key `?[31m?x` appears twice")
    (long,) = read_yaml(b"? " + b"k" * 5000 + b"\n: 1\n? " + b"k" * 5000 + b"\n: 1", "a").problems
    assert len(long.message) < 1100


REFUSED = [
    "\0", "\b", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\x9b", "\x9d", "\u2028", "\u2029",
    "\u202a", "\u202d", "\u202e", "\u2066", "\u2069", "\uffff",
]  # fmt: skip


@pytest.mark.parametrize("character", REFUSED)
def test_what_could_steer_a_terminal_is_refused_as_it_is_and_as_an_escape(character: str) -> None:
    name = f"U+{ord(character):04X}"
    said = f"a control character is not allowed: {name}"
    assert refused_character(f"ab{character}c") == (2, name)
    assert problems_of(f"ok: 1\nü: a{character}b") == [f"2:5: {said}"]
    assert problems_of(f"# {character}\nok: 1") == [f"1:3: {said}"], "it hides in comments too"
    escape = f"\\u{ord(character):04x}"
    assert problems_of(f'ok: 1\nü: [a, "b{escape}c"]') == [f"2:8: {said}"]
    assert problems_of(f'ok: 1\n"b{escape}c": 1') == [f"2:1: {said}"]


def test_every_text_with_a_refused_character_is_named_in_one_run() -> None:
    raw = 'a: "\\e]52;c;eA==\\a"\nb: [1, "x\\rY"]\n"\\0": {c: "\\L"}'
    said = "a control character is not allowed: U+"
    assert problems_of(raw) == [
        f"1:4: {said}001B",
        f"2:8: {said}000D",
        f"3:1: {said}0000",
        f"3:11: {said}2028",
    ]


@pytest.mark.parametrize(
    "text", ["a\tb", "a\nb", "ä\u200eö\u200f\u061c", "a\xa0b", "\U0001f600\u200d"]
)
def test_characters_that_writing_needs_are_read(text: str) -> None:
    assert refused_character(text) is None
    assert data_of(json.dumps({"a": text}, ensure_ascii=False)) == {"a": text}


def test_half_a_surrogate_pair_is_refused() -> None:
    assert refused_character("a\ud800") == (1, "U+D800")
    (problem,) = read_yaml("a: \ud800", "a.yaml").problems
    assert str(problem) == "a.yaml:1:4: a control character is not allowed: U+D800"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_of_any_kind_mean_the_same(end: str) -> None:
    text = end.join(["a: |", "  one", "  two", "b: 'x", "  y'", "c: 1", "c: 2"])
    document = read_yaml(text.encode(), "a.yaml")
    assert document.data == {"a": "one\ntwo\n", "b": "x y", "c": 1}
    assert [one.where for one in document.problems] == ["a.yaml:7:1"]


PRINTABLE = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=8)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | PRINTABLE,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(PRINTABLE, inner, max_size=4),
    max_leaves=12,
)


@given(JSON)
def test_json_reads_the_same_way(value: Value) -> None:
    assert data_of(json.dumps(value, ensure_ascii=False)) == value
