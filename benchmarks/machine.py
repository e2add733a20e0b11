"""The machine a benchmark ran on, and what a process used of it."""

from __future__ import annotations

import os
import platform
import resource
import sys
from pathlib import Path

KILO = 1024


def description() -> dict[str, object]:
    """Return processor, cores, memory and software, as far as they can be found out."""
    return {
        "processor": _field("/proc/cpuinfo", "model name") or platform.processor() or "unknown",
        "cores": os.cpu_count(),
        "memory": _field("/proc/meminfo", "MemTotal") or "unknown",
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
    }


def peak_bytes() -> int:
    """Return the most memory this process has held at once.

    Linux counts the parent's memory into `ru_maxrss` of a child it started, so its own figure for
    the process is taken where there is one.
    """
    own = _field("/proc/self/status", "VmHWM")
    if own:
        return int(own.split()[0]) * KILO
    unit = 1 if sys.platform == "darwin" else KILO
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


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
