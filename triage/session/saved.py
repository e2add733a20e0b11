"""Sessions as plain data, and back, even when the rule base has changed meanwhile.

Each answer carries a mark of the question's wording. When the wording has changed, or an answer no
longer fits, the answer is set aside (kept in the data, not used) and the question is asked again.
"""

from __future__ import annotations

import hashlib

from triage.errors import FactsError, SavedSessionError
from triage.model.case import read_facts
from triage.model.question import Question
from triage.model.rule import RawValue
from triage.model.rulebase import RuleBase
from triage.session.session import Answer, Session
from triage.terms import NOT_SURE

FORMAT = 1
MOST_ANSWERS = 10_000


def wording_mark(question: Question, facts: set[str] | None = None) -> str:
    """Return 12 hex digits that change when what was asked about `facts` changes."""
    items = [one for one in question.items if facts is None or one.fact in facts]
    asked = [question.ask, *(f"{one.fact}={one.text}" for one in items)]
    asked += [f"{one.value}={one.text}" for one in question.choices]
    asked += [question.unit, str(question.at_least), str(question.at_most)]
    return hashlib.sha256("\n".join(asked).encode()).hexdigest()[:12]


def session_to_dict(session: Session) -> dict[str, object]:
    """Return a session as plain data."""
    rulebase = session.rulebase
    return {
        "format": FORMAT,
        "knowledge": {
            "name": rulebase.manifest.name,
            "version": rulebase.manifest.version,
            "digest": rulebase.digest,
        },
        "answers": [
            {
                "question": one.question,
                "wording": wording_mark(rulebase.questions[one.question], set(one.values)),
                "values": dict(one.values),
            }
            for one in session.answers
        ],
        "set_aside": list(session.set_aside),
    }


def session_from_dict(session: Session, data: object) -> Session:
    """Fill an empty `session` from plain data.

    Raises SavedSessionError when the data is not a saved session at all.
    """
    if not isinstance(data, dict) or "answers" not in data:
        message = "this is not a saved session: it has no `answers`"
        raise SavedSessionError(message)
    if data.get("format") != FORMAT:
        message = f"this saved session has format {str(data.get('format'))[:20]}; {FORMAT} is read"
        raise SavedSessionError(message)
    answers = data["answers"]
    if not isinstance(answers, list) or len(answers) > MOST_ANSWERS:
        message = "`answers` should be a list"
        raise SavedSessionError(message)
    earlier = data.get("set_aside")
    session.set_aside = [one for one in earlier if isinstance(one, dict)] if isinstance(earlier, list) else []
    for entry in answers:
        _take(session, entry)
    return session


def _take(session: Session, entry: object) -> None:
    """Add one saved answer, or set it aside with the reason."""
    if not isinstance(entry, dict):
        message = "an answer in this saved session is not a mapping"
        raise SavedSessionError(message)
    question = session.rulebase.questions.get(str(entry.get("question")))
    values = entry.get("values")
    if not isinstance(values, dict):
        message = "an answer in this saved session has no `values`"
        raise SavedSessionError(message)
    if question is None:
        _set_aside(session, entry, "the question is no longer asked")
        return
    if entry.get("wording") != wording_mark(question, set(values)):
        _set_aside(session, entry, "the question has changed")
        return
    try:
        kept = _fitting(session.rulebase, question, values)
    except FactsError as error:
        _set_aside(session, entry, str(error))
        return
    session.answers.append(Answer(question.id, kept))


def _set_aside(session: Session, entry: dict[str, object], reason: str) -> None:
    session.set_aside.append({**entry, "reason": reason})


def _fitting(
    rulebase: RuleBase, question: Question, values: dict[str, object]
) -> dict[str, RawValue]:
    """Return the values, all of which must belong to the question and be possible."""
    for fact in values:
        if fact not in question.facts:
            raise FactsError.one(str(fact)[:60], "does not belong to this question")
    read_facts(rulebase, values)
    kept: dict[str, RawValue] = {}
    for fact, value in values.items():
        if isinstance(value, list):
            kept[fact] = [str(one) for one in value]
        elif isinstance(value, bool | int | str):
            kept[fact] = value
        else:
            kept[fact] = NOT_SURE
    return kept
