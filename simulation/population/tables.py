"""Parameters that differ by age: rows ``prefix.18_24`` ... ``prefix.85_over``, looked up for every person at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from simulation.evidence.parameters import Parameters

FIFTHS: Final = tuple(f"fifth_{k}" for k in range(1, 6))
SEXES: Final = ("male", "female")


def lowest_age(label: str) -> int:
    """Years at which an age label begins: 18 for ``18_24``, 85 for ``85_over``."""
    return int(label.split("_", maxsplit=1)[0])


def age_column(labels: Sequence[str], years: NDArray[np.int64]) -> NDArray[np.int64]:
    """Position in ``labels`` (in order of age) of each age; ages below the first label get -1."""
    return np.searchsorted([lowest_age(label) for label in labels], years, side="right") - 1


def by_age(parameters: Parameters, prefix: str, labels: Sequence[str], years: NDArray[np.int64]) -> NDArray[np.float64]:
    """Each person's value of ``prefix.<age>``; 0 below the first label."""
    column = age_column(labels, years)
    return np.where(column >= 0, parameters.vector(prefix, labels)[np.maximum(column, 0)], 0.0)


def by_sex_age(
    parameters: Parameters,
    prefix: str,
    labels: Sequence[str],
    female: NDArray[np.uint8],
    years: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Each person's value of ``prefix.<sex>.<age>``; 0 below the first label."""
    table = np.stack([parameters.vector(f"{prefix}.{sex}", labels) for sex in SEXES])
    column = age_column(labels, years)
    return np.where(column >= 0, table[female, np.maximum(column, 0)], 0.0)
