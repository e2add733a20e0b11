"""The plain interview: lines in, lines out."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from people import (
    NUMB,
    ON_WARFARIN,
    STRESSED,
    Met,
    Person,
    first_of,
    lines_of,
    mirror,
    place_of,
)

from triage.cli.main import cli
from triage.cli.terminal.savefile import load_session
from triage.errors import SavedSessionError
from triage.model.rulebase import RuleBase
from triage.session.screen import Screen
from triage.terms import QuestionKind


def ask(*args: str | Path, stdin: str) -> Result:
    """Ask in this process; whether its streams are pipes makes no difference to what is said."""
    usual = {"COLUMNS": "80"}
    return CliRunner().invoke(cli, ["ask", *map(str, args)], input=stdin, env=usual)


def typed(rulebase: RuleBase, person: Person) -> str:
    return lines_of(mirror(rulebase, person)) + "\n"


@pytest.fixture(scope="module")
def stressed(rulebase: RuleBase) -> Met:
    return mirror(rulebase, STRESSED)


def asked_first(met: Met, kind: QuestionKind) -> tuple[str, Screen]:
    """Return what is typed before the first screen of a kind, and that screen."""
    place = first_of(met, kind)
    return lines_of(met[:place]), met[place][0]


def test_a_stress_spasm_with_natural_preference_ends_in_self_care_with_stretching_and_heat(
    rulebase: RuleBase,
) -> None:
    done = ask("--format", "json", stdin=typed(rulebase, STRESSED))
    assert done.exit_code == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["disposition"] == "self_care"
    assert result["complete"] is True
    offered = {one["category"] for one in result["recommendations"]}
    assert {"stretching", "heat"} <= offered
    assert all(one["class"] != "medicated" for one in result["recommendations"])
    assert "not a diagnosis" in result["disclaimer"]["text"].lower()


def test_a_warfarin_user_is_shown_why_wintergreen_is_left_out(rulebase: RuleBase) -> None:
    done = ask(stdin=typed(rulebase, ON_WARFARIN))
    assert done.exit_code == 0, done.stderr
    text = " ".join(done.stdout.split())
    assert "Wintergreen oil: " in text
    assert "You told us: warfarin: yes" in text


def test_the_end_says_why_nothing_more_is_asked_and_names_what_was_denied(
    rulebase: RuleBase,
) -> None:
    told = " ".join(ask(stdin=typed(rulebase, ON_WARFARIN)).stderr.split())
    assert "No other answer would change how urgent this is, or what we recommend." in told
    review = told.partition("Your answers so far:")[2]
    assert "none of these: " in review
    assert "warfarin: yes" in review


def test_numbness_between_the_legs_ends_the_interview_at_once(rulebase: RuleBase) -> None:
    screens = mirror(rulebase, NUMB)
    everything = mirror(rulebase, STRESSED)
    assert len(screens) < len(everything)
    done = ask(stdin=typed(rulebase, NUMB) + "never read\n")
    assert done.exit_code == 0, done.stderr
    first = done.stdout.splitlines()[0]
    assert "EMERGENCY" in first
    assert done.stderr.count("Question ") == len(screens)


def test_no_input_at_all_is_no_answer() -> None:
    done = ask(stdin="")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "there was no input" in done.stderr


def test_input_that_ends_early_is_not_taken_for_no(rulebase: RuleBase) -> None:
    lines = typed(rulebase, STRESSED).splitlines()
    for kept in (1, 3, len(lines) // 2):
        done = ask("--format", "json", stdin="\n".join(lines[:kept]) + "\n")
        assert done.exit_code == 2, kept
        result = json.loads(done.stdout)
        assert result["disposition"] == "clinician_within_days"
        assert result["complete"] is False
        assert "ended before the questions did" in done.stderr


def test_nonsense_is_asked_again_and_an_empty_line_is_no_answer(stressed: Met) -> None:
    before, screen = asked_first(stressed, QuestionKind.MULTIPLE_CHOICE)
    done = ask(stdin=f"{before}\nbanana\n99\n1\nquit\n")
    assert done.stderr.count("Sorry:") == 3
    assert f"Taken as: {screen.choices[0].text}" in done.stderr
    assert done.exit_code == 0


def test_back_why_help_and_review_work_at_a_question(rulebase: RuleBase, stressed: Met) -> None:
    first, answer = stressed[0]
    done = ask(stdin=f"why\nhelp\nback\n{answer}\nback\n{answer}\nreview\n\nquit\n")
    assert "Why we ask:" in done.stderr
    assert "This is the first question." in done.stderr
    assert done.stderr.count(f"Taken as: {answer}") == 2
    review = done.stderr.partition("Your answers so far:")[2]
    assert f"{rulebase.facts[first.facts[0]].label}: {answer}" in review


def test_no_on_a_checklist_means_none_of_these(stressed: Met) -> None:
    before, _ = asked_first(stressed, QuestionKind.CHECKLIST)
    words = ("n", "no", "none", "0", "None of these")
    done = ask(stdin=before + "".join(f"{word}\nback\n" for word in words) + "quit\n")
    assert done.stderr.count("Taken as: none of these") == len(words)
    assert "Sorry" not in done.stderr


def test_words_choose_nothing(stressed: Met) -> None:
    before, screen = asked_first(stressed, QuestionKind.MULTIPLE_CHOICE)
    text = screen.choices[2].text
    words = (text.split()[0], text, "none", "no", "yes")
    done = ask(stdin=before + "\n".join([*words, "quit", ""]))
    told = done.stderr.partition(screen.ask)[2]
    assert told.count("Sorry: type one or more numbers") == len(words)
    assert "Taken as" not in told


@pytest.mark.parametrize("odd", ["²", "①", "1²", "9" * 5000])
def test_digits_that_are_no_numbers_give_words_at_questions_and_in_the_review(odd: str) -> None:
    done = ask(stdin=f"{odd}\n1\nreview\n{odd}\n\nquit\n")
    assert done.exit_code == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert "Sorry: type a number from 1 to 1" in done.stderr
    assert done.stderr.count("Sorry: ") == 2


def test_back_shows_the_earlier_answer_and_an_empty_line_keeps_it(stressed: Met) -> None:
    place = first_of(stressed, QuestionKind.CHECKLIST)
    earlier, answer = stressed[place - 1]
    assert earlier.kind is QuestionKind.MULTIPLE_CHOICE
    chosen = earlier.choices[int(answer) - 1].text
    before = lines_of(stressed[: place - 1])
    done = ask(stdin=f"{before}\n{answer}\n2 3?\nback\n\nback\nback\n\n\nquit\n")
    told = " ".join(done.stderr.split())
    assert told.count(f"Your answer so far: {chosen}. Enter keeps it.") == 1
    assert told.count("Your answer so far: yes to ") == 3
    assert told.count("Taken as: yes to ") == 3
    assert told.count("Sorry:") == 1


def test_an_edit_shows_the_earlier_answer_and_says_nothing_untrue_after_it(stressed: Met) -> None:
    place = next(at for at, (screen, _) in enumerate(stressed) if screen.members)
    done = ask(stdin=f"{lines_of(stressed)}{place + 1}\n1\n\nquit\n")
    told = " ".join(done.stderr.split())
    assert f"Changing answer {place + 1}. {stressed[place][0].ask}" in told
    assert "Your answer so far: none of these. Enter keeps it." in told
    review, after = told.split(f"Changing answer {place + 1}.")
    assert "No other answer would change how urgent this is" in review
    assert "No other answer would change" not in after
    assert "After this change there is more to ask." in after
    assert "Question " in after
    assert "the last one" not in after.partition("Question ")[0]


def test_the_review_tells_every_denied_line_on_request(stressed: Met) -> None:
    place = next(at for at, (screen, _) in enumerate(stressed) if screen.headings)
    screen = stressed[place][0]
    done = ask(stdin=f"{lines_of(stressed[:place])}1 2?\nreview\nall\n\nquit\n")
    told = " ".join(done.stderr.split())
    assert f"yes: {screen.items[0].text}" in told
    assert f"not sure: {screen.items[1].text}" in told
    for item in screen.items[2:]:
        assert f" no: {item.text}" in told
    for heading in screen.headings:
        assert heading.ask in told.partition("> all")[2]


def test_not_sure_is_told_as_not_sure_and_a_number_as_it_was_typed(
    rulebase: RuleBase, stressed: Met
) -> None:
    place = place_of(stressed, "pain.duration_days")
    before = lines_of(stressed[:place])
    done = ask(stdin=f"{before}2 months\nback\n\nreview\n{place + 1}\nnot sure\n\nquit\n")
    told = " ".join(done.stderr.split())
    assert told.count("Taken as: 2 months") == 2
    assert "60 days" not in told
    assert "Your answer so far: 2 months. Enter keeps it." in told
    label = rulebase.facts["pain.duration_days"].label
    assert f"{label}: 2 months" in told
    assert f"{label}: not sure" in told


def test_back_in_the_last_review_asks_the_last_question_again(stressed: Met) -> None:
    done = ask(stdin=f"{lines_of(stressed)}back\n\n\n")
    assert done.exit_code == 0, done.stderr
    told = " ".join(done.stderr.split())
    assert told.count(f"Question {len(stressed)} (") == 2
    assert "Your answer so far:" in told


def test_answers_are_saved_resumed_and_readable_by_their_owner_only(
    rulebase: RuleBase, tmp_path: Path
) -> None:
    file = tmp_path / "case.json"
    lines = typed(rulebase, STRESSED).splitlines()
    half = len(lines) // 2
    stopped = ask("--save", file, stdin="\n".join(lines[:half]) + "\nquit\n")
    assert stopped.exit_code == 0
    assert file.stat().st_mode & 0o777 == 0o600
    saved = json.loads(file.read_text())
    assert len(saved["answers"]) == half
    rest = "\n".join(lines[half:]) + "\n\n"
    done = ask("--resume", file, "--format", "json", stdin=rest)
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout)["disposition"] == "self_care"
    assert f"Going on with {half} answers" in done.stderr


def test_nothing_is_written_unless_asked(rulebase: RuleBase, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "triage", "ask"],
        input=typed(rulebase, NUMB),
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "TRIAGE_NO_CACHE": "1", "HOME": str(tmp_path)},
    )
    assert done.returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_told_before_the_first_question(tmp_path: Path) -> None:
    missing = tmp_path / "no" / "such" / "folder" / "case.json"
    done = ask("--save", missing, stdin="1\nquit\n")
    assert done.exit_code == 2
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\x00\xff\xfe",
        b"[1, 2, 3]",
        b'{"answers": 5, "format": 1}',
        b'{"answers": [], "format": 99}',
        b'{"answers": [[]], "format": 1}',
        b"[" * 5000,
        b'{"a": &x 1, "b": *x}',
    ],
)
def test_a_broken_saved_session_is_refused_plainly(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "broken.json"
    file.write_bytes(content)
    done = ask("--resume", file, stdin="1\n")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert str(file) in done.stderr
    assert file.read_bytes() == content


@pytest.mark.parametrize("kind", ["endless", "pipe", "folder", "too large"])
def test_only_an_ordinary_file_of_a_sensible_size_is_resumed(tmp_path: Path, kind: str) -> None:
    file, reason = tmp_path / "case.json", "it is not an ordinary file"
    match kind:
        case "endless":
            file = Path("/dev/zero")
        case "pipe":
            os.mkfifo(file)
        case "folder":
            file.mkdir()
        case _:
            file.write_bytes(b'{"format": 1, "answers": []}' + b" " * 1_000_000)
            reason = "it is larger than 1,000,000 bytes, and no saved session is"
    done = ask("--resume", file, stdin="1\n")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert f"{file}: cannot be read: {reason}" in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_no_more_of_a_file_is_read_than_a_saved_session_can_be(
    rulebase: RuleBase, tmp_path: Path
) -> None:
    """A sparse file of a terabyte is refused as soon as one of a megabyte."""
    file = tmp_path / "case.json"
    with file.open("wb") as stream:
        stream.truncate(10**12)
    with pytest.raises(SavedSessionError, match="larger than 1,000,000 bytes"):
        load_session(file, rulebase)


def test_what_a_killed_interview_left_beside_its_file_goes_with_the_next_save(
    rulebase: RuleBase, tmp_path: Path
) -> None:
    file = tmp_path / "case.json"
    script = (
        "import os, signal, sys\n"
        "from triage.cli.main import main\n"
        "really, count = os.replace, []\n"
        "def replace(*names):\n"
        "    count.append(names)\n"
        "    if len(count) == 3:\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "    really(*names)\n"
        "os.replace = replace\n"
        "sys.argv = ['triage', 'ask', '--save', sys.argv[1]]\n"
        "main()\n"
    )
    lines = typed(rulebase, STRESSED)
    killed = subprocess.run(
        [sys.executable, "-c", script, str(file)],
        input=lines, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL
    assert len(json.loads(file.read_text())["answers"]) == 1
    assert len(list(tmp_path.iterdir())) == 2
    done = ask("--resume", file, stdin=lines.split("\n", 1)[1])
    assert done.exit_code == 0, done.stderr
    assert list(tmp_path.iterdir()) == [file]


def test_a_session_of_another_knowledge_base_re_asks_what_changed_and_loses_nothing(
    rulebase: RuleBase, tmp_path: Path
) -> None:
    file = tmp_path / "case.json"
    lines = typed(rulebase, STRESSED).splitlines()
    ask("--save", file, stdin="\n".join(lines[:3]) + "\nquit\n")
    saved = json.loads(file.read_text())
    saved["answers"][1]["wording"] = "0123456789ab"
    gone = {"question": "gone.gone", "wording": "x", "values": {"gone.fact": True}}
    saved["answers"].append(gone)
    file.write_text(json.dumps(saved))
    done = ask("--resume", file, stdin="quit\n")
    assert "2 saved answers were set aside" in " ".join(done.stderr.split())
    again = ask("--resume", file, stdin=f"{lines[1]}\nquit\n")
    assert again.exit_code == 0
    kept = json.loads(file.read_text())
    assert {one["question"] for one in kept["set_aside"]} >= {"gone.gone"}
    assert len(kept["answers"]) == 3


def test_a_full_disk_does_not_stop_the_interview_and_leaves_the_old_file(
    rulebase: RuleBase, tmp_path: Path
) -> None:
    file = tmp_path / "case.json"
    lines = typed(rulebase, STRESSED).splitlines()
    ask("--save", file, stdin="\n".join(lines[:2]) + "\nquit\n")
    before = file.read_bytes()
    command = [sys.executable, "-m", "triage", "ask", "--resume", str(file), "--format", "json"]
    limited = subprocess.run(
        ["sh", "-c", 'ulimit -f 0; exec "$@"', "sh", *command],
        input="\n".join(lines[2:]) + "\n\n",
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, "TRIAGE_NO_CACHE": "1", "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert limited.returncode == 0, limited.stderr
    assert json.loads(limited.stdout)["disposition"] == "self_care"
    assert "Not saved" in limited.stderr
    assert "Traceback" not in limited.stderr
    assert file.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["case.json"]
