"""How much memory a process took, how much is free, and how many workers that allows."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import Final

MB: Final = 1_000_000
KB: Final = 1024
FREE_SHARE_PERCENT: Final = 90  # leave the rest of what is free to others
STATUS: Final = Path("/proc/self/status")
CLEAR: Final = Path("/proc/self/clear_refs")
MEMINFO: Final = Path("/proc/meminfo")
GROUP: Final = Path("/sys/fs/cgroup")


def forget_peak() -> None:
    """Start counting the peak of this process anew, where the kernel can (Linux)."""
    with contextlib.suppress(OSError):
        CLEAR.write_text("5")


def peak_mb() -> float:
    """Largest resident memory of this process in MB, since ``forget_peak`` where the kernel can tell."""
    with contextlib.suppress(OSError, StopIteration, ValueError):
        return _kilobytes(STATUS, "VmHWM") * KB / MB
    return _lifetime_peak_mb()


def free_mb() -> float | None:
    """Memory that new processes can take in MB, or None where the system does not tell."""
    with contextlib.suppress(OSError, StopIteration, ValueError):
        free = _kilobytes(MEMINFO, "MemAvailable") * KB / MB
        limit = _group_free_mb()
        return free if limit is None else min(free, limit)
    return None


def workers_that_fit(wanted: int, each_mb: float, free: float | None) -> int:
    """How many workers of ``each_mb`` fit in ``free`` MB: at most ``wanted``, at least one."""
    if free is None or each_mb <= 0:
        return wanted
    return max(1, min(wanted, int(free * FREE_SHARE_PERCENT / 100 / each_mb)))


def cores() -> int:
    """Cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _kilobytes(path: Path, label: str) -> int:
    lines = path.read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith(label + ":")).split()[1])


def _group_free_mb() -> float | None:
    with contextlib.suppress(OSError, ValueError):
        limit = int((GROUP / "memory.max").read_text(encoding="ascii"))
        used = int((GROUP / "memory.current").read_text(encoding="ascii"))
        return (limit - used) / MB
    return None


def _lifetime_peak_mb() -> float:
    if sys.platform == "win32":
        return 0.0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / MB if sys.platform == "darwin" else peak * KB / MB
