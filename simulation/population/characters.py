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
    """Columns of ``Providers`` for providers of ``model`` and relative ``size``, all open, with ratings of the past."""
    stream, n = streams("providers.character"), len(model)
    owner = _owners(model, model_ids, parameters, streams("providers.owner"))
    training = 1.0 + triangular(stream, n, parameters.value("population.training_spread"))
    culture = triangular(stream, n, rates.quality_culture)
    margin = parameters.value("provider.margin") + triangular(stream, n, parameters.value("population.margin_spread"))
    own = rates.quality_base[model] + culture + rates.quality_ownership[owner] + rates.quality_size * np.log(size)
    rating, due = inspected(own, rates, streams("providers.inspection"))
    rated = rates.inspected[model] > 0
    return {
        "ownership": owner.astype(np.uint8),
        "relative_size": size.astype(np.float64),
        "training": training,
        "culture": culture,
        "quality": np.where(rated, own, 0.0),
        "rating": np.where(rated, rating, codes.UNRATED).astype(np.uint8),
        "inspection": (start + due).astype(np.int16),
        "cost_pence": np.rint(models.price_pence[model] * (1.0 - margin)).astype(np.int64),
        "lean": np.zeros(n, np.int16),
        "is_open": np.ones(n, np.uint8),
        "opened": np.full(n, codes.LONG_AGO, np.int16),
        "plan": np.full(n, codes.GOES_ON, np.uint8),
    }


def inspected(
    quality: NDArray[np.float64], rates: Rates, stream: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Ratings of providers of a quality, and months to the next inspection, 0 or more.

    Each is inspected as ``kernels.quality`` has it, from a month long before on, until the next inspection is to come.
    The first of these months lies twice to three times the longest interval back, evenly: begun together, inspections
    would come together.
    """
    n, months = len(quality), np.maximum(rates.inspection_months, 1)
    due = -np.ceil((2.0 + stream.random(n)) * months.max()).astype(np.int64)
    rating = np.full(n, codes.UNRATED, np.int64)
    while (due < 0).any():
        u = stream.random(n)
        seen = quality + rates.inspection_noise * (np.log(u) - np.log1p(-u))
        steps = (seen >= rates.cut_inadequate, seen >= 0.0, seen >= rates.cut_outstanding)
        rating = np.where(due < 0, codes.INADEQUATE + np.sum(steps, axis=0), rating)
        due = np.where(due < 0, due + months[rating], due)
    return rating, due


def _owners(
    model: NDArray[np.int64], model_ids: Sequence[str], parameters: Parameters, stream: np.random.Generator
) -> NDArray[np.int64]:
    """An owner for each provider, by the shares of its model."""
    owner = np.zeros(len(model), np.int64)
    for m in np.unique(model):
        mine = np.flatnonzero(model == m)
        owner[mine] = pick(stream, len(mine), owners(parameters, model_ids[m]))
    return owner
