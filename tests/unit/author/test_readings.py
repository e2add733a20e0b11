"""Readings: what blind readers coded is read strictly, scored, and named when it is stale."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from triage.author.cases.agreement import agreement, score_readings
from triage.author.cases.readings import questions_digest, read_readings
from triage.author.cases.stories import read_stories
from triage.author.cases.vignette import read_vignettes
from triage.cli.main import cli
from triage.content.load import load_raw
from triage.content.texts import in_language
from triage.errors import ContentError
from triage.model.rulebase import RuleBase
from triage.model.share import Share
from triage.wording import speaking

SMALL = Path(__file__).parents[1] / "content" / "small"
OURS = Path(__file__).parents[2] / "readings"
WHOLE_CASES = OURS.parent / "vignettes" / "whole_cases"

STORIES = """\
stories:
  - {id: gas, kind: dangerous, story: It smells of bad eggs., accept: [emergency_now], why: gas}
  - {id: wet, kind: dangerous, story: An old one drips., accept: [urgent_same_day], why: flood}
  - {id: cold, kind: ordinary, story: A cold bathroom.,
     accept: [self_care, routine_appointment], why: nothing is wrong}
"""

CAREFUL = """\
questions: "DIGEST"
readings:
  - {case: gas, facts: {gas.smell: true, boiler.state: running, boiler.age_years: 5}}
  - {case: wet, facts: {water.on_floor: true, boiler.age_years: 30, boiler.state: running}}
  - {case: cold, facts: {boiler.age_years: 5, boiler.state: running, house.cold_rooms: [bath]},
     no_place_for: [since when], unclear: [what is a radiator]}
"""

LITERAL = """\
questions: "DIGEST"
readings:
  - {case: gas, facts: {boiler.state: running, boiler.age_years: 5}, not_sure: [gas.smell]}
  - {case: wet, facts: {boiler.age_years: 30, boiler.state: running}}
  - {case: cold, facts: {boiler.age_years: 30, boiler.state: "off", water.on_floor: true}}
