"""The engine in JavaScript says what the one in Python says."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from triage.author.cases.readings import read_readings
from triage.author.cases.vignette import read_vignettes
from triage.content.texts import in_language
from triage.embed.conformance import case_line, conformance_lines, interview_line
from triage.embed.digest import compact, with_digest
from triage.embed.export import compiled
from triage.model.given import plain_value
from triage.model.rule import RawValue
from triage.model.rulebase import RuleBase

TESTS = Path(__file__).parents[1]
JS = Path(__file__).parents[2] / "js"
NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(NODE is None, reason="there is no node on this machine")

Told: TypeAlias = dict[str, Any]


def written(folder: Path, rulebase: RuleBase, *, cases: int, seed: int, full: int = 10) -> Path:
    """Write the compiled form of a rule base, and cases in its language, into `folder`."""
    folder.mkdir(exist_ok=True)
    for name, raw in compiled(rulebase.origin, [rulebase.language]).items():
        (folder / name).write_bytes(raw)
    lines = conformance_lines(rulebase, cases=cases, interviews=cases // 10, seed=seed, full=full)
    (folder / "conformance.jsonl").write_bytes(b"\n".join(lines))
    return folder


def compared(folder: Path, js: Path = JS) -> Told:
    """Return what node says of the files in `folder`, read by the engine in `js`."""
    done = subprocess.run(
        [str(NODE), str(js / "conformance.js"), str(folder)],
        capture_output=True,
        text=True,
        check=False,
        timeout=1200,
    )
    assert done.stdout, done.stderr
    told: Told = json.loads(done.stdout)
    assert done.returncode == (1 if told["different"] else 0)
    return told


def test_it_agrees_on_our_rule_base(shipped: RuleBase, tmp_path: Path) -> None:
    told = compared(written(tmp_path, shipped, cases=300, seed=1))
    assert told["first"] == []
    assert told["different"] == 0
    counts = told["compared"]
    assert counts["cases"] == 300
    assert counts["truths"] > 200_000
    assert counts["assessments"] == 330
    assert counts["screens"] > 200
    assert counts["saved"] == 30
    assert counts["damaged"] > 100
    assert counts["numbers"] > 100


def test_it_agrees_in_another_language(shipped: RuleBase, tmp_path: Path) -> None:
    told = compared(written(tmp_path, in_language(shipped, "es"), cases=40, seed=2, full=2))
    assert told["first"] == []
    assert told["compared"]["screens"] > 30


@pytest.mark.parametrize("name", ["small", "grouped"])
def test_it_agrees_on_a_small_rule_base_with_every_kind_of_condition(
    name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    rulebase: RuleBase = request.getfixturevalue(name)
    told = compared(written(tmp_path, rulebase, cases=400, seed=3, full=1))
    assert told["first"] == []
    assert told["compared"]["interviews"] == 40


def of_people(folder: Path, rulebase: RuleBase, people: Iterable[Mapping[str, RawValue]]) -> Path:
    """Write the compiled form, and what is to be said of people of whom these facts are known."""
    written(folder, rulebase, cases=0, seed=0)
    with (folder / "conformance.jsonl").open("ab") as stream:
        for person in people:
            stream.write(b"\n" + compact(case_line(rulebase, person, in_full=False)))
            line = interview_line(rulebase, person, random.Random(7), in_full=False)  # noqa: S311
            stream.write(b"\n" + compact(line))
    return folder


def test_it_agrees_on_the_whole_cases(shipped: RuleBase, tmp_path: Path) -> None:
    cases = read_vignettes([TESTS / "vignettes" / "whole_cases"])
    told = compared(of_people(tmp_path, shipped, [one.facts for one in cases]))
    assert told["first"] == []
    assert told["compared"]["interviews"] == 50


@pytest.mark.soak
def test_it_agrees_on_everything_that_readers_answered(shipped: RuleBase, tmp_path: Path) -> None:
    people = [
        {name: plain_value(value, shipped.facts[name].choices) for name, value in facts.items()}
        for reading in read_readings(shipped, TESTS / "readings")[1]
        for facts in reading.facts.values()
    ]
    told = compared(of_people(tmp_path, shipped, people))
    assert told["first"] == []
    assert told["compared"]["interviews"] == len(people)


@pytest.mark.soak
def test_it_agrees_at_length_on_fresh_cases(shipped: RuleBase, tmp_path: Path) -> None:
    seed = random.randrange(10**9)  # noqa: S311  (any will do)
    print(f"seed {seed}")  # noqa: T201  (to have the same again)
    told = compared(written(tmp_path, shipped, cases=3000, seed=seed, full=20))
    assert told["first"] == []
    assert told["compared"]["interviews"] == 300


def another_part(logic: Told) -> None:
    next(one for one in logic["parts"] if one[0] == "any")[0] = "all"


def checks_turned_round(logic: Told) -> None:
    other = {"yes": "no", "no": "yes"}
    logic["checks"] = {fact: other[answer] for fact, answer in logic["checks"].items()}


def another_floor(logic: Told) -> None:
    logic["floor"] = logic["levels"][-1]


def without_cautions(logic: Told) -> None:
    for remedy in logic["remedies"]:
        remedy["cautions"] = []


@pytest.mark.parametrize(
    "change",
    [another_part, checks_turned_round, another_floor, without_cautions],
    ids=lambda one: one.__name__,
)
def test_what_reads_differently_is_seen(
    change: Callable[[Told], None], grouped: RuleBase, tmp_path: Path
) -> None:
    folder = written(tmp_path, grouped, cases=200, seed=4)
    logic = json.loads((folder / "logic.json").read_bytes())
    del logic["digest"]
    change(logic)
    changed = with_digest(logic)
    (folder / "logic.json").write_bytes(compact(changed))
    text = json.loads((folder / "text.en.json").read_bytes())
    del text["digest"]
    (folder / "text.en.json").write_bytes(
        compact(with_digest({**text, "logic": changed["digest"]}))
    )
    # The digest differs too; that alone would be one difference.
    assert compared(folder)["different"] > 1


def test_a_reader_that_takes_unknown_for_no_is_seen(grouped: RuleBase, tmp_path: Path) -> None:
    js = tmp_path / "js"
    shutil.copytree(JS, js, ignore=shutil.ignore_patterns("node_modules"))
    truth = (js / "src" / "truth.js").read_text()
    careless = truth.replace(
        "if (!Object.hasOwn(facts, name)) return null;",
        "if (!Object.hasOwn(facts, name)) return false;",
    )
    assert careless != truth
    (js / "src" / "truth.js").write_text(careless)
    folder = written(tmp_path / "compiled", grouped, cases=50, seed=6)
    assert compared(folder, js=js)["different"] > 20


def test_a_file_that_was_changed_is_not_read(grouped: RuleBase, tmp_path: Path) -> None:
    folder = written(tmp_path, grouped, cases=10, seed=5)
    raw = (folder / "logic.json").read_bytes()
    (folder / "logic.json").write_bytes(raw.replace(b'"all"', b'"any"', 1))
    done = subprocess.run(
        [str(NODE), str(JS / "conformance.js"), str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "logic.json: the digest is another one" in done.stderr


def test_the_example_of_its_readme_gives_what_it_says(shipped: RuleBase, tmp_path: Path) -> None:
    files = compiled(shipped, [])
    readme = (JS / "README.md").read_text(encoding="utf-8")
    (example,) = [one.split("```")[0] for one in readme.split("```js\n")[1:]]
    head, rest = example.split("\n\n", 1)
    lines = [head.replace("./src", (JS / "src").as_uri())]
    lines.append('import { deepStrictEqual } from "node:assert";')
    lines += [f"const logic = {files['logic.json'].decode()};"]
    lines += [f"const text = {files['text.en.json'].decode()};"]
    shown = 0
    for line in rest.splitlines():
        value, _, told = line.partition("; // ")
        if told and told.split(":")[0] in {'"about_you.age"', "true", '"emergency_now"'}:
            lines.append(f"deepStrictEqual({value}, {told.split(':')[0]});")
            shown += 1
        else:
            lines.append(line)
    assert shown == 3
    script = tmp_path / "example.mjs"
    script.write_text("\n".join(lines))
    subprocess.run([str(NODE), str(script)], check=True)
