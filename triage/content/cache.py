"""Keeps a rule base that was read and checked, so that the next start need not.

The cache holds content only, never answers. It is JSON, checked again by the models on reading;
whatever is wrong with it, it is passed over and the files are read. `TRIAGE_NO_CACHE` turns it
off; `XDG_CACHE_HOME` moves it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from triage.model.rulebase import RuleBase

KEPT = 4


def cache_folder() -> Path | None:
    """Return the folder for compiled rule bases; None when caching is off or has no home."""
    if os.environ.get("TRIAGE_NO_CACHE"):
        return None
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    if base and Path(base).is_absolute():
        return Path(base) / "symptom-triage"
    try:
        return Path.home() / ".cache" / "symptom-triage"
    except RuntimeError:
        return None


@cache
def _code_mark() -> str:
    """Return a short hash of the modules that decide what a compiled rule base looks like."""
    total = hashlib.sha256()
    package = Path(__file__).parents[1]
    for folder in (package / "model", package / "content"):
        with contextlib.suppress(OSError):
            for file in sorted(folder.glob("*.py")):
                total.update(file.read_bytes())
    total.update((package / "terms.py").read_bytes() if (package / "terms.py").exists() else b"")
    return total.hexdigest()[:12]


def _file(digest: str) -> Path | None:
    folder = cache_folder()
    return folder / f"{digest[:32]}-{_code_mark()}.json" if folder else None


def read_cached(digest: str) -> RuleBase | None:
    """Return the compiled rule base with that digest, or None."""
    file = _file(digest)
    if file is None:
        return None
    try:
        rulebase = RuleBase.model_validate_json(file.read_bytes())
    except (OSError, ValidationError, ValueError):
        return None
    return rulebase if rulebase.digest == digest else None


def write_cached(rulebase: RuleBase) -> None:
    """Keep a compiled rule base; a folder that cannot be written is no error."""
    file = _file(rulebase.digest)
    if file is None:
        return
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=file.parent, suffix=".part")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as part:
                part.write(rulebase.model_dump_json(by_alias=True))
            Path(name).replace(file)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
        _forget_old(file.parent)


def _forget_old(folder: Path) -> None:
    """Remove all but the newest few compiled rule bases."""
    compiled = sorted(folder.glob("*.json"), key=lambda one: one.stat().st_mtime, reverse=True)
    for old in compiled[KEPT:]:
        old.unlink(missing_ok=True)
