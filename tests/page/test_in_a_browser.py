"""People use the page in a real browser: with the keyboard, going back, in Spanish, on paper.

`make test-doors` installs what these need (a browser, and what `js/package-lock.json` names) and
runs them; each scenario stands in `js/test/scenarios.mjs`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pypdf
import pytest

from triage.embed.export import export
from triage.embed.page import page
from triage.model.rulebase import RuleBase
from triage.session.session import Session
from triage.terms import Disposition

ROOT = Path(__file__).parents[2]
JS = ROOT / "js"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NODE = shutil.which("node")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)

pytestmark = [
    pytest.mark.doors,
    pytest.mark.skipif(
        NODE is None or CHROMIUM is None or not (JS / "node_modules" / "playwright-core").is_dir(),
        reason="there is no node, no browser or no playwright-core; make test-doors installs them",
    ),
]


@pytest.fixture(scope="module")
def folder(shipped: RuleBase, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the page, and with what a site serves for the element."""
    made = tmp_path_factory.mktemp("page")
    (made / "triage.html").write_bytes(page(shipped, ["en", "es"]))
    export(shipped, made, ["es"])
    return made


def played(scenario: str, file: Path, folder: Path) -> None:
    """Play a scenario; what was not as it should be is the failure."""
    done = subprocess.run(
        [str(NODE), str(JS / "test" / "scenarios.mjs"), scenario, str(file), str(folder)],
        env={**os.environ, "CHROMIUM": str(CHROMIUM)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "scenario",
    [
        "emergency_with_the_keyboard",
        "self_care_with_the_keyboard",
        "spanish_emergency",
        "going_back_and_reloading",
        "one_line_at_a_time_not_sure",
        "the_drawn_body",
        "going_on_with_answers_that_are_not_the_last",
        "nothing_is_sent",
        "no_fault_for_who_cannot_see_it",
        "without_scripts",
    ],
)
def test_on_the_page(scenario: str, folder: Path) -> None:
    played(scenario, folder / "triage.html", folder)


def test_what_was_saved_goes_on_there_and_here(folder: Path, shipped: RuleBase) -> None:
    played("saving_and_opening", folder / "triage.html", folder)
    session = Session.from_dict(json.loads((folder / "answers.json").read_bytes()), shipped)
    assert session.set_aside == []
    assert session.assess().disposition is Disposition.EMERGENCY_NOW


def test_a_result_is_printed_on_one_page(folder: Path) -> None:
    played("printing", folder / "triage.html", folder)
    (sheet,) = pypdf.PdfReader(folder / "result.pdf").pages
    told = sheet.extract_text()
    assert "What may help most" in told
    assert "no clinician has reviewed" in " ".join(told.split())


def test_an_app_in_twenty_lines_embeds_the_element(folder: Path) -> None:
    app = ROOT / "docs" / "examples" / "site" / "app.html"
    assert len(app.read_text(encoding="utf-8").splitlines()) <= 20
    played("an_app_with_the_element", app, folder)


@pytest.mark.parametrize("check", ["types", "format"])
def test_the_scripts_are_typed_and_formatted(check: str) -> None:
    done = subprocess.run(
        ["npm", "run", "--silent", check], cwd=JS, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
