"""The one import of experta, and what has to be set right around it.

experta 1.9.4 pins frozendict 1.2, which reads `collections.Mapping`, gone since Python 3.10. The
name is given back only while experta is imported, and taken away again. experta also configures
the root logger on import; an app that embeds us keeps its own logging, so that is undone. And it
writes every fact it is told to its own loggers: those are health data, so these loggers are closed.
"""

from __future__ import annotations

import collections
import collections.abc
import logging

_GONE = "Mapping"
_lent = not hasattr(collections, _GONE)
_handlers = list(logging.root.handlers)
if _lent:
    setattr(collections, _GONE, collections.abc.Mapping)
try:
    from experta import Fact, KnowledgeEngine, P, Rule
    from experta.abstract import Matcher, Strategy
    from experta.activation import Activation
    from experta.agenda import Agenda
    from experta.fact import InitialFact
    from experta.matchers.rete import ReteMatcher
    from experta.matchers.rete.abstract import Check, Node
    from experta.matchers.rete.check import FactCapture, SameContextCheck
    from experta.matchers.rete.mixins import ChildNode
    from experta.matchers.rete.nodes import (
        BusNode,
        ConflictSetNode,
        FeatureTesterNode,
        OrdinaryMatchNode,
    )
    from experta.matchers.rete.token import Token
    from experta.matchers.rete.utils import generate_checks
finally:
    if _lent:
        delattr(collections, _GONE)
    logging.root.handlers[:] = _handlers
logging.getLogger("experta.watchers").setLevel(logging.CRITICAL)

__all__ = [
    "Activation",
    "Agenda",
    "BusNode",
    "Check",
    "ChildNode",
    "ConflictSetNode",
    "Fact",
    "FactCapture",
    "FeatureTesterNode",
    "InitialFact",
    "KnowledgeEngine",
    "Matcher",
    "Node",
    "OrdinaryMatchNode",
    "P",
    "ReteMatcher",
    "Rule",
    "SameContextCheck",
    "Strategy",
    "Token",
    "generate_checks",
]
