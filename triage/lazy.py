"""Names that a package offers and imports on first use: what needs an extra waits for its use."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module


def offering(package: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """Return the `__getattr__` of `package`: it imports a name of `homes` from its module.

    Raises AttributeError for any other name, as every module does.
    """

    def get(name: str) -> object:
        if name not in homes:
            message = f"module `{package}` has no attribute `{name}`"
            raise AttributeError(message)
        value: object = getattr(import_module(homes[name]), name)
        setattr(sys.modules[package], name, value)
        return value

    return get
