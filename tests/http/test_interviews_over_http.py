"""What is asked and said over HTTP is what a session asks and says, screen by screen."""

from __future__ import annotations

import json
import subprocess
import sys
from random import Random
from typing import Any

import pytest
from doors import Door
from people import NUMB, ON_WARFARIN, STRESSED, answer_to, somebody

from triage.api import assess
from triage.model.fact import FactValue
from triage.model.rulebase import RuleBase
from triage.session.answers import values_of
from triage.session.session import Session
from triage.terms import CHECK, GROUP, NOT_SURE

INTERVIEWS = 12


def people(rulebase: RuleBase) -> dict[str, dict[str, FactValue]]:
    """Return people with and without warning signs, sure and unsure of what is so."""
    told = {
        "numb": dict(NUMB.told(rulebase)),
        "warfarin": dict(ON_WARFARIN.told(rulebase)),
        "stressed": dict(STRESSED.told(rulebase)),
    }
    for number in range(INTERVIEWS - len(told)):
        known = 0.6 + 0.05 * (number % 9)
        chance = Random(number)  # noqa: S311  (the same people each time)
        told[f"somebody {number}"] = somebody(rulebase, chance, known=known)
    unsure = dict.fromkeys(rulebase.plain_checks, NOT_SURE)
    return {**told, "unsure": {**STRESSED.told(rulebase), **unsure}}


@pytest.fixture(scope="module")
def all_lines(door: Door, shipped: RuleBase) -> set[str]:
    """Hold every interview to a session; return all lines that got a value."""
    given: set[str] = set()
    for name, told in people(shipped).items():
        given |= _compared(door, shipped, name, told)
    return given


def _compared(door: Door, base: RuleBase, name: str, told: dict[str, FactValue]) -> set[str]:
    session, evidence, most = Session(base), dict[str, Any](), None
    while True:
        status, reply = door.post("/v1/interview", {"evidence": evidence, "most": most})
        assert status == 200, (name, reply)
        due = None if session.is_emergency else session.next_question()
        assert reply["screen"] == (due and json.loads(due.model_dump_json())), name
        status, made = door.post("/v1/assess", {"evidence": evidence})
        assert status == 200, (name, made)
        expected = json.loads(assess(session.raw, base).model_dump_json(by_alias=True))
        if due is not None and due.check_of:
            expected["complete"] = False
        assert made == expected, name
        if due is None:
            ending = session.why_over()
            assert reply["ending"] == (ending and json.loads(ending.model_dump_json())), name
            return set(evidence)
        answer = answer_to(due, told)
        session.answer(due.id, answer)
        evidence.update(values_of(due, answer))
        most = due.remaining


def test_every_screen_and_every_assessment_is_that_of_a_session(all_lines: set[str]) -> None:
    assert any(line.startswith(GROUP) for line in all_lines), "no group line was met"
    assert any(line.startswith(CHECK) for line in all_lines), "no plain check was met"


def test_the_order_of_lines_does_not_matter(door: Door) -> None:
    fact = next(iter(door.service.rulebase().plain_checks))
    lines: dict[str, object] = {CHECK + fact: False, fact: NOT_SURE}
    turned = dict(reversed(lines.items()))
    replies = [door.post("/v1/assess", {"evidence": one}) for one in (lines, turned)]
    assert replies[0] == replies[1]
    assert replies[0] != door.post("/v1/assess", {"evidence": {fact: NOT_SURE}})


def test_an_emergency_ends_the_interview_and_says_why(door: Door) -> None:
    evidence = {"evidence": {"nerve.saddle_numbness": True}}
    _, reply = door.post("/v1/interview", evidence)
    assert (reply["screen"], reply["ending"]["kind"]) == (None, "emergency")
    _, brief = door.post("/v1/assess", {**evidence, "detail": "brief", "region": "UK"})
    assert brief["first_page"]["call"] == ["Emergency number in the UK: 999 or 112"]
    assert "No clinician has reviewed" in brief["first_page"]["note"]
    assert brief["disposition"] == "emergency_now"
    assert [one["rule"] for one in brief["red_flags"]] == reply["ending"]["rules"]
    assert "draft" in brief["knowledge"]
    assert brief["disclaimer"]


def test_unknown_is_never_no(door: Door) -> None:
    _, nothing = door.post("/v1/assess", {"evidence": {"nerve.saddle_numbness": None}})
    _, empty = door.post("/v1/assess", {"evidence": {}})
    assert nothing == empty
    assert nothing["disposition"] == "clinician_within_days"
    assert not nothing["complete"]


def test_a_language_that_was_asked_for_is_spoken(door: Door) -> None:
    evidence = {"evidence": {"nerve.saddle_numbness": True}, "language": "es"}
    _, made = door.post("/v1/assess", evidence)
    assert made["title"] == "Pida ayuda de emergencia ahora mismo"


def test_why_is_told_of_rules_remedies_and_questions(door: Door) -> None:
    evidence = {"nerve.saddle_numbness": True}
    about = "nerves.cauda_equina.emergency_now"
    status, why = door.post("/v1/explain", {"evidence": evidence, "about": about})
    assert (status, why["outcome"]) == (200, "fired")
    status, why = door.post("/v1/explain", {"evidence": evidence, "about": "heat_pack"})
    assert (status, why["kind"]) == (200, "remedy")
    asked = {"evidence": {}, "facts": ["nerve.saddle_numbness"]}
    status, told = door.post("/v1/rationale", asked)
    assert status == 200
    assert any(one["disposition"] == "emergency_now" for one in told["reasons"])


def test_an_estimate_comes_when_it_is_asked_for(door: Door) -> None:
    _, plain = door.post("/v1/interview", {"evidence": {}})
    _, told = door.post("/v1/interview", {"evidence": {}, "expected": True})
    assert plain["screen"]["expected"] is None
    assert 0 < told["screen"]["expected"] <= told["screen"]["remaining"]


def test_experta_is_never_imported() -> None:
    script = (
        "import sys; from triage.service import Service; from triage.http.app import app_of\n"
        "service = Service(); app_of(service); service.assess({}); service.next_screen({})\n"
        "service.explain({}, 'heat_pack'); service.rationale({}, ['nerve.saddle_numbness'])\n"
        "sys.exit('experta' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
