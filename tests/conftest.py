"""What all tests share: reproducible random tests, and a cache folder that is not the user's."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from triage.content.load import load, load_raw, own_rulebase, read_files
from triage.content.texts import in_language
from triage.model.rulebase import RuleBase
from triage.wording import SOURCE_LANGUAGE

SMALL = Path(__file__).parent / "unit" / "content" / "small"
GROUPED = SMALL.with_name("grouped")

settings.register_profile(
    "usual",
    deadline=None,  # timings belong in benchmarks
    derandomize=True,  # `make test` gives the same verdict twice; soak runs draw anew
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile("soak", settings.get_profile("usual"), derandomize=False)
settings.load_profile("usual")


# Workers of pytest-xdist are told a size; a command on a test's own terminal must ask that one.
for _told in ("COLUMNS", "LINES"):
    os.environ.pop(_told, None)

TOGETHER = {
    "terminal": ("test_ask_terminal", "test_result_on_a_terminal", "test_signals", "test_internal"),
    "proofs": ("test_proved_on_our_rules", "test_verify_command", "test_trust"),
}
"""Modules whose tests one worker runs one after the other, where tests run side by side: those on a
terminal would slow each other down, and those that share a proof would prove it twice."""


@pytest.hookimpl(tryfirst=True)  # xdist reads the groups in a hook of the same name
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of a group with one worker, and leave the others to whoever is free."""
    for item in items:
        module = item.path.stem
        for group, modules in TOGETHER.items():
            if module.startswith(modules):
                item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture(scope="session", autouse=True)
def _own_cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep compiled rule bases of tests out of the home folder; commands we start inherit it."""
    before = os.environ.get("XDG_CACHE_HOME")
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))
    yield
    if before is None:
        del os.environ["XDG_CACHE_HOME"]
    else:
        os.environ["XDG_CACHE_HOME"] = before


@pytest.fixture(scope="session")
def _small_bytes() -> dict[str, bytes]:
    return read_files(SMALL)


@pytest.fixture
def small_files(_small_bytes: dict[str, bytes]) -> dict[str, bytes]:
    """Return the files of the small rule base, to be changed at will."""
    return dict(_small_bytes)


@pytest.fixture(scope="session")
def small(_small_bytes: dict[str, bytes]) -> RuleBase:
    """Return the small rule base: a boiler, with every kind of question and condition."""
    return load_raw(_small_bytes)


@pytest.fixture(scope="session")
def grouped(_small_bytes: dict[str, bytes]) -> RuleBase:
    """Return the small rule base with group lines and plain checks."""
    return load_raw({**_small_bytes, **read_files(GROUPED)})


@pytest.fixture
def grouped_folder(tmp_path: Path, _small_bytes: dict[str, bytes]) -> Path:
    """Return a folder with the files of `grouped`, for `--knowledge`."""
    root = tmp_path / "grouped"
    for name, raw in {**_small_bytes, **read_files(GROUPED)}.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(raw)
    return root


@pytest.fixture(scope="session")
def shipped() -> RuleBase:
    """Return the rule base that comes with the package, the one object that all tests share.

    Whatever is made of a rule base is kept for that very object: its networks take a second each.
    """
    return own_rulebase()


@pytest.fixture(scope="session", autouse=True)
def _own_rulebase_of_commands(shipped: RuleBase) -> Iterator[None]:
    """Give commands that run in this process the shared rule base where they would read ours."""

    @cache
    def own(lang: str) -> RuleBase:
        return shipped if lang == SOURCE_LANGUAGE else in_language(shipped, lang)

    def opened(path: Path | None, *, lang: str = SOURCE_LANGUAGE, cached: bool = False) -> RuleBase:
        return load(path, lang=lang, cached=cached) if path is not None else own(lang)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("triage.cli.inputs.load", opened)
        yield
