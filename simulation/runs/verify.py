"""Is a results folder what it was? Digests, page checksums, columns; and, if asked, one replicate lived again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from simulation.runs import atomic, digests, manifest, storage
from simulation.runs.again import replicate_again
from simulation.runs.engine import MODEL, Engine
from simulation.runs.errors import DamagedError
from simulation.runs.lock import LOCK
from simulation.runs.manifest import Manifest
from simulation.runs.storage import State


@dataclass
class Verdict:
    """What was found: ``damaged`` names each faulty file and what is wrong with it; ``notes`` are no faults."""

    intact: int = 0
    damaged: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether nothing is damaged."""
        return not self.damaged


def verify(folder: Path) -> Verdict:
    """Compare every file with the manifest; each file's fault is found, not only the first.

    A run that never ended has no list of files yet: its replicates are compared with the notes beside them.
    """
    verdict = Verdict()
    try:
        known = manifest.read(folder)
    except DamagedError as fault:
        verdict.damaged[manifest.MANIFEST] = str(fault)
        return verdict
    if known["status"] != manifest.COMPLETE:
        verdict.notes.append(f"The run is {known['status']}; the command in the manifest goes on.")
    if "files" in known:
        _compare_files(folder, known, verdict)
    else:
        _compare_replicates(folder, known, verdict)
    return verdict


def verify_by_living(folder: Path, replicate: int | None = None, engine: Engine = MODEL, threads: int = 1) -> Verdict:
    """Live one replicate again, past included, and compare its values with those stored.

    Args:
        folder: the results.
        replicate: which; by default the first that is done.
        engine: what lives it.
        threads: threads inside the model.

    Raises:
        DamagedError: there is no replicate to compare with.
    """
    replicates = range(1, manifest.read(folder)["scenario"]["replicates"] + 1)
    chosen = [number for number in replicates if replicate in (None, number) and _done(folder, number)]
    if not chosen:
        raise DamagedError(f"{folder} holds no finished replicate{'' if replicate is None else f' {replicate}'}")
    side = storage.read_side(folder, chosen[0])
    assert side is not None
    values = digests.of_values(replicate_again(engine, folder, chosen[0], threads))
    verdict = Verdict(intact=int(values == side.values_sha256))
    if values != side.values_sha256:
        name = storage.run_path(folder, chosen[0]).relative_to(folder).as_posix()
        verdict.damaged[name] = "lived again with these versions, its values differ"
        verdict.notes += _unlike_versions(folder)
    return verdict


def _compare_files(folder: Path, known: Manifest, verdict: Verdict) -> None:
    for name, facts in known["files"].items():
        fault = _fault(folder / name, facts["sha256"])
        if fault:
            verdict.damaged[name] = fault
        else:
            verdict.intact += 1
    verdict.notes += _unlisted(folder, known)


def _unlisted(folder: Path, known: Manifest) -> list[str]:
    """Notes on files that the manifest does not list; those that are no part of the run are only counted.

    Other commands, such as ``simulate appraise``, leave dozens in a folder of their own.
    """
    present = (path for path in sorted(folder.rglob("*")) if path.is_file())
    unlisted = [path for path in present if path.relative_to(folder).as_posix() not in known["files"]]
    unlisted = [path for path in unlisted if path.name not in (LOCK, manifest.MANIFEST)]
    cut = [path.relative_to(folder).as_posix() for path in unlisted if atomic.is_temporary(path)]
    notes = [f"{name}: left by an interrupted write" for name in cut]
    others = Counter(_top(path.relative_to(folder)) for path in unlisted if not atomic.is_temporary(path))
    if others:
        where = ", ".join(f"{name} ({count})" if name.endswith("/") else name for name, count in others.items())
        notes.append(f"Not part of the run, and not checked: {where}")
    return notes


def _top(path: Path) -> str:
    """The folder that a file lies in, directly below the results; of a file that lies in none, its own name."""
    return f"{path.parts[0]}/" if len(path.parts) > 1 else path.name


def _compare_replicates(folder: Path, known: Manifest, verdict: Verdict) -> None:
    made_by = digests.of_json(known["identity"])
    for number in range(1, known["scenario"]["replicates"] + 1):
        found = storage.state(folder, number, made_by)
        if found is State.DAMAGED:
            verdict.damaged[storage.run_path(folder, number).relative_to(folder).as_posix()] = "digest differs"
        elif found is State.DONE:
            verdict.intact += 1


def _fault(path: Path, sha256: str) -> str:
    """What is wrong with a file, or nothing."""
    if not path.is_file():
        return "missing"
    if digests.of_file(path) != sha256:
        return f"digest differs{_unreadable(path)}"
    if path.suffix != ".parquet" or path.parent.name != storage.RUNS:
        return ""
    table = storage.read_table(path)
    lacking = set(storage.RUN_COLUMNS) - set(table.column_names)
    return f"columns missing: {', '.join(sorted(lacking))}" if lacking else _wrong_values(table)


def _unreadable(path: Path) -> str:
    if path.suffix != ".parquet":
        return ""
    try:
        storage.read_table(path)
    except DamagedError as fault:
        return f", and it cannot be read: {str(fault).splitlines()[0]}"
    return ""


def _wrong_values(table: pa.Table) -> str:
    value = table.schema.field("value").type
    return "" if pa.types.is_floating(value) else f"column value is {value}, not a number"


def _done(folder: Path, number: int) -> bool:
    side = storage.read_side(folder, number)
    return side is not None and side.status == State.DONE.value


def _unlike_versions(folder: Path) -> list[str]:
    from simulation.runs.versions import package_versions

    then, now = manifest.read(folder)["identity"]["versions"], package_versions()
    return [f"{name}: {then.get(name)} then, {now.get(name)} now" for name in now if then.get(name) != now[name]]
