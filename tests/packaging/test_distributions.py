"""What is shipped is what stands in the checkout: code, content, and nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import venv
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path
from zipfile import ZipFile

import pytest

CHECKOUT = Path(__file__).parents[2]

SHOW = """
import json, triage
from triage.content.locate import content_root
rulebase = triage.load(cached=False)
assessment = triage.assess({"nerve.saddle_numbness": True}, rulebase)
print(json.dumps([str(content_root()), rulebase.digest, assessment.disposition.value]))
"""


def build(kind: str, folder: Path) -> Path:
    """Build a wheel or an sdist of the checkout; return the file."""
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(folder)],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (file,) = folder.iterdir()
    return file


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("sdist", tmp_path_factory.mktemp("sdist"))


def files_below(folder: str) -> dict[str, bytes]:
    """Return the files of a folder of the checkout, by path."""
    return {
        file.relative_to(CHECKOUT).as_posix(): file.read_bytes()
        for file in (CHECKOUT / folder).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }


def in_wheel(wheel: Path) -> Iterator[tuple[str, bytes]]:
    with ZipFile(wheel) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)


def unpack(wheel: Path, folder: Path, without: str = "\0") -> None:
    for name, raw in in_wheel(wheel):
        if without not in name:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(raw)


def test_the_wheel_holds_the_content_of_the_checkout_byte_for_byte(wheel: Path) -> None:
    prefix = "triage/_content/"
    shipped = {
        name.removeprefix(prefix): raw for name, raw in in_wheel(wheel) if name.startswith(prefix)
    }
    assert shipped == files_below("rules") | files_below("knowledge")
    assert len(shipped) > 100


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    shipped = {
        name: raw
        for name, raw in in_wheel(wheel)
        if not name.startswith(("triage/_content/", "triage/_js/")) and ".dist-info/" not in name
    }
    assert shipped == files_below("triage")
    assert "triage/py.typed" in shipped


def test_the_wheel_holds_the_scripts_that_a_page_is_made_of(wheel: Path) -> None:
    shipped = {name: raw for name, raw in in_wheel(wheel) if name.startswith("triage/_js/")}
    assert shipped == {
        name.replace("js/src/", "triage/_js/"): raw for name, raw in files_below("js/src").items()
    }
    assert "triage/_js/index.js" in shipped


def test_the_wheel_names_its_command_its_needs_and_its_licence(wheel: Path) -> None:
    info = {name.rsplit("/", 1)[-1]: raw for name, raw in in_wheel(wheel) if ".dist-info/" in name}
    assert b"triage = triage.cli.main:main" in info["entry_points.txt"]
    assert info["LICENSE"] == (CHECKOUT / "LICENSE").read_bytes()
    metadata = message_from_bytes(info["METADATA"])
    assert metadata["Name"] == "symptom-triage"
    assert metadata["Requires-Python"] == ">=3.11"
    needed = [one for one in metadata.get_all("Requires-Dist", []) if "extra ==" not in one]
    assert "experta==1.9.4" in needed
    assert len(needed) == 6


def test_the_sdist_holds_what_is_needed_to_build_and_to_test(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    for folder in ("triage", "rules", "knowledge", "js/src", "tests"):
        missing = set(files_below(folder)) - names
        assert not missing, f"{folder}: {sorted(missing)[:5]}"
    assert {"pyproject.toml", "README.md", "LICENSE", "Makefile"} <= names
    assert not {name for name in names if name.split("/")[0] in {".git", ".venv", "build"}}


def shown(python: Path | str, path: Path | None) -> tuple[str, str, str]:
    """Return where `python`, started elsewhere, finds our content, its digest, and a level."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    if path is not None:
        env["PYTHONPATH"] = str(path)
    done = subprocess.run(
        [str(python), "-c", SHOW], cwd="/", env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    root, digest, level = json.loads(done.stdout)
    return root, digest, level


def test_an_unpacked_wheel_finds_its_own_content(wheel: Path, tmp_path: Path) -> None:
    unpack(wheel, tmp_path)
    root, digest, level = shown(sys.executable, tmp_path)
    assert root == str(tmp_path / "triage" / "_content")
    assert level == "emergency_now"
    assert digest == shown(sys.executable, CHECKOUT)[1]


def test_a_package_without_its_content_says_so_and_takes_no_strangers(
    wheel: Path, tmp_path: Path
) -> None:
    unpack(wheel, tmp_path, without="_content")
    for folder in ("rules", "knowledge"):
        (tmp_path / folder).mkdir()
    done = subprocess.run(
        [sys.executable, "-c", "import triage; triage.load()"],
        cwd="/",
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "ContentError: " in done.stderr
    assert "no rule base is installed\n    hint: give one with --knowledge" in done.stderr


@pytest.mark.soak
def test_an_installed_wheel_runs_in_a_fresh_environment(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path, with_pip=False)
    python = tmp_path / "bin" / "python"
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", str(wheel)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    root, _, level = shown(python, None)
    assert Path(root).is_relative_to(tmp_path)
    assert level == "emergency_now"
    help_text = subprocess.run(
        [str(tmp_path / "bin" / "triage"), "--help"],
        cwd="/",
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "For a person:" in help_text
