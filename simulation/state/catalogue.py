"""Support models and programmes as columns, one row each, for kernels; built from ``simulation/catalogue``."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

MOST_MODELS, MOST_PROGRAMMES = 64, 32
"""Room for a number of each support model and programme in rates and levers, however many there are in a place: so that
kernels compiled for one place serve every other."""

NO_AWARD = -1.0
"""Weight on price of a support model whose hours are not awarded."""

CHANNELS = ("meeting", "relief", "protection", "skill", "calm", "settling")
"""What a programme can change: meeting people, a carer's strain, worsening of need, skill, crisis, and how soon a
passing problem ends."""
MEETING, RELIEF, PROTECTION, SKILL, CALM, SETTLING = range(len(CHANNELS))


class Models(NamedTuple):
    """One row a support model."""

    where: NDArray[np.uint8]  # setting it puts people in
    spend_class: NDArray[np.uint8]
    source: NDArray[np.uint8]  # where its places come from: state.codes FROM_*
    basis: NDArray[np.uint8]  # PER_HOUR or PER_WEEK
    price_pence: NDArray[np.int64]  # an hour or a week
    price_weight: NDArray[np.float64]  # on price (0-1, the rest on outcome) when hours are awarded; NO_AWARD: by lot
    outcome_pay: NDArray[np.float64]  # share of the council's price that hangs on outcome
    need_permille: NDArray[np.int64]  # [model, need] price at that need, per mille of the price
    age_permille: NDArray[np.int64]  # [model, aged 65 or over] price at that age, per mille of the price
    client_permille: NDArray[np.int64]  # share of the price paid by the person when the council funds
    nhs_weekly_pence: NDArray[np.int64]  # paid by the NHS towards each week
    self_fund_permille: NDArray[np.int64]  # price to self-funders, per mille of the council's price
    start_cost_pence: NDArray[np.int64]  # once, as it starts
    start_by_nhs: NDArray[np.uint8]  # 1 if the NHS pays that, and not the council
    minutes_week: NDArray[np.int64]  # worker minutes a week for models priced by the week; 0: as the plan says
    visit_minutes: NDArray[np.int64]  # 0: nobody visits (the person lives with the one who supports them)
    task_minutes: NDArray[np.int64]  # of each visit, that go on tasks
    team: NDArray[np.int64]  # posts from which one person's visits are drawn, at most arrangements.FACES
    months: NDArray[np.int64]  # 0: open-ended
    min_need: NDArray[np.uint8]
    max_need: NDArray[np.uint8]
    matching: NDArray[np.float64]  # 0: none; else the least quality of a match (0-1) accepted
    tryout_months: NDArray[np.int64]  # months of visits and stays before a match is made
    carer_time: NDArray[np.float64]  # share of the week that a Shared Lives carer gives to one person
    family_relief: NDArray[np.float64]  # strain taken off family and friends who help the person, a month
    skill_gain: NDArray[np.float64]  # a month
    skill_loss: NDArray[np.float64]  # a month
    meeting: NDArray[np.float64]  # factor on the chance to meet people
    reciprocity: NDArray[np.float64]  # factor on the chance that help goes both ways in a tie
    domains: NDArray[np.float64]  # [model, domain] added to fulfilment
    choice: NDArray[np.float64]  # [model, group, need] weight when support is chosen
    turnover: NDArray[np.float64]  # share of workers who leave in a month
    leave_base: NDArray[np.float64]  # monthly hazard to leave after the first year that gives this share
    refill: NDArray[np.float64]  # monthly chance that a vacant post is filled
    provider_first: NDArray[np.int64]  # its providers are rows first to last (exclusive)
    provider_last: NDArray[np.int64]
    tie_kind: NDArray[np.uint8]  # kind of tie to the key worker
    paid_from_pot: NDArray[np.uint8]  # 1 if its council-funded starts are limited by the prevention pot
    candidates: NDArray[np.int64]  # teams with room that a person knows of and compares
    list_share: NDArray[np.float64]  # of its providers that its own list lets people choose; 1: no list
    by_voice: NDArray[np.float64]  # how far those take it up less who have little voice and nobody who helps
    full_help: NDArray[np.uint8]  # 1 if someone is there day and night, so that no help goes missing while staffed


class Programmes(NamedTuple):
    """One row a prevention programme: offered to people at some distance from crisis, fades when it ends."""

    cost_pence: NDArray[np.int64]  # a person, at enrolment
    months: NDArray[np.int64]  # taking part
    efficacy: NDArray[np.float64]  # [programme, channel] full effect while taking part
    decay: NDArray[np.float64]  # share of the effect lost a month afterwards
    uptake: NDArray[np.float64]  # share of those offered who take part
    min_need: NDArray[np.uint8]
    max_need: NDArray[np.uint8]
    min_strain: NDArray[np.float64]  # of a carer; 0 if the programme is not for carers
    min_lonely: NDArray[np.float64]
    min_age: NDArray[np.int64]  # years
    quick_fix: NDArray[np.uint8]  # 1 if it is offered at the front door alone, before long-term support where asked
    brings: NDArray[np.uint8]  # 1 if it brings somebody to each who takes part; if 0, what follows says nothing
    brought_tie: NDArray[np.uint8]  # kind of the tie, where the two become close
    lives_in: NDArray[np.uint8]  # 1 if who is brought moves in with the person, who lives alone
    agreed_minutes: NDArray[np.int64]  # a week of company and help
    help_minutes: NDArray[np.int64]  # of those, a week, that can be help which is needed
    close: NDArray[np.float64]  # share of matches in which a tie begins
    room: NDArray[np.float64]  # share of people who have the room that it takes
    offer: NDArray[np.float64]  # monthly chance that somebody free to do so offers
    offer_min_age: NDArray[np.int64]  # years
    offer_max_age: NDArray[np.int64]
    least_match: NDArray[np.float64]  # 0-1, that is tried out
    trial_fails: NDArray[np.float64]  # share of trials
    term: NDArray[np.float64]  # mean months agreed
    term_spread: NDArray[np.float64]  # most that a term differs from it, as a share of it
    patience: NDArray[np.int64]  # months that either waits
    fee_pence: NDArray[np.int64]  # a month, paid by the person
    offer_fee_pence: NDArray[np.int64]  # a month, paid by who is brought


class Catalogue(NamedTuple):
    """What there is to choose from, as kernels read it."""

    models: Models
    programmes: Programmes
