"""A file is written whole, for its owner only, or not at all."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from triage.errors import WriteError
from triage.files import is_written_directly, whole_file, write_whole


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
        "from triage.files import write_whole\n"
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


def test_a_file_appears_only_once_it_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    with whole_file(file) as stream:
        stream.write(b"half")
        stream.flush()
        assert not file.exists()
        stream.write(b" and half")
    assert file.read_bytes() == b"half and half"
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_an_older_file_stays_as_it_was_when_writing_fails(tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    file.write_bytes(b"before")

    def fail_halfway() -> None:
        with whole_file(file) as stream:
            stream.write(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_halfway()
    assert file.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [file]


def test_what_is_no_plain_file_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    with whole_file(pipe) as stream:
        stream.write(b"through")
    reader.join(10)
    assert read == [b"through"]
    assert pipe.is_fifo()


@pytest.fixture(params=["at once", "bit by bit"])
def write(request: pytest.FixtureRequest) -> Callable[[Path, bytes], None]:
    """Return each of the two ways to write a file."""

    def bit_by_bit(path: Path, data: bytes) -> None:
        with whole_file(path) as stream:
            for place in range(len(data)):
                stream.write(data[place : place + 1])

    return write_whole if request.param == "at once" else bit_by_bit


def test_the_data_is_on_the_disk_before_it_takes_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path, bytes], None]
) -> None:
    file = tmp_path / "answers.json"
    file.write_bytes(b"old")
    forced: list[tuple[int, bytes]] = []
    really = os.fsync

    def force(handle: int) -> None:
        (part,) = set(tmp_path.iterdir()) - {file}
        assert part.stat().st_ino == os.fstat(handle).st_ino
        assert file.read_bytes() == b"old"
        forced.append((os.fstat(handle).st_ino, part.read_bytes()))
        really(handle)

    monkeypatch.setattr(os, "fsync", force)
    write(file, b"new")
    assert forced == [(file.stat().st_ino, b"new")]
    assert file.read_bytes() == b"new"


KILLED = """
import os, signal, sys
from pathlib import Path
from triage.files import write_whole

setattr(os, sys.argv[2], lambda *_: os.kill(os.getpid(), signal.SIGKILL))
write_whole(Path(sys.argv[1]), b"answers of a person")
"""


def killed(file: Path, call: str) -> None:
    """Write to `file` in a process that is killed when it makes a call of the system."""
    done = subprocess.run([sys.executable, "-c", KILLED, str(file), call], check=False)
    assert done.returncode == -signal.SIGKILL


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_killed_writer_leaves_the_old_file_and_the_next_one_cleans_up(
    tmp_path: Path, call: str, write: Callable[[Path, bytes], None]
) -> None:
    file = tmp_path / "answers.json"
    file.write_bytes(b"old")
    killed(file, call)
    assert file.read_bytes() == b"old"
    (part,) = set(tmp_path.iterdir()) - {file}
    assert part.name.startswith(".answers.json.")
    assert part.stat().st_mode & 0o777 == 0o600
    write(file, b"new")
    assert file.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [file]


def test_a_writer_who_is_at_work_is_not_disturbed(tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    with whole_file(file) as slow:
        slow.write(b"slow")
        write_whole(file, b"quick")
        assert file.read_bytes() == b"quick"
    assert file.read_bytes() == b"slow"
    assert list(tmp_path.iterdir()) == [file]


def test_only_what_a_writer_to_this_place_left_is_removed(tmp_path: Path) -> None:
    others = {".out.csv.part", ".out.csv.notes.part", ".out.csv.12345678.part.bak", ".out.csvx"}
    others |= {".other.csv.12345678.part", "out.csv.12345678.part"}
    for name in others:
        (tmp_path / name).write_bytes(b"mine")
    folder, link, pipe = (tmp_path / f".out.csv.{one * 8}.part" for one in "abc")
    folder.mkdir()
    link.symlink_to(tmp_path / ".out.csvx")
    os.mkfifo(pipe)
    left = tmp_path / ".out.csv.12345678.part"
    left.write_bytes(b"half of a result")
    before = set(tmp_path.iterdir())
    write_whole(tmp_path / "out.csv", b"whole")
    assert before - set(tmp_path.iterdir()) == {left}
    assert all((tmp_path / name).read_bytes() == b"mine" for name in others)


@pytest.mark.parametrize("name", ["x" * 255, "\N{MUSICAL SYMBOL G CLEF}" * 63 + ".x"])
def test_the_longest_names_can_be_written(
    tmp_path: Path, name: str, write: Callable[[Path, bytes], None]
) -> None:
    file = tmp_path / name
    killed(file, "replace")
    write(file, b"one")
    assert file.read_bytes() == b"one"
    assert list(tmp_path.iterdir()) == [file]


def test_a_loop_of_links_is_told(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    with pytest.raises(WriteError, match="symbolic links"):
        write_whole(loop, b"one")
    with pytest.raises(OSError, match="symbolic links"), whole_file(loop):
        pass
    assert loop.is_symlink()


THROUGH = """
import sys
from pathlib import Path
from triage.files import is_written_directly, whole_file

assert is_written_directly(Path(sys.argv[1]))
with whole_file(Path(sys.argv[1])) as stream:
    stream.write(b"through")
print(" and on")
"""


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
def test_what_is_open_already_is_written_to_where_it_stands(tmp_path: Path, name: str) -> None:
    """A pipe takes it, and so does a file that the shell opened and others write to as well."""
    command = [sys.executable, "-c", THROUGH, name]
    piped = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    assert piped.stdout == b"through and on\n"
    file = tmp_path / "all.txt"
    with file.open("wb") as stream:
        stream.write(b"before, ")
        stream.flush()
        subprocess.run(command, stdout=stream, check=True)
    assert file.read_bytes() == b"before, through and on\n"
    assert list(tmp_path.iterdir()) == [file]


def test_a_device_is_written_to_directly(tmp_path: Path) -> None:
    assert is_written_directly(Path("/dev/null"))
    with whole_file(Path("/dev/null")) as stream:
        stream.write(b"gone")
    assert Path("/dev/null").is_char_device()
    assert not is_written_directly(tmp_path / "not yet there")
