"""Keeps a rule base that was read and checked, so that the next start need not.

The cache holds content only, never answers. It is believed only as far as it is checked:

- Ownership and modes protect against a person: file and folder belong to the user and nobody else
  may write there, the file is a plain one, no link, and not too large. Whoever could change it
  all the same could change this program too.
- The hash in its first line protects against accidents only, such as a flipped bit: whoever can
  write the payload can write its hash. It also binds the payload to the digest of the files and
  to the code that wrote it.

Whatever is wrong with it, it is passed over and the files are read. Where owners cannot be told
(Windows), and where the source of this package cannot be read, nothing is kept. What proves or
measures a rule base never asks the cache. `TRIAGE_NO_CACHE` turns it off; `XDG_CACHE_HOME` moves
it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from triage.model.rulebase import RuleBase

KEPT = 4
MAX_CACHED = 64_000_000
"""Bytes of one compiled rule base; ours has about a million."""

_HASH = len(hashlib.sha256().hexdigest())


def cache_folder() -> Path | None:
    """Return the folder for compiled rule bases; None when caching is off or has no home."""
    if os.environ.get("TRIAGE_NO_CACHE") or not hasattr(os, "geteuid"):
        return None
    base = os.environ.get("XDG_CACHE_HOME")
    if base and Path(base).is_absolute():
        return Path(base) / "symptom-triage"
    try:
        return Path.home() / ".cache" / "symptom-triage"
    except RuntimeError:
        return None


def read_cached(digest: str) -> RuleBase | None:
    """Return the compiled rule base with that digest, or None."""
    name = _name(digest)
    folder = cache_folder()
    if folder is None or name is None:
        return None
    try:
        with _trusted(folder) as opened:
            payload = _payload(_bytes(name, opened), name)
        rulebase = RuleBase.model_validate_json(payload)
    except (OSError, ValueError):
        return None
    return rulebase if rulebase.digest == digest else None


def write_cached(rulebase: RuleBase) -> None:
    """Keep a compiled rule base; a folder that cannot be written, or trusted, is no error."""
    name = _name(rulebase.digest)
    folder = cache_folder()
    if folder is None or name is None:
        return
    payload = rulebase.model_dump_json(by_alias=True).encode()
    whole = _hash(payload, name) + b"\n" + payload
    if len(whole) > MAX_CACHED:
        return
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _trusted(folder) as opened:
            _write(name, whole, opened)
            _forget_old(opened)


@cache
def _code_mark() -> str | None:
    """Return a short hash of the modules that decide what a compiled rule base looks like.

    None when their source cannot be read: without it, two versions could not be told apart.
    """
    return _mark_of(files("triage"))


def _mark_of(package: Traversable) -> str | None:
    """Return the hash of the sources in a package, which may lie in a folder or a zip file."""
    try:
        folders = [[package / "terms.py"]]
        folders += [list((package / name).iterdir()) for name in ("model", "content")]
        sources = [sorted(_sources(folder)) for folder in folders]
    except (OSError, ValueError):  # a zip file raises ValueError for a folder it does not hold
        return None
    if not all(sources):
        return None
    total = hashlib.sha256()
    for name, source in [one for folder in sources for one in folder]:
        total.update(name.encode() + b"\0" + hashlib.sha256(source).digest())
    return total.hexdigest()[:12]


def _sources(folder: Iterable[Traversable]) -> Iterator[tuple[str, bytes]]:
    for entry in folder:
        if entry.name.endswith(".py") and entry.is_file():
            yield entry.name, entry.read_bytes()


def _name(digest: str) -> str | None:
    mark = _code_mark()
    return f"{digest[:32]}-{mark}.json" if mark else None


@contextmanager
def _trusted(folder: Path) -> Iterator[int]:
    """Yield the opened folder; raises OSError unless it is ours and only we may write there."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        _only_ours(os.fstat(opened))
        yield opened
    finally:
        os.close(opened)


def _bytes(name: str, folder: int) -> bytes:
    """Return what a file holds; raises OSError unless it is a plain one that only we may write."""
    # What was opened is looked at, not what had the name before: nothing can be put in between.
    opened = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    with os.fdopen(opened, "rb") as file:
        found = os.fstat(opened)
        _only_ours(found)
        if not stat.S_ISREG(found.st_mode) or found.st_size > MAX_CACHED:
            message = "no file of ours"
            raise OSError(message)
        return file.read(MAX_CACHED)


def _only_ours(found: os.stat_result) -> None:
    if found.st_uid != os.geteuid() or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        message = "somebody else may write there"
        raise PermissionError(message)


def _payload(raw: bytes, name: str) -> bytes:
    """Return the part of a cache file that its first line stands for; raises ValueError."""
    head, payload = raw[: _HASH + 1], raw[_HASH + 1 :]
    if head != _hash(payload, name) + b"\n":
        message = "the hash does not fit"
        raise ValueError(message)
    return payload


def _hash(payload: bytes, name: str) -> bytes:
    return hashlib.sha256(name.encode() + b"\0" + payload).hexdigest().encode()


def _write(name: str, whole: bytes, folder: int) -> None:
    """Write a file of the opened folder whole or not at all; raises OSError."""
    part = f"{name}.{secrets.token_hex(8)}.part"
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600, dir_fd=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(whole)
        os.replace(part, name, src_dir_fd=folder, dst_dir_fd=folder)
    except OSError:
        os.unlink(part, dir_fd=folder)
        raise


def _forget_old(folder: int) -> None:
    """Remove all but the newest few files, whole or left behind by a run that was killed."""
    names = [name for name in os.listdir(folder) if name.endswith((".json", ".part"))]
    age = {name: os.stat(name, dir_fd=folder, follow_symlinks=False).st_mtime for name in names}
    for old in sorted(names, key=lambda name: -age[name])[KEPT:]:
        os.unlink(old, dir_fd=folder)
