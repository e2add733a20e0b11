"""The cache saves time and nothing else: whatever is wrong with it, the files are read."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from triage.content.cache import KEPT, cache_folder, read_cached, write_cached
from triage.content.load import load, load_raw
from triage.errors import ContentError
from triage.model.rulebase import RuleBase

Files = dict[str, bytes]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty cache folder that is in use."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("TRIAGE_NO_CACHE", raising=False)
    return tmp_path / "symptom-triage"


def kept_files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def test_a_kept_rule_base_is_the_one_that_was_read(folder: Path, small_files: Files) -> None:
    first = load_raw(small_files, cached=True)
    (file,) = kept_files(folder)
    assert read_cached(first.digest) == first == load_raw(small_files, cached=True)
    assert file.stat().st_mode & 0o077 == 0


def test_a_kept_rule_base_is_used(
    folder: Path, small_files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = load_raw(small_files, cached=True)
    monkeypatch.setattr("triage.content.load.read_yaml", pytest.fail)
    assert load_raw(small_files, cached=True) == first
    assert kept_files(folder)


def cut(raw: bytes) -> bytes:
    return raw[: len(raw) // 2]


def renamed_key(raw: bytes) -> bytes:
    return raw.replace(b'"rules"', b'"rulez"', 1)


def unknown_level(raw: bytes) -> bytes:
    return raw.replace(b"emergency_now", b"self_caring", 1)


@pytest.mark.parametrize(
    "spoilt", [cut, renamed_key, unknown_level, b"", b"null", b"[]", b"\x00\xff", b"[" * 200_000]
)
def test_a_spoilt_cache_is_passed_over_and_mended(
    folder: Path, small_files: Files, small: RuleBase, spoilt: Callable[[bytes], bytes] | bytes
) -> None:
    load_raw(small_files, cached=True)
    (file,) = kept_files(folder)
    whole = file.read_bytes()
    file.write_bytes(spoilt if isinstance(spoilt, bytes) else spoilt(whole))
    assert read_cached(small.digest) is None
    assert load_raw(small_files, cached=True) == small
    assert file.read_bytes() == whole


def test_a_rule_base_kept_under_the_digest_of_another_is_not_taken(
    folder: Path, small_files: Files, small: RuleBase
) -> None:
    load_raw(small_files, cached=True)
    (file,) = kept_files(folder)
    other = json.loads(file.read_bytes())
    other["digest"] = "0" * 64
    file.write_text(json.dumps(other))
    assert read_cached(small.digest) is None


def test_a_changed_file_is_read_afresh(folder: Path, small_files: Files) -> None:
    before = load_raw(small_files, cached=True)
    name = "knowledge/rulebase.yaml"
    changed = {**small_files, name: small_files[name].replace(b"0.0.1", b"0.0.2")}
    after = load_raw(changed, cached=True)
    assert (before.manifest.version, after.manifest.version) == ("0.0.1", "0.0.2")
    assert len(kept_files(folder)) == 2


def test_a_rule_base_with_problems_is_never_kept(folder: Path, small_files: Files) -> None:
    with pytest.raises(ContentError):
        load_raw({**small_files, "rules/danger/gas.yaml": b"{}"}, cached=True)
    assert kept_files(folder) == []


def test_only_the_newest_few_are_kept(folder: Path, small: RuleBase) -> None:
    for number in range(KEPT + 3):
        digest = f"{number:064d}"
        write_cached(small.model_copy(update={"digest": digest}))
        for file in kept_files(folder):
            if file.name.startswith(digest[:32]):
                os.utime(file, (number, number))
    assert len(kept_files(folder)) <= KEPT


def test_a_cache_folder_that_cannot_be_made_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_files: Files, small: RuleBase
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(in_the_way))
    assert load_raw(small_files, cached=True) == small


def test_a_full_disk_leaves_nothing_half_written(
    folder: Path, small_files: Files, small: RuleBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_self: Path, _target: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert load_raw(small_files, cached=True) == small
    assert kept_files(folder) == []


def test_caching_can_be_turned_off(
    folder: Path, small_files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRIAGE_NO_CACHE", "1")
    load_raw(small_files, cached=True)
    load_raw(small_files)
    assert cache_folder() is None
    assert kept_files(folder) == []


def test_a_relative_cache_folder_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """So a program started in someone's folder does not take that folder's files for its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", "here")
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    found = cache_folder()
    assert found is None or found.is_absolute()


def test_no_home_folder_means_no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        message = "no home"
        raise RuntimeError(message)

    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setattr(Path, "home", homeless)
    assert cache_folder() is None


def test_the_shipped_rule_base_is_the_same_from_the_cache(folder: Path) -> None:
    assert load() == load() == load(cached=False)
    assert len(kept_files(folder)) == 1
