"""A folder becomes a rule base, or a list of everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from small_files import Files, changed, problems_of

from triage.content.load import load_raw
from triage.content.rule_references import LONGEST_CHAIN, NODE_FAMILIES
from triage.content.strict_yaml import read_yaml
from triage.logic.program import program_of
from triage.model.condition import AnyOf, Count, FactAtMost, FactOneOf, Not, RuleIs
from triage.model.rulebase import RuleBase

GAS = "rules/danger/gas.yaml"
OLD = "rules/finding/old_boiler.yaml"
HOUSE = "knowledge/questions/house.yaml"
MISTAKES = Path(__file__).with_name("mistakes.yaml")


def test_the_small_rule_base_is_read_as_written(small: RuleBase) -> None:
    assert list(small.questions) == [
        "house.rooms", "house.smell", "boiler.state", "boiler.signs", "boiler.age", "wish.kind",
    ]  # fmt: skip
    assert small.facts["house.cold_rooms"].choices == ("kitchen", "bath", "hall")
    worn = small.rule["fallback.off_or_knocking"].when
    assert isinstance(worn, AnyOf)
    one_of, count = worn.of
    assert one_of == FactOneOf(fact="boiler.state", values=("off", "knocking"))
    assert isinstance(count, Count)
    assert count.count == 2
    assert count.of[1] == Not(of=FactAtMost(fact="boiler.age_years", bound=3))
    assert count.of[2] == RuleIs(rule="finding.old_boiler", value=True)


def mistakes() -> Iterator[object]:
    document = read_yaml(MISTAKES.read_bytes(), MISTAKES.name)
    assert isinstance(document.data, list)
    for one in document.data:
        assert isinstance(one, dict)
        yield pytest.param(one, id=f"{one['put']!r} in {one['in']}")


@pytest.mark.parametrize("mistake", list(mistakes()))
def test_a_mistake_is_named_at_its_place(
    small_files: Files, mistake: dict[str, str | list[str]]
) -> None:
    name, old, put = (str(mistake[key]) for key in ("in", "old", "put"))
    assert problems_of(changed(small_files, name, old, put)) == mistake["says"]


@pytest.mark.parametrize(("lines", "said"), [(8, None), (9, "a screen of 9 group lines")])
def test_a_screen_has_at_most_eight_group_lines(
    small_files: Files, lines: int, said: str | None
) -> None:
    screen = "group_screens: [{id: groups.all, ask: Any?, help: Look., why: It matters.}]\n"
    checklist = (
        "  - {{id: list.n{at}, kind: checklist, ask: Which?, help: Look., why: It matters.,\n"
        "     group: {{text: This, label: this, screen: groups.all}},\n"
        "     items: [{{fact: sign.n{at}, text: That, label: that}}]}}\n"
    )
    added = "".join(checklist.format(at=at) for at in range(lines))
    files = changed(small_files, HOUSE, "questions:\n", f"{screen}questions:\n{added}")
    if said is None:
        assert len(load_raw(files).questions) == len(load_raw(small_files).questions) + lines
    else:
        (problem,) = problems_of(files)
        assert problem.startswith(f"{HOUSE}:4:18: {said}")


def test_every_problem_is_told_in_one_run_and_in_the_order_of_the_files(
    small_files: Files,
) -> None:
    files = changed(small_files, GAS, "tell: Gas", "tel: Gas")
    files = changed(files, GAS, "sources: [1]", "sources: [7]")
    files = changed(files, GAS, "{fact: gas.smell, is: true}", "{fact: gas.smel, is: true}")
    files = changed(files, OLD, "id: finding", "id: findings")
    files = changed(files, HOUSE, "kind: yes_no", "kind: yes")
    files = changed(files, "rules/danger/flood.yaml", "[close_valve]", "[open_valve]")
    files["knowledge/claims.yaml"] = b"claims: [1, 2"
    del files["knowledge/follow_up.yaml"]
    files["knowledge/stray.yaml"] = b"a: 1"
    files["rules/danger/empty.yaml"] = b"# nothing"
    places = [one.split(": ")[0] for one in problems_of(files)]
    assert places == [
        "knowledge/claims.yaml:2:1",
        "knowledge/follow_up.yaml",
        f"{HOUSE}:17:5",
        "knowledge/stray.yaml",
        "rules/danger/empty.yaml",
        "rules/danger/flood.yaml:16:11",
        f"{GAS}:12:3",
        f"{GAS}:20:13",
        f"{OLD}:1:1",
    ]


def test_a_broken_question_file_does_not_make_every_rule_look_wrong(small_files: Files) -> None:
    files = {**small_files, HOUSE: b"topic: [house"}
    assert len(problems_of(files)) == 1


def test_a_broken_source_file_does_not_make_every_citation_look_wrong(small_files: Files) -> None:
    files = {**small_files, "knowledge/sources/manuals.yaml": b"{}"}
    assert {one.split(":")[0] for one in problems_of(files)} == {"knowledge/sources/manuals.yaml"}


@pytest.mark.parametrize("name", ["rules/danger/gas.yml", "rules/danger.gas.yaml"])
def test_one_id_in_two_files_is_refused(small_files: Files, name: str) -> None:
    found = problems_of({**small_files, name: small_files[GAS]})
    assert any("`danger.gas` stands twice" in one for one in found)


def test_one_remedy_in_two_files_is_refused(small_files: Files) -> None:
    name = "knowledge/remedies/close_valve"
    found = problems_of({**small_files, f"{name}.yml": small_files[f"{name}.yaml"]})
    assert any("`close_valve` stands twice" in one for one in found)


def test_no_rule_can_take_the_name_of_a_node_that_the_program_makes(
    small: RuleBase, small_files: Files
) -> None:
    made = {node.id.split(".")[0] for node in program_of(small).nodes if node.id not in small.rule}
    assert made <= NODE_FAMILIES
    text = small_files[GAS].decode()
    for family in sorted(NODE_FAMILIES):
        put = text.replace("id: danger.gas", f"id: {family}.gas").encode()
        (problem,) = problems_of({**small_files, f"rules/{family}/gas.yaml": put})
        assert f"rules cannot stand in `rules/{family}`" in problem


def test_a_rule_stands_in_a_folder(small_files: Files) -> None:
    text = small_files[GAS].decode().replace("id: danger.gas", "id: gas")
    (problem,) = problems_of({**small_files, "rules/gas.yaml": text.encode()})
    assert problem.startswith("rules/gas.yaml:1:1: rules cannot stand in")


def finding_reading(files: Files, slug: str, other: str) -> bytes:
    """Return a finding rule that reads another finding."""
    text = files[OLD].decode().replace("old_boiler", slug)
    text = text.replace("{fact: boiler.age_years, at_least: 15}", f"{{finding: {other}, is: true}}")
    return text.encode()


def test_findings_that_read_themselves_are_refused(small_files: Files) -> None:
    chain = ("one", "two", "three", "one")
    files = dict(small_files)
    for slug, other in pairwise(chain):
        files[f"rules/finding/{slug}.yaml"] = finding_reading(files, slug, other)
    files["rules/finding/outside.yaml"] = finding_reading(files, "outside", "one")
    assert [one.split(": ", 1)[1] for one in problems_of(files)] == [
        "finding `finding.one` reads itself",
        "finding `finding.three` reads itself",
        "finding `finding.two` reads itself",
    ]
    alone = {**small_files, "rules/finding/me.yaml": finding_reading(small_files, "me", "me")}
    assert problems_of(alone) == ["rules/finding/me.yaml:7:1: finding `finding.me` reads itself"]


def test_a_long_chain_of_findings_is_read_and_an_endless_one_refused(small_files: Files) -> None:
    files = dict(small_files)
    for number in range(1, LONGEST_CHAIN):
        other = f"f{number - 1}" if number > 1 else "old_boiler"
        files[f"rules/finding/f{number}.yaml"] = finding_reading(files, f"f{number}", other)
    assert f"finding.f{LONGEST_CHAIN - 1}" in load_raw(files).rule
    last = f"f{LONGEST_CHAIN - 1}"
    files["rules/finding/g0.yaml"] = finding_reading(files, "g0", last)
    files["rules/finding/g1.yaml"] = finding_reading(files, "g1", "g0")
    assert problems_of(files) == [
        f"rules/finding/g1.yaml:7:1: stands on more than {LONGEST_CHAIN} other findings"
    ]


@pytest.mark.parametrize("name", ["a-b", "A", "1a", "a b", "ä", "a.b"])
def test_a_file_name_that_cannot_be_an_id_is_refused(small_files: Files, name: str) -> None:
    text = small_files["knowledge/remedies/close_valve.yaml"].decode()
    put = text.replace("id: close_valve", f"id: {name}").encode()
    found = problems_of({**small_files, f"knowledge/remedies/{name}.yaml": put})
    assert any("cannot be an id" in one for one in found)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("knowledge/extra.yaml", "is no file of a rule base"),
        ("knowledge/remedies/deep/x.yaml", "is no file of a rule base"),
        ("knowledge/other/x.yaml", "is no file of a rule base"),
    ],
)
def test_a_file_that_belongs_nowhere_is_told(small_files: Files, name: str, message: str) -> None:
    assert f"{name}: {message}" in problems_of({**small_files, name: b"a: 1"})


@pytest.mark.parametrize(
    "name",
    ["rulebase", "dispositions", "disclaimer", "preferences", "safety_net", "follow_up", "claims"],
)
def test_a_file_that_must_be_there_is_missed(small_files: Files, name: str) -> None:
    path = f"knowledge/{name}.yaml"
    without = {one: raw for one, raw in small_files.items() if one != path}
    assert problems_of(without) == [f"{path}: is missing"]
    assert problems_of({**small_files, path: b""}) == [f"{path}: is empty"]


@pytest.mark.parametrize("raw", [b"[]", b"text", b"5", b"null", b"- a", b"{}", b"\xff", b"{"])
def test_every_file_may_hold_anything_at_all(small_files: Files, raw: bytes) -> None:
    for name in small_files:
        assert any(one.startswith(name) for one in problems_of({**small_files, name: raw}))
