"""A million cases on Spark come out as on one machine, also when a worker dies among them."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple, TypeVar

import pytest
from polars.testing import assert_frame_equal
from spark_tables import rows_of, write_cohort

from triage.content.load import load

pytestmark = pytest.mark.soak

MILLION = 1_000_000
PARTS = 20
COMMAND = [sys.executable, "-m", "triage", "batch"]
HERE = "127.0.0.1"
PATIENCE = 180
"""Seconds to wait for what a cluster does on its own."""

Found = TypeVar("Found")


class Case(NamedTuple):
    """A cohort and what one machine makes of it."""

    source: Path
    result: Path


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """Return a million cases in one file, assessed here."""
    folder = tmp_path_factory.mktemp("million")
    source = write_cohort(load(), folder / "in.parquet", PARTS, MILLION // PARTS)
    result = folder / "local.parquet"
    subprocess.run(
        [*COMMAND, str(source), str(result), "--keep", "id", "--explain"],
        check=True,
        capture_output=True,
    )
    return Case(source, result)


def on_spark(case: Case, target: Path, master: str, **settings: object) -> subprocess.Popen[str]:
    """Start a run on Spark, cut into a task for every row group or so."""
    told = {"spark.sql.files.maxPartitionBytes": "4m", **settings}
    confs = " ".join(f"--conf {name}={value}" for name, value in told.items())
    return subprocess.Popen(
        [*COMMAND, str(case.source), str(target), "--keep", "id", "--explain", "--format", "json",
         "--engine", "spark", "--master", master],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": HERE,
             "PYSPARK_SUBMIT_ARGS": f"{confs} pyspark-shell"},
    )  # fmt: skip


def check_same(case: Case, running: subprocess.Popen[str], target: Path) -> None:
    """Check that a run succeeds, and that its result is that of one machine, row by row."""
    out, told = running.communicate(timeout=900)
    assert running.returncode == 0, told
    assert out == ""
    found, expected = rows_of(target), rows_of(case.result)
    assert found.height == MILLION
    assert found["row"].to_list() == list(range(1, MILLION + 1))
    assert_frame_equal(found, expected)


def test_a_million_cases_on_two_local_workers_come_out_the_same(case: Case, tmp_path: Path) -> None:
    target = tmp_path / "out.parquet"
    check_same(case, on_spark(case, target, "local[2]"), target)


def free_port() -> int:
    with socket.socket() as one:
        one.bind((HERE, 0))
        port: int = one.getsockname()[1]
    return port


def asked(port: int, path: str) -> object:
    """Return the JSON that a page of Spark's holds, None when nobody answers."""
    connection = http.client.HTTPConnection(HERE, port, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return json.loads(answer.read()) if answer.status == http.client.OK else None
    except (OSError, http.client.HTTPException, json.JSONDecodeError):
        return None  # not there yet, or not ready yet
    finally:
        connection.close()


def awaited(ask: Callable[[], Found | None]) -> Found:
    """Return the first answer that is something."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = ask()
        if found:
            return found
        time.sleep(0.05)
    pytest.fail("the cluster did not do it in time")


class Cluster(NamedTuple):
    """A standalone cluster of one-core workers, each a session of processes of its own."""

    url: str
    workers: list[subprocess.Popen[bytes]]


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[Cluster]:
    """Start a cluster on the loopback interface."""
    import pyspark  # noqa: PLC0415  (an extra)

    spark_class = str(Path(pyspark.__file__).parent / "bin" / "spark-class")
    deploy = "org.apache.spark.deploy"
    port, page = free_port(), free_port()
    url = f"spark://{HERE}:{port}"
    at = ["--host", HERE, "--webui-port"]
    commands = [[f"{deploy}.master.Master", *at, str(page), "--port", str(port)]]
    commands += [
        [f"{deploy}.worker.Worker", *at, "0", "--cores", "1", "--memory", "1g",
         "--work-dir", str(folder / f"worker {one}"), url]
        for one in range(workers)
    ]  # fmt: skip
    started: list[subprocess.Popen[bytes]] = []
    try:
        for number, command in enumerate(commands):
            with (folder / f"log {number}").open("wb") as log:
                one = subprocess.Popen(
                    [spark_class, *command],
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                    env={**os.environ, "SPARK_LOCAL_IP": HERE},
                )
            started.append(one)

        def is_whole() -> bool:
            state = asked(page, "/json/")
            return isinstance(state, dict) and state["aliveworkers"] == workers

        awaited(is_whole)
        yield Cluster(url, started[1:])
    finally:
        for one in started:
            with_all_it_started_killed(one)


def with_all_it_started_killed(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and what it started, as a machine that loses power does."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


class Share(NamedTuple):
    """How many tasks of how many are done."""

    done: int
    tasks: int


class Progress:
    """How far a run on a cluster has come, as its own page tells."""

    def __init__(self, port: int) -> None:
        self._port = port

    def _of_run(self, what: str) -> list[dict[str, object]]:
        runs = asked(self._port, "/api/v1/applications")
        if not (isinstance(runs, list) and runs):
            return []
        found = asked(self._port, f"/api/v1/applications/{runs[0]['id']}/{what}")
        return found if isinstance(found, list) else []

    def tasks_done(self) -> Share | None:
        """Return how many tasks of the assessment are done of how many; None before the first."""
        stages = [(one["numCompleteTasks"], one["numTasks"]) for one in self._of_run("stages")]
        for done, tasks in stages:
            if isinstance(done, int) and isinstance(tasks, int) and tasks >= PARTS // 2 and done:
                return Share(done, tasks)
        return None

    def lost(self) -> int:
        """Return how many workers the run has lost."""
        return sum(not one["isActive"] for one in self._of_run("allexecutors"))


def test_a_million_cases_come_out_the_same_when_one_of_two_workers_is_killed(
    case: Case, tmp_path: Path
) -> None:
    target, page = tmp_path / "out.parquet", free_port()
    progress = Progress(page)
    with cluster(tmp_path, workers=2) as (url, workers), ExitStack() as started:
        running = on_spark(case, target, url, **{"spark.ui.port": page})
        started.callback(running.kill)
        at_kill = awaited(progress.tasks_done)
        with_all_it_started_killed(workers[0])
        assert at_kill.done < at_kill.tasks
        assert awaited(progress.lost) == 1
        assert not target.exists()
        check_same(case, running, target)
        assert workers[1].poll() is None
