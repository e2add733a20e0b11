"""Below the first page on a terminal: a key for each part that the page left out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from people import STRESSED, interview
from terminals import KEYS, Terminal, none_left_over, start, turn_to_the_end

from triage.api import assess
from triage.cli.terminal.result import keys_of
from triage.content.load import load
from triage.model.rulebase import RuleBase
from triage.report import first_page, report
from triage.session.session import Session
from triage.wording import speaking

FIRST = "LOOK AFTER IT YOURSELF FOR NOW"


@pytest.fixture(autouse=True)
def _tidy() -> Iterator[None]:
    with none_left_over():
        yield


@pytest.fixture
def done(tmp_path: Path, rulebase: RuleBase) -> Path:
    """Return a saved interview in which everything was answered."""
    session = Session(rulebase)
    interview(session, STRESSED.told(rulebase))
    file = tmp_path / "session.json"
    file.write_text(json.dumps(session.to_dict()), encoding="utf-8")
    return file


def result_of(done: Path, columns: int = 80, rows: int = 24, lang: str = "en") -> Terminal:
    """Return a terminal on which the first page waits for a key."""
    terminal = start(
        "ask", "--resume", done, "--region", "UK", "--lang", lang, columns=columns, rows=rows
    )
    terminal.sees("0. ")
    terminal.send("\r")
    terminal.sees(KEYS[lang])
    return terminal


@pytest.mark.parametrize(
    ("columns", "rows"), [pytest.param(80, 24, marks=pytest.mark.soak), (60, 20)]
)
def test_the_first_page_and_the_keys_are_seen_together(
    done: Path, rulebase: RuleBase, columns: int, rows: int
) -> None:
    terminal = result_of(done, columns, rows)
    page = first_page(Session.from_dict(json.loads(done.read_text()), rulebase).assess(), rulebase)
    for said in (FIRST, *page.do, page.help[0].title, page.at_once[0], "999", page.note):
        assert said in terminal.now
    assert terminal.ends() == 0


PARTS = {
    "h": "Stop and get help if",
    "s": "Someone swallows a muscle rub",
    "w": "We did not ask about everything",
    "n": "Ultrasound",
    "G": "What this is, and is not",
}
"""What is told behind a key, small or capital."""


def test_each_key_shows_its_part_and_comes_back(done: Path) -> None:
    terminal = result_of(done)
    for key, told in PARTS.items():
        terminal.send(key)
        turn_to_the_end(terminal)
        assert told in terminal.all
        terminal.send("\r")
        terminal.sees(KEYS["en"])
    assert FIRST not in terminal.now
    terminal.send("f")
    terminal.sees(FIRST)
    terminal.send("\x04")
    assert terminal.ends() == 0


def test_a_report_is_written_where_it_is_wanted_and_a_mistake_is_told(
    done: Path, tmp_path: Path
) -> None:
    terminal = result_of(done)
    asked = "or Enter for none:"
    told = {"own.doc": "a report ends in", "own.txt": "Written"}
    for place, (name, answer) in enumerate(told.items(), 1):

        def asks(place: int = place) -> bool:
            return terminal.all.count(asked) == place

        terminal.send("r")
        terminal.wait(asks, asked)
        terminal.send(f"{tmp_path / name}\r")
        terminal.sees(answer)
        terminal.sees(KEYS["en"])
    assert "YOUR RESULT" in (tmp_path / "own.txt").read_text(encoding="utf-8")
    assert not (tmp_path / "own.doc").exists()
    assert terminal.ends() == 0


def test_ctrl_c_ends_it_and_leaves_the_terminal_as_it_was(done: Path) -> None:
    terminal = result_of(done)
    terminal.send("\x03")
    assert terminal.ends() == 130


def test_spanish_has_keys_of_its_own(done: Path) -> None:
    terminal = result_of(done, lang="es")
    terminal.send("p")
    terminal.sees("Intro vuelve.")
    assert "No preguntamos por todo" in terminal.now
    terminal.send("\r")
    terminal.sees(KEYS["es"])
    assert terminal.ends() == 0


def test_no_two_keys_are_the_same() -> None:
    for lang in ("en", "es"):
        rulebase = load(lang=lang)
        with speaking(lang):
            letters = [one.letter for one in keys_of(report(assess({}, rulebase), rulebase))]
        assert len(set(letters)) == len(letters)
