"""What a language model is told: as much as it needs to put a question or pass on a result."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, Field

from triage.report.front_page import FirstPage
from triage.service import Next as Turn
from triage.service import Service
from triage.session.screen import Screen
from triage.terms import Disposition, QuestionKind


class Line(BaseModel):
    """A line of a checklist."""

    line: str
    text: str


class Question(BaseModel):
    """One screen; every line of it is to be answered by the person."""

    ask: str
    help: str
    kind: QuestionKind
    line: str = Field(
        description="What to set in evidence; a checklist sets one for each of lines."
    )
    lines: list[Line]
    choices: dict[str, str]
    unit: str


class Next(BaseModel):
    """The next question; or none, and why."""

    question: Question | None
    remaining: int | None = Field(description="At most so many more. Pass it back as `most`.")
    ended_because: str


class Brief(BaseModel):
    """How urgent it is and what to do. Tell title, do and disclaimer first."""

    level: Disposition
    complete: bool
    first_page: FirstPage
    red_flags: tuple[str, ...] = Field(description="Ids; `explain` says why.")
    may_help: tuple[str, ...] = Field(description="Ids; `explain` says why.")
    disclaimer: str
    knowledge: str


def next_of(told: Turn) -> Next:
    """Return the next question, in short."""
    screen, ending = told.screen, told.ending
    return Next(
        question=None if screen is None else _question(screen),
        remaining=None if screen is None else screen.remaining,
        ended_because="" if ending is None else ending.text,
    )


def _question(screen: Screen) -> Question:
    listed = screen.kind is QuestionKind.CHECKLIST
    return Question(
        ask=screen.ask,
        help=screen.help,
        kind=screen.kind,
        line="" if listed else screen.facts[0],
        lines=[Line(line=one.fact, text=one.text) for one in screen.items],
        choices={one.value: one.text for one in screen.choices},
        unit=screen.unit,
    )


def brief_of(service: Service, evidence: Mapping[str, object], language: str, region: str) -> Brief:
    """Return a result, in short; raises FactsError."""
    made = service.assess(evidence, language=language)
    note = made.knowledge
    return Brief(
        level=made.disposition,
        complete=made.complete,
        first_page=service.first_page(made, region),
        red_flags=tuple(one.rule for one in made.red_flags),
        may_help=tuple(one.remedy for one in made.recommendations),
        disclaimer=made.disclaimer.text,
        knowledge=f"{note.name} {note.version} ({note.status.value}) {note.digest}",
    )
