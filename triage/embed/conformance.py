"""Cases by which a reader in another language shows that it reads the compiled form rightly.

One JSON value a line: truths of every node and the assessment for what is known of a person; whole
interviews, with answers taken back and "not sure"; numbers as people type them; saved sessions that
are damaged. Every tenth case and interview is told in full, the others by their codes, so that the
file stays small.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random

from triage.embed.digest import compact
from triage.embed.logic_file import Data, logic_file
from triage.embed.people import People
from triage.embed.spoilt import saved_lines
from triage.errors import FactsError
from triage.logic.conclude import conclude
from triage.logic.quick import quick_verdicts
from triage.model.assessment import Assessment
from triage.model.given import read_facts, told_not_sure
from triage.model.rule import RawValue
from triage.model.rulebase import RuleBase
from triage.session.answers import Given, parse_number
from triage.session.person import answer_to
from triage.session.screen import Screen
from triage.session.session import Session
from triage.terms import QuestionKind

SCHEMA = "triage-conformance/1"
FULL = 10
"""Of so many cases or interviews one is told in full."""

LETTERS = {True: "t", False: "f", None: "u"}

CODES = frozenset(
    """disposition complete red_flags not_ruled_out unanswered not_sure recommendations left_out
    not_checked not_supported safety_net follow_up advice rule remedy code strength known facts
    ask_first because""".split()  # noqa: SIM905  (a list would take a line each)
)
"""The members of an assessment that are told of every case."""


def conformance_lines(
    rulebase: RuleBase, *, cases: int, interviews: int, seed: int, full: int = FULL
) -> Iterator[bytes]:
    """Yield the lines of a conformance file; one of `full` cases and interviews is in full."""
    head = {"schema": SCHEMA, "logic": logic_file(rulebase)["digest"], "seed": seed}
    head["language"] = rulebase.language
    yield compact({"kind": "head", **head, "cases": cases, "interviews": interviews})
    people = People(rulebase, seed)
    for at in range(cases):
        yield compact(case_line(rulebase, people.person(), in_full=at % full == 0))
    draw = Random(seed)  # noqa: S311  (no secret: it must give the same again)
    for at in range(interviews):
        person = people.person(known=0.9)
        yield compact(interview_line(rulebase, person, draw, in_full=at % full == 0))
    for line in (*_numbers(rulebase, draw), *saved_lines(rulebase)):
        yield compact(line)


def case_line(rulebase: RuleBase, raw: Mapping[str, RawValue], *, in_full: bool) -> Data:
    """Return the truths of all nodes, and the assessment, for what is known of a person."""
    facts = read_facts(rulebase, raw)
    verdicts = quick_verdicts(rulebase, facts)
    told = conclude(rulebase, facts, verdicts, told_not_sure(rulebase, raw))
    truths = "".join(LETTERS[one] for one in verdicts.truths())
    return {"kind": "case", "facts": dict(raw), "truths": truths, **_told(told, in_full=in_full)}


def _told(assessment: Assessment, *, in_full: bool) -> Data:
    whole = assessment.model_dump(mode="json", by_alias=True)
    return {"assessment": whole} if in_full else {"codes": codes(whole)}


def codes(value: object) -> object:
    """Return an assessment without its texts, and without its trace."""
    if isinstance(value, dict):
        if "facts" in value:  # a reason: its facts go by their own names
            return {"code": value["code"], "facts": value["facts"]}
        return {name: codes(one) for name, one in value.items() if name in CODES}
    return [codes(one) for one in value] if isinstance(value, list) else value


def interview_line(
    rulebase: RuleBase, person: Mapping[str, RawValue], draw: Random, *, in_full: bool
) -> Data:
    """Return one interview: what was done at each step, and the screen that was then due."""
    session = Session(rulebase)
    steps: list[Data] = [{"do": "start", **_screen(session, in_full=in_full)}]
    most_steps = draw.choice([200, 200, 200, draw.randint(1, 15)])  # some stop early
    while (screen := session.next_question()) is not None and len(steps) < most_steps:
        step: Data = {"do": "back"}
        if session.answers and draw.random() < 1 / 12:
            session.back()
        else:
            given = _given(screen, person, draw)
            session.answer(screen.id, given)
            step = {"do": "answer", "question": screen.id, "value": given}
        steps.append({**step, **_screen(session, in_full=in_full)})
    ending = session.why_over()
    told = _assessed(session)
    return {
        "kind": "interview",
        "steps": steps,
        "ending": None if ending is None else ending.kind.value,
        "saved": session.to_dict(),
        **_told(told, in_full=in_full),
    }


def _given(screen: Screen, person: Mapping[str, RawValue], draw: Random) -> Given:
    """Return an answer in one of the forms that it can take."""
    given = answer_to(screen, person)
    if isinstance(given, Mapping) and all(isinstance(one, bool) for one in given.values()):
        if draw.random() < 1 / 2:
            return [line for line, one in given.items() if one]
    elif isinstance(given, int) and not isinstance(given, bool) and draw.random() < 1 / 2:
        return f"{given} {screen.unit}"
    return given


def _assessed(session: Session) -> Assessment:
    """Return the assessment of a session as it stands, without the second reader."""
    rulebase, raw = session.rulebase, session.raw
    facts = read_facts(rulebase, raw)
    verdicts = quick_verdicts(rulebase, facts)
    told = conclude(rulebase, facts, verdicts, told_not_sure(rulebase, raw))
    due = session.next_question()
    if due is not None and due.check_of:
        return told.model_copy(update={"complete": False})
    return told


def _screen(session: Session, *, in_full: bool) -> Data:
    screen = session.next_question()
    if screen is None:
        return {"screen": None}
    if not in_full:
        return {"codes": {"id": screen.id, "facts": screen.facts, "remaining": screen.remaining}}
    return {
        "screen": screen.model_dump(mode="json"),
        "expected": session.expected_screens(),
        "why": [[one.code, one.title, one.worry, one.disposition] for one in session.why(screen)],
    }


def _numbers(rulebase: RuleBase, draw: Random) -> Iterator[Data]:
    """Yield what people may type for a number, and what it is taken for; null is for neither."""
    session = Session(rulebase)
    for question in rulebase.questions.values():
        if question.kind is not QuestionKind.NUMBER:
            continue
        screen = session.screen(question.id)
        names = ["", screen.unit, "x", *(one.name for one in screen.units)]
        for _ in range(60):
            unit = draw.choice(names)
            number = draw.choice(
                [f"{draw.randint(-2, 400)}", f"{draw.uniform(0, 130):.{draw.randint(1, 3)}f}"]
            )
            text = draw.choice(["{} {}", "{}{}", " {}  {}."]).format(
                number, unit[: draw.randint(1, 12)]
            )
            text = text.replace(".", draw.choice([".", ","]))
            try:
                value: int | None = parse_number(screen, text)
            except FactsError:
                value = None
            yield {"kind": "number", "question": question.id, "text": text, "value": value}
