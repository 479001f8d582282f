"""Several places: one worker lives a place whole, its past never on the disk; then places are added up.

What is kept of a place and replicate is one archive with a note beside it, so that a run that was stopped goes on with
the places that are missing.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow as pa

from simulation.measures.parts import archive_path
from simulation.runs import atomic, digests, memory, storage
from simulation.runs.engine import Case, Engine, Past
from simulation.runs.executor import Failure, Report
from simulation.runs.replicates import Tell, load_same


@dataclass(frozen=True)
class PlaceNote:
    """What is noted beside the archive of one place and replicate."""

    place: str
    replicate: int
    identity_sha256: str
    seed: int
    sha256: str
    seconds: float
    peak_mb: float


def _note_path(folder: Path, place: str, replicate: int) -> Path:
    return archive_path(folder, place, replicate).with_suffix("").with_suffix(".json")


def read_note(folder: Path, place: str, replicate: int) -> PlaceNote | None:
    """The note of one place and replicate, or None where there is none that can be read."""
    try:
        return PlaceNote(**json.loads(_note_path(folder, place, replicate).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def is_done(folder: Path, place: str, replicate: int, made_by: str) -> bool:
    """Whether the archive is there, intact, and made by the same scenario and versions."""
    note, path = read_note(folder, place, replicate), archive_path(folder, place, replicate)
    same = note is not None and note.identity_sha256 == made_by
    return note is not None and same and path.is_file() and digests.of_file(path) == note.sha256


def replicates_missing(folder: Path, place: str, case: Case, made_by: str) -> list[int]:
    """Replicates of one place still to be lived."""
    return [k for k in range(1, case.run.replicates + 1) if not is_done(folder, place, k, made_by)]


def places_missing(folder: Path, case: Case, made_by: str) -> list[int]:
    """Numbers, from 1, of places with replicates to live: the largest first, so that workers end together."""
    todo = [
        number
        for number, place in enumerate(case.every_place, start=1)
        if replicates_missing(folder, place.id, case, made_by)
    ]
    return sorted(todo, key=lambda number: -adults_lived(case.of_place(case.every_place[number - 1].id)))


def adults_lived(case: Case) -> float:
    """Adults of a scenario of one place."""
    return case.place.adults * case.place.scale


@dataclass(frozen=True)
class PlaceWork:
    """All a worker process needs to live places of the scenario that lies in ``folder``."""

    engine: Engine
    folder: Path
    identity_sha256: str
    threads: int
    check: bool
    names: tuple[str, ...]

    def called(self, number: int) -> str:
        """For messages."""
        return f"Place {self.names[number - 1]}"

    def prepare(self) -> Callable[[int, Tell], None]:
        """Load the scenario; the function returned lives one place, by its number, and saves each replicate.

        Raises:
            RunError: this process has other sources than the one that began the run.
        """
        case = load_same(self.engine, self.folder, self.identity_sha256)
        return lambda number, tell: self._live(case, case.every_place[number - 1].id, tell)

    def _live(self, case: Case, place: str, tell: Tell) -> None:
        own = case.of_place(place)
        past = self.engine.live_past(own, self.threads)
        for replicate in replicates_missing(self.folder, place, case, self.identity_sha256):
            memory.forget_peak()
            begun = time.monotonic()
            data = place_archive(self.engine, own, replicate, past, self.threads, self.check, tell)
            save(self.folder, place, replicate, data, self.identity_sha256, own.run.seed, time.monotonic() - begun)


def save(folder: Path, place: str, replicate: int, data: bytes, made_by: str, seed: int, seconds: float) -> None:
    """Keep the archive of one place and replicate, and then the note that says it is whole."""
    path = archive_path(folder, place, replicate)
    path.parent.mkdir(parents=True, exist_ok=True)
    atomic.write_bytes(path, data)
    note = PlaceNote(
        place=place,
        replicate=replicate,
        identity_sha256=made_by,
        seed=seed,
        sha256=digests.of_bytes(data),
        seconds=round(seconds, 3),
        peak_mb=round(memory.peak_mb(), 1),
    )
    atomic.write_json(_note_path(folder, place, replicate), asdict(note))


def place_archive(
    engine: Engine, own: Case, replicate: int, past: Past, threads: int, check: bool, tell: Tell
) -> bytes:
    """Live every strategy of one place and replicate: a function of the scenario, the place and the replicate alone."""
    parts = {}
    for strategy in own.strategies:
        parts[strategy] = engine.live_part(own, strategy, replicate, past, threads, check)
        tell()
    return engine.encode_parts(parts)


def joined(engine: Engine, case: Case, replicate: int, files: Callable[[], Iterator[bytes]]) -> pa.Table:
    """The tidy table of all places together; ``files`` begins anew for each strategy."""
    tables = [engine.join_parts(files(), strategy, replicate) for strategy in case.strategies]
    return pa.concat_tables(tables).unify_dictionaries()


def add_up(engine: Engine, case: Case, folder: Path, made_by: str, failed: Callable[[int], Failure | None]) -> Report:
    """Add up every replicate that all places have, unless that is done; ``failed`` tells why one lacks a place."""
    report, names = Report(), [place.id for place in case.every_place]
    for replicate in range(1, case.run.replicates + 1):
        if all(is_done(folder, name, replicate, made_by) for name in names):
            if storage.state(folder, replicate, made_by) is not storage.State.DONE:
                _save_whole(engine, case, folder, made_by, replicate)
            report.done.append(replicate)
        elif fault := failed(replicate):
            report.failed[replicate] = fault
    return report


def _save_whole(engine: Engine, case: Case, folder: Path, made_by: str, replicate: int) -> None:
    names = [place.id for place in case.every_place]
    table = joined(engine, case, replicate, lambda: (archive_path(folder, n, replicate).read_bytes() for n in names))
    notes = [note for name in names if (note := read_note(folder, name, replicate))]
    side = storage.SideFile(
        replicate=replicate,
        status=storage.State.DONE.value,
        identity_sha256=made_by,
        seed=case.run.seed,
        seconds=round(sum(note.seconds for note in notes), 3),
        peak_mb=max(note.peak_mb for note in notes),
    )
    storage.save_replicate(folder, table, side)


def failure(case: Case, replicate: int, lived: Report) -> Failure | None:
    """Why a replicate lacks places that were ``lived`` apart."""
    if not lived.failed:
        return None
    reasons = [f"place {case.every_place[number - 1].id}: {fault.reason}" for number, fault in lived.failed.items()]
    faults = list(lived.failed.values())
    traces = "\n".join(fault.trace for fault in faults if fault.trace)
    return Failure(replicate, "; ".join(reasons), max(fault.tries for fault in faults), traces)
