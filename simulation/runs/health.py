"""What ``simulate doctor`` looks at: versions, processor, memory, the disk cache of kernels, and two self-tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from simulation.runs import memory, versions, warming
from simulation.runs.predict import costs

PHILOX_KNOWN: Final = (
    ((0x00000000,) * 4, (0x00000000,) * 2, (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
)
"""Counter, key and words of Philox4x32-10, as published with Random123 (Salmon and others 2011)."""


@dataclass(frozen=True)
class Finding:
    """One line of the doctor's answer; ``wrong`` if a run should not be trusted, or cannot be had."""

    name: str
    text: str
    wrong: bool = False


def findings() -> list[Finding]:
    """All that is known of this installation."""
    parts = (_versions, _machine, _cache, _philox, _threads)
    return [finding for part in parts for finding in part()]


def clean() -> int:
    """Remove the caches of other sources, versions or processors; returns the bytes set free."""
    from simulation.kernels.compiling import stale_folders

    freed = 0
    for folder in stale_folders():
        freed += _bytes(folder)
        shutil.rmtree(folder)
    return freed


def _versions() -> Iterator[Finding]:
    for name, version in versions.package_versions().items():
        yield Finding(name, version)


def _machine() -> Iterator[Finding]:
    facts, free, needed = versions.machine(), memory.free_mb(), costs()["worker_base_mb"]
    yield Finding("processor", f"{facts['processor']}, {memory.cores()} cores to use, {facts['system']}")
    if free is None:
        yield Finding("free memory", "this system does not say")
    else:
        short = free < needed
        text = f"{free:,.0f} MB" + (f"; a worker needs {needed:,.0f} before its first person" if short else "")
        yield Finding("free memory", text, wrong=short)


def _cache() -> Iterator[Finding]:
    from simulation.kernels import compiling

    folder = Path(compiling.cache_folder())
    lasting = folder.name.startswith("kernels-")
    if not lasting:
        first, second = compiling.cache_roots()
        text = f"neither {first} nor {second} can be written: every process compiles anew"
        yield Finding("kernel cache", text, wrong=True)
        return
    yield Finding("kernel cache", f"{folder} ({_mb(folder)} MB)")
    there = warming.compiled()
    yield Finding("kernels", "compiled" if there else "not compiled yet (`simulate doctor --warm` does it now)")
    if stale := compiling.stale_folders():
        size = sum(_mb(path) for path in stale)
        yield Finding("stale caches", f"{len(stale)}, {size} MB (`simulate doctor --clean` removes them)")


def _philox() -> Iterator[Finding]:
    from simulation.kernels.chance import philox

    def words(numbers: tuple[int, ...]) -> list[np.uint64]:
        return [np.uint64(number) for number in numbers]

    wrong = [known for known in PHILOX_KNOWN if tuple(map(int, philox(*words(known[0]), *words(known[1])))) != known[2]]
    told = f"{len(PHILOX_KNOWN) - len(wrong)} of {len(PHILOX_KNOWN)} known answers right"
    yield Finding("Philox4x32-10", told, wrong=bool(wrong))


def _threads() -> Iterator[Finding]:
    if not warming.compiled():
        yield Finding("threads", "not tried: the kernels are not compiled yet")
        return
    one, two = (warming.state_after_a_month(threads) for threads in (1, 2))
    text = "one and two give the same bits" if one == two else "one and two give DIFFERENT results"
    yield Finding("threads", text, wrong=one != two)


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _mb(folder: Path) -> int:
    return round(_bytes(folder) / memory.MB)
