"""People who will be born here or move in: their rows exist from the start."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.evidence.parameters import Parameters
from simulation.population.ages import YEARS, Draft, draw_people, margin
from simulation.population.families import Parents
from simulation.population.households import Households, draw_newcomer_states, form_households
from simulation.population.streams import Streams
from simulation.population.tables import by_age, lowest_age
from simulation.state.codes import NOBODY

Ints = NDArray[np.int64]

MOVING_AGES: Final = (
    "0_4",
    "5_15",
    "16_19",
    "20_24",
    "25_29",
    "30_39",
    "40_49",
    "50_64",
    "65_74",
    "75_84",
    "85_over",
)
FERTILE_AGES: Final = ("15_19", "20_24", "25_29", "30_34", "35_39", "40_44")
YOUNGEST_MOTHER: Final = lowest_age(FERTILE_AGES[0]) * 12
OLDEST_MOTHER: Final = int(FERTILE_AGES[-1].split("_")[1]) * 12 + 12


class Arrivals(NamedTuple):
    """Newcomers, in households of their own; one entry a person. ``draft.group`` is the year of arrival."""

    draft: Draft
    households: Households
    hood: Ints
    entry: Ints  # month index from the start of the burn-in


class Births(NamedTuple):
    """Children to be born, one entry a child; ``mother`` and ``father`` are persons (father may be NOBODY)."""

    mother: Ints
    father: Ints
    entry: Ints
    female: NDArray[np.uint8]


def draw_arrivals(
    people: int,
    ages: NDArray[np.float64],
    bounds: NDArray[np.float64],
    horizon: int,
    parameters: Parameters,
    streams: Streams,
) -> Arrivals:
    """Newcomers of ``horizon`` months to a place of ``people``; households arrive together.

    ``ages`` are the place's shares by cell: of each age as many come as move at that age. ``bounds`` divide 0 to 1
    among the neighbourhoods.
    """
    each_year = people * (parameters.value("population.arrivals.uk") + parameters.value("population.arrivals.abroad"))
    years = -(-horizon // 12)
    moving = by_age(parameters, "population.moving", MOVING_AGES, YEARS)
    shares = ages * moving
    each_year *= shares.sum() / (margin(parameters) * moving).sum()
    stream = streams("arrivals.ages")
    size = np.diff(np.floor(each_year * np.arange(years + 1) + stream.random())).astype(np.int64)
    draft = draw_people(
        np.tile(shares / shares.sum(), (years, 1)), size, parameters.value("population.oldest_mean_years"), stream
    )
    draft = draft._replace(months=np.maximum(draft.months, 1))  # an arrival of age 0 would be taken for a birth
    state = draw_newcomer_states(draft, parameters, streams("arrivals.states"))
    households = form_households(draft, state, parameters, streams, "arrivals")
    stream = streams("arrivals.where")
    month = draft.group * 12 + np.floor(stream.random(len(draft.group)) * 12).astype(np.int64)
    hood = np.searchsorted(bounds[:-1], stream.random(len(draft.group)), side="right")
    arrivals = Arrivals(draft, households, hood[households.head], month[households.head])
    return _within(arrivals, arrivals.entry < horizon)


def _within(arrivals: Arrivals, keep: NDArray[np.bool_]) -> Arrivals:
    """Arrivals of the households kept, with persons renumbered."""
    position = np.cumsum(keep) - 1

    def renumbered(person: Ints) -> Ints:
        mine = person[keep]
        return np.where(mine == NOBODY, NOBODY, position[mine])

    homes = arrivals.households
    return Arrivals(
        Draft._make(column[keep] for column in arrivals.draft),
        Households(
            renumbered(homes.head),
            renumbered(homes.partner),
            Parents._make(renumbered(side) for side in homes.parents),
        ),
        arrivals.hood[keep],
        arrivals.entry[keep],
    )


def draw_births(
    female: NDArray[np.uint8],
    months: Ints,
    entry: Ints,
    partner: Ints,
    horizon: int,
    parameters: Parameters,
    streams: Streams,
) -> Births:
    """Children born to residents and newcomers over ``horizon`` months, by the mother's age.

    ``months`` is each person's age at the start of the burn-in (negative before birth), ``entry`` the month index from
    which the person lives here, ``partner`` whoever is a partner by then. A mother has at most one birth a year, in
    the same month of the year. A child whose parents have died or moved away by then is not born here: that is seen
    when the month comes.
    """
    stream = streams("births")
    could = (female == 1) & (months < OLDEST_MOTHER) & (months + horizon >= YOUNGEST_MOTHER)
    women = np.flatnonzero(could)
    phase = np.floor(stream.random(len(women)) * 12).astype(np.int64)
    mothers, when = [], []
    for year in range(-(-horizon // 12)):
        month = year * 12 + phase
        age = months[women] + month
        chance = by_age(parameters, "population.fertility", FERTILE_AGES, age // 12) / 1000
        born = (stream.random(len(women)) < chance) & (age < OLDEST_MOTHER)
        born &= (month < horizon) & (month > entry[women])
        mothers.append(women[born])
        when.append(month[born])
    mother = np.concatenate(mothers) if mothers else women[:0]
    girls = (stream.random(len(mother)) < parameters.value("population.births_female")).astype(np.uint8)
    entry_month = np.concatenate(when) if when else phase[:0]
    father = partner[mother]
    father = np.where((father != NOBODY) & (entry[father] <= entry_month), father, NOBODY)
    return Births(mother, father, entry_month, girls)


def entries(entry: Ints, rows: Ints, horizon: int) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Rows in order of month of entry, and where each month begins (``Place.entry_rows``, ``entry_first``)."""
    order = np.lexsort((rows, entry))
    first = np.concatenate(([0], np.cumsum(np.bincount(entry, minlength=horizon)))).astype(np.int64)
    return rows[order].astype(np.int32), first
