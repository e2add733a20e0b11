"""The locks in requirements/ are in step with pyproject.toml, and hold for every machine."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement

CHECKOUT = Path(__file__).parents[2]
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())
EXTRAS = {
    "run": [],
    "extras": ["verify", "batch", "pdf", "check", "http", "mcp"],
    "spark": ["spark"],
    "test": ["test"],
    "lint": ["test", "lint"],
    "bench": ["bench"],
}
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]


@cache
def locked(lock: str) -> dict[str, list[tuple[Requirement, list[str]]]]:
    """Return what a lock names: by package, each pin (several differ by marker) and its hashes."""
    text = (CHECKOUT / "requirements" / f"{lock}.txt").read_text().replace("\\\n", " ")
    found: dict[str, list[tuple[Requirement, list[str]]]] = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            pin, *hashes = re.split(r"\s+--hash=", line.strip())
            read = Requirement(pin)
            found.setdefault(canonical(read.name), []).append((read, hashes))
    return found


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def asked(extra: str) -> Iterator[Requirement]:
    """Yield what an extra asks for, and what the extras it names do."""
    for text in PROJECT["project"]["optional-dependencies"][extra]:
        needed = Requirement(text)
        if needed.name == PROJECT["project"]["name"]:
            for inner in needed.extras:
                yield from asked(inner)
        else:
            yield needed


def pinned(lock: str, name: str, python: str) -> str:
    """Return the one version of a package that a lock gives to a version of Python."""
    env = {"python_version": python, "python_full_version": f"{python}.0"}
    (version,) = {
        next(iter(pin.specifier)).version
        for pin, _ in locked(lock)[canonical(name)]
        if pin.marker is None or pin.marker.evaluate(env)
    }
    return version


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("lock", EXTRAS)
def test_a_lock_gives_every_python_what_the_project_asks_for(lock: str, python: str) -> None:
    needs = [Requirement(one) for one in PROJECT["project"]["dependencies"]]
    needs += [one for extra in EXTRAS[lock] for one in asked(extra)]
    for need in needs:
        version = pinned(lock, need.name, python)
        assert need.specifier.contains(version), f"{need}: {lock}.txt has {version}; run make lock"


@pytest.mark.parametrize("group", ["build", "lock"])
def test_what_make_itself_runs_is_locked(group: str) -> None:
    for text in PROJECT["dependency-groups"][group]:
        need = Requirement(text)
        assert need.specifier.contains(pinned(group, need.name, PYTHONS[0]))


def test_the_build_backend_is_the_one_that_is_locked() -> None:
    """`make` builds without isolation, so what pip would fetch must already be there."""
    assert set(PROJECT["build-system"]["requires"]) <= set(PROJECT["dependency-groups"]["build"])


def test_no_two_locks_name_different_versions() -> None:
    pins: dict[tuple[str, str], set[str]] = {}
    for lock in [*EXTRAS, "build", "lock"]:
        for python in PYTHONS:
            for name in locked(lock):
                if any(mark.marker is None for mark, _ in locked(lock)[name]):
                    pins.setdefault((name, python), set()).add(pinned(lock, name, python))
    assert {one: found for one, found in pins.items() if len(found) > 1} == {}


@pytest.mark.parametrize("lock", [*EXTRAS, "build", "lock"])
def test_a_lock_holds_hashes_and_nothing_of_the_machine_it_was_made_on(lock: str) -> None:
    for pins in locked(lock).values():
        for pin, hashes in pins:
            assert [one.operator for one in pin.specifier] == ["=="]
            assert hashes
            assert all(re.fullmatch("sha256:[0-9a-f]{64}", one) for one in hashes)
            assert pin.url is None
    text = (CHECKOUT / "requirements" / f"{lock}.txt").read_text()
    assert not re.search(r"^\s*--(?!hash)|^-|://|(?<!\S)/", text, re.MULTILINE)


def test_every_lock_is_looked_at() -> None:
    stand = {one.stem for one in (CHECKOUT / "requirements").glob("*.txt")}
    assert stand == {*EXTRAS, "build", "lock"}
