"""Group lines and plain checks on a terminal: with keys, in plain lines, saved and gone on with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from conftest import Run
from people import Person, mirror
from terminals import LEFT, Terminal, answer_all, none_left_over, start

from triage.model.fact import FactValue
from triage.model.rulebase import RuleBase
from triage.terms import NOT_SURE

CALM: dict[str, FactValue] = {
    "house.cold_rooms": frozenset({"hall"}),
    "boiler.state": "running",
    "boiler.age_years": 2,
}
WELL = Person({**CALM})
QUIET = Person({**CALM, "boiler.hissing": NOT_SURE, "check:boiler.hissing": True})
DOUBTFUL = Person({**CALM, "boiler.hissing": NOT_SURE, "check:boiler.hissing": NOT_SURE})


def typed(rulebase: RuleBase, person: Person, more: str = "\n") -> str:
    return "".join(f"{line}\n" for _, line in mirror(rulebase, person)) + more


@pytest.fixture
def ask(run: Run, grouped_folder: Path) -> Run:
    def _ask(*args: str | Path, stdin: str) -> Result:
        return run("ask", "--plain", "--knowledge", grouped_folder, *args, stdin=stdin)

    return _ask


def test_no_to_all_group_lines_ends_the_interview_soon(grouped: RuleBase, ask: Run) -> None:
    met = [screen.id for screen, _ in mirror(grouped, WELL)]
    assert met.count("groups.boiler") == 1
    assert {"boiler.signs", "boiler.noises"}.isdisjoint(met)
    done = ask(stdin=typed(grouped, WELL))
    assert done.exit_code == 0
    assert "1) Water below it, or the needle in the red" in done.stderr


def test_the_review_shows_the_group_line_and_not_each_line_behind_it(
    grouped: RuleBase, ask: Run
) -> None:
    told = " ".join(ask(stdin=typed(grouped, WELL, "all\n\n")).stderr.split())
    review = told.partition("Your answers so far:")[2]
    assert "none of these: signs of a leak and 1 more" in review
    assert "no: It hisses, bangs or smokes" in review
    assert "high pressure" not in review


def test_an_unsure_line_has_its_check_put_next_and_is_settled_by_it(
    grouped: RuleBase, ask: Run
) -> None:
    done = ask("--format", "json", stdin=typed(grouped, QUIET))
    told = " ".join(done.stderr.split())
    assert "Is it quiet when you put your ear to it?" in told
    assert "hissing: not sure" in told
    assert "Is it quiet when you put your ear to it? yes" in told.partition("answers so far")[2]
    result = json.loads(done.stdout)
    assert result["disposition"] != "emergency_now"
    assert result["not_sure"] == []


def test_what_the_check_does_not_settle_is_an_emergency_told_as_not_sure(
    grouped: RuleBase, ask: Run
) -> None:
    done = ask(stdin=typed(grouped, DOUBTFUL))
    told = " ".join(done.stdout.split())
    assert "hissing: not sure (counted as yes)" in told
    assert "hissing: yes" not in told


def test_who_stops_at_the_check_is_told_that_not_everything_was_asked(
    grouped: RuleBase, ask: Run
) -> None:
    met = mirror(grouped, QUIET)
    place = next(at for at, (screen, _) in enumerate(met) if screen.check_of)
    lines = [line for _, line in met[:place]]
    done = ask("--format", "json", stdin="\n".join([*lines, "quit", ""]))
    result = json.loads(done.stdout)
    assert result["disposition"] == "emergency_now"
    assert result["complete"] is False


def test_why_and_help_tell_of_group_lines_and_checks(grouped: RuleBase, ask: Run) -> None:
    lines: list[str] = []
    for screen, line in mirror(grouped, QUIET):
        lines += ["why", "help", line] if screen.members or screen.check_of else [line]
    told = " ".join(ask(stdin="\n".join([*lines, "", ""])).stderr.split())
    assert "Why we ask: It shows what to ask next." in told
    assert told.count("To rule out: a burst boiler") >= 2
    assert "Look and listen." in told
    assert "Not too near." in told


def test_a_changed_group_line_opens_what_is_behind_it(grouped: RuleBase, ask: Run) -> None:
    met = mirror(grouped, WELL)
    place = next(at for at, (screen, _) in enumerate(met, 1) if screen.members)
    done = ask("--format", "json", stdin=typed(grouped, WELL, f"{place}\n2\n\n1\n"))
    assert "Which of these does it do?" in done.stderr
    assert json.loads(done.stdout)["disposition"] == "emergency_now"


def test_a_saved_interview_goes_on_at_the_check(
    grouped: RuleBase, ask: Run, tmp_path: Path
) -> None:
    file = tmp_path / "answers.json"
    met = mirror(grouped, QUIET)
    place = next(at for at, (screen, _) in enumerate(met) if screen.check_of)
    lines = [line for _, line in met]
    ask("--save", file, stdin="\n".join([*lines[:place], "quit", ""]))
    done = ask("--resume", file, "--format", "json", stdin="\n".join([*lines[place:], "", ""]))
    assert done.exit_code == 0
    assert done.stderr.index("Is it quiet") < done.stderr.index(met[place + 1][0].ask)
    assert json.loads(done.stdout)["complete"] is True


def test_a_handout_names_the_group_line(grouped: RuleBase, ask: Run, tmp_path: Path) -> None:
    file = tmp_path / "handout.txt"
    ask("--report", file, "--for", "clinician", stdin=typed(grouped, WELL))
    text = " ".join(file.read_text(encoding="utf-8").split())
    assert "No to: signs of a leak; odd noises or smoke" in text
    assert "high pressure" not in text


def test_questions_lists_group_lines_and_plain_checks(run: Run, grouped_folder: Path) -> None:
    text = " ".join(run("questions", "--knowledge", grouped_folder).stdout.split())
    assert "* Is any of these so? boiler.signs Water below it, or the needle in the red" in text
    assert "If not sure: Is it quiet when you put your ear to it? (yes means no)" in text
    assert "If not sure: Does the alarm sound? (no means no)" in text
    told = json.loads(run("questions", "--format", "json", "--knowledge", grouped_folder).stdout)
    screens = {one["topic"]: one["group_screens"] for one in told}
    assert [one["id"] for one in screens["boiler"]] == ["groups.boiler"]


class TestWithKeys:
    """The same on a real terminal."""

    @pytest.fixture(autouse=True)
    def _tidy(self) -> Iterator[None]:
        with none_left_over():
            yield

    def test_a_whole_interview_with_a_group_line_and_a_check(
        self, grouped: RuleBase, grouped_folder: Path
    ) -> None:
        terminal = start("ask", "--knowledge", grouped_folder)
        answer_all(terminal, mirror(grouped, QUIET))
        terminal.sees("Your answers so far")
        terminal.send("\r")
        assert terminal.ends() == 0

    def test_back_from_a_check_shows_the_line_as_not_sure(
        self, grouped: RuleBase, grouped_folder: Path
    ) -> None:
        met = mirror(grouped, QUIET)
        place = next(at for at, (screen, _) in enumerate(met) if screen.check_of)
        terminal: Terminal = start("ask", "--knowledge", grouped_folder)
        answer_all(terminal, met[:place])
        terminal.asks(met[place][0], place + 1)
        terminal.send(LEFT)
        terminal.sees("[?] 1. The boiler hisses")
        terminal.send("\x04")
        assert terminal.ends() == 0
