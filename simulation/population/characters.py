"""What tells providers apart besides size and place: owner, training, culture, cost, when an inspector comes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.evidence.market import owners
from simulation.evidence.parameters import Parameters
from simulation.population.streams import Streams, pick, triangular
from simulation.state import codes
from simulation.state.catalogue import Models
from simulation.state.rates import Rates


def characters(
    model: NDArray[np.int64],
    size: NDArray[np.float64],
    start: int,
    models: Models,
    model_ids: Sequence[str],
    rates: Rates,
    parameters: Parameters,
    streams: Streams,
) -> dict[str, Any]:
    """Columns of ``Providers`` for providers of ``model`` and relative ``size``, all open and not rated yet."""
    stream, n = streams("providers.character"), len(model)
    owner = _owners(model, model_ids, parameters, streams("providers.owner"))
    training = 1.0 + triangular(stream, n, parameters.value("population.training_spread"))
    culture = triangular(stream, n, rates.quality_culture)
    margin = parameters.value("provider.margin") + triangular(stream, n, parameters.value("population.margin_spread"))
    first = np.floor(stream.random(n) * rates.inspection_months[codes.UNRATED])
    own = rates.quality_base[model] + culture + rates.quality_ownership[owner]
    return {
        "ownership": owner.astype(np.uint8),
        "relative_size": size.astype(np.float64),
        "training": training,
        "culture": culture,
        "quality": np.where(rates.inspected[model] > 0, own, 0.0),
        "rating": np.full(n, codes.UNRATED, np.uint8),
        "inspection": (start + first).astype(np.int16),
        "cost_pence": np.rint(models.price_pence[model] * (1.0 - margin)).astype(np.int64),
        "lean": np.zeros(n, np.int16),
        "is_open": np.ones(n, np.uint8),
        "opened": np.full(n, codes.LONG_AGO, np.int16),
        "plan": np.full(n, codes.GOES_ON, np.uint8),
    }


def _owners(
    model: NDArray[np.int64], model_ids: Sequence[str], parameters: Parameters, stream: np.random.Generator
) -> NDArray[np.int64]:
    """An owner for each provider, by the shares of its model."""
    owner = np.zeros(len(model), np.int64)
    for m in np.unique(model):
        mine = np.flatnonzero(model == m)
        owner[mine] = pick(stream, len(mine), owners(parameters, model_ids[m]))
    return owner
