"""What a run needs from the rest of the package, as one record of functions.

The functions are plain names of modules, so an engine can be sent to a worker process. Tests put a small fake in the
place of ``MODEL``. Heavy modules (mesa, numba, matplotlib) are imported only when a function is called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

import pyarrow as pa

from simulation.runs.errors import InvariantError

if TYPE_CHECKING:
    from simulation.scenario import Scenario

Past = Any
"""The common past of all strategies; has ``save(path)``. Its type is the model's own."""


class RunSettings(Protocol):
    """How often, and with which luck."""

    @property
    def seed(self) -> int:
        """Key of every draw."""

    @property
    def replicates(self) -> int:
        """How many times each strategy is lived."""


class TimeSettings(Protocol):
    """When, and how long."""

    @property
    def start(self) -> str:
        """First month of the comparison, as 2025-04."""

    @property
    def years(self) -> int:
        """Length of the comparison."""

    @property
    def burn_in_months(self) -> int:
        """Months of the common past."""


class PlaceSettings(Protocol):
    """How large."""

    @property
    def adults(self) -> int:
        """Adults of the place at scale 1."""

    @property
    def scale(self) -> float:
        """Share of the place that is lived."""

    @property
    def deprivation(self) -> Any:
        """Its people by deprivation fifth; None as in the average place."""


class OnePlace(Protocol):
    """One of several places."""

    @property
    def id(self) -> str:
        """Short name, fit for a folder."""

    @property
    def name(self) -> str:
        """For readers."""


class Case(Protocol):
    """A scenario, as far as running it is concerned."""

    @property
    def name(self) -> str:
        """Short name, fit for a folder."""

    @property
    def run(self) -> RunSettings:
        """How often, and with which luck."""

    @property
    def time(self) -> TimeSettings:
        """When, and how long."""

    @property
    def place(self) -> PlaceSettings:
        """How large."""

    @property
    def every_place(self) -> Sequence[OnePlace]:
        """The places of a scenario of several; none where there is one."""

    def of_place(self, place_id: str) -> Case:
        """One of several places as a scenario of its own."""

    @property
    def strategy_titles(self) -> dict[str, str]:
        """Names of its strategies for readers, by id."""

    @property
    def price_year(self) -> int:
        """Financial year of the prices: 2024 is 2024-25."""

    @property
    def strategies(self) -> Sequence[str]:
        """Ids of the strategies to live."""

    @property
    def comparator(self) -> str:
        """Id of the strategy the others are compared with."""

    def digest(self) -> str:
        """SHA-256 of the resolved scenario."""

    def resolved_yaml(self) -> str:
        """The scenario with nothing left to look up in another file."""


@dataclass(frozen=True)
class Engine:
    """The functions a run is made of.

    ``load(path, sets)`` reads a scenario; ``live_past(case, threads)`` gives the common past; ``load_past(path)``
    reads one that was saved; ``live(case, strategy, replicate, past, threads, check)`` gives the tidy table of one
    strategy; ``compare(folder, case)`` writes ``tables/`` and ``comparison/``; ``draw(folder)`` writes ``figures/``;
    ``summarise(folder)`` gives the lines of the plain summary; ``get_ready(say)`` does once what every process
    needs (kernels compiled), telling ``say`` what takes long.

    Of one of several places, ``live_part(case, strategy, replicate, past, threads, check)`` gives what adds up,
    ``encode_parts({strategy: part})`` makes a file of it, and ``join_parts(files, strategy, replicate)`` the tidy table
    of all places together. Where the strategies make places see each other (``touch(case)``), ``live_together(cases,
    strategy, replicate, pasts, threads, check)`` lives all places of one strategy side by side and gives what adds up
    of each.
    """

    load: Callable[[Path, Sequence[str]], Case]
    live_past: Callable[[Case, int], Past]
    load_past: Callable[[Path], Past]
    live: Callable[[Case, str, int, Past, int, bool], pa.Table]
    compare: Callable[[Path, Case], None]
    draw: Callable[[Path], object]
    summarise: Callable[[Path], list[str]]
    get_ready: Callable[[Callable[[str], None]], None]
    live_part: Callable[[Case, str, int, Past, int, bool], Any]
    encode_parts: Callable[[Mapping[str, Any]], bytes]
    join_parts: Callable[[Iterable[bytes], str, int], pa.Table]
    touch: Callable[[Case], bool]
    live_together: Callable[[Mapping[str, Case], str, int, Mapping[str, Past], int, bool], dict[str, Any]]


