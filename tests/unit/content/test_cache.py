"""The cache saves time and nothing else: whatever is wrong with it, the files are read."""

from __future__ import annotations

import errno
import hashlib
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import triage
from triage.content.cache import (
    KEPT,
    _code_mark,
    _mark_of,
    cache_folder,
    read_cached,
    write_cached,
)
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
    folder: Path, small: RuleBase
) -> None:
    other = f"{small.digest[:32]}{'0' * 32}"
    write_cached(small)
    write_cached(small.model_copy(update={"digest": other}))
    (_file,) = kept_files(folder)
    assert read_cached(small.digest) is None
    assert read_cached(other) is not None


def test_a_cache_file_is_good_under_its_own_name_only(folder: Path, small: RuleBase) -> None:
    """So a newer version of the code never takes what an older one kept."""
    write_cached(small)
    (file,) = kept_files(folder)
    before = _code_mark()
    assert before is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("triage.content.cache._code_mark", lambda: "another code")
        file.rename(file.with_name(file.name.replace(before, "another code")))
        assert read_cached(small.digest) is None


def poison(file: Path) -> None:
    """Change a level in a cache file and make its hash fit."""
    payload = file.read_bytes().split(b"\n", 1)[1]
    changed = payload.replace(b"emergency_now", b"routine_appointment", 1)
    assert changed != payload
    mark = hashlib.sha256(file.name.encode() + b"\0" + changed).hexdigest()
    file.write_bytes(mark.encode() + b"\n" + changed)


def anybody_may_write_the_folder(file: Path) -> None:
    file.parent.chmod(0o777)


def a_group_may_write_the_folder(file: Path) -> None:
    file.parent.chmod(0o770)


def anybody_may_write_the_file(file: Path) -> None:
    file.chmod(0o602)


def a_group_may_write_the_file(file: Path) -> None:
    file.chmod(0o660)


def the_file_is_a_link(file: Path) -> None:
    elsewhere = file.parent.parent / "elsewhere"
    file.rename(elsewhere)
    file.symlink_to(elsewhere)


def the_folder_is_a_link(file: Path) -> None:
    elsewhere = file.parent.parent / "elsewhere"
    file.parent.rename(elsewhere)
    file.parent.symlink_to(elsewhere, target_is_directory=True)


@pytest.mark.parametrize(
    "weakness",
    [
        anybody_may_write_the_folder,
        a_group_may_write_the_folder,
        anybody_may_write_the_file,
        a_group_may_write_the_file,
        the_file_is_a_link,
        the_folder_is_a_link,
    ],
)
def test_what_somebody_else_could_have_written_is_not_believed(
    folder: Path, small_files: Files, small: RuleBase, weakness: Callable[[Path], None]
) -> None:
    load_raw(small_files, cached=True)
    (file,) = kept_files(folder)
    poison(file)
    assert read_cached(small.digest) not in {None, small}, "a fault nobody else can plant"
    weakness(file)
    assert read_cached(small.digest) is None
    assert load_raw(small_files, cached=True) == small


