"""The page is one file that holds all it needs, and a policy that lets nothing else in or out."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from triage.cli.main import cli
from triage.embed.bundle import ELEMENT, bundle
from triage.embed.page import page
from triage.embed.text_file import text_file
from triage.model.rulebase import RuleBase

_DATA = re.compile(r'<script type="application/json" id="([^"]+)">(.*?)</script>', re.DOTALL)


def digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@pytest.fixture(scope="module")
def written(shipped: RuleBase) -> str:
    return page(shipped, ["en", "es"], shipped.regions.named("UK")).decode()


def test_its_policy_allows_its_own_script_and_style_alone(written: str) -> None:
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', written)
    (script,) = re.findall(r'<script type="module">(.*?)</script>', written, re.DOTALL)
    (style,) = re.findall(r"<style>(.*?)</style>", written, re.DOTALL)
    assert policy.split("; ") == [
        "default-src 'none'",
        f"script-src 'sha256-{digest(script)}'",
        f"style-src 'sha256-{digest(style)}'",
        "base-uri 'none'",
        "form-action 'none'",
    ]


def test_it_names_nothing_to_fetch_and_keeps_nothing(written: str) -> None:
    (script,) = re.findall(r'<script type="module">(.*?)</script>', written, re.DOTALL)
    for word in ("fetch(", "XMLHttpRequest", "sendBeacon", "WebSocket", "import(", "eval("):
        assert word not in script, word
    for word in ("localStorage", "sessionStorage", "indexedDB", "document.cookie", "innerHTML"):
        assert word not in script, word
    assert not re.search(
        r'\b(src|href|action)="', _DATA.sub("", written).replace('href="#main"', "")
    )


def test_it_holds_the_texts_of_each_language_it_was_asked_for(
    written: str, shipped: RuleBase
) -> None:
    held = {name: json.loads(data) for name, data in _DATA.findall(written)}
    assert set(held) == {"settings", "logic", "text-en", "text-es"}
    assert held["settings"] == {"languages": ["en", "es"], "region": "UK"}
    assert held["text-en"] == json.loads(json.dumps(text_file(shipped, held["logic"])))


def test_in_one_other_language_it_holds_only_the_questions_of_the_source(shipped: RuleBase) -> None:
    held = dict(_DATA.findall(page(shipped, ["es"]).decode()))
    assert json.loads(held["settings"])["languages"] == ["es"]
    assert set(json.loads(held["text-en"])) == {"schema", "language", "logic", "topics"}
    assert '<html lang="es">' in page(shipped, ["es"]).decode()


def test_no_text_of_the_rules_can_leave_its_element(shipped: RuleBase) -> None:
    hostile = "</script><script>alert(1)</script><!--"
    told = shipped.disclaimer.model_copy(update={"purpose": hostile, "short": hostile})
    changed = shipped.model_copy(update={"disclaimer": told})
    written = page(changed, ["en"]).decode()
    assert "alert(1)</script>" not in written
    assert written.count("</script>") == page(shipped, ["en"]).decode().count("</script>")


def test_without_scripts_the_number_to_call_and_the_disclaimer_stand_there(
    written: str, shipped: RuleBase
) -> None:
    (told,) = re.findall(r"<noscript>(.*?)</noscript>", written, re.DOTALL)
    assert "Emergency number in the UK: 999 or 112" in told
    assert "switched off" in told
    assert shipped.disclaimer.short in told


@pytest.mark.parametrize("entry", ["page", ELEMENT])
def test_the_scripts_fit_in_one(entry: str, tmp_path: Path) -> None:
    text = bundle(entry)
    assert not re.search(r"^(import|export) ", text, re.MULTILINE)
    names = re.findall(r"^(?:async )?(?:function|class|const|let) (\w+)", text, re.MULTILINE)
    assert len(names) > 100
    assert sorted(names) == sorted(set(names))
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no node on this machine to read the script")
    script = tmp_path / "script.mjs"
    script.write_text(text)
    subprocess.run([node, "--check", str(script)], check=True)


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["--lang", "xx"], "there is no translation into `xx`"),
        (["--region", "ZZ"], "no emergency numbers are known for the region `ZZ`"),
    ],
)
def test_what_cannot_be_written_is_told(args: list[str], told: str, tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    done = CliRunner().invoke(cli, ["page", "--out", str(out), *args])
    assert done.exit_code == 2
    assert told in done.stderr
    assert not out.exists()


def test_the_command_writes_the_page(tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    done = CliRunner().invoke(cli, ["page", "--out", str(out), "--lang", "es,en", "--region", "UK"])
    assert done.exit_code == 0
    assert out.read_text().startswith('<!doctype html>\n<html lang="es">')
