"""A synthetic place, ready for its burn-in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.evidence.need import condition_given_need
from simulation.evidence.parameters import Parameters
from simulation.kernels.chance import COMMON_PAST, replicate_seed
from simulation.population.ages import Draft
from simulation.population.bonds import tie_friends, tie_kin, tie_newcomers
from simulation.population.crowd import Crowd, shifted, together
from simulation.population.future import draw_arrivals, draw_births, entries
from simulation.population.health import Health, Picture, draw_health, draw_means, draw_skill
from simulation.population.links import Known, draw_links
from simulation.population.makeup import Makeup, make_up
from simulation.population.neighbourhoods import Neighbourhoods
from simulation.population.residents import Residents, draw_residents
from simulation.population.streams import Streams
from simulation.population.supply import supply_support
from simulation.population.ties import begin_growing
from simulation.state import codes
from simulation.state.catalogue import Catalogue
from simulation.state.people import People, empty_people
from simulation.state.place import Place
from simulation.state.rates import Rates
from simulation.state.supply import Hoods

Ints = NDArray[np.int64]


class Size(NamedTuple):
    """How large a place, and for how long newcomers are prepared."""

    adults: int  # at the start of the burn-in
    people_per_neighbourhood: int
    burn_in: int  # months before month 0
    months: int  # months from month 0
    deprivation: tuple[float, ...] | None = None  # share of people by fifth, most deprived first; None: equal
    older_share: float | None = None  # of adults, aged 65 or over; None: as in the country


def build_place(
    size: Size,
    parameters: Parameters,
    rates: Rates,
    catalogue: Catalogue,
    seed: int,
    model_ids: Sequence[str],
) -> tuple[Place, Catalogue]:
    """A place of ``size.adults`` adults and their children as the burn-in begins (month ``-size.burn_in``).

    The same arguments give the same place to the bit. ``model_ids`` names the rows of ``catalogue.models``; the
    catalogue comes back with each model's provider rows filled in. Raises ValueError if the place is too small for
    the support it should have.
    """
    streams, start, horizon = Streams(seed), -size.burn_in, size.burn_in + size.months
    makeup = make_up(parameters, size.deprivation, size.older_share)
    picture = Picture(makeup.need, condition_given_need(parameters))
    hoods, residents = draw_residents(
        size.adults, size.people_per_neighbourhood, makeup, picture, catalogue.models, model_ids, parameters, streams
    )
    crowd, row, friends = _everyone(residents, hoods, makeup, picture, start, horizon, parameters, streams)
    people = _people(crowd, start, rates, parameters, streams)
    siblings = (row[residents.siblings[0]], row[residents.siblings[1]])
    tie_kin(people, crowd, siblings, start, parameters, streams)
    tie_newcomers(people, crowd, friends, start, parameters, streams)
    supply, catalogue = supply_support(
        people, crowd, size.adults, len(hoods.fifth), start, horizon, rates, catalogue, model_ids, parameters, streams
    )
    tie_friends(people, crowd, start, parameters, streams)
    begin_growing(people, rates)
    _feel(people, rates, parameters)
    future = np.flatnonzero(crowd.entry != codes.NOBODY)
    entry_rows, entry_first = entries(crowd.entry[future], future, horizon)
    place = Place(
        people=people,
        hoods=_hoods(hoods, crowd),
        key=np.array([replicate_seed(seed, COMMON_PAST)], np.uint64),
        entry_rows=entry_rows,
        entry_first=entry_first,
        **supply._asdict(),
    )
    return place, catalogue


def _everyone(
    residents: Residents,
    hoods: Neighbourhoods,
    makeup: Makeup,
    picture: Picture,
    start: int,
    horizon: int,
    parameters: Parameters,
    streams: Streams,
) -> tuple[Crowd, Ints, tuple[Ints, Ints]]:
    """Everyone in the order of rows; each resident's row; and newcomers' rows with those of their friends."""
    here = residents.draft
    arrivals = draw_arrivals(len(here.months), makeup.whole, hoods.bounds, horizon, parameters, streams)
    come = arrivals.draft
    known = Known(
        female=np.concatenate((here.female, come.female)),
        months=np.concatenate((here.months, come.months - arrivals.entry)),
        entry=np.concatenate((np.full(len(here.months), codes.NOBODY), arrivals.entry)),
        hood=np.concatenate((here.group, arrivals.hood)),
        partner=np.concatenate((residents.households.partner, shifted(arrivals.households.partner, len(here.months)))),
        head=np.concatenate((residents.households.head, arrivals.households.head + len(here.months))),
    )
    links = draw_links(known, parameters, streams)
    births = draw_births(
        known.female, known.months, known.entry, _in_time(known.partner, links.joins), horizon, parameters, streams
    )
    unborn = Draft(known.hood[births.mother], births.female, np.zeros(len(births.entry), np.int64))
    need_ratio = parameters.value("population.arrivals.need_ratio")
    come_health, come_means = _constitution(
        come, hoods.fifth[arrivals.hood], picture, need_ratio, parameters, streams, "arrivals"
    )
    born_health, born_means = _constitution(
        unborn, hoods.fifth[unborn.group], picture, 1.0, parameters, streams, "births"
    )
    crowd, row = together(residents, arrivals, come_health, come_means, links, births, born_health, born_means, start)
    one, other = links.friends
    return crowd, row, (row[one], row[other])


def _in_time(partner: Ints, joins: Ints) -> Ints:
    """Partners from the beginning, or else from when a newcomer joins the other."""
    partner = partner.copy()
    who = np.flatnonzero(joins != codes.NOBODY)
    partner[who] = joins[who]
    partner[joins[who]] = who
    return partner


def _constitution(
    draft: Draft,
    fifth: Ints,
    picture: Picture,
    need_ratio: float,
    parameters: Parameters,
    streams: Streams,
    step: str,
) -> tuple[Health, NDArray[np.uint8]]:
    """Health and means of people who are not here yet."""
    health = draw_health(draft, fifth, picture, need_ratio, parameters, streams, step)
    return health, draw_means(draft, fifth, parameters, streams(f"{step}.means"))


def _people(crowd: Crowd, start: int, rates: Rates, parameters: Parameters, streams: Streams) -> People:
    """Rows of everyone, without ties and support."""
    people, here = empty_people(len(crowd.hood)), crowd.entry == codes.NOBODY
    people.status[:] = np.where(here, codes.HERE, codes.FUTURE)
    people.female[:] = crowd.female
    people.birth_month[:] = crowd.birth
    people.entry_month[:] = np.where(here, codes.LONG_AGO, start + crowd.entry)
    people.hood[:] = crowd.hood
    people.home[:] = crowd.home
    people.own_hood[:] = crowd.hood
    people.conditions[:] = crowd.conditions
    people.need[:] = crowd.need
    people.means[:] = crowd.means
    people.temper[:] = streams("temper").random(len(here))
    people.skill[:] = draw_skill(crowd.need, rates.skill_usual, parameters, streams("skill"))
    asked = rates.help_minutes[crowd.need] * (1.0 - rates.help_skill * people.skill)
    people.asked_minutes[:] = np.where(here, asked, 0.0)
    return people


def _feel(people: People, rates: Rates, parameters: Parameters) -> None:
    """Loneliness in balance with ties, temper and need; fulfilment at a first value."""
    strength = np.where(people.tie_other != codes.NOBODY, people.tie_strength, 0.0).sum(axis=1)
    target = rates.lonely_base + rates.lonely_temper * people.temper + rates.lonely_need[people.need]
    people.lonely[:] = np.clip(target * np.exp(-rates.lonely_ties * strength), 0.0, 1.0)
    people.fulfilment[:] = parameters.value("population.start_fulfilment")


def _hoods(hoods: Neighbourhoods, crowd: Crowd) -> Hoods:
    """Neighbourhoods with the rows of everyone who lives or will live there."""
    last = np.cumsum(np.bincount(crowd.hood, minlength=len(hoods.fifth)))
    return Hoods(
        fifth=hoods.fifth.astype(np.uint8),
        vitality=hoods.vitality,
        first=np.concatenate(([0], last[:-1])).astype(np.int32),
        last=last.astype(np.int32),
    )
