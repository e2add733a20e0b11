"""The scripts of `js/src` as one: modules in the order of their imports, without the imports.

A page that works from a disk must hold its script, and a browser does not load modules from there.
"""

from __future__ import annotations

import re
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from triage.errors import WriteError

STYLE = "symptom-triage.css"
ELEMENT = "symptom-triage"

_IMPORT = re.compile(r'^import (?:[^;]*?from )?"\./([a-z0-9-]+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:class|function|const)\b)", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*(?:/\*\*(?:(?!\*/).)*\*/|//[^\n]*)\n", re.MULTILINE | re.DOTALL)


def source(name: str) -> str:
    """Return the text of a file of `js/src`, as it stands in the package or in the checkout."""
    return (_folder() / name).read_text(encoding="utf-8")


def bundle(entry: str) -> str:
    """Return the module `entry` and all it imports as one script, what is imported first.

    No two modules have a name in common at their top; a browser would refuse the script.
    """
    found: dict[str, str] = {}
    _collect(entry, found)
    return "".join(found.values())


def _collect(name: str, found: dict[str, str]) -> None:
    text = source(f"{name}.js")
    for other in _IMPORT.findall(text):
        if other not in found:
            _collect(other, found)
    found[name] = _COMMENT.sub("", _EXPORT.sub("", _IMPORT.sub("", text)))


def _folder() -> Traversable:
    packaged = files("triage") / "_js"
    checkout = Path(__file__).resolve().parents[2]
    if packaged.is_dir():
        return packaged
    if (checkout / "pyproject.toml").is_file():
        return checkout / "js" / "src"
    message = "the scripts of the page are not installed"
    raise WriteError(message)