"""


@pytest.fixture
def folder(tmp_path: Path, small: RuleBase) -> Path:
    (tmp_path / "one").mkdir()
    (tmp_path / "stories.yaml").write_text(STORIES, encoding="utf-8")
    today = questions_digest(small)
    for name, text in (("careful", CAREFUL), ("literal", LITERAL)):
        file = tmp_path / "one" / f"{name}.yaml"
        file.write_text(text.replace("DIGEST", today), encoding="utf-8")
    return tmp_path


def _change(folder: Path, old: str, new: str) -> None:
    file = folder / "one" / "literal.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def _run(folder: Path, *more: str) -> Result:
    args = ["score", "--readings", str(folder), "--knowledge", str(SMALL), *more]
    return CliRunner().invoke(cli, args)


def test_each_reader_is_scored_by_what_the_stories_accept(folder: Path, small: RuleBase) -> None:
    stories, readings = read_readings(small, folder)
    careful, literal = score_readings(small, stories, readings)
    assert careful.reading.name == "one/careful"
    assert careful.share(lambda one: one.is_exact) == Share(3, 3)
    assert careful.missed == ()
    # Not sure of a smell of gas counts as yes; the drip was not said.
    assert [one.story.id for one in literal.missed] == ["wet", "cold"]
    assert literal.share(lambda one: one.is_under) == Share(1, 3)
    assert literal.share(lambda one: one.is_over, "ordinary") == Share(1, 1)
    assert literal.share(lambda one: one.is_sent_home, "dangerous") == Share(1, 2)
    assert literal.share(lambda one: one.is_accepted, "emergency_now") == Share(1, 1)


def test_readers_agree_on_what_both_say_yes_to(folder: Path, small: RuleBase) -> None:
    _, readings = read_readings(small, folder)
    found = {one.fact: one for one in agreement(small, readings)}
    assert (found["gas.smell"].both, found["gas.smell"].one) == (1, 0)
    assert (found["water.on_floor"].both, found["water.on_floor"].one) == (0, 2)
    assert found["boiler.state"].positive == pytest.approx(2 * 2 / (2 * 2 + 1))
    assert "person.skilled" not in found
    assert agreement(small, readings)[0].fact == "water.on_floor"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("case: wet", "case: west", "4:6: no such case: `west`\n    hint: did you mean `wet`?"),
        ("case: wet", "case: gas", "4:6: `gas` is coded twice"),
        ("[gas.smell]", "[gas.smel]", "3:81: `gas.smel`: no such fact"),
        ("boiler.state: running, boiler.age_years: 5", "boiler.state: runs", "is not a choice"),
        ("water.on_floor: true", "water.on_floor: 3", "should be true, false or not_sure"),
        (
            "facts: {boiler.state: running, boiler.age_years: 5}",
            "facts: {gas.smell: true}",
            "keep one",
        ),
        ("not_sure:", "unsure:", "key `unsure` is unknown\n    hint: did you mean `not_sure`?"),
        ("questions:", "question:", "key `questions` is missing"),
    ],
)
def test_a_mistake_in_a_reading_is_told_with_its_place(
    folder: Path, small: RuleBase, old: str, new: str, told: str
) -> None:
    _change(folder, old, new)
    with pytest.raises(ContentError) as caught:
        read_readings(small, folder)
    assert told in str(caught.value)
    assert all("literal.yaml:" in one.where for one in caught.value.problems)


def test_a_story_is_told_once_and_accepts_a_level(folder: Path) -> None:
    file = folder / "stories.yaml"
    text = STORIES.replace("id: wet", "id: gas").replace("[emergency_now]", "[]")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read_stories([file])
    assert "stories.yaml:2:" in str(caught.value)
    file.write_text(STORIES.replace("id: wet", "id: gas"), encoding="utf-8")
    with pytest.raises(ContentError, match=r"stories.yaml:3:\d+: `gas` stands twice"):
        read_stories([file])


def test_a_reading_of_other_questions_is_named_stale_and_scored_by_what_is_left(
    folder: Path, small: RuleBase
) -> None:
    today = questions_digest(small)
    _change(folder, today, "0" * 16)
    _change(folder, "water.on_floor: true", "water.on_ceiling: true")
    _change(folder, 'boiler.state: "off"', "boiler.state: melted")
    _, (fresh, stale) = read_readings(small, folder)
    assert (fresh.stale, stale.stale) == (False, True)
    assert stale.gone == {"water.on_ceiling", "boiler.state"}
    result = _run(folder)
    assert result.exit_code == 0
    assert "Reading one/literal (stale: the questions have changed since)" in result.stdout
    assert "no longer asked: boiler.state, water.on_ceiling" in result.stdout


def test_the_digest_follows_the_words_and_no_translation(
    small: RuleBase, small_files: dict[str, bytes], shipped: RuleBase
) -> None:
    name = "knowledge/questions/house.yaml"
    small_files[name] = small_files[name].replace(b"bad eggs", b"rotten eggs")
    assert questions_digest(load_raw(small_files)) != questions_digest(small)
    assert questions_digest(in_language(shipped, "es")) == questions_digest(shipped)


def test_the_command_tells_levels_misses_and_what_readers_split_on(folder: Path) -> None:
    result = _run(folder)
    assert result.exit_code == 0
    assert result.stdout.startswith("3 stories, 2 readings; the questions of today are ")
    assert "  dangerous, sent home: 1/2" in result.stdout
    assert "  * wet: accepted urgent_same_day; advised " in result.stdout
    assert "Facts that readers of one round split on" in result.stdout
    found = json.loads(_run(folder, "--format", "json").stdout)
    assert found["readings"][1]["measures"]["all"]["acceptable"]["of"] == 3
    assert found["readings"][1]["missed"][0] == {
        "case": "wet",
        "accept": ["urgent_same_day"],
        "level": "routine_appointment",
        "sent_home": True,
    }
    assert found["agreement"][0]["fact"] == "water.on_floor"


def test_it_takes_cases_or_readings_and_never_nothing(folder: Path) -> None:
    neither = CliRunner().invoke(cli, ["score"])
    assert neither.exit_code == 2
    assert "give either cases" in neither.stderr
    assert _run(folder, "more").exit_code == 2
    assert "no such folder" in _run(folder / "nowhere").stderr
    (folder / "stories.yaml").unlink()
    assert "holds no story" in _run(folder).stderr


def test_it_speaks_spanish(folder: Path) -> None:
    with speaking("es"):
        result = _run(folder)
    assert result.stdout.startswith("3 historias, 2 lecturas;")
    assert "peligrosos, enviados a casa: 1/2" in result.stdout


def test_our_own_stories_can_be_read(shipped: RuleBase) -> None:
    stories, readings = read_readings(shipped, OURS)
    people = {name for name in stories if re.fullmatch(r"[do]\d\d", name)}
    assert len(people) == 64
    assert stories.keys() - people == {one.id for one in read_vignettes([WHOLE_CASES])}
    assert {one.kind for one in stories.values()} == {"dangerous", "ordinary"}
    assert all(one.facts for one in readings)
