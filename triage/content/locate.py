"""Finds `rules/` and `knowledge/`: given, inside the installed package, or in a checkout."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from triage.errors import ContentError

FOLDERS = ("rules", "knowledge")
DEEPEST = 8
"""Folders below `rules/` that are walked into; a link can make a folder its own child."""


def content_root(given: str | Path | None = None) -> Traversable:
    """Return the folder that holds `rules/` and `knowledge/`.

    Tried in order: `given`; the copy inside the installed package; the checkout this package
    lies in, recognised by its `pyproject.toml` (so a stranger's `rules` beside us is never taken).

    Raises ContentError when there is none.
    """
    if given is not None:
        root: Traversable = Path(given)
        if not _is_folder(Path(given)):
            raise ContentError.one(
                str(given), "no such folder", "name the folder that holds rules/"
            )
    else:
        packaged = files("triage") / "_content"
        checkout = Path(__file__).resolve().parents[2]
        if packaged.is_dir():
            root = packaged
        elif (checkout / "pyproject.toml").is_file():
            root = checkout
        else:
            missing = "no rule base is installed"
            raise ContentError.one(str(checkout), missing, "give one with --knowledge")
    for folder in FOLDERS:
        if not (root / folder).is_dir():
            shown = str(given) if given is not None else str(root)
            raise ContentError.one(shown, f"has no folder `{folder}`")
    return root


def _is_folder(path: Path) -> bool:
    """Return whether there is such a folder; a name no file system takes names none."""
    try:
        return path.is_dir()
    except OSError:
        return False


def yaml_files(root: Traversable) -> dict[str, Traversable]:
    """Return every YAML file below `rules/` and `knowledge/`, by path from `root`, in order.

    Names that start with `_` (templates) or `.` are passed over; so is `rules.lock`.

    Raises ContentError for a folder that cannot be listed, or that lies too deep.
    """
    found: dict[str, Traversable] = {}
    for folder in FOLDERS:
        _collect(root / folder, folder, found)
    return dict(sorted(found.items()))


def _collect(folder: Traversable, prefix: str, found: dict[str, Traversable]) -> None:
    if prefix.count("/") > DEEPEST:
        raise ContentError.one(prefix, f"folders lie deeper than {DEEPEST}", "is there a loop?")
    try:
        entries = list(folder.iterdir())
    except OSError as error:
        raise ContentError.one(prefix, f"cannot be listed: {error.strerror}") from error
    for entry in entries:
        if entry.name.startswith(("_", ".")):
            continue
        name = f"{prefix}/{entry.name}"
        if entry.is_dir():
            _collect(entry, name, found)
        elif entry.name.endswith((".yaml", ".yml")):
            found[name] = entry
