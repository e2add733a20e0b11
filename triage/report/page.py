"""What stands on a handout, whatever form it is written in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from triage.report.for_person import Section
from triage.terms import Disposition


class Reader(StrEnum):
    """Whom a handout is for: the person who answered, or a clinician who will see them."""

    PERSON = "person"
    CLINICIAN = "clinician"


@dataclass(frozen=True, slots=True)
class Handout:
    """Everything a handout says; `lead` is what to do now, `about` labelled lines of small print.

    `places` maps the places that hurt to their words; `picture` says the same in one line.
    """

    language: str
    on: date
    title: str
    disposition: Disposition
    about: tuple[tuple[str, str], ...]
    warning: str
    lead: Section
    places: Mapping[str, str]
    picture: str
    sections: tuple[Section, ...]
    disclaimer: str
