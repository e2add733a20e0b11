"""Telling, apart from recording: from an assessment to sentences, pages and files.

Public names: `first_page` gives what a person reads first and `first_page_lines` its plain text;
`report` gives the sections that tell everything and `text_report` their plain text; `report_bytes`
and `write_report` make one sheet for the person or for a clinician (`Reader`) as text, JSON, HTML
or PDF; `region_named` finds whose numbers to call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from triage.lazy import offering

if TYPE_CHECKING:
    from triage.report.as_text import text_report as text_report
    from triage.report.for_person import Entry as Entry
    from triage.report.for_person import Section as Section
    from triage.report.for_person import report as report
    from triage.report.front_page import FirstPage as FirstPage
    from triage.report.front_page import first_page as first_page
    from triage.report.front_page_text import first_page_lines as first_page_lines
    from triage.report.handout import report_bytes as report_bytes
    from triage.report.handout import write_report as write_report
    from triage.report.page import Reader as Reader
    from triage.report.phone_numbers import region_named as region_named

_HOMES = {
    "first_page": "triage.report.front_page",
    "FirstPage": "triage.report.front_page",
    "first_page_lines": "triage.report.front_page_text",
    "Reader": "triage.report.page",
    "report": "triage.report.for_person",
    "Section": "triage.report.for_person",
    "Entry": "triage.report.for_person",
    "text_report": "triage.report.as_text",
    "report_bytes": "triage.report.handout",
    "write_report": "triage.report.handout",
    "region_named": "triage.report.phone_numbers",
}

__all__ = [
    "Entry",
    "FirstPage",
    "Reader",
    "Section",
    "first_page",
    "first_page_lines",
    "region_named",
    "report",
    "report_bytes",
    "text_report",
    "write_report",
]

if not TYPE_CHECKING:  # a type checker would believe in every name
    __getattr__ = offering(__name__, _HOMES)
