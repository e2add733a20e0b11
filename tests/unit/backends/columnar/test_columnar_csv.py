"""CSV in: every row is either read or rejected with its number, however the bytes are cut."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_table import FACTS, facts_and_reasons, places_covered, read_all

from triage.cohort.columns import Columns, Wishes, columns_of
from triage.cohort.csv_source import CsvSource
from triage.errors import FactsError

NAMES = "a.yes,a.age,a.place,a.where,note\n"
GOOD = "true,40,low,back;leg,hello\n"


def read(
    text: str | bytes, block: int = 2**20, separator: str = ","
) -> tuple[dict[int, tuple[object, ...]], dict[int, str]]:
    raw = text if isinstance(text, bytes) else text.encode()
    source = CsvSource(io.BytesIO(raw), FACTS, separator, block=block)
    columns = columns_of(source.names, FACTS, Wishes(keep=("note",)))
    rows = read_all(source, columns)
    good, bad = facts_and_reasons(rows, columns)
    assert places_covered((good, bad)) == list(range(rows.count))
    return good, bad


def test_good_rows_are_read() -> None:
    good, bad = read(NAMES + GOOD + "false,,high,,\n" + ",,,,\n")
    assert good == {
        0: (True, 40, "low", 0b101),
        1: (False, None, "high", None),
        2: (None, None, None, None),
    }
    assert bad == {}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("true,40,low,back\n", "has 4 fields, not 5"),
        ("true\n", "has 1 fields, not 5"),
        ("true,40,low,back,x,y\n", "has 6 fields, not 5"),
        ('true,40,low,"back,x\n', "has a quote that is never closed"),
        ('true,40,low,"back"x,y\n', "is not CSV: "),
        (b"true,40,low,\xff,x\n", "is not UTF-8 text"),
        ("perhaps,40,low,back,x\n", "`a.yes`: should be true"),
        ("true,400,low,back,x\n", "`a.age`: should be a whole number"),
        ("true,40,middle,back,x\n", "`a.place`: `middle` is not a choice"),
        ("true,40,low,elbow,x\n", "`a.where`: `elbow` is not a list"),
    ],
)
@pytest.mark.parametrize("before", [0, 1, 300])
def test_a_bad_row_is_numbered_and_its_neighbours_are_read(
    line: str | bytes, reason: str, before: int
) -> None:
    raw = line if isinstance(line, bytes) else line.encode()
    good, bad = read((NAMES + GOOD * before).encode() + raw + (GOOD * 200).encode())
    assert list(bad) == [before]
    assert bad[before].startswith(reason)
    assert set(good.values()) == {(True, 40, "low", 0b101)}
    assert len(good) == before + 200


def test_empty_lines_are_no_rows() -> None:
    good, bad = read(NAMES + "\n" + GOOD + "\r\n" + GOOD + "\n\n")
    assert list(good) == [0, 1]
    assert bad == {}


def test_an_empty_line_in_a_table_of_one_column_is_a_row_of_which_nothing_is_known() -> None:
    source = CsvSource(io.BytesIO(b"a.yes\ntrue\n\nfalse\n"), FACTS)
    columns = columns_of(source.names, FACTS, Wishes())
    good, bad = facts_and_reasons(read_all(source, columns), columns)
    assert [row[0] for row in good.values()] == [True, None, False]
    assert bad == {}


def test_quoted_cells_hold_separators_quotes_and_line_ends() -> None:
    text = NAMES + 'true,40,low,"back;leg","a, ""b""\nc"\n' + GOOD
    for block in (8, 2**20):
        good, bad = read(text, block)
        assert list(good.values()) == [(True, 40, "low", 0b101)] * 2
        assert bad == {}


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\n\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_byte_order_mark_and_line_ends_of_any_system_are_understood(end: str, mark: str) -> None:
    text = mark + (NAMES + GOOD + GOOD).rstrip("\n").replace("\n", end.strip("\n") + "\n") + end
    good, bad = read(text)
    assert (len(good), bad) == (2, {})


@pytest.mark.parametrize("block", [3, 64, 2**20])
@pytest.mark.parametrize("last", ["", "\r", "\n", "\r\n"])
@pytest.mark.parametrize("ends", [("\r",), ("\r", "\n"), ("\r\n", "\r", "\n"), ("\n", "\r\n")])
def test_a_line_ends_with_cr_lf_or_both_also_in_one_file(
    ends: tuple[str, ...], last: str, block: int
) -> None:
    lines = [NAMES.rstrip("\n"), *(f"true,{age},low,back;leg,hello" for age in range(100))]
    text = "".join(line + ends[at % len(ends)] for at, line in enumerate(lines[:-1]))
    good, bad = read(text + lines[-1] + last, block)
    assert good == {age: (True, age, "low", 0b101) for age in range(100)}
    assert bad == {}


def test_after_a_stray_quote_a_cr_still_ends_a_line() -> None:
    row = "true,40,low,back,hello\r"
    for after in (3, 300):
        good, bad = read((NAMES + 'true,40,low,back,a"b\n').replace("\n", "\r") + row * after, 512)
        assert bad == {}
        assert len(good) == after + 1
    good, bad = read(NAMES.replace("\n", "\r") + 'true,40,low,"back,x\r' + row * 300, 512)
    assert bad == {0: "has a quote that is never closed"}
    assert len(good) == 300


def test_a_cr_between_quotes_is_part_of_the_cell() -> None:
    text = NAMES + 'true,40,low,back,"a\rb"\r' + GOOD
    for block in (5, 2**20):
        source = CsvSource(io.BytesIO(text.encode()), FACTS, block=block)
        rows = read_all(source, columns_of(source.names, FACTS, Wishes(keep=("note",))))
        assert rows.frame["note"].to_list() == ["a\rb", "hello"]


@pytest.mark.parametrize("told", ["sep=;\r\n", "SEP=;\n", '"sep=;"\r', "\ufeffsep=;\n"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_line_that_tells_the_separator_is_followed_and_is_no_row(
    told: str, separator: str
) -> None:
    text = told + "a.yes;a.age;a.place;a.where;note\ntrue;40;low;;x\n"
    assert read(text, separator=separator) == ({0: (True, 40, "low", None)}, {})


@pytest.mark.parametrize(
    ("between", "told"), [(";", "--separator ';'"), ("\t", r"--separator '\t'"), ("|", "'|'")]
)
def test_names_that_make_sense_with_another_separator_only_are_refused(
    between: str, told: str
) -> None:
    line = f"person{between}a.age\n1{between}45\n"
    with pytest.raises(FactsError, match="the columns are separated by") as refused:
        CsvSource(io.BytesIO(line.encode()), FACTS)
    assert told in str(refused.value)


def test_names_that_were_named_otherwise_tell_the_separator_too() -> None:
    with pytest.raises(FactsError, match="`Age` is one of them"):
        CsvSource(io.BytesIO(b"Person;Age\n1;45\n"), FACTS, ",", ("Age",))
    assert CsvSource(io.BytesIO(b"a;b,x\n1,2\n"), FACTS, ",", ("x",)).names == ["a;b", "x"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"a" * 3_000_000, "the first line is longer than 1,048,576 bytes"),
        (b"a" * 200_000 + b"\n", "the first line is not CSV: field larger"),
        (b'a.yes,"a\n1,2\n', "the first line is not CSV: unexpected end"),
        (b"sep=;\n", "holds no line of column names"),
    ],
)
def test_a_first_line_that_is_no_line_of_names_is_refused(text: bytes, said: str) -> None:
    with pytest.raises(FactsError, match=said):
        CsvSource(io.BytesIO(text), FACTS)


def test_other_separators_are_understood() -> None:
    text = (NAMES + "true,40,low,,x\n").replace(",", "\t")
    assert read(text, separator="\t") == ({0: (True, 40, "low", None)}, {})


def test_a_table_without_rows_has_none() -> None:
    for text in (NAMES, NAMES.rstrip("\n")):
        source = CsvSource(io.BytesIO(text.encode()), FACTS)
        columns = Columns({"a.yes": "a.yes"}, ())
        assert list(source.pieces(columns)) == []


@pytest.mark.parametrize("text", [b"", b"\n", b"\xff\xfe\n"])
def test_without_column_names_there_is_no_table(text: bytes) -> None:
    with pytest.raises(FactsError):
        CsvSource(io.BytesIO(text), FACTS)


CELLS = st.sampled_from(
    ["true", "no", "", "40", "low", "back;leg", "x", '"', "a\nb", "ä", ",", ";"]
)
LINES = st.one_of(
    st.just(GOOD),
    st.lists(CELLS, min_size=1, max_size=6).map(
        lambda cells: (
            ",".join(f'"{one}"' if "," in one or "\n" in one else one for one in cells) + "\n"
        )
    ),
)


@settings(max_examples=60)
@given(st.lists(LINES, max_size=30), st.integers(5, 200))
def test_where_the_bytes_are_cut_changes_nothing(lines: list[str], block: int) -> None:
    text = NAMES + "".join(lines)
    assert read(text, block) == read(text)


@settings(max_examples=60)
@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_characters="\x00")),
            min_size=5,
            max_size=5,
        ),
        max_size=20,
    ),
    st.integers(5, 300),
)
def test_whatever_a_csv_writer_writes_is_read_back(rows: list[list[str]], block: int) -> None:
    written = io.StringIO(newline="")
    written.write(NAMES)
    csv.writer(written, lineterminator="\r\n").writerows(rows)
    source = CsvSource(io.BytesIO(written.getvalue().encode()), FACTS, ",", block=block)
    columns = Columns({}, ("a.yes", "a.age", "a.place", "a.where", "note"))
    found = read_all(source, columns)
    assert found.rejects is None or found.rejects.is_empty()
    empty_as_nothing = [[cell or None for cell in row] for row in rows]
    assert [list(row) for row in found.frame.rows()] == empty_as_nothing


@settings(max_examples=60)
@given(st.binary(max_size=400), st.integers(3, 100))
def test_no_bytes_break_the_reader(raw: bytes, block: int) -> None:
    read(NAMES.encode() + raw, block)
