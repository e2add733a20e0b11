"""Measures interviews: what each written case is asked, and how long a person waits.

Everybody of `tests/vignettes/whole_cases` is interviewed and answers what their file says, but
prefers neither natural nor medicated help: the preference about which most is asked. Waiting is
from an answer to the next screen; start-up is from calling the command to the first question, in a
process of its own.
"""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from isolated import Findings, answer

from triage.author.cases.vignette import Vignette, read_vignettes, whole_facts
from triage.content.load import load
from triage.model.fact import Facts
from triage.model.given import plain_value
from triage.model.rulebase import RuleBase
from triage.session.person import answer_to
from triage.session.screen import Screen
from triage.session.session import Session

CASES = Path(__file__).parent.parent / "tests" / "vignettes" / "whole_cases"
PREFERENCE, EITHER = "preference.kind", "either"
PROMPT = b"\n> "


def measure(most: int, starts: int, started: int) -> Findings:  # noqa: ARG001  (all are told)
    """Return what `most` cases at most are asked, waiting times, and `starts` start-up times.

    Raises ContentError or FactsError for a case that cannot be read.
    """
    rulebase = load()
    waits: list[float] = []
    vignettes = read_vignettes([CASES])[:most]
    questions = rulebase.questions.values()
    return {
        "cases": [_interview(rulebase, one, waits) for one in vignettes],
        "everything": {
            "screens": len(questions),
            "items": sum(len(one.items) or 1 for one in questions),
        },
        "waits_s": waits,
        "help_s": [_seconds(_help) for _ in range(starts)],
        "first_question_s": [_seconds(_first_question) for _ in range(starts)],
    }


def _interview(rulebase: RuleBase, vignette: Vignette, waits: list[float]) -> Findings:
    """Return how many screens a case is shown, and items: lines to tick, or questions to answer.

    The inference network is built first, as it is in use while the person reads the first screen.
    """
    facts = {**whole_facts(rulebase, vignette), PREFERENCE: EITHER}
    gc.collect()  # one person at a terminal does not wait for others' networks to be freed
    session = Session(rulebase)
    session.assess()
    items: list[int] = []
    while not session.is_emergency:
        screen = session.next_question()
        if screen is None:
            break
        items.append(len(screen.items) or 1)
        given = _given(rulebase, facts, screen)
        before = time.perf_counter()
        session.answer(screen.id, given)
        if not session.is_emergency:
            session.next_question()
        waits.append(time.perf_counter() - before)
    asked = session.assess()
    assert asked.complete  # noqa: S101  (an interview that ends too soon is no short one)
    return {
        "case": vignette.id,
        "expected": vignette.expected.value,
        "disposition": asked.disposition.value,
        "screens": len(items),
        "items": sum(items),
    }


def _given(rulebase: RuleBase, facts: Facts, screen: Screen) -> object:
    """Return the answer to a screen, as a program hands it over."""
    definitions = rulebase.facts
    asked = screen.asks_about
    return answer_to(
        screen, {fact: plain_value(facts[fact], definitions[fact].choices) for fact in asked}
    )


def _seconds(work: Callable[[], None]) -> float:
    before = time.perf_counter()
    work()
    return time.perf_counter() - before


def _help() -> None:
    command = [sys.executable, "-m", "triage", "--help"]
    subprocess.run(command, capture_output=True, check=True)  # noqa: S603  (our own command)


def _first_question() -> None:
    """Start an interview and wait until it has asked something."""
    command = [sys.executable, "-m", "triage", "ask", "--plain"]
    pipe = subprocess.PIPE
    with subprocess.Popen(  # noqa: S603  (our own command)
        command, stdin=pipe, stdout=pipe, stderr=subprocess.STDOUT, bufsize=0
    ) as asking:
        said = b""
        for piece in _pieces(asking):
            said += piece
            if PROMPT in said:
                break
        asking.kill()
    assert PROMPT in said, said  # noqa: S101  (no start-up time without a question)


def _pieces(process: subprocess.Popen[bytes]) -> Iterator[bytes]:
    """Yield what a process says, as soon as it says it."""
    assert process.stdout is not None  # noqa: S101  (it is a pipe)
    with suppress(OSError):
        while piece := process.stdout.read(65536):
            yield piece


if __name__ == "__main__":
    answer(measure)
