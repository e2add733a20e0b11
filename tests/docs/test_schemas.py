"""docs/schema says what is written: each file is today's, and what the program writes fits it."""

from __future__ import annotations

import json

import pytest
from examples import EXAMPLES
from hypothesis import given, settings
from jsonschema import Draft202012Validator
from people import Person, interview
from random_rulebases import cases
from schemas import FOLDER, KINDS, text_of

from triage.api import assess
from triage.logic.conclude import conclude
from triage.logic.program import program_of
from triage.logic.reference import evaluate_program
from triage.model.fact import FactValue
from triage.model.rulebase import RuleBase
from triage.session.session import Session
from triage.terms import NOT_SURE, QuestionKind

ASSESSMENT, SCREEN, SAVED = KINDS


def problems(name: str, text: str) -> list[str]:
    """Return where a JSON text does not fit the schema in a file."""
    schema = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return [one.json_path for one in Draft202012Validator(schema).iter_errors(json.loads(text))]


@pytest.fixture(scope="module")
def whole(shipped: RuleBase) -> str:
    """Return an assessment in which every list of remedies holds something."""
    facts: dict[str, object] = {
        **EXAMPLES["strain.txt"].facts,
        **dict.fromkeys([name for name, one in shipped.facts.items() if one.kind == "bool"], False),
        "pain.location": ["low_back"],
        "pain.trigger": ["lifting_or_twisting"],
        "pain.duration_days": 5,
        "pain.severity": "moderate",
        "preference.kind": "either",
        "pain.course": "improving",
        "pain.before": "like_before",
        "patient.age_years": 38,
        "patient.sex_at_birth": "female",
        "pregnancy.status": "not_pregnant",
        "medicine.warfarin": True,
    }
    return assess(facts, shipped).model_dump_json(by_alias=True)


@pytest.mark.parametrize("name", KINDS)
def test_a_schema_is_todays(name: str) -> None:
    shown = (FOLDER / name).read_text(encoding="utf-8")
    assert shown == text_of(name), "run `python tests/docs/schemas.py --write`"


def test_the_folder_holds_no_other_schema() -> None:
    assert {one.name for one in FOLDER.iterdir()} == {*KINDS, "openapi.json"}


@pytest.mark.parametrize("name", EXAMPLES)
def test_all_that_an_interview_writes_fits_its_schema(name: str, shipped: RuleBase) -> None:
    session, told = Session(shipped), Person(EXAMPLES[name].whole).told(shipped)
    assert problems(SAVED, json.dumps(session.to_dict())) == []
    while put := interview(session, told, screens=1):
        assert problems(SCREEN, put[0].model_dump_json(by_alias=True)) == []
        assert problems(SAVED, json.dumps(session.to_dict())) == []
    assert problems(ASSESSMENT, session.assess().model_dump_json(by_alias=True)) == []


def test_every_kind_of_question_fits(small: RuleBase) -> None:
    session = Session(small)
    screens = [session.screen(name) for name in small.questions]
    assert {one.kind for one in screens} == set(QuestionKind)
    for screen in screens:
        assert problems(SCREEN, screen.model_dump_json(by_alias=True)) == []
        session.answer(screen.id, NOT_SURE)
    assert problems(SAVED, json.dumps(session.to_dict())) == []


def test_group_lines_and_plain_checks_fit(grouped: RuleBase) -> None:
    session = Session(grouped)
    for name in ("house.smell", "check:gas.smell", "groups.boiler"):
        screen = session.screen(name)
        assert problems(SCREEN, screen.model_dump_json(by_alias=True)) == []
        session.answer(name, NOT_SURE)
    assert problems(SAVED, json.dumps(session.to_dict())) == []


def test_answers_set_aside_fit_with_all_that_stood_there(small: RuleBase) -> None:
    saved = {
        "format": 1,
        "answers": [{"question": "house.gone", "values": {"a": [1]}, "note": "by another hand"}],
    }
    session = Session.from_dict(saved, small)
    (aside,) = session.set_aside
    assert aside["note"] == "by another hand"
    assert problems(SAVED, json.dumps(session.to_dict())) == []


@settings(max_examples=25)
@given(cases())
def test_any_assessment_fits(case: tuple[RuleBase, dict[str, FactValue]]) -> None:
    rulebase, known = case
    assessment = conclude(rulebase, known, evaluate_program(program_of(rulebase), known))
    assert problems(ASSESSMENT, assessment.model_dump_json(by_alias=True)) == []


def test_what_is_not_ours_does_not_fit(whole: str) -> None:
    assert problems(ASSESSMENT, whole) == []

    def changed(*path: str | int, to: object) -> list[str]:
        data = json.loads(whole)
        *above, last = path
        part = data
        for step in above:
            part = part[step]
        part[last] = to
        return problems(ASSESSMENT, json.dumps(data))

    assert changed("format", to=1) == ["$.format"]
    assert changed("disposition", to="soon") == ["$.disposition"]
    assert changed("knowledge", "status", to="fine") == ["$.knowledge.status"]
    assert changed("trace", 0, "band", to="middle") == ["$.trace[0].band"]
    for key, words in {
        "category": "magic",
        "class": "other",
        "strength": "strong",
    }.items():
        assert changed("recommendations", 0, key, to=words) == [f"$.recommendations[0].{key}"]
    for key in ("grade", "verdict"):
        place = f"$.recommendations[0].evidence.{key}"
        assert changed("recommendations", 0, "evidence", key, to="sure") == [place]
    assert changed("left_out", 0, "because", 0, "facts", "x", to=1.5) != []
    assert changed("advice", 0, "colour", to="red") == ["$.advice[0]"]
    for key in json.loads(whole):
        data = json.loads(whole)
        del data[key]
        assert problems(ASSESSMENT, json.dumps(data)) == ["$"], key
