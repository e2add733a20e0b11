"""Compact JSON, and the digest by which two files know that they belong together."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping


def compact(data: object) -> bytes:
    """Return `data` as JSON without blanks, in UTF-8, members in the order they stand."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def with_digest(data: Mapping[str, object]) -> dict[str, object]:
    """Return `data` with the SHA-256 of its compact JSON as the last member, `digest`."""
    return {**data, "digest": hashlib.sha256(compact(data)).hexdigest()}
