"""Which files make a rule base, and what a folder can do wrong."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from triage.content.digest import digest_of
from triage.content.load import load, load_raw, read_files
from triage.content.locate import DEEPEST, content_root, folder_of
from triage.content.parts import Parts
from triage.content.strict_yaml import MAX_BYTES
from triage.errors import ContentError
from triage.model.rulebase import RuleBase

SMALL = Path(__file__).with_name("small")
CHECKOUT = Path(__file__).parents[3]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the small rule base."""
    return shutil.copytree(SMALL, tmp_path / "copy")


def message_of(path: Path | str) -> str:
    with pytest.raises(ContentError) as caught:
        load(path, cached=False)
    return str(caught.value)


def test_templates_hidden_files_and_other_endings_are_passed_over(copy: Path) -> None:
    before = read_files(copy)
    for name in ("_template.yaml", ".hidden.yaml", "rules.lock", "notes.txt", "gas.yaml~"):
        (copy / "rules" / "danger" / name).write_text("not: [read")
    assert read_files(copy) == before
    assert all(name.endswith(".yaml") for name in before)


LOOKALIKES = [
    "new.YAML",
    "new.Yml",
    "new.yaml.txt",
    "new.yml.md",
    "new.json",
    "new.yaml (1)",
    "new_yaml",
    "new",
]
HARMLESS = [
    "README.md", "notes.txt", "rules.lock", "_draft.YAML", ".DS_Store", "._gas.YAML",
    ".gas.yaml.swp", "gas.yaml~", "gas.yaml.bak", "gas.yaml.orig", "#gas.yaml#", "Thumbs.db",
    "LICENSE",
]  # fmt: skip


def test_files_that_look_like_content_and_are_not_read_are_named(copy: Path) -> None:
    assert folder_of(copy).unread == []
    before = read_files(copy)
    for name in LOOKALIKES + HARMLESS:
        (copy / "rules" / "danger" / name).write_text("id: danger.new\n")
    (copy / "knowledge" / "new.YAML").write_text("")
    assert folder_of(copy).unread == [
        "knowledge/new.YAML",
        *sorted(f"rules/danger/{name}" for name in LOOKALIKES),
    ]
    assert read_files(copy) == before


def test_our_own_folders_hold_nothing_that_is_not_read() -> None:
    assert folder_of().unread == []


def test_files_come_in_order_of_their_path(copy: Path) -> None:
    assert list(read_files(copy)) == sorted(read_files(copy))


def test_the_digest_stands_for_names_and_texts_and_nothing_else(copy: Path) -> None:
    files = read_files(copy)
    turned = dict(reversed(files.items()))
    assert digest_of(files) == digest_of(turned) == load(SMALL).digest
    name = next(iter(files))
    assert digest_of({**files, name: files[name] + b"\n"}) != digest_of(files)
    last = max(files)
    renamed = {(one + "x" if one == last else one): raw for one, raw in files.items()}
    assert list(renamed.values()) == list(files.values())
    assert digest_of(renamed) != digest_of(files)


@pytest.mark.parametrize(
    "changed",
    [
        lambda raw: raw.replace(b"\n", b"\r\n"),
        lambda raw: raw.replace(b"\n", b"\r"),
        lambda raw: raw.replace(b"\n", b"\r\n", 1),
        lambda raw: b"\xef\xbb\xbf" + raw,
    ],
)
def test_a_checkout_with_other_line_ends_is_the_same_rule_base(
    small_files: dict[str, bytes], small: RuleBase, changed: Callable[[bytes], bytes]
) -> None:
    other = {name: changed(raw) for name, raw in small_files.items()}
    assert other != small_files
    assert load_raw(other) == small


def test_the_digest_of_files_with_plain_line_ends_is_that_of_their_bytes() -> None:
    file = hashlib.sha256(b"id: x\n").digest()
    assert digest_of({"rules/x.yaml": b"id: x\n"}) == (
        hashlib.sha256(b"rules/x.yaml\0" + file).hexdigest()
    )


@pytest.mark.parametrize("name", ["no_such_folder", "", "x" * 5000, "a\0b"])
def test_a_folder_that_is_not_there_is_said_plainly(tmp_path: Path, name: str) -> None:
    path = str(tmp_path / name) if name else str(tmp_path / "file")
    if not name:
        Path(path).write_text("not a folder")
    assert "no such folder" in message_of(path)


@pytest.mark.parametrize("missing", ["rules", "knowledge"])
def test_a_folder_without_its_parts_is_said_plainly(copy: Path, missing: str) -> None:
    shutil.rmtree(copy / missing)
    assert message_of(copy) == f"{copy}: has no folder `{missing}`"


def test_a_file_over_a_megabyte_is_refused_without_reading_it_whole(copy: Path) -> None:
    big = copy / "rules" / "danger" / "gas.yaml"
    with big.open("wb") as file:
        file.truncate(50 * MAX_BYTES)
    assert len(read_files(copy)["rules/danger/gas.yaml"]) == MAX_BYTES + 1
    assert message_of(copy).startswith("rules/danger/gas.yaml: larger than 1,000,000 bytes")


