"""Says which files beside the content nobody reads."""

from __future__ import annotations

from collections.abc import Iterable

from triage.checks.check import Finding
from triage.errors import printable


def unread_content(names: Iterable[str]) -> list[Finding]:
    """Return one failure per file in `names`, which look like content and are not read.

    A rule saved as `gas.YAML` or `gas.yaml.txt` would warn of nothing, and no check would miss it.
    """
    hint = "content ends in `.yaml`, in small letters; a name that starts with `_` is passed over"
    message = "looks like content, and nobody reads it"
    return [Finding("content.unread", printable(name), message, hint) for name in names]