def load_case(path: Path, sets: Sequence[str] = ()) -> Case:
    """Read a scenario file, with ``key.path=value`` settings laid over it."""
    from simulation.scenario import load

    case: Case = load(path, list(sets))
    return case


def live_past(case: Case, threads: int) -> Past:
    """Build the place and live its burn-in."""
    from simulation import model

    return model.live_past(cast("Scenario", case), threads=threads)


def load_past(path: Path) -> Past:
    """Read a past that was saved."""
    from simulation import model

    return model.Past.load(path)


def live_strategy(case: Case, strategy: str, replicate: int, past: Past, threads: int, check: bool) -> pa.Table:
    """Live one strategy of one replicate, and measure it.

    Raises:
        InvariantError: persons, hours, pounds, places or ties do not balance; says in which month.
    """
    from simulation.measures.tables import run_table

    return run_table(_lived(case, strategy, replicate, past, threads, check), strategy, replicate)


def live_part(case: Case, strategy: str, replicate: int, past: Past, threads: int, check: bool) -> Any:
    """Live one strategy of one replicate of one of several places: what of it adds up (``measures.sums``).

    Raises:
        InvariantError: as ``live_strategy``.
    """
    from simulation.measures.sums import sums_of

    return sums_of(_lived(case, strategy, replicate, past, threads, check))


def encode_parts(strategies: Mapping[str, Any]) -> bytes:
    """A file of what adds up, of every strategy."""
    from simulation.measures import parts

    return parts.encode(strategies)


def join_parts(files: Iterable[bytes], strategy: str, replicate: int) -> pa.Table:
    """The tidy table of all places together, from a file of each."""
    from simulation.measures import parts

    return parts.join(files, strategy, replicate)


def places_touch(case: Case) -> bool:
    """Whether a strategy of several places makes them see each other."""
    if not case.every_place:
        return False
    rows = cast("Scenario", case).catalogue_rows().strategies
    return any(rows[name].decision.touches for name in case.strategies)


def live_together(
    cases: Mapping[str, Case], strategy: str, replicate: int, pasts: Mapping[str, Past], threads: int, check: bool
) -> dict[str, Any]:
    """Live one strategy of one replicate in all places side by side: what of each adds up, by id.

    Raises:
        InvariantError: as ``live_strategy``.
    """
    from simulation.actors import peers
    from simulation.measures.sums import sums_of
    from simulation.model import record

    places = {name: _place(case, strategy, replicate, pasts[name], threads, check) for name, case in cases.items()}
    with _broken_balance_named():
        peers.live_together(places)
    return {name: sums_of(record(place)) for name, place in places.items()}


def _lived(case: Case, strategy: str, replicate: int, past: Past, threads: int, check: bool) -> Any:
    from simulation.model import record

    place = _place(case, strategy, replicate, past, threads, check)
    with _broken_balance_named():
        place.run()
    return record(place)


def _place(case: Case, strategy: str, replicate: int, past: Past, threads: int, check: bool) -> Any:
    from simulation.model import CareEcosystem

    return CareEcosystem(
        cast("Scenario", case), strategy=strategy, replicate=replicate, past=past, threads=threads, check=check
    )


@contextmanager
def _broken_balance_named() -> Iterator[None]:
    from simulation.model import BrokenBalance

    try:
        yield
    except BrokenBalance as fault:
        raise InvariantError(str(fault)) from fault


def compare_strategies(folder: Path, case: Case) -> None:
    """Write the tables and the paired differences from the run files."""
    from simulation.measures.comparison import write_comparison

    write_comparison(folder, case)


def draw_figures(folder: Path) -> object:
    """Draw every figure from the tables."""
    from simulation.figures import draw_all

    return draw_all(folder)


def summary_lines(folder: Path) -> list[str]:
    """The plain summary of a finished run."""
    from simulation.measures.summary import summary_lines as lines

    return list(lines(folder))


def compile_kernels(say: Callable[[str], None]) -> None:
    """Put the compiled kernels on disk, before workers need them."""
    from simulation.runs.warming import warm

    warm(say)


MODEL: Final = Engine(
    load_case,
    live_past,
    load_past,
    live_strategy,
    compare_strategies,
    draw_figures,
    summary_lines,
    compile_kernels,
    live_part,
    encode_parts,
    join_parts,
    places_touch,
    live_together,
)
"""The real thing."""
