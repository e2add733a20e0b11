"""Characters that no text may hold: what could steer a terminal, or show a line in another order.

Refused are control characters (C0 but for tab and line feed, DEL, and C1: with them an escape
sequence is written), the separators U+2028 and U+2029, the marks that embed, override or isolate
a direction (U+202A to U+202E, U+2066 to U+2069), half a surrogate pair, and U+FFFE and U+FFFF.
The plain marks of direction (U+200E, U+200F, U+061C) stay: texts that run right to left need them.
"""

from __future__ import annotations

import re

_REFUSED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def refused_character(text: str) -> tuple[int, str] | None:
    """Return index and name (`U+001B`) of the first refused character in `text`; None without."""
    found = _REFUSED.search(text)
    return None if found is None else (found.start(), f"U+{ord(found[0]):04X}")
