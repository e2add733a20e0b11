"""What an embedding app imports from `triage` itself, and the one rule base all of it shares."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from importlib.util import find_spec
from threading import Barrier
from types import ModuleType

import pytest

import triage
import triage.cohort
import triage.errors
import triage.proofs
import triage.report
from triage.content import load as loading
from triage.model.rulebase import RuleBase
from triage.session.session import Session

THREADS = 16


def test_every_error_raised_on_purpose_can_be_imported_from_the_package() -> None:
    raised = {
        name
        for name, one in vars(triage.errors).items()
        if isinstance(one, type) and issubclass(one, Exception) and not name.startswith("_")
    }
    assert raised >= {"TriageError", "FactsError", "ContentError", "SessionError"}
    assert raised <= set(triage.__all__)


@pytest.mark.parametrize("name", triage.__all__)
def test_a_public_name_is_the_thing_in_its_home(name: str) -> None:
    assert getattr(triage, name) is not None
    home = triage._HOMES.get(name)  # noqa: SLF001  (`explain` has none: it is the package)
    if home is not None:
        assert getattr(triage, name) is getattr(importlib.import_module(home), name)


@pytest.mark.parametrize("package", [triage.report, triage.cohort, triage.proofs])
def test_a_package_for_one_audience_offers_what_its_home_holds(package: ModuleType) -> None:
    assert set(package.__all__) == set(package._HOMES)  # noqa: SLF001
    for name, home in package._HOMES.items():  # noqa: SLF001
        assert getattr(package, name) is getattr(importlib.import_module(home), name)
        # A module of that name would take the place of what is offered once it is imported.
        assert find_spec(f"{package.__name__}.{name}") is None
    with pytest.raises(AttributeError, match=f"module `{package.__name__}` has no attribute"):
        _ = package.verfy


WITHOUT_EXTRAS = """
import json, sys

for extra in ("polars", "pyarrow", "numpy", "pyspark", "z3", "typst"):
    sys.modules[extra] = None
import triage, triage.report, triage.cohort, triage.proofs

triage.report.report, triage.cohort.Wishes, triage.report.write_report
missing = []
for package, name in ((triage.cohort, "assess_on_spark"), (triage.proofs, "verify")):
    try:
        getattr(package, name)
    except ImportError as error:
        missing.append(error.name)
print(json.dumps(missing))
"""


def test_a_package_can_be_imported_without_its_extra_until_a_name_needs_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_EXTRAS], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    first, second = json.loads(done.stdout)
    assert first in {"polars", "pyspark"}
    assert second == "z3"


def test_the_version_is_the_installed_one() -> None:
    assert triage.__version__ == version("symptom-triage")


def test_a_name_that_does_not_exist_is_told_as_by_any_module() -> None:
    with pytest.raises(AttributeError, match="module `triage` has no attribute `asess`"):
        _ = triage.asess  # type: ignore[attr-defined]


def counted(monkeypatch: pytest.MonkeyPatch, rulebase: RuleBase) -> list[str]:
    """Make reading our own rule base give `rulebase`; return a list that grows with each."""
    read: list[str] = []

    def load() -> RuleBase:
        read.append("once")
        return rulebase

    monkeypatch.setattr(loading, "_own", [])
    monkeypatch.setattr(loading, "load", load)
    return read


def test_sessions_and_assessments_share_a_rule_base_that_is_read_once(
    small: RuleBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = counted(monkeypatch, small)
    assert triage.assess({"gas.smell": True}).disposition is triage.Disposition.EMERGENCY_NOW
    first = Session()
    first.answer("house.smell", value=False)
    again = Session.from_dict(first.to_dict())
    assert again.raw == first.raw
    assert first.rulebase is again.rulebase is small
    assert read == ["once"]


def test_threads_that_meet_at_the_first_use_read_it_once(
    small: RuleBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = counted(monkeypatch, small)
    start = Barrier(THREADS)

    def meet(place: int) -> RuleBase:
        start.wait(timeout=60)
        return Session().rulebase if place % 2 else Session.from_dict(EMPTY).rulebase

    with ThreadPoolExecutor(THREADS) as pool:
        assert {id(one) for one in pool.map(meet, range(THREADS))} == {id(small)}
    assert read == ["once"]


EMPTY = {"format": 1, "answers": []}

COUNT = """
import json, sys, threading
import triage
from triage.content import load as loading

read = []
real = loading.read_files
loading.read_files = lambda *given: read.append("files") or real(*given)
start = threading.Barrier(16)


def use(place):
    start.wait(60)
    if place % 2:
        bases.append(triage.Session().rulebase)
    else:
        triage.assess({})


bases = []
threads = [threading.Thread(target=use, args=(place,)) for place in range(16)]
[one.start() for one in threads]
[one.join() for one in threads]
for _ in range(3):
    bases.append(triage.Session.from_dict(triage.Session().to_dict()).rulebase)
print(json.dumps([len(read), len(bases), len({id(one) for one in bases})]))
"""


def test_the_files_of_the_shipped_rule_base_are_read_once_in_a_process() -> None:
    done = subprocess.run(
        [sys.executable, "-c", COUNT], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [1, 11, 1]
