"""Checks that a number given in another unit is counted as physics and the calendar count it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from triage.checks.check import Check, CheckContext, Finding
from triage.model.question import Question, Unit

_SLACK = Fraction(1, 200)
"""How far a rounded factor may be off: half of one per cent."""

_DAYS, _KILOGRAMS, _METRES = "days", "kilograms", "metres"

_KNOWN: dict[str, tuple[str, Fraction, Fraction]] = {
    "seconds": (_DAYS, Fraction(1, 86400), Fraction(1, 86400)),
    "minutes": (_DAYS, Fraction(1, 1440), Fraction(1, 1440)),
    "hours": (_DAYS, Fraction(1, 24), Fraction(1, 24)),
    "days": (_DAYS, Fraction(1), Fraction(1)),
    "weeks": (_DAYS, Fraction(7), Fraction(7)),
    "months": (_DAYS, Fraction(30), Fraction(31)),
    "years": (_DAYS, Fraction(365), Fraction(366)),
    "g": (_KILOGRAMS, Fraction(1, 1000), Fraction(1, 1000)),
    "kg": (_KILOGRAMS, Fraction(1), Fraction(1)),
    "oz": (_KILOGRAMS, Fraction(45359237, 1600000000), Fraction(45359237, 1600000000)),
    "lb": (_KILOGRAMS, Fraction(45359237, 100000000), Fraction(45359237, 100000000)),
    "stone": (_KILOGRAMS, Fraction(635029318, 100000000), Fraction(635029318, 100000000)),
    "cm": (_METRES, Fraction(1, 100), Fraction(1, 100)),
    "m": (_METRES, Fraction(1), Fraction(1)),
    "km": (_METRES, Fraction(1000), Fraction(1000)),
    "in": (_METRES, Fraction(254, 10000), Fraction(254, 10000)),
    "inches": (_METRES, Fraction(254, 10000), Fraction(254, 10000)),
    "ft": (_METRES, Fraction(3048, 10000), Fraction(3048, 10000)),
    "feet": (_METRES, Fraction(3048, 10000), Fraction(3048, 10000)),
    "yards": (_METRES, Fraction(9144, 10000), Fraction(9144, 10000)),
    "miles": (_METRES, Fraction(1609344, 1000), Fraction(1609344, 1000)),
}
"""What a unit measures, and the least and the most of the base that one of it is."""


class UnitsHold(Check):
    """A number given in another unit would be counted wrongly.

    What: `times` of each unit of a number agrees with the calendar (a week is 7 days, a month 30 or
    31) and with physics (a pound is 0.45359237 kg), within half of one per cent, and counts from 0.
    Why: "2 weeks" counted as 2 days, or a child's weight in the wrong unit, changes what is found.
    Fix: correct `times`, or write the unit as in the table of `triage/checks/units.py`. That a unit
    is not known there is a warning.
    """

    id = "units.factor"

    def findings(self, context: CheckContext) -> Iterator[Finding]:
        """Yield each unit whose factor is wrong or cannot be looked up."""
        for topic in context.rulebase.topics:
            for place, question in enumerate(topic.questions):
                for at, unit in enumerate(question.units):
                    if (problem := _problem(question, unit)) is None:
                        continue
                    document = context.document(f"knowledge/questions/{topic.topic}.yaml")
                    where = document.where(("questions", place, "units", at, "name"))
                    known = {question.unit, unit.name} <= _KNOWN.keys()
                    yield self.found(where, problem, warning=not known)


def _problem(question: Question, unit: Unit) -> str | None:
    base, other = question.unit, unit.name
    if other == base:
        right = Fraction(unit.times) == 1 and Fraction(unit.plus) == 0
        return None if right else f"`{other}` is the unit itself: `times` is 1"
    if not {base, other} <= _KNOWN.keys():
        return f"how many `{base}` are in one of `{other}` is not known: `times` is not checked"
    measured, least, most = _KNOWN[other]
    measures, base_least, base_most = _KNOWN[base]
    if measured != measures:
        return f"`{other}` measures {measured}, not {measures} as `{base}` does"
    low, high = least / base_most * (1 - _SLACK), most / base_least * (1 + _SLACK)
    if low <= Fraction(unit.times) <= high and Fraction(unit.plus) == 0:
        return None
    return f"one of `{other}` is not {unit.times} `{base}`"
