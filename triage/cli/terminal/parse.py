"""From a typed line to a reply, for every kind of question."""

from __future__ import annotations

import re

from triage.cli.terminal.front import Answered, Picked, Wish, wish_of
from triage.errors import FactsError
from triage.session.answers import has_unit, parse_number
from triage.session.screen import Screen
from triage.terms import NOT_SURE, QuestionKind
from triage.wording import _, unaccented

NOT_SURE_WORDS = {"not sure", "notsure", "unsure", "dont know", "don't know", "not_sure", "n/s"}
YES = {"y", "yes"}
NO = {"n", "no"}
NONE_WORDS = {"0", "none", "none of these"}
ALL_WORDS = {"a", "all"}


def also(words: set[str], translated: str) -> set[str]:
    """Return the words understood: English always, and those of the person's language."""
    told = {word.strip() for word in translated.split(",")}
    return words | told | {unaccented(word) for word in told}


class TypedError(ValueError):
    """What was typed is no reply to this question; the message says what is."""


def parse_line(screen: Screen, line: str) -> Answered | Wish:
    """Return the reply that `line` is to `screen`.

    Raises TypedError when it is none; an empty line is never an answer.
    """
    text = " ".join(line.strip().lower().split())
    wish = wish_of(text)
    if wish is not None and not (screen.kind is QuestionKind.NUMBER and text == "w"):
        return wish
    if text in also(NOT_SURE_WORDS, _("not sure")):
        return Answered(NOT_SURE)
    match screen.kind:
        case QuestionKind.YES_NO:
            return _yes_no(text)
        case QuestionKind.SINGLE_CHOICE:
            return _single(screen, text)
        case QuestionKind.MULTIPLE_CHOICE:
            return _multiple(screen, text)
        case QuestionKind.CHECKLIST:
            return _checklist(screen, text)
        case QuestionKind.NUMBER:
            return _number(screen, text)


def parse_pick(line: str, last: int) -> int | Picked:
    """Return what a typed `line` does with a list of `last` answers; raises TypedError."""
    text = " ".join(line.strip().lower().split())
    wish = wish_of(text)
    if wish in {Wish.BACK, Wish.QUIT}:
        return Picked(str(wish))
    if text in also(ALL_WORDS, _("all")):
        return Picked.ALL
    if text == "0":
        return Picked.GO_ON
    place = place_of(text, last)
    if place is None:
        message = _("type a number from 1 to {last}, or all, or back, or just Enter")
        raise TypedError(message.format(last=last))
    return place


def is_yes_or_none(text: str) -> bool:
    """Return whether typed text means yes, no or none of these: never a word to look for."""
    return text in _yes_words() | none_words()


def none_words() -> set[str]:
    """Return what, typed on a checklist, says no to every line."""
    return also(NONE_WORDS, _("none,none of these")) | also(NO, _("no,n"))


def _yes_words() -> set[str]:
    return also(YES, _("yes,y"))


def _yes_no(text: str) -> Answered:
    if text in _yes_words() or text == "1":
        return Answered(value=True)
    if text in also(NO, _("no,n")) or text == "2":
        return Answered(value=False)
    if text == "3":
        return Answered(NOT_SURE)
    message = _("type 1 for yes, 2 for no, or 3 for not sure")
    raise TypedError(message)


def _single(screen: Screen, text: str) -> Answered:
    place = place_of(text, len(screen.choices) + 1)
    if place is None:
        message = _("type one number from 1 to {last}").format(last=len(screen.choices) + 1)
        raise TypedError(message)
    return Answered(NOT_SURE if place == len(screen.choices) else screen.choices[place].value)


def _multiple(screen: Screen, text: str) -> Answered:
    places = _places(text, len(screen.choices) + 1)
    if places is None or not places:
        message = _("type one or more numbers from 1 to {last}, such as: 1 3")
        message = message.format(last=len(screen.choices) + 1)
        raise TypedError(message)
    if len(screen.choices) in places:
        if len(places) > 1:
            message = _("“not sure” goes alone")
            raise TypedError(message)
        return Answered(NOT_SURE)
    return Answered([screen.choices[place].value for place in sorted(places)])


def _checklist(screen: Screen, text: str) -> Answered:
    """Read `1 3 5?`: lines 1 and 3 are true, 5 is not sure, the others are false."""
    if text in none_words():
        return Answered([])
    if len(screen.items) == 1 and text in _yes_words():
        return Answered([screen.items[0].fact])
    marks: dict[str, bool | str] = {item.fact: False for item in screen.items}
    words = re.findall(r"(\d+)\s*(\?)?", text)
    rest = re.sub(r"\d+\s*\??", "", text).strip(" ,;.")
    if not words or rest:
        message = _(
            "type the numbers that are true, such as: 1 3. "
            "Put ? after one you are not sure of, such as: 2?. Type 0 for none of these"
        )
        raise TypedError(message)
    for digits, doubt in words:
        place = place_of(digits, len(screen.items))
        if place is None:
            message = _("there is no line {number}; the lines are 1 to {last}")
            message = message.format(number=digits[:6], last=len(screen.items))
            raise TypedError(message)
        marks[screen.items[place].fact] = NOT_SURE if doubt else True
    return Answered(marks)


def _number(screen: Screen, text: str) -> Answered:
    try:
        number = parse_number(screen, text)
    except FactsError as error:
        problem = error.problems[0]
        message = _("{problem}; type {hint}, or: not sure")
        message = message.format(problem=problem.message, hint=problem.hint)
        raise TypedError(message) from error
    # With a unit it is kept, and said back, as it was typed.
    return Answered(text if has_unit(text) else number)


def place_of(text: str, count: int) -> int | None:
    """Return the index for a typed number from 1 to `count`; `²` is no number."""
    if not re.fullmatch(r"\d{1,3}", text):
        return None
    place = int(text) - 1
    return place if 0 <= place < count else None


def _places(text: str, count: int) -> set[int] | None:
    words = [word for word in re.split(r"[\s,;]+", text) if word]
    places = [place_of(word, count) for word in words]
    if any(place is None for place in places):
        return None
    return {place for place in places if place is not None}
