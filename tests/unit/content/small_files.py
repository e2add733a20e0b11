"""The files of a rule base, changed in one place, and what is then said of them."""

from __future__ import annotations

import pytest

from triage.content.load import load_raw
from triage.errors import ContentError

Files = dict[str, bytes]


def problems_of(files: Files) -> list[str]:
    """Return every problem of a rule base that must not load."""
    with pytest.raises(ContentError) as caught:
        load_raw(files)
    return [str(problem) for problem in caught.value.problems]


def changed(files: Files, name: str, old: str, new: str) -> Files:
    """Return `files` with `old` replaced by `new`, once, in one of them."""
    text = files[name].decode()
    assert text.count(old) >= 1, f"{name} does not hold {old!r}"
    return {**files, name: text.replace(old, new, 1).encode()}