def test_a_file_that_goes_away_or_cannot_be_read_is_told(copy: Path) -> None:
    (copy / "rules" / "danger" / "dangling.yaml").symlink_to("nowhere")
    assert "rules/danger/dangling.yaml: is not a file" in message_of(copy)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_named_pipe_is_not_waited_for(copy: Path) -> None:
    os.mkfifo(copy / "rules" / "danger" / "pipe.yaml")
    assert "rules/danger/pipe.yaml: is not a file" in message_of(copy)


def test_a_link_that_leads_out_of_the_folder_is_refused_unread(copy: Path) -> None:
    outside = copy.parent / "outside"
    outside.mkdir()
    (outside / "secret.yaml").write_text("id: tok_12345\n")
    (copy / "rules" / "danger" / "secret.yaml").symlink_to(outside / "secret.yaml")
    (copy / "rules" / "danger" / "relative.yaml").symlink_to("../../../outside/secret.yaml")
    (copy / "rules" / "zero.txt").symlink_to("/dev/zero")
    (copy / "rules" / "rules.lock").symlink_to(outside / "secret.yaml")
    (copy / "knowledge" / "remedies" / "more").symlink_to(outside, target_is_directory=True)
    told = message_of(copy)
    assert [line.split(":")[0] for line in told.splitlines() if "hint" not in line] == [
        "knowledge/remedies/more",
        "rules/danger/relative.yaml",
        "rules/danger/secret.yaml",
        "rules/rules.lock",
        "rules/zero.txt",
    ]
    assert told.count("is a link that leads out of the folder") == 5
    assert "tok" not in told


def test_a_folder_of_rules_that_is_a_link_out_is_refused(copy: Path) -> None:
    (copy / "rules").rename(copy.parent / "elsewhere")
    (copy / "rules").symlink_to(copy.parent / "elsewhere", target_is_directory=True)
    assert message_of(copy).startswith("rules: is a link that leads out of the folder")


def test_links_that_stay_inside_and_a_folder_reached_by_a_link_are_read(copy: Path) -> None:
    before = read_files(copy)
    gas = copy / "rules" / "danger" / "gas.yaml"
    gas.rename(copy / "_gas.yaml")
    gas.symlink_to("../../_gas.yaml")
    (copy.parent / "here").symlink_to(copy, target_is_directory=True)
    assert read_files(copy) == before == read_files(copy.parent / "here")
    (copy / "rules" / "danger" / "itself.yaml").symlink_to("itself.yaml")
    assert "rules/danger/itself.yaml: is not a file" in message_of(copy)


def test_too_many_files_are_refused_with_words(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("triage.content.locate.MAX_FILES", 5)
    assert message_of(copy) == ("more than 5 files and folders\n    hint: split the rule base")


def test_files_too_large_together_are_refused_with_words(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = sum(map(len, read_files(copy).values()))
    monkeypatch.setattr("triage.content.load.MAX_TOTAL", whole)
    assert read_files(copy)
    monkeypatch.setattr("triage.content.load.MAX_TOTAL", whole - 1)
    assert f"files of more than {whole - 1:,} bytes\n    hint: split the rule base" in (
        message_of(copy)
    )


def test_too_many_values_are_refused_with_words(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("triage.content.load.MAX_VALUES", 100)
    told = message_of(copy)
    assert "the rule base holds more than 100 values up to here\n    hint: split it" in told


def test_names_are_gathered_as_often_for_many_rules_as_for_few(
    small_files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Loading takes time in step with the number of rules, not with its square."""
    asked: list[str] = []
    names = Parts.names

    def counted(self: Parts, folder: str) -> list[str]:
        asked.append(folder)
        return names(self, folder)

    monkeypatch.setattr(Parts, "names", counted)
    load_raw(small_files)
    few = len(asked)
    rule = small_files["rules/danger/gas.yaml"]
    for number in range(50):
        one = rule.replace(b"id: danger.gas", b"id: danger.gas_%d" % number)
        small_files[f"rules/danger/gas_{number}.yaml"] = one
    load_raw(small_files)
    assert len(asked) == 2 * few


def test_a_folder_that_holds_itself_is_not_walked_for_ever(copy: Path) -> None:
    for name in ("one", "two"):
        (copy / "rules" / name).symlink_to(copy / "rules", target_is_directory=True)
    assert f"folders lie deeper than {DEEPEST}" in message_of(copy)


def test_a_folder_that_cannot_be_listed_is_told(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: Path) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert message_of(copy).startswith("rules: cannot be listed: Permission denied")


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux only")
def test_a_file_name_that_is_not_text_is_told_and_not_tripped_over(copy: Path) -> None:
    name = os.fsencode(copy / "rules" / "danger") + b"/caf\xe9.yaml"
    with open(name, "wb") as file:  # noqa: PTH123  (a name of bytes)
        file.write(b"id: x\n")
    assert "rules/danger/caf?.yaml" in message_of(copy)


def test_without_a_path_the_checkout_or_the_package_is_read() -> None:
    root = content_root()
    assert (root / "rules").is_dir()
    assert (root / "knowledge" / "rulebase.yaml").is_file()


def test_the_folder_one_stands_in_does_not_matter(tmp_path: Path) -> None:
    """A stranger's `rules` in the working folder is never taken for ours."""
    for folder in ("rules", "knowledge"):
        (tmp_path / folder).mkdir()
    done = subprocess.run(
        [sys.executable, "-c", "import triage; print(triage.load().manifest.name)"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == load().manifest.name
