"""Small places to live in, quiet or eventful, as hypothesis generates them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from simulation.catalogue.columns import build_catalogue
from simulation.catalogue.load import load_catalogue, merge
from simulation.evidence.parameters import load_parameters
from simulation.evidence.rates import build_rates
from simulation.past import Setting, prepare
from simulation.state import codes
from simulation.state.catalogue import Catalogue
from simulation.state.place import Levers, Place
from simulation.state.rates import Rates

HAZARDS = {
    "death": 0.02,
    "leave": 0.02,
    "rise": 0.1,
    "fall": 0.1,
    "passing_share": 0.5,
    "passing_end": 0.2,
    "onset": 0.02,
    "remission": 0.2,
    "rupture": 0.1,
    "tie_decay": 0.05,
    "meet": 0.4,
    "break_base": 0.1,
    "break_strain": 0.5,
    "ask": 0.3,
    "hospital_ask": 0.5,
    "breakdown_ask": 0.6,
    "review": 0.3,
    "eligible_share": 0.6,
    "support_stop": 0.1,
    "attend": 0.3,
    "admit": 0.2,
    "stroke": 0.3,
    "decondition": 0.3,
    "decondition_day": 0.02,
    "discharge_needs_support": 0.5,
    "step_down_share": 0.4,
    "interim_share": 0.6,
    "crisis": 0.15,
    "crisis_breakdown": 0.5,
    "crisis_place": 0.5,
    "sharer_retire": 0.2,
    "sharer_apply": 0.8,
    "sharer_approve": 0.8,
    "sharer_resign": 0.1,
    "sharing_break": 0.2,
    "sharing_move_on": 0.1,
    "tryout_decline": 0.3,
    "leave_parents": 0.2,
    "meet_partner": 0.3,
    "exit": 0.1,
    "entry": 0.5,
    "quality_pace": 0.3,
    "carer_ask": 0.3,
    "carer_helped": 0.5,
    "move_skill": 0.2,
    "acquaint": 3.0,  # of those with a carer all week, who are few
    "balance": 0.3,
}
"""Monthly chances of an eventful place: each at least this, scaled by the heat."""


MANY_PROVIDERS = {
    name: {"value": 4, "source": "test", "outside_range": True}
    for name in load_parameters()
    if name.startswith("population.people_each.")
}
"""Some four people each, so that a small place has more than one of a kind."""


@dataclass(frozen=True)
class Case:
    """A place and what happens to it. ``heat`` 0 is the evidence; 1 makes every branch happen in a few months."""

    seed: int
    adults: int
    per_hood: int
    months: int
    heat: float
    jumbled: bool = False
    burn_in: int = 0
    rivals: bool = False
    """Whether home care agencies are many, one for each person."""
    roomy: bool = False
    """Several providers of each kind, most of them with room, so that there is something to choose from."""
    brings: bool = False
    """Whether programmes bring people together: Homeshare, and befrienders who come by."""


MORE_PROVIDERS = {
    name: {"value": value, "source": "test", "outside_range": True}
    for name, value in (
        *((name, 0.3) for name in MANY_PROVIDERS),
        ("population.growth_people_per_1000", 100),
        ("population.start_capacity_per_1000.other", 5),
    )
}
"""Of a roomy place."""
BEFRIENDERS = {
    "tie": "neighbour",
    "hours_per_week": 2.0,
    "help_share": 0.5,
    "close_share": 0.7,
    "offer_per_month": 0.05,
    "offer_min_age_years": 18.0,
    "offer_max_age_years": 90.0,
    "term_months": 6.0,
    "patience_months": 3.0,
}
BRINGING = {"homeshare": {}, "community_group": {"brings": BEFRIENDERS}}


@cache
def average(rivals: bool = False, roomy: bool = False, brings: bool = False) -> Setting:
    """The average council's evidence and catalogue, with some in so few who would share their home."""
    given = {**(MORE_PROVIDERS if roomy else MANY_PROVIDERS), "sharer.willing_share": 1}
    if rivals:
        given["population.people_each.home_care"] = {"value": 1, "source": "test", "outside_range": True}
    parameters = load_parameters().override(given)
    rows = merge(load_catalogue(), programmes=BRINGING if brings else {})
    ids = tuple(rows.support_models)
    return Setting(
        parameters=parameters,
        rows=rows,
        catalogue=build_catalogue(rows, parameters),
        rates=build_rates(parameters, ids),
        seed=1,
        adults=100,
        people_per_neighbourhood=60,
        burn_in=12,
        months=12,
        comparator="crisis_driven",
    )


