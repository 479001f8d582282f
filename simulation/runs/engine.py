"""What a run needs from the rest of the package, as one record of functions.

The functions are plain names of modules, so an engine can be sent to a worker process. Tests put a small fake in the
place of ``MODEL``. Heavy modules (mesa, numba, matplotlib) are imported only when a function is called.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
    ``summarise(folder)`` gives the lines of the plain summary; ``caution()`` says what a person should know before the
    past is lived, or nothing.
    """

    load: Callable[[Path, Sequence[str]], Case]
    live_past: Callable[[Case, int], Past]
    load_past: Callable[[Path], Past]
    live: Callable[[Case, str, int, Past, int, bool], pa.Table]
    compare: Callable[[Path, Case], None]
    draw: Callable[[Path], object]
    summarise: Callable[[Path], list[str]]
    caution: Callable[[], str]


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
    from simulation import model
    from simulation.measures.tables import run_table

    place = model.CareEcosystem(
        cast("Scenario", case), strategy=strategy, replicate=replicate, past=past, threads=threads, check=check
    )
    try:
        place.run()
    except model.BrokenBalance as fault:
        raise InvariantError(str(fault)) from fault
    return run_table(model.record(place), strategy, replicate)


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


def compiling_caution() -> str:
    """That kernels must be compiled first, if the disk has none for these sources and this processor."""
    from simulation.kernels.compiling import cache_folder

    if any(cache_folder().rglob("*.nbi")):
        return ""
    return "First run with these sources: compiling takes some minutes. Later runs find the kernels on disk."


MODEL: Final = Engine(
    load_case,
    live_past,
    load_past,
    live_strategy,
    compare_strategies,
    draw_figures,
    summary_lines,
    compiling_caution,
)
"""The real thing."""
