"""What every engine under measurement offers."""

from __future__ import annotations

from typing import Protocol

from encoding import Encoding
from people import Person


class Engine(Protocol):
    """One rule engine, ready for one case after another."""

    name: str

    def build(self, encoding: Encoding) -> None:
        """Take in the rule base, as far as the engine can do so ahead of any case."""

    def prepare(self, person: Person) -> object:
        """Return a person in the form the engine takes; not measured."""

    def run(self, case: object) -> object:
        """Assess one prepared case; this is what is measured."""

    def true_nodes(self, outcome: object) -> frozenset[str]:
        """Return the ids of the true nodes in what `run` returned; not measured."""
