"""How one council differs from the average in what it spends and in how many ask, beyond what its people explain.

Published ratios compare councils per adult. An older or more deprived place has more people to support and more who ask
under the very same practice, so what age and deprivation lead one to expect is divided out. What is left of spending is
taken to be reach: how many of those in need are supported. What is left of requests is how readily people ask.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from simulation.evidence.parameters import Parameters
from simulation.population.ages import YEARS, cells_by_fifth
from simulation.population.makeup import AGE_BAND, Makeup, need_by_fifth
from simulation.population.support import AGES
from simulation.state.codes import N_FIFTHS, NEED_NAMES

Floats = NDArray[np.float64]

CLIENTS: Final = "population.clients_per_1000"
OFFER: Final = "front_door.eligible_share"
POT: Final = "council.gross_spend_gbp_per_adult"
ASK: Final = "front_door.ask_per_month"


def local_practice(
    parameters: Parameters, makeup: Makeup, spend_ratio: float | None, request_ratio: float | None
) -> Parameters:
    """Parameters of a place whose council has these ratios to the average council, per adult; None: as expected.

    Reach scales the people supported at the start, the pot of the burn-in, and the share of assessments that end in an
    offer. Requests scale the chance to ask; where spending is given too, more requests for the same spending mean a
    smaller share of offers.
    """
    reach = 1.0 if spend_ratio is None else spend_ratio / _expected_clients(parameters, makeup)
    asking = 1.0 if request_ratio is None else request_ratio / _expected_requests(parameters, makeup)
    ratios: dict[str, float] = {}
    if request_ratio is not None:
        ratios |= {row: asking for row in parameters if row.startswith(f"{ASK}.")}
    if spend_ratio is not None:
        ratios |= {row: reach for row in parameters if row.startswith(f"{CLIENTS}.")} | {POT: reach}
        ratios[OFFER] = min(reach / asking, 1 / parameters.value(OFFER))
    changes = {row: _change(parameters, row, ratio) for row, ratio in ratios.items()}
    return parameters.override(changes) if changes else parameters


def _change(parameters: Parameters, row: str, ratio: float) -> dict[str, object]:
    source = f"times {ratio:g} for this place; before it: {parameters[row].source}"
    return {"value": parameters.value(row) * ratio, "source": source, "outside_range": True}


def _expected_clients(parameters: Parameters, makeup: Makeup) -> float:
    """People supported per adult at the average council's practice, over the average place's."""
    rate = parameters.vector(CLIENTS, AGES)
    average = _by_age(cells_by_fifth(parameters).mean(axis=0))
    here = _by_age(makeup.whole)
    return float((here * rate * makeup.clients).sum() / (average * rate).sum())


def _by_age(cells: Floats) -> Floats:
    """[(18-64, 65 and over)] shares of adults."""
    older = cells[YEARS >= 65].sum() / cells[YEARS >= 18].sum()
    return np.array([1.0 - older, older])


def _expected_requests(parameters: Parameters, makeup: Makeup) -> float:
    """Chance of an adult to ask by age and need, over the average place's."""
    cells = cells_by_fifth(parameters)
    need = need_by_fifth(parameters, cells)
    chance = np.stack([parameters.vector(f"{ASK}.{age}", NEED_NAMES) for age in AGES])
    rate = np.einsum("fcn,cn->fc", need[:, AGE_BAND], chance[(YEARS >= 65).astype(np.int64)])
    equal = np.full(N_FIFTHS, 1 / N_FIFTHS)
    here = equal if makeup.fifths is None else makeup.fifths
    asking = [_per_adult(mix[:, None] * ages, rate) for mix, ages in ((here, makeup.cells), (equal, cells))]
    return asking[0] / asking[1]


def _per_adult(people: Floats, rate: Floats) -> float:
    adult = YEARS >= 18
    return float((people * rate)[:, adult].sum() / people[:, adult].sum())
