"""Names one state of the content: a hash over every file's path and bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping


def digest_of(raw: Mapping[str, bytes]) -> str:
    """Return the SHA-256 (64 hex digits) of files by path; order and folder do not matter."""
    total = hashlib.sha256()
    for name in sorted(raw):
        total.update(name.encode(errors="surrogateescape"))
        total.update(b"\0")
        total.update(hashlib.sha256(raw[name]).digest())
    return total.hexdigest()
