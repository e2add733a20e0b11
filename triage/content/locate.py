"""Finds `rules/` and `knowledge/`: given, inside the installed package, or in a checkout."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from triage.errors import ContentError, Problem

FOLDERS = ("rules", "knowledge")
PORTRAITS = "knowledge/portraits"
"""The test population, which stands beside the rule base and is no part of it."""

DEEPEST = 8
"""Folders below `rules/` that are walked into; a link can make a folder its own child."""

MAX_FILES = 20_000
"""Files and folders in a rule base; ours has some 330."""

_LIKE_CONTENT = re.compile(r"[a-z][a-z0-9_]*|(?i:.*[^a-z](yam|yml|json).*)")
"""Names that somebody may take for content: `gas`, `gas.YAML`, `gas.yaml.txt`, `gas.json`."""

_BACKUP = re.compile(r"(?i:.*(\.(bak|orig|swp|tmp)|~))|#.*#")
"""Names under which editors leave copies behind."""


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


@dataclass(slots=True)
class Folder:
    """What lies below `rules/` and `knowledge/`, by path from the folder that holds them.

    `content` is what is read; `unread` are names of files that somebody may take for content and
    nobody reads. Names that start with `_` (templates) or `.` are neither.
    """

    content: dict[str, Traversable] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)


def folder_of(path: str | Path | None = None, *, portraits: bool = False) -> Folder:
    """Return what lies in the rule base at `path`, or in our own (see `content_root`), in order.

    With `portraits`, return what lies in the folder of portraits instead, which is else passed by.

    Raises ContentError for a folder that cannot be listed, lies too deep or holds too much, and,
    in a folder that is given, for each link that leads out of it.
    """
    root = content_root(path)
    walk = _Walk(None if path is None else Path(path).resolve())
    if portraits:
        if root.joinpath(*PORTRAITS.split("/")).is_dir():
            walk.enter(root.joinpath(*PORTRAITS.split("/")), PORTRAITS)
    else:
        for folder in FOLDERS:
            walk.enter(root / folder, folder)
    if walk.problems:
        raise ContentError(sorted(walk.problems, key=lambda one: one.where))
    return Folder(dict(sorted(walk.found.content.items())), sorted(walk.found.unread))


class _Walk:
    """One way through the folders; `home` is where links must not lead out of."""

    def __init__(self, home: Path | None) -> None:
        self.home = home
        self.found = Folder()
        self.problems: list[Problem] = []
        self.seen = 0

    def enter(self, folder: Traversable, prefix: str) -> None:
        if self.leads_out(folder, prefix):
            return
        if prefix.count("/") > DEEPEST:
            hint = "is there a loop?"
            raise ContentError.one(prefix, f"folders lie deeper than {DEEPEST}", hint)
        try:
            for entry in folder.iterdir():
                self.look_at(entry, f"{prefix}/{entry.name}")
        except OSError as error:
            raise ContentError.one(prefix, f"cannot be listed: {error.strerror}") from error

    def look_at(self, entry: Traversable, name: str) -> None:
        self.seen += 1
        if self.seen > MAX_FILES:
            everywhere, message = "", f"more than {MAX_FILES:,} files and folders"
            raise ContentError.one(everywhere, message, "split the rule base")
        if entry.name.startswith(("_", ".")) or name == PORTRAITS or self.leads_out(entry, name):
            return
        if entry.is_dir():
            self.enter(entry, name)
        elif entry.name.endswith((".yaml", ".yml")):
            self.found.content[name] = entry
        elif _LIKE_CONTENT.fullmatch(entry.name) and not _BACKUP.fullmatch(entry.name):
            self.found.unread.append(name)

    def leads_out(self, entry: Traversable, name: str) -> bool:
        """Return whether an entry is a link to a place outside, which is noted, not followed."""
        if self.home is None or not isinstance(entry, Path) or not entry.is_symlink():
            return False
        try:
            outside = not entry.resolve().is_relative_to(self.home)
        except (OSError, RuntimeError):  # a link to itself: it is no file, and told as that
            return False
        if outside:
            hint = "put the file itself there"
            self.problems.append(Problem(name, "is a link that leads out of the folder", hint))
        return outside
