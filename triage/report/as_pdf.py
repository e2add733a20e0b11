"""A handout as PDF, set by Typst from `templates/handout.typ` (the extra `pdf`).

The texts are handed over as data, so nothing in them is read as markup. The document is tagged
(PDF/UA-1), so that a screen reader can follow it; its letters are Libertinus Serif, which comes
with Typst, and a font of the system for scripts that it lacks.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.resources import files
from typing import TYPE_CHECKING

from triage.errors import WriteError
from triage.extras import how_to_install
from triage.report.body_map import svg_text
from triage.report.page import Handout

if TYPE_CHECKING:
    import typst


MOST_PAGES = 1
SIZES = (10.5, 9.8, 9.2, 8.8, 8.4, 8.0, 7.6, 7.2)
"""Sizes of letter in points, the largest first; the first that fits on one page is taken."""


def pdf_document(page: Handout) -> bytes:
    """Return the handout as a PDF document.

    Raises WriteError when Typst is not installed or cannot set the page.
    """
    try:
        import typst  # noqa: PLC0415  (an extra, and only PDF needs it)
    except ImportError as error:
        message = f"a PDF needs the extra `pdf`\n    hint: {how_to_install('pdf')}"
        raise WriteError(message) from error
    template = (files("triage.report") / "templates" / "handout.typ").read_bytes()
    fonts = typst.Fonts()

    def compiler(size: float) -> typst.Compiler:
        return typst.Compiler(template, font_paths=fonts, sys_inputs=_inputs(page, size))

    try:
        size = next((one for one in SIZES if _pages(compiler(one)) <= MOST_PAGES), SIZES[-1])
        document = compiler(size).compile(
            format="pdf", pdf_standards="ua-1", timestamp=_midnight(page)
        )
    except RuntimeError as error:
        message = f"the PDF could not be set: {error}"
        raise WriteError(message) from error
    if not isinstance(document, bytes):
        message = "the PDF could not be set: no document came back"
        raise WriteError(message)
    return document


def _pages(compiler: typst.Compiler) -> int:
    return int(compiler.query("<pages>", field="value", one=True))


def _inputs(page: Handout, size: float) -> dict[str, str]:
    data = {
        **asdict(page),
        "on": page.on.isoformat(),
        "figure": svg_text(page.places, page.picture),
    }
    return {"handout": json.dumps(data, ensure_ascii=False), "size": str(size)}


def _midnight(page: Handout) -> datetime:
    """Return the date of the handout as its time of creation: the hour is nobody's business."""
    return datetime.combine(page.on, datetime.min.time(), UTC)
