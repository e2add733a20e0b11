"""The machine a benchmark ran on, and how fast it can move bytes at all."""

from __future__ import annotations

import os
import platform
import time
from pathlib import Path

import numpy as np

MEGA = 2**20


def description() -> dict[str, object]:
    """Return processor, cores, memory and software, as far as they can be found out."""
    return {
        "processor": _field("/proc/cpuinfo", "model name") or platform.processor() or "unknown",
        "cores": os.cpu_count(),
        "memory": _field("/proc/meminfo", "MemTotal") or "unknown",
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
    }


def bandwidth(size: int = 256 * MEGA, passes: int = 7) -> float:
    """Return bytes per second moved by a copy of a large array: bytes read plus bytes written.

    After the Copy kernel of STREAM (J. D. McCalpin, "Memory bandwidth and machine balance in
    current high performance computers", 1995), on one core.
    """
    source = np.ones(size // 8)
    target = np.empty_like(source)
    best = float("inf")
    for _ in range(passes):
        before = time.perf_counter()
        np.copyto(target, source)
        best = min(best, time.perf_counter() - before)
    return 2 * size / best


def _field(file: str, name: str) -> str:
    """Return the first value of `name : value` in a file; nothing where there is no such file."""
    try:
        lines = Path(file).read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    for line in lines:
        key, _, value = line.partition(":")
        if key.strip() == name:
            return value.strip()
    return ""
