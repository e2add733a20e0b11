"""Whether an engine's results are those of the reference, and if not, where they first differ."""

from __future__ import annotations

from isolated import Findings

NAMED = 3


def difference(found: Findings, reference: Findings) -> str:
    """Return what is different in the results of two measurements; nothing if they are equal.

    An engine that had time for fewer people than the reference is held to it for those.
    """
    if found["nodes"] != reference["nodes"]:
        return "another program was measured"
    pairs = list(zip(found["results"], reference["results"], strict=False))
    if len(pairs) < len(found["results"]):
        return "the reference had time for fewer people"
    wrong = [place for place, (ours, right) in enumerate(pairs) if ours != right]
    if not wrong:
        return ""
    given, right = (int(one, 16) for one in pairs[wrong[0]])
    said = [
        _named(found["nodes"], given & ~right, "true, but is not"),
        _named(found["nodes"], right & ~given, "not true, but is"),
    ]
    first = "; ".join(one for one in said if one)
    return f"{len(wrong)} of {len(pairs)} people differ; the first has {first}"


def _named(nodes: list[str], bits: int, what: str) -> str:
    names = [node for place, node in enumerate(nodes) if bits >> place & 1]
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return f"{', '.join(names[:NAMED])}{more} {what}" if names else ""
