"""Whatever stands in the files, loading gives a rule base that works, or a ContentError."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triage.content.load import load_raw, read_files
from triage.content.strict_yaml import Value, read_yaml
from triage.errors import ContentError, Problem
from triage.logic.conclude import conclude
from triage.logic.program import program_of
from triage.logic.reference import evaluate_program

SMALL = read_files(Path(__file__).parents[1] / "unit" / "content" / "small")
NAMES = sorted(SMALL)
DATA: dict[str, Value] = {name: read_yaml(raw, name).data for name, raw in SMALL.items()}
WORDS = sorted({word for raw in SMALL.values() for word in raw.decode().split()})

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**18), 10**18),
    st.sampled_from(["", "not_sure", "self_care", "finding", "1/0", "off", "x" * 200, "\x1b[31m"]),
    st.sampled_from(WORDS),
    st.text(max_size=6),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(WORDS) | st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)


def hold(files: dict[str, bytes]) -> None:
    """Load the files; use what was loaded, or look at what was said."""
    problems: tuple[Problem, ...] = ()
    try:
        rulebase = load_raw(files)
    except ContentError as error:
        problems = error.problems
        told = str(error)
    if problems:
        assert "\x1b" not in told
        for problem in problems:
            assert problem.where.split(":")[0] in files or problem.message == "is missing"
        return
    for facts in ({}, {"gas.smell": True}):
        conclude(rulebase, facts, evaluate_program(program_of(rulebase), facts))


@st.composite
def edited(draw: st.DrawFn) -> dict[str, bytes]:
    """Draw the small rule base with some bytes of one file overwritten, left out or added."""
    name = draw(st.sampled_from(NAMES))
    raw = SMALL[name]
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(raw)))
        end = draw(st.integers(start, min(len(raw), start + 30)))
        put = draw(st.binary(max_size=6) | st.sampled_from(WORDS).map(str.encode))
        raw = raw[:start] + put + raw[end:]
    return {**SMALL, name: raw}


@settings(max_examples=150)
@given(edited())
def test_edited_bytes_give_a_rule_base_or_a_content_error(files: dict[str, bytes]) -> None:
    hold(files)


def places_in(value: Value, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found = [path]
    if isinstance(value, dict):
        for key, one in value.items():
            found += places_in(one, (*path, key))
    elif isinstance(value, list):
        for index, one in enumerate(value):
            found += places_in(one, (*path, index))
    return found


def with_value(value: Value, path: tuple[str | int, ...], put: Value) -> Value:
    """Return `value` with the part at `path` replaced."""
    if not path:
        return put
    first, *rest = path
    if isinstance(value, dict):
        return {
            key: with_value(one, tuple(rest), put) if key == first else one
            for key, one in value.items()
        }
    assert isinstance(value, list)
    return [
        with_value(one, tuple(rest), put) if index == first else one
        for index, one in enumerate(value)
    ]


@st.composite
def replaced(draw: st.DrawFn) -> dict[str, bytes]:
    """Draw the small rule base with up to three values of well-formed files replaced by others."""
    files = dict(SMALL)
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from(NAMES))
        path = draw(st.sampled_from(places_in(DATA[name])))
        changed = with_value(DATA[name], path, draw(VALUES))
        files[name] = json.dumps(changed, ensure_ascii=False).encode(errors="replace")
    return files


@settings(max_examples=150)
@given(replaced())
def test_replaced_values_give_a_rule_base_or_a_content_error(files: dict[str, bytes]) -> None:
    hold(files)


@pytest.mark.soak
@settings(settings.get_profile("soak"), max_examples=8_000)
@given(replaced() | edited())
def test_many_more_broken_files_give_a_rule_base_or_a_content_error(
    files: dict[str, bytes],
) -> None:
    hold(files)
