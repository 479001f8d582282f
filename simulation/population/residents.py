"""People who live in the place at the start: ages, health, means, support away from home, households, kin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.evidence.parameters import Parameters
from simulation.population.ages import Draft, draw_people
from simulation.population.families import Parents
from simulation.population.health import Health, Picture, draw_health, draw_means, planning_group
from simulation.population.households import Households, draw_states, form_households
from simulation.population.kin import find_parents, find_siblings
from simulation.population.makeup import Makeup
from simulation.population.neighbourhoods import Neighbourhoods, draw_neighbourhoods
from simulation.population.streams import Streams
from simulation.population.support import Pool, Target, share_out, targets
from simulation.state import codes
from simulation.state.catalogue import Models

Ints = NDArray[np.int64]


class Residents(NamedTuple):
    """One entry a person, in order of neighbourhood (``draft.group``)."""

    draft: Draft
    health: Health
    means: NDArray[np.uint8]
    model: Ints  # of support, or NOBODY
    households: Households
    parents_apart: Parents  # living in the place, not in the same home
    siblings: tuple[Ints, Ints]


def draw_residents(
    adults: int,
    people_each: int,
    makeup: Makeup,
    picture: Picture,
    models: Models,
    model_ids: Sequence[str],
    parameters: Parameters,
    streams: Streams,
) -> tuple[Neighbourhoods, Residents]:
    """``adults`` adults and their children in neighbourhoods of about ``people_each``, with all support."""
    hoods = draw_neighbourhoods(round(adults / makeup.adult_share), people_each, parameters, streams, makeup.fifths)
    draft = draw_people(
        makeup.cells[hoods.fifth],
        hoods.people,
        parameters.value("population.oldest_mean_years"),
        streams("ages"),
    )
    fifth = hoods.fifth[draft.group]
    health = draw_health(draft, fifth, picture, 1.0, parameters, streams, "residents")
    means = draw_means(draft, fifth, parameters, streams("means"))
    pool = Pool(draft.months, health.need, planning_group(health.conditions, draft.months), means)
    wanted = targets(pool, models, model_ids, makeup, parameters)
    away = [target for target in wanted if models.where[target.model] != codes.OWN_HOME]
    at_home = [target for target in wanted if models.where[target.model] == codes.OWN_HOME]
    model = np.full(len(means), codes.NOBODY)
    share_out(pool, model, away, models, np.ones(len(model)), parameters, streams("support.away"))
    state = draw_states(draft, health.conditions, model != codes.NOBODY, parameters, streams("states"))
    households = form_households(draft, state, parameters, streams, "residents")
    _support_at_home(pool, model, at_home, households, models, parameters, streams)
    return hoods, Residents(draft, health, means, model, households, *_kin(draft, households, parameters, streams))


def _support_at_home(
    pool: Pool,
    model: Ints,
    wanted: Sequence[Target],
    households: Households,
    models: Models,
    parameters: Parameters,
    streams: Streams,
) -> None:
    """People who live alone more often have support at home."""
    alone = np.bincount(households.head, minlength=len(model))[households.head] == 1
    leaning = np.where(alone, parameters.value("population.alone_weight"), 1.0)
    share_out(pool, model, wanted, models, leaning, parameters, streams("support.home"))


def _kin(
    draft: Draft, households: Households, parameters: Parameters, streams: Streams
) -> tuple[Parents, tuple[Ints, Ints]]:
    """Parents living apart, and pairs of siblings."""
    apart = find_parents(draft, households.head, households.partner, households.parents, parameters, streams)
    first = np.where(households.parents.first != codes.NOBODY, households.parents.first, apart.first)
    return apart, find_siblings(draft, Parents(first, apart.second), parameters, streams)