def test_what_belongs_to_somebody_else_is_not_believed_nor_written_to(
    folder: Path, small_files: Files, small: RuleBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_raw(small_files, cached=True)
    (file,) = kept_files(folder)
    poison(file)
    before = file.read_bytes()
    owner = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    assert load_raw(small_files, cached=True) == small
    assert kept_files(folder) == [file]
    assert file.read_bytes() == before


def test_a_folder_that_others_may_write_is_not_written_to(
    folder: Path, small_files: Files, small: RuleBase
) -> None:
    folder.mkdir()
    folder.chmod(0o777)
    assert load_raw(small_files, cached=True) == small
    assert kept_files(folder) == []


def test_no_flipped_bit_is_believed(folder: Path, small_files: Files, small: RuleBase) -> None:
    load_raw(small_files, cached=True)
    (file,) = kept_files(folder)
    whole = file.read_bytes()
    places = [*range(100), *range(100, len(whole), 37), len(whole) - 1]
    for number, place in enumerate(places):
        for bit in range(8) if place < 100 else (number % 8,):
            spoilt = bytearray(whole)
            spoilt[place] ^= 1 << bit
            file.write_bytes(spoilt)
            assert read_cached(small.digest) is None, (place, bit)
    file.write_bytes(whole + b" ")
    assert read_cached(small.digest) is None
    file.write_bytes(whole)
    assert read_cached(small.digest) == small


def test_a_pipe_or_a_folder_in_place_of_the_file_is_passed_over(
    folder: Path, small_files: Files, small: RuleBase
) -> None:
    load_raw(small_files, cached=True)
    (file,) = kept_files(folder)
    file.unlink()
    os.mkfifo(file)
    assert read_cached(small.digest) is None
    assert load_raw(small_files, cached=True) == small
    assert file.is_file(), "mended"
    file.unlink()
    file.mkdir()
    assert load_raw(small_files, cached=True) == small


def test_a_file_far_too_large_is_not_read(
    folder: Path, small_files: Files, small: RuleBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_raw(small_files, cached=True)
    (file,) = kept_files(folder)
    os.truncate(file, 2_000_000_000)
    with monkeypatch.context() as patch:
        patch.setattr("triage.content.cache._payload", pytest.fail)
        assert read_cached(small.digest) is None
    assert load_raw(small_files, cached=True) == small


def test_a_rule_base_far_too_large_is_not_kept(
    folder: Path, small: RuleBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("triage.content.cache.MAX_CACHED", 1000)
    write_cached(small)
    assert kept_files(folder) == []


def test_where_owners_cannot_be_told_nothing_is_kept(
    folder: Path, small_files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "geteuid")
    load_raw(small_files, cached=True)
    assert cache_folder() is None
    assert kept_files(folder) == []


def zipped(target: Path, endings: tuple[str, ...]) -> Path:
    """Write the files of our package that end so to a zip file."""
    package = Path(triage.__file__).parent
    with zipfile.ZipFile(target, "w") as archive:
        for file in sorted(package.rglob("*")):
            if file.name.endswith(endings) and "__pycache__" not in file.parts:
                archive.write(file, file.relative_to(package.parent))
    return target


def test_the_code_has_the_same_mark_in_a_zip_file_and_none_without_sources(tmp_path: Path) -> None:
    for endings, mark in (((".py",), _code_mark()), (("rules.lock", ".po", "__main__.py"), None)):
        file = zipped(tmp_path / f"{len(endings)}.zip", endings)
        assert _mark_of(zipfile.Path(file, "triage/")) == mark
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import triage.content.cache as c; print(c.__file__, c._code_mark())",
        ],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "1.zip")},
        capture_output=True,
        text=True,
        check=True,
    )
    where, mark = done.stdout.split()
    assert where.startswith(str(tmp_path / "1.zip"))
    assert mark == _code_mark()


def test_code_whose_sources_cannot_be_read_keeps_nothing(
    folder: Path, small_files: Files, small: RuleBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("triage.content.cache._code_mark", lambda: None)
    assert load_raw(small_files, cached=True) == small
    assert read_cached(small.digest) is None
    assert kept_files(folder) == []


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
        digest = f"{number:032d}" * 2
        write_cached(small.model_copy(update={"digest": digest}))
        for file in kept_files(folder):
            if file.name.startswith(digest[:32]):
                os.utime(file, (number, number))
    assert len(kept_files(folder)) == KEPT


def test_what_a_killed_run_left_behind_goes_with_the_old(folder: Path, small: RuleBase) -> None:
    folder.mkdir(mode=0o700)
    for number in range(KEPT):
        left = folder / f"{number}.json.0123456789abcdef.part"
        left.write_bytes(b"half")
        os.utime(left, (number, number))
    other = folder / "something else"
    other.write_bytes(b"")
    for number in range(KEPT):
        write_cached(small.model_copy(update={"digest": f"{number:032d}" * 2}))
    assert [one.suffix for one in kept_files(folder) if one != other] == [".json"] * KEPT
    assert other.exists()


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
    def full(*_names: str, **_folders: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
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
    found = cache_folder()
    assert found is None or found.is_absolute()


def test_no_home_folder_means_no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        message = "no home"
        raise RuntimeError(message)

    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", homeless)
    assert cache_folder() is None


def test_the_shipped_rule_base_is_the_same_from_the_cache(folder: Path) -> None:
    assert load() == load() == load(cached=False)
    assert len(kept_files(folder)) == 1
