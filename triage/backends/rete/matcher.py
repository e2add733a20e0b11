"""experta's Rete network, wired for rules that are flat conjunctions.

Same nodes; only what is done for all of them at once is replaced. experta hands every fact to
every type test at the root, asks every end of the network after every change, resets nodes once
per path that leads to them, and joins the same patterns anew for every rule. Here the root has an
index, ends say when they changed, and rules that begin alike share their joins (C. L. Forgy,
"Rete: a fast algorithm for the many pattern/many object pattern match problem", 1982).

experta's `activate` copies the token for every node. Only the node that puts a fact into the
token's context changes it, so the others are called by `_activate`, which does the work.
"""
# ruff: noqa: SLF001  (`_activate`, `_reset`: experta's own names for what its nodes do)

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from triage.backends.rete._experta import (
    Activation,
    BusNode,
    Check,
    ChildNode,
    ConflictSetNode,
    Fact,
    FactCapture,
    FeatureTesterNode,
    KnowledgeEngine,
    Matcher,
    Node,
    OrdinaryMatchNode,
    ReteMatcher,
    Rule,
    SameContextCheck,
    Token,
)

_SAME_CONTEXT = SameContextCheck()


class IndexedBusNode(BusNode):  # type: ignore[misc]  # experta has no types
    """The root of a network: passes a fact only to the tests of its own type."""

    def __init__(self) -> None:
        """Start with no children and no index."""
        super().__init__()
        self._by_type: dict[type, list[Callable[[Token], None]]] = defaultdict(list)

    def add_test(self, fact_type: type, node: FeatureTesterNode) -> None:
        """Add a child that tests facts of one type."""
        self.children.append(ChildNode(node, node._activate))
        self._by_type[fact_type].append(node._activate)

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

    def __init__(self, rule: Rule, changed: dict[ReportingConflictSetNode, None]) -> None:
        """Bind to a rule and to where to report."""
        super().__init__(rule)
        self._changed = changed

    def _activate(self, token: Token) -> None:
        super()._activate(token)
        self._changed[self] = None


class IndexedReteMatcher(ReteMatcher):  # type: ignore[misc]  # experta has no types
    """experta's matcher on a network of our wiring."""

    def __init__(self, engine: KnowledgeEngine) -> None:
        """Build the network for the rules and `checks` of `engine`."""
        Matcher.__init__(self, engine)
        self._checks: dict[int, tuple[Check, ...]] = engine.checks
        self.root_node = IndexedBusNode()
        self._memories: list[Node] = []
        self._type_tests: dict[type, FeatureTesterNode] = {}
        self._terminals: dict[int, FeatureTesterNode] = {}
        self._joins: dict[tuple[int, ...], OrdinaryMatchNode] = {}
        self._changed: dict[ReportingConflictSetNode, None] = {}
        self.build_network()

    def build_network(self) -> None:
        """Wire every rule of the engine."""
        for rule in self.engine.get_rules():
            self._wire(rule)

    def _wire(self, rule: Rule) -> None:
        """Add a rule: its first pattern, a join for each further one, and its end."""
        first, *others = rule
        node: Node = self._terminal(first)
        path: tuple[int, ...] = (id(first),)
        for pattern in others:
            path = (*path, id(pattern))
            join = self._joins.get(path)
            if join is None:
                join = self._joins[path] = OrdinaryMatchNode(_SAME_CONTEXT)
                self._memories.append(join)
                self._add_child(node, join, join._activate_left)
                self._add_child(self._terminal(pattern), join, join._activate_right)
            node = join
        end = ReportingConflictSetNode(rule, self._changed)
        self._memories.append(end)
        self._add_child(node, end, end._activate)

    def _terminal(self, pattern: Fact) -> FeatureTesterNode:
        """Return the last test of a pattern: its type, its value, and the fact put in context."""
        found = self._terminals.get(id(pattern))
        if found is None:
            type_check, *checks = self._checks[id(pattern)]
            found = self._type_test(type_check)
            for check in checks:
                node = FeatureTesterNode(check)
                changes_token = isinstance(check, FactCapture)
                callback = node.activate if changes_token else node._activate
                self._add_child(found, node, callback)
                found = node
            self._terminals[id(pattern)] = found
        return found

    def _type_test(self, check: Check) -> FeatureTesterNode:
        node = self._type_tests.get(check.fact_type)
        if node is None:
            node = self._type_tests[check.fact_type] = FeatureTesterNode(check)
            self.root_node.add_test(check.fact_type, node)
        return node

    @staticmethod
    def _add_child(parent: Node, child: Node, callback: Callable[[Token], None]) -> None:
        # `add_child` would search all children, and a new node cannot be among them.
        parent.children.append(ChildNode(child, callback))

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
        """Empty every node that has a memory, once."""
        for node in self._memories:
            node._reset()
        for end in self._changed:
            end.get_activations()
        self._changed.clear()
