"""experta's Rete network with an index at its root and ends that say when they changed.

Same nodes; only what is done for all of them at once is replaced. experta hands every fact to
every type test at the root, visits the whole graph to find the conflict set (kept in a cache of
size one that all engines share), asks every end of it after every change, and resets nodes once
per path that leads to them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from triage.backends.rete._experta import (
    Activation,
    BusNode,
    ConflictSetNode,
    Fact,
    KnowledgeEngine,
    Matcher,
    ReteMatcher,
    Rule,
    Token,
    TypeCheck,
)


class IndexedBusNode(BusNode):  # type: ignore[misc]  # experta has no types
    """The root of a network: passes a fact only to the tests of its own type."""

    def __init__(self) -> None:
        """Start with no children and no index."""
        super().__init__()
        self._by_type: dict[type, list[Callable[[Token], None]]] = defaultdict(list)

    def index(self) -> None:
        """Sort the children by the fact type they test; call once the network is built."""
        for child in self.children:
            matcher = child.node.matcher
            if not isinstance(matcher, TypeCheck):
                message = f"a network starts with type tests, not {matcher}"
                raise TypeError(message)
            self._by_type[matcher.fact_type].append(child.callback)

    def add(self, fact: Fact) -> None:
        """Pass a new fact on."""
        for callback in self._by_type.get(type(fact), ()):
            callback(Token.valid(fact))

    def remove(self, fact: Fact) -> None:
        """Pass the end of a fact on."""
        for callback in self._by_type.get(type(fact), ()):
            callback(Token.invalid(fact))


class ReportingConflictSetNode(ConflictSetNode):  # type: ignore[misc]  # experta has no types
    """An end of the network that enters itself in `changed` whenever a token reaches it."""

    changed: dict[ReportingConflictSetNode, None]

    def _activate(self, token: Token) -> None:
        super()._activate(token)
        self.changed[self] = None


class IndexedReteMatcher(ReteMatcher):  # type: ignore[misc]  # experta has no types
    """experta's matcher on an indexed root."""

    def __init__(self, engine: KnowledgeEngine) -> None:
        """Build the network for the rules of `engine`."""
        Matcher.__init__(self, engine)
        self.root_node = IndexedBusNode()
        self.build_network()
        self.root_node.index()
        self._nodes = self._all_nodes()
        self._changed: dict[ReportingConflictSetNode, None] = {}
        for node in self._nodes:
            if isinstance(node, ConflictSetNode):
                # experta names the class of its ends in the middle of its wiring.
                node.__class__ = ReportingConflictSetNode
                node.changed = self._changed

    @staticmethod
    def prepare_ruleset(engine: KnowledgeEngine) -> set[Rule]:
        """Return the rules as they are: flat conjunctions need no rewriting by experta."""
        return set(engine.get_rules())

    def _all_nodes(self) -> list[object]:
        seen = {id(self.root_node): self.root_node}
        waiting = [self.root_node]
        while waiting:
            for child in waiting.pop().children:
                if id(child.node) not in seen:
                    seen[id(child.node)] = child.node
                    waiting.append(child.node)
        return list(seen.values())

    def changes(
        self, adding: Iterable[Fact] | None = None, deleting: Iterable[Fact] | None = None
    ) -> tuple[list[Activation], list[Activation]]:
        """Pass changes through the network; return the activations that came and went."""
        for fact in deleting or ():
            self.root_node.remove(fact)
        for fact in adding or ():
            self.root_node.add(fact)
        added: list[Activation] = []
        removed: list[Activation] = []
        for end in self._changed:
            came, went = end.get_activations()
            added.extend(came)
            removed.extend(went)
        self._changed.clear()
        return added, removed

    def reset(self) -> None:
        """Empty the memory of every node, once each."""
        self._changed.clear()
        for node in self._nodes:
            node._reset()  # type: ignore[attr-defined]  # noqa: SLF001  (experta's own walk calls it)
            if isinstance(node, ConflictSetNode):
                node.added.clear()
                node.removed.clear()
