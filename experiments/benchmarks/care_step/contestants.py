"""Who takes part: each implementation, where it runs, on how many threads, and what it can be asked for."""

from __future__ import annotations

from typing import Final, NamedTuple


class Contestant(NamedTuple):
    """One implementation of care-step.

    ``module`` is a file of this folder; ``requirements`` the file that pins its environment, None for the environment
    in which the benchmark itself runs. ``shown`` are the packages whose versions the table gives. ``bytes_a_person`` is
    a generous guess of what it needs, to refuse what would not fit; ``most_people`` keeps a run within an hour or so.
    """

    name: str
    title: str
    module: str
    requirements: str | None
    shown: tuple[str, ...]
    threads: tuple[int, ...]
    bytes_a_person: int
    most_people: int | None = None


OURS: Final = "ours"
FLOOR: Final = "floor"
REFERENCE: Final = "numpy"
"""Whose spread over seeds says how far apart two that agree may lie."""

CONTESTANTS: Final = (
    Contestant(OURS, "our kernels' style", "ours", None, ("numba", "numpy"), (1, 2), 150),
    Contestant("laser", "LASER", "laser_frame", "laser", ("laser-core", "numba", "numpy"), (1, 2), 200),
    Contestant("numpy", "NumPy", "numpy_arrays", None, ("numpy",), (1,), 350),
    Contestant("starsim", "Starsim", "starsim_module", "starsim", ("starsim", "numpy"), (1,), 700),
    Contestant(
        "mesa_frames",
        "mesa-frames",
        "mesa_frames_polars",
        "mesa_frames",
        ("mesa_frames", "polars"),
        (1, 2),
        800,
        1_000_000,
    ),
    Contestant(
        "vivarium",
        "Vivarium",
        "vivarium_component",
        "vivarium",
        ("vivarium", "pandas", "numpy"),
        (1,),
        1000,
        1_000_000,
    ),
    Contestant("mesa", "Mesa", "mesa_agents", "mesa", ("mesa",), (1,), 2500, 1_000_000),
    Contestant(FLOOR, "memory floor", "floor", None, ("numba",), (1, 2), 100),
)


def chosen(names: list[str]) -> tuple[Contestant, ...]:
    """The named ones, all where none is named; an unknown name is an error that lists the known."""
    known = {contestant.name: contestant for contestant in CONTESTANTS}
    if unknown := [name for name in names if name not in known]:
        raise ValueError(f"no such contestant: {', '.join(unknown)}; there are {', '.join(known)}")
    return tuple(known[name] for name in known if not names or name in names)
