"""What a measurement ran on: machine, system, Python, and the state of our own code."""

import os
import platform
import subprocess
from pathlib import Path
from typing import Any

from inspector_app import __version__

_ROOT = Path(__file__).resolve().parents[2]


def machine() -> dict[str, Any]:
    """Return the facts by name; `load` is the run queue over the last minute, cores are what a process may use."""
    return {
        "system": platform.platform(),
        "processor": _field("/proc/cpuinfo", "model name") or platform.processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory": _field("/proc/meminfo", "MemTotal"),
        "python": platform.python_version(),
        "inspector": __version__,
        "commit": _commit(),
        "load": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
    }


def _field(path: str, name: str) -> str:
    """Return a field of a file of the kernel, "" where there is none."""
    try:
        lines = Path(path).read_text("utf-8").splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")


def _commit() -> str:
    """Return the commit, marked where files differ from it; "" outside a checkout."""
    command = ["git", "describe", "--always", "--dirty", "--abbrev=12"]
    try:
        return subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        return ""
