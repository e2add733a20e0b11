"""Names one state of the content: a hash over every file's path and text."""

from __future__ import annotations

import hashlib
from codecs import BOM_UTF8
from collections.abc import Mapping


def digest_of(raw: Mapping[str, bytes]) -> str:
    """Return the SHA-256 (64 hex digits) of files by path.

    What the reader does not tell apart makes no difference: the order of the files, the folder,
    the kind of line ends (a checkout on Windows may change them) and a byte-order mark.
    """
    total = hashlib.sha256()
    for name in sorted(raw):
        text = raw[name].removeprefix(BOM_UTF8).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        total.update(name.encode(errors="surrogateescape"))
        total.update(b"\0")
        total.update(hashlib.sha256(text).digest())
    return total.hexdigest()