def setting_of_case(case: Case) -> Setting:
    """The setting of a case, as hot as it says."""
    usual = average(case.rivals, case.roomy, case.brings)
    return usual._replace(
        catalogue=eventful_catalogue(usual.catalogue, case.heat),
        rates=eventful(usual.rates, case.heat),
        seed=case.seed,
        adults=case.adults,
        people_per_neighbourhood=case.per_hood,
        burn_in=case.burn_in,
        months=case.months,
    )


def eventful(rates: Rates, heat: float) -> Rates:
    """Rates with every hazard raised."""
    if heat == 0:
        return rates
    hot: dict[str, Any] = {name: _at_least(getattr(rates, name), heat * chance) for name, chance in HAZARDS.items()}
    hot["onset_any"] = hot["onset"].sum(axis=0)
    return rates._replace(
        **hot,
        admit_unmet=heat,
        stay_days=np.maximum(rates.stay_days, 25.0 * heat),
        short_stay_kept=np.where(rates.short_stay_kept > 0, np.maximum(rates.short_stay_kept, 0.5 * heat), 0.0),
        break_minutes=60,
        care_main_permille=600,
        care_displaced_permille=np.array([500, -300, 100]),
        death_uprooted=1.0 + 4.0 * heat,
        rise_uprooted=1.0 + 2.0 * heat,
        rest_months=2,
        sharer_months=1.0,
        sharer_rest_months=2,
        sharer_retire_notice=2,
        meet_age_gap=40,
        emergency_model=rates.emergency_model,
        cover=np.minimum(rates.cover, 700),
        inspection_months=np.minimum(rates.inspection_months, 3),
        quality_culture=8.0,
        lean_quarters=1,
        contract_working=1.0,
        contract_gain=0.2,
        contract_full=0.05,
        worker_fit=heat,
    )


def _at_least(usual: Any, chance: float) -> Any:
    raised = np.maximum(usual, chance)
    return raised if isinstance(usual, np.ndarray) else float(raised)


def eventful_catalogue(catalogue: Catalogue, heat: float) -> Catalogue:
    """Workers come and go, programmes take whoever fits, every model is chosen by somebody, Shared Lives most."""
    if heat == 0:
        return catalogue
    models, programmes = catalogue.models, catalogue.programmes
    sharing = models.source == codes.FROM_SHARERS
    choice = np.maximum(models.choice, np.where(sharing, 2.0, 0.1)[:, None, None] * (models.choice.max() > 0))
    choice[:, :, : codes.NEED_MODERATE] = 0.0
    choice[models.where == codes.HOSPITAL] = 0.0
    hourly = (models.source == codes.FROM_HOURS) & (models.basis == codes.PER_HOUR)
    models = models._replace(
        price_weight=np.where(hourly, np.arange(len(hourly)) % 3 / 2, models.price_weight),
        outcome_pay=np.where(hourly, 0.8, 0.0),
        choice=choice,
        turnover=np.maximum(models.turnover, 0.15 * heat),
        leave_base=np.maximum(models.leave_base, 0.15 * heat),
        refill=np.maximum(models.refill, 0.4 * heat),
        matching=np.minimum(models.matching, 0.2),
        candidates=1 + np.arange(len(models.where)) % 4,
        start_cost_pence=10_001 * (np.arange(len(models.where)) % 3),
        reciprocity=0.5 * (np.arange(len(models.where)) % 4),
        by_voice=0.9 * heat * (np.arange(len(models.where)) % 2),
        months=np.where(models.months > 0, np.minimum(models.months, 2), 0),
    )
    programmes = programmes._replace(
        months=np.minimum(programmes.months, 3),
        uptake=np.maximum(programmes.uptake, 0.7),
        min_strain=np.minimum(programmes.min_strain, 0.2),
        min_age=np.minimum(programmes.min_age, 40),
        efficacy=np.maximum(programmes.efficacy, 0.2 * heat),
        quick_fix=(np.arange(len(programmes.months)) % 3 == 2).astype(np.uint8),
        offer=np.maximum(programmes.offer, 0.15 * heat) * programmes.brings,
        offer_max_age=np.where(programmes.brings, np.maximum(programmes.offer_max_age, 60), 0),
        trial_fails=np.maximum(programmes.trial_fails, 0.3 * heat),
        least_match=np.minimum(programmes.least_match, 0.2),
        term=np.minimum(programmes.term, 4.0),
        patience=np.minimum(programmes.patience, 4),
    )
    return Catalogue(models, programmes)


