"""A ladder is read as one rule a rung; what stands once in its file stands once."""

from __future__ import annotations

from datetime import date

from small_files import Files, changed, problems_of

from triage.content.load import load_raw
from triage.content.lock import lock_of
from triage.content.texts import retold, texts_of
from triage.model.rulebase import RuleBase
from triage.terms import Disposition, RuleStatus

BURST = "rules/water/burst.yaml"
UPPER, LOWER = "water.burst.emergency_now", "water.burst.urgent_same_day"


def test_each_rung_is_a_rule_that_knows_its_file_and_its_place(small: RuleBase) -> None:
    rungs = small.rungs_of(small.ladder["water.burst"])
    assert [(one.id, one.ladder, one.rung) for one in rungs] == [
        (UPPER, "water.burst", 0),
        (LOWER, "water.burst", 1),
    ]
    assert [one.then.disposition for one in rungs] == [
        Disposition.EMERGENCY_NOW,
        Disposition.URGENT_SAME_DAY,
    ]
    assert {one.salience for one in rungs} == {"red_flag"}
    assert [len(one.examples.fires) for one in rungs] == [1, 1]


def test_what_a_file_does_not_say_is_as_in_the_manifest(small_files: Files) -> None:
    upper = load_raw(small_files).rule[UPPER]
    assert (upper.status, upper.reviews) == (RuleStatus.DRAFT, ())
    assert upper.review_due == date(2027, 5, 31)
    text = "version: 1\nreview_due: 2026-02-03\nstatus: in_review\n"
    own = load_raw(changed(small_files, BURST, "version: 1\n", text)).rule[UPPER]
    assert (own.status, own.review_due) == (RuleStatus.IN_REVIEW, date(2026, 2, 3))
    rule = load_raw(changed(small_files, "rules/danger/gas.yaml", "review_due: 2027-01-31\n", ""))
    assert rule.rule["danger.gas"].review_due == date(2027, 5, 31)


def test_portraits_and_cost_are_kept_beside_the_rules(small: RuleBase) -> None:
    (ladder,) = small.ladders
    assert ladder.portraits == ("old_tank_in_the_red",)
    assert ladder.cost == "One old boiler in ten."


def test_a_title_and_a_shared_worry_are_texts_of_the_file_and_the_rest_of_the_rung(
    small: RuleBase,
) -> None:
    keys = [one for one in texts_of(small) if one.startswith("rule.water.")]
    assert keys == [
        "rule.water.burst.title",
        "rule.water.burst.worry",
        f"rule.{UPPER}.tell",
        f"rule.{UPPER}.while_waiting.1",
        f"rule.{LOWER}.tell",
        f"rule.{LOWER}.worry",
    ]
    other = retold(small, lambda key, text: f"«{text}»" if key.endswith("worry") else text)
    assert [other.rule[one].then.worry for one in (UPPER, LOWER)] == [
        "«a tank that bursts»",
        "«a tank under strain»",
    ]
    assert list(texts_of(other)) == list(texts_of(small))


def test_a_ladder_is_one_line_of_the_lock(small: RuleBase, small_files: Files) -> None:
    before = lock_of(small)
    assert [one for one in before if one.startswith("water.")] == ["water.burst"]
    for old, new, kind in (
        ("- {fact: water.on_floor, is: true}", "- {fact: gas.smell, is: true}", "meaning"),
        ("level: urgent_same_day", "level: clinician_within_days", "meaning"),
        ("allow: [close_valve]", "allow: []", "meaning"),
        ("Have it seen today.", "Have it seen.", "texts"),
        ("worry: a tank under strain", "worry: strain", "texts"),
        ("sources: [1]", "sources: [2]", "evidence"),
    ):
        files = changed(small_files, BURST, old, new)
        if kind == "meaning" and "level" in old:
            files[BURST] = files[BURST].replace(
                b"rung: urgent_same_day", b"rung: clinician_within_days"
            )
            net = "knowledge/safety_net.yaml"
            files[net] = files[net].replace(LOWER.encode(), b"water.burst.clinician_within_days")
        after = lock_of(load_raw(files))["water.burst"]
        differ = {
            one for one, mark in after.marks.items() if before["water.burst"].marks[one] != mark
        }
        assert kind in differ, (old, new)


def test_rungs_of_one_level_go_by_their_names(small_files: Files) -> None:
    text = small_files[BURST].decode()
    text = text.replace("level: urgent_same_day\n", "level: emergency_now\n    name: dry\n")
    text = text.replace(
        "- level: emergency_now\n    when", "- level: emergency_now\n    name: wet\n    when", 1
    )
    text = text.replace("rung: urgent_same_day", "rung: dry")
    text = text.replace("rung: emergency_now", "rung: wet")
    files = {**small_files, BURST: text.encode()}
    net = "knowledge/safety_net.yaml"
    files[net] = (
        files[net]
        .replace(UPPER.encode(), b"water.burst.wet")
        .replace(LOWER.encode(), b"water.burst.dry")
    )
    rulebase = load_raw(files)
    assert [one.id for one in rulebase.rungs_of(rulebase.ladders[0])] == [
        "water.burst.wet",
        "water.burst.dry",
    ]
    unnamed = {**files, BURST: text.replace("    name: wet\n", "", 1).encode()}
    assert any(
        f"{BURST}:8:5: another rung has the level `emergency_now`" in one
        for one in problems_of(unnamed)
    )
    alike = {
        **files,
        BURST: text.replace("Have it seen today.", "It gives way. Leave the room.").encode(),
    }
    (problem,) = problems_of(alike)
    assert "says the same as a rung above" in problem


def test_a_rung_and_a_rule_of_one_id_are_refused(small_files: Files) -> None:
    gas = small_files["rules/danger/gas.yaml"].replace(b"id: danger.gas", f"id: {UPPER}".encode())
    found = problems_of({**small_files, "rules/water/burst/emergency_now.yaml": gas})
    assert any(f"`{UPPER}` stands twice" in one for one in found)


def test_a_ladder_that_cannot_be_read_does_not_make_what_names_its_rungs_look_wrong(
    small_files: Files,
) -> None:
    found = problems_of(changed(small_files, BURST, "rationale: For tests.\n", ""))
    assert found == [f"{BURST}:1:1: key `rationale` is missing"]


def test_rungs_out_of_order_are_refused(small_files: Files) -> None:
    text = small_files[BURST].decode()
    text = text.replace("emergency_now", "routine_appointment")
    found = problems_of({**small_files, BURST: text.encode()})
    below = "`urgent_same_day` stands below `routine_appointment`, which is less urgent"
    assert f"{BURST}:17:5: {below}\n    hint: the most urgent rung stands first" in found


def test_no_rung_concludes_self_care(small_files: Files) -> None:
    text = small_files[BURST].decode().replace("urgent_same_day", "self_care")
    found = problems_of({**small_files, BURST: text.encode()})
    assert f"{BURST}:17:5: no rule concludes self_care: it is earned" in found
