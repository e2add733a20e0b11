"""What a result looks like on a real terminal: the most urgent is seen, levels are told apart."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

import pexpect
import pytest
from conftest import Run

from triage.model.rulebase import RuleBase
from triage.session.session import Session

SMALL = Path(__file__).parents[1] / "unit" / "content" / "small"
SIZES = [(80, 24), (60, 20)]
BY_SIZE = pytest.mark.parametrize(
    "size", [pytest.param(SIZES[0], marks=pytest.mark.soak), SIZES[1]]
)
"""`make test` looks at the smaller window, in which more can be out of sight."""
NUMB = "nerve.saddle_numbness"
DUMB = {"TERM": "dumb"}
CODE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")

LEVELS = {
    "LEAVE NOW": "gas.smell: true",
    "CALL TODAY": "{water.on_floor: true, boiler.age_years: 30}",
    "CALL THIS WEEK": "{}",
    "BOOK A VISIT": "{gas.smell: false, water.on_floor: false, boiler.state: knocking, "
    "boiler.under_pressure: true, boiler.age_years: 2}",
    "MEND IT YOURSELF": "{gas.smell: false, water.on_floor: false, boiler.state: running, "
    "boiler.under_pressure: false, boiler.age_years: 2}",
}


def shown(
    *args: str | Path, size: tuple[int, int] = (80, 24), environ: Mapping[str, str] | None = None
) -> str:
    """Return all that a command wrote on a terminal of `size` (columns, rows).

    Of an interview this is what is seen while it waits for a key below the first page.
    """
    columns, rows = size
    usual = {"TERM": "xterm", "LANG": "C.UTF-8", "PROMPT_TOOLKIT_NO_CPR": "1"}
    kept = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    child = pexpect.spawn(
        sys.executable,
        ["-m", "triage", *map(str, args)],
        env={**kept, **usual, **(environ or {})},
        dimensions=(rows, columns),
        encoding="utf-8",
        timeout=120,
    )
    if args[0] == "ask" and "--plain" not in args:
        child.expect(r"q quit|q salir")
        before = str(child.before)
        child.send("q")
        child.expect(pexpect.EOF)
    else:
        child.expect(pexpect.EOF)
        before = str(child.before)
    child.close()
    assert child.exitstatus == 0
    return before


def last_screen(written: str, size: tuple[int, int]) -> str:
    """Return what is still seen when a command is over, below it the prompt of a shell.

    Nothing a result writes moves the cursor, so the last lines are those written last.
    """
    columns, rows = size
    lines = CODE.sub("", written).split("\r\n")
    assert max(map(len, lines[-rows:])) <= columns
    return "\n".join(lines[-rows:])


@pytest.fixture
def numb_session(tmp_path: Path, rulebase: RuleBase) -> Path:
    """Return a saved interview that has come to an emergency."""
    session = Session(rulebase)
    session.answer(rulebase.facts[NUMB].question, {NUMB: True})
    file = tmp_path / "session.json"
    file.write_text(json.dumps(session.to_dict()), encoding="utf-8")
    return file


@pytest.fixture
def numb(tmp_path: Path) -> Path:
    file = tmp_path / "numb.yaml"
    file.write_text(f"{NUMB}: true\n", encoding="utf-8")
    return file


def check_most_urgent_is_seen(written: str, size: tuple[int, int], headline: str) -> None:
    seen = last_screen(written, size)
    assert headline in seen
    assert "999" in seen.split(headline)[1]
    told = " ".join(seen.split(headline)[1].split())
    assert re.search("Go to an emergency department now|Vaya a urgencias", told), told
    assert re.search("Do not drive yourself|No conduzca", told)


@BY_SIZE
@pytest.mark.parametrize("more", [(), ("--full",)])
def test_an_emergency_is_seen_without_scrolling_however_low_the_terminal(
    numb: Path, size: tuple[int, int], more: tuple[str, ...]
) -> None:
    written = shown("assess", numb, "--region", "UK", *more, size=size)
    check_most_urgent_is_seen(written, size, "GET EMERGENCY HELP NOW")


@BY_SIZE
@pytest.mark.parametrize("front", [(), ("--plain",)])
def test_an_emergency_in_an_interview_is_seen_without_scrolling(
    numb_session: Path, size: tuple[int, int], front: tuple[str, ...]
) -> None:
    written = shown("ask", "--resume", numb_session, "--region", "UK", *front, size=size)
    check_most_urgent_is_seen(written, size, "GET EMERGENCY HELP NOW")


@BY_SIZE
def test_an_emergency_in_spanish_without_colour_is_seen_too(
    numb: Path, size: tuple[int, int]
) -> None:
    written = shown("assess", numb, "--region", "UK", "--lang", "es", size=size, environ=DUMB)
    check_most_urgent_is_seen(written, size, "PIDA AYUDA DE EMERGENCIA AHORA MISMO")


def test_many_emergencies_at_once_leave_the_number_in_sight(
    tmp_path: Path, rulebase: RuleBase
) -> None:
    file = tmp_path / "all.yaml"
    flags = [name for name, one in rulebase.facts.items() if one.not_sure.value == "as_yes"]
    file.write_text("".join(f"{name}: not_sure\n" for name in flags), encoding="utf-8")
    for size in SIZES:
        seen = last_screen(shown("assess", file, "--region", "UK", size=size), size)
        assert "999" in seen.split("GET EMERGENCY HELP NOW")[1]


def test_the_headline_stands_once_where_all_of_it_is_seen_or_nobody_scrolls(
    numb: Path, run: Run
) -> None:
    tall = shown("assess", numb, size=(80, 80))
    assert tall.count("GET EMERGENCY HELP NOW") == 1
    assert run("assess", numb).stdout.count("GET EMERGENCY HELP NOW") == 1


def style_of(headline: str, written: str) -> str:
    """Return the codes that a headline begins with."""
    (line,) = (one for one in written.split("\r\n") if CODE.sub("", one) == headline)
    return line.partition(headline)[0]


def test_levels_differ_by_words_bold_and_colour(tmp_path: Path) -> None:
    styles = []
    for headline, answers in LEVELS.items():
        file = tmp_path / "answers.yaml"
        file.write_text(answers, encoding="utf-8")
        written = shown("assess", file, "--knowledge", SMALL, size=(80, 100))
        styles.append(style_of(headline, written))
    assert len(set(styles)) == len(LEVELS)
    assert all("\x1b[1m" in one for one in styles)
    assert "\x1b[41m" in styles[0]


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_a_terminal_that_refuses_colour_gets_words_alone(numb: Path, name: str, value: str) -> None:
    written = shown("assess", numb, environ={name: value})
    assert "GET EMERGENCY HELP NOW" in written
    assert "\x1b" not in written


def test_a_pipe_gets_words_alone(numb: Path, run: Run) -> None:
    assert "\x1b" not in run("assess", numb).stdout
