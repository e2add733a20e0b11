"""A hint about a missing library names a command that works where the person is."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

import pytest

from triage.extras import how_to_install

CHECKOUT = Path(__file__).parents[2]
EXTRAS = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"][
    "optional-dependencies"
]


@pytest.mark.parametrize("extra", ["verify", "batch", "pdf", "check", "spark"])
def test_in_the_environment_of_a_checkout_it_is_a_target_that_installs_the_extra(
    extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", str(CHECKOUT / ".venv"))
    monkeypatch.chdir(CHECKOUT)
    make, target = how_to_install(extra).split()
    assert make == "make"
    assert re.search(rf"^{target}:", (CHECKOUT / "Makefile").read_text(), re.MULTILINE)
    lock = (CHECKOUT / "requirements" / f"{target}.txt").read_text()
    for needed in EXTRAS[extra]:
        name = re.split(r"[\[<>=]", needed)[0]
        assert name == "symptom-triage" or f"\n{name}==" in lock


def test_elsewhere_in_that_environment_it_names_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", str(CHECKOUT / ".venv"))
    monkeypatch.chdir(tmp_path)
    assert how_to_install("pdf") == f"make -C {CHECKOUT} extras"


def test_in_any_other_environment_it_is_this_pythons_own_pip(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(sys, "executable", "/opt/an app/bin/python")
    told = "'/opt/an app/bin/python' -m pip install \"symptom-triage[pdf]\""
    assert how_to_install("pdf") == told
