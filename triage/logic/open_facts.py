"""What is still missing, read off the truths of all parts; `residual.py` says what is meant."""

from __future__ import annotations

from collections.abc import Iterable

from triage.logic.graph import Truths
from triage.logic.layout import Layout


class OpenFacts:
    """Residuals of the nodes of one rule base for one state of knowledge; results are kept.

    Answers as `Residual` does.
    """

    def __init__(self, layout: Layout, truths: Truths, asked: frozenset[str] = frozenset()) -> None:
        """Bind to a rule base and the truths of its parts.

        `asked` are facts that were asked and stay unknown ("not sure"): never askable again.
        """
        self._layout = layout
        self._truths = truths
        self._left = ~layout.bits(asked) if asked else -1
        self._open: dict[int, int] = {}
        self._next: dict[int, int] = {}

    def facts(self, node_id: str) -> frozenset[str]:
        """Return every unknown fact that can still decide an open node; empty when settled."""
        return frozenset(self.named([node_id]))

    def named(self, node_ids: Iterable[str]) -> list[str]:
        """Return the unknown facts that can still decide any of the nodes, in the order asked."""
        root, truths = self._layout.root, self._truths
        total = 0
        for node_id in node_ids:
            number = root[node_id]
            if truths[number] is None:
                total |= self._open.get(number) or self._open_under(number)
        return list(self._layout.named(total)) if total else []

    def askable(self, node_id: str) -> frozenset[str]:
        """Return the unknown facts worth asking next for an open node; empty when settled."""
        number = self._layout.root[node_id]
        if self._truths[number] is not None:
            return frozenset()
        return frozenset(self._layout.named(self._next_under(number)))

    def _open_under(self, number: int) -> int:
        truths, known = self._truths, self._open
        found = self._layout.bit[number]
        for part in self._layout.of[number]:
            if truths[part] is None:
                found |= known[part] if part in known else self._open_under(part)
        known[number] = found
        return found

    def _next_under(self, number: int) -> int:
        """Return the same, but of a conjunction only what its first open part asks for."""
        found = self._next.get(number)
        if found is None:
            found = self._layout.bit[number] & self._left
            for part in self._layout.of[number]:
                if self._truths[part] is None:
                    found |= self._next_under(part)
                    if found and self._layout.is_every[number]:
                        break
            self._next[number] = found
        return found