def place_of_case(case: Case) -> tuple[Place, Catalogue]:
    """The place as the first month begins."""
    place, catalogue = prepare(setting_of_case(case))
    if case.jumbled:
        jumble(place, case.seed)
    if case.roomy:
        make_room(place, case.seed)
    return place, catalogue


def make_room(place: Place, seed: int) -> None:
    """Every post is wanted and most are staffed; homes have two places more."""
    providers, posts = place.providers, place.posts
    providers.posts_wanted[:] = providers.post_last - providers.post_first
    providers.places[providers.places > 0] += 2
    posts.staffed[:] = np.random.default_rng([seed, 4000]).random(len(posts.staffed)) < 0.8


def jumble(place: Place, seed: int) -> None:
    """Spread need, skill, savings, strain and loneliness over everyone, so that much can happen at once."""
    people, stream = place.people, np.random.default_rng(seed)
    n = len(people.status)
    people.need[:] = stream.integers(0, codes.N_NEEDS, n) * (stream.random(n) < 0.7)
    people.conditions[:] = stream.integers(0, 64, n) & stream.integers(0, 64, n)
    people.means[:] = stream.random(n) < 0.3
    people.skill[:] = stream.random(n)
    people.lonely[:] = stream.random(n)
    people.strain[:] = stream.random(n) * (stream.random(n) < 0.5)
    place.posts.staffed[:] = stream.random(len(place.posts.staffed)) < 0.8
    n = len(place.providers.pay_ratio)
    place.providers.pay_ratio[:] = 0.8 + 0.4 * stream.random(n)
    place.providers.training[:] = stream.random(n)
    place.providers.quality[:] = 6.0 * stream.random(n) - 3.0


def levers_of_month(setting: Setting, seed: int, month: int) -> dict[str, Any]:
    """Levers that somebody might set, another each month; ``programme_eligible`` is the kernel's own."""
    stream = np.random.default_rng([seed, 1000 + month])
    models, programmes = len(setting.model_ids), len(setting.programme_ids)
    pot = setting.catalogue.models.paid_from_pot.astype(np.int64)
    return {
        "eligible_need": [int(stream.integers(1, 4))],
        "assessments": [int(stream.integers(0, 12))],
        "start_pence": [int(stream.integers(0, 300_000))],
        "preference": stream.choice([0.5, 1.0, 2.0], models).tolist(),
        "pot_starts": (stream.integers(0, 4, models) * pot).tolist(),
        "programme_places": stream.integers(0, 5, programmes).tolist(),
        "early_offer": [float(stream.random())],
        "sharer_enquiries": [int(stream.integers(0, 20))],
        "team_factor": [1.0 + (seed % 3 - 1) * min(month / 10, 0.5)],  # teams shrink, stay or grow, as strategies ask
        "duty_urgency": [int(stream.choice([codes.FROM_HOSPITAL, codes.FROM_HOSPITAL, codes.IN_CRISIS + 1]))],
        "plan_factor": stream.choice([0.5, 1.0, 1.0, 1.5], codes.N_FIFTHS).tolist(),
        "reach": stream.choice([0.5, 1.0, 2.0], codes.N_FIFTHS).tolist(),
        "quick_first": [float(stream.choice([0.0, 0.5, 1.0]))],
        "list_share": lists_of_month(seed, month, models),
    }


def lists_of_month(seed: int, month: int, models: int) -> list[float]:
    """Lists that stand for half a year, so that people come to change provider."""
    return np.random.default_rng([seed, 3000 + month // 6]).choice([1.0, 0.7, 0.5, 0.3, 0.0], models).tolist()


def set_levers(levers: Levers, month: dict[str, Any]) -> None:
    """Write a month's levers into the kernels' arrays."""
    for name, values in month.items():
        getattr(levers, name)[: len(values)] = values
