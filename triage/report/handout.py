"""One sheet for the person, or one for a clinician, written as text, JSON, HTML or PDF.

All four are made from one `Handout`, so they say the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from triage.errors import TriageError, WriteError
from triage.extras import how_to_install
from triage.files import write_whole
from triage.model.assessment import Assessment, Case
from triage.model.given import plain_value
from triage.model.region import Region
from triage.model.rule import RawValue
from triage.report.answers import answers_section, open_section, ruled_out_section
from triage.report.as_html import html_text
from triage.report.as_pdf import pdf_document
from triage.report.as_text import text_lines, text_report, wrapped
from triage.report.body_map import map_lines, places_of
from triage.report.for_clinician import advised_section, found_section, safety_net_section
from triage.report.for_person import Section, report, without_repeats
from triage.report.front_page import first_page
from triage.report.own_page import own_sections
from triage.report.page import Handout, Reader
from triage.report.words import status_word
from triage.terms import NOT_SURE
from triage.wording import _, speaking

FORMAT = 2
DIGITS = 12
"""Of the digest: enough to tell rule bases apart on paper; JSON holds all of them."""


def handout(
    assessment: Assessment,
    answers: Mapping[str, RawValue] | None = None,
    *,
    region: Region | None = None,
    reader: Reader = Reader.PERSON,
    on: date,
) -> Handout:
    """Return the handout for an assessment: one sheet, for the person or for a clinician.

    `answers` are the raw values by fact id, `"not_sure"` included (`Session.said`, or
    `Session.raw`, which tells each fact behind a denied group line by itself); without them the
    answers the assessment was made from are shown. `on` is the date it bears.

    Raises TriageError for an assessment read back from JSON: it no longer knows its case.
    """
    case = assessment.case
    if case is None:
        message = "this assessment was read back from JSON; assess the answers again to report it"
        raise TriageError(message)
    rulebase = case.rulebase
    with speaking(rulebase.language):
        now, *_rest = report(assessment, rulebase, region)
        places = places_of(rulebase, case.facts)
        if reader is Reader.PERSON:
            page = first_page(assessment, rulebase, region)
            title, sections = _("Your result"), own_sections(assessment, rulebase, page, region)
        else:
            title = _("Summary for a clinician")
            sections = _for_clinician(assessment, case, answers)
        known = assessment.knowledge
        return Handout(
            language=rulebase.language,
            on=on,
            title=title,
            disposition=assessment.disposition,
            about=(
                (_("Date"), on.isoformat()),
                (_("Rules"), f"{known.name} {known.version} ({status_word(known.status)})"),
                (_("Digest"), known.digest[:DIGITS]),
            ),
            warning=assessment.disclaimer.short,
            lead=now,
            places=places,
            picture=_("Where it hurts: {places}").format(
                places="; ".join(places.values()) or _("not answered")
            ),
            sections=tuple(
                without_repeats(one) for one in sections if one.paragraphs or one.entries
            ),
            disclaimer=f"{assessment.disclaimer.text} {assessment.disclaimer.purpose}",
        )


def _for_clinician(
    assessment: Assessment, case: Case, answers: Mapping[str, RawValue] | None
) -> Iterator[Section]:
    """Yield level and why, what was told and denied, what is open, and what was advised."""
    rulebase = case.rulebase
    if answers is None:
        answers = {
            name: plain_value(value, rulebase.facts[name].choices)
            for name, value in case.facts.items()
        } | dict.fromkeys(case.not_sure, NOT_SURE)
    yield found_section(assessment, rulebase)
    yield answers_section(rulebase, answers)
    yield ruled_out_section(case)
    yield open_section(assessment, case)
    yield advised_section(assessment, rulebase)
    yield safety_net_section(assessment, rulebase)


def write_report(  # noqa: PLR0913  (each has a name and a default)
    path: Path,
    assessment: Assessment,
    answers: Mapping[str, RawValue] | None = None,
    *,
    region: Region | None = None,
    reader: Reader = Reader.PERSON,
    on: date,
) -> None:
    """Write the handout for an assessment to `path`, in the form its ending names.

    The endings are .txt, .json, .html and .pdf (which needs the extra `pdf`); for the other
    parameters see `handout`. The file is written whole or not at all, for its owner only.

    Raises WriteError when that cannot be done, TriageError as `handout` does.
    """
    report_form(path)
    data = report_bytes(path.suffix, assessment, answers, region=region, reader=reader, on=on)
    write_whole(path, data)


def report_bytes(  # noqa: PLR0913  (each has a name and a default)
    ending: str,
    assessment: Assessment,
    answers: Mapping[str, RawValue] | None = None,
    *,
    region: Region | None = None,
    reader: Reader = Reader.PERSON,
    on: date,
) -> bytes:
    """Return the handout for an assessment in the form of `ending`, such as `.html`.

    Text, JSON and HTML are UTF-8. For the other parameters see `handout`.

    Raises WriteError for an ending that `write_report` does not take and for a PDF without the
    extra `pdf`, TriageError as `handout` does.
    """
    write = _FORMS.get(ending.lower())
    if write is None:
        message = f"`{ending}`: a report ends in {', '.join(_FORMS)}"
        raise WriteError(message)
    page = handout(assessment, answers, region=region, reader=reader, on=on)
    with speaking(page.language):
        return write(page, assessment)


def report_form(path: Path) -> Callable[[Handout, Assessment], bytes]:
    """Return what writes the form that `path` ends in; nothing is written yet.

    Raises WriteError for another ending, for a folder that does not exist, and for a PDF without
    the extra `pdf`: better before the first question than after the last.
    """
    write = _FORMS.get(path.suffix.lower())
    if write is None:
        message = f"{path}: a report ends in {', '.join(_FORMS)}"
        raise WriteError(message)
    if not path.parent.is_dir():
        message = f"{path}: cannot be written: there is no folder {path.parent}"
        raise WriteError(message)
    if write is pdf_bytes and find_spec("typst") is None:
        hint = f"{how_to_install('pdf')}, or ask for .html"
        message = f"{path}: a PDF needs the extra `pdf`\n    hint: {hint}"
        raise WriteError(message)
    return write


def text_bytes(page: Handout, _assessment: Assessment, width: int = 80) -> bytes:
    """Return the handout as UTF-8 text of `width` columns."""
    lines = [page.title.upper(), "=" * len(page.title)]
    for label, value in page.about:
        lines += wrapped(f"{label}: {value}", width, "", "  ")
    lines += [*wrapped(page.warning, width), ""]
    body = text_report((page.lead,), width).splitlines()
    lines += [*body, "", *wrapped(page.picture, width), *map_lines(page.places, width), ""]
    lines += text_lines(page.sections, width, first=False)
    lines += ["", *wrapped(page.disclaimer, width)]
    return ("\n".join(lines) + "\n").encode()


def json_bytes(page: Handout, assessment: Assessment) -> bytes:
    """Return the handout and the assessment as JSON; the keys are stable."""
    whole = {
        "format": FORMAT,
        "handout": {**asdict(page), "on": page.on.isoformat()},
        "assessment": assessment.model_dump(mode="json", by_alias=True),
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def html_bytes(page: Handout, _assessment: Assessment) -> bytes:
    """Return the handout as one HTML file that needs nothing else."""
    return html_text(page).encode()


def pdf_bytes(page: Handout, _assessment: Assessment) -> bytes:
    """Return the handout as PDF."""
    return pdf_document(page)


_FORMS: dict[str, Callable[[Handout, Assessment], bytes]] = {
    ".txt": text_bytes,
    ".json": json_bytes,
    ".html": html_bytes,
    ".pdf": pdf_bytes,
}
