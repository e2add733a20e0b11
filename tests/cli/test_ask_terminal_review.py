"""What was answered, changed on a pseudo-terminal: in the review, and by going back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from people import NUMB, STRESSED, Met, mirror, place_of
from terminals import DOWN, LEFT, answer_all, leave, none_left_over, start, turn_to_the_end, up_to

from triage.model.rulebase import RuleBase


@pytest.fixture(autouse=True)
def _tidy() -> Iterator[None]:
    with none_left_over():
        yield


def group_line_of(fact: str, met: Met) -> tuple[int, int]:
    """Return the place of the group screen that stands for a fact, and the number of its line."""
    for place, (screen, _) in enumerate(met):
        for line, facts in enumerate(screen.members, 1):
            if fact in facts:
                return place, line
    raise AssertionError(fact)


def test_an_answer_can_be_changed_in_the_review_and_is_filled_in(rulebase: RuleBase) -> None:
    met = mirror(rulebase, STRESSED)
    terminal = start("ask")
    answer_all(terminal, met)
    terminal.sees("Your answers so far")
    assert "Not sure" not in terminal.now.partition("Your answers so far")[2]
    trigger = place_of(met, "pain.trigger")
    terminal.send(DOWN * (trigger + 1) + "\r")
    terminal.sees(f"Changing answer {trigger + 1}.")
    assert "the last one" not in terminal.now
    terminal.sees(f"[x] {met[trigger][1]}. ")
    terminal.send(LEFT)
    place, line = group_line_of("nerve.saddle_numbness", met)
    terminal.sees("Enter goes on")
    terminal.send(f"{place + 1}\r")
    terminal.sees("Your answer so far: none of these")
    terminal.send(f"{line}\r")
    terminal.sees("After this change there is more to ask.")
    terminal.send("\r")
    screen, typed = mirror(rulebase, NUMB)[-1]
    terminal.sees(screen.ask)
    terminal.send(f"{typed}\r")
    terminal.told("GET EMERGENCY HELP NOW")
    assert terminal.ends() == 0


def test_after_an_edit_that_brings_more_questions_nothing_untrue_is_said(
    rulebase: RuleBase,
) -> None:
    met = mirror(rulebase, STRESSED)
    place, line = group_line_of("nerve.saddle_numbness", met)
    terminal = start("ask", rows=60)
    answer_all(terminal, met)
    terminal.sees("No other answer would change how urgent this is")
    terminal.send(f"{place + 1}\r")
    terminal.sees(f"Changing answer {place + 1}.")
    terminal.send(f"{line}\r")
    terminal.sees(" ".join(met[place][0].items[line - 1].text.split()[:6]))
    terminal.sees("After this change there is more to ask.")
    assert "No other answer would change" not in terminal.now
    terminal.send("\r")
    terminal.sees("Question ")
    leave(terminal)


def test_the_review_shows_every_denied_line_on_request_and_left_goes_back(
    rulebase: RuleBase,
) -> None:
    met = mirror(rulebase, STRESSED)
    terminal = start("ask", rows=40)
    answer_all(terminal, met)
    terminal.sees("Your answers so far")
    terminal.send("all\r")
    turn_to_the_end(terminal)
    for screen, line in met:
        if line == "0":
            for item in screen.items:
                assert f"no: {' '.join(item.text.split())}" in terminal.all
    terminal.send("\r")
    terminal.sees("Enter goes on")
    terminal.send(LEFT)
    terminal.asks(met[-1][0], len(met))
    leave(terminal)


def test_back_goes_through_every_answer_to_the_first_question_and_enter_comes_back(
    rulebase: RuleBase,
) -> None:
    met = mirror(rulebase, STRESSED, upto=5)
    terminal = start("ask", rows=60)
    up_to(terminal, met, 4)
    for place in (3, 2, 1, 0):
        terminal.send(LEFT)
        terminal.asks(met[place][0], place + 1)
    terminal.send("back\r")
    terminal.sees("This is the first question")
    for place in range(1, len(met)):
        terminal.send("\r")
        terminal.asks(met[place][0], place + 1)
    leave(terminal)
