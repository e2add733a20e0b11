"""A file is written whole, for its owner only, or not at all."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from triage.errors import WriteError
from triage.explain.whole_file import write_whole


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    write_whole(file, b"one")
    assert file.read_bytes() == b"one"
    assert file.stat().st_mode & 0o777 == 0o600


def test_an_older_file_is_replaced_with_its_rights(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_bytes(b"old")
    file.chmod(0o644)
    write_whole(file, b"new")
    assert file.read_bytes() == b"new"
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_a_link_is_followed(tmp_path: Path) -> None:
    target, link = tmp_path / "real.txt", tmp_path / "link.txt"
    link.symlink_to(target)
    write_whole(link, b"one")
    assert link.is_symlink()
    assert target.read_bytes() == b"one"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (".", "it is a folder"),
        ("/dev/null", "it is not an ordinary file"),
        ("no/such/folder/report.txt", "No such file or directory"),
        ("/sys/report.txt", "denied|permitted|No such"),
        ("nul\0.txt", "null"),
        ("x" * 300, "File name too long"),
    ],
)
def test_what_cannot_be_written_is_told_with_the_reason(
    tmp_path: Path, name: str, reason: str
) -> None:
    with pytest.raises(WriteError, match=reason):
        write_whole(tmp_path / name, b"one")
    assert list(tmp_path.iterdir()) == []
    assert Path("/dev/null").is_char_device()


def test_a_full_disk_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_bytes(b"old")
    script = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from triage.errors import WriteError\n"
        "from triage.explain.whole_file import write_whole\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))\n"
        "try:\n"
        "    write_whole(Path(sys.argv[1]), b'x' * 100_000)\n"
        "except WriteError as error:\n"
        "    sys.exit(str(error))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == f"{file}: cannot be written: File too large\n"
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
