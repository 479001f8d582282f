"""Hazards and effects as arrays, one field a table; built from the evidence by ``simulation/evidence/rates.py``.

All chances are a month; ages come in bands of five years (band = years // 5, at most ``N_BANDS - 1``).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

N_BANDS = 22
N_CONDITIONS = 6
MAX_AGE = 110
PER_MODEL = (
    "short_stay_kept",
    "leave_ownership",
    "tie_usual",
    "cover",
    "inspected",
    "quality_base",
    "exit",
)
"""Fields with an entry a support model, and room for ``MOST_MODELS``."""
NEAR = ("co_resident", "same_neighbourhood", "apart")
"""How near the two people of a tie live: the last axis of several tables."""


class Rates(NamedTuple):
    """Every rate that a kernel reads, worked out once from the evidence."""

    # demography
    death: NDArray[np.float64]  # [sex, age in years, need]
    death_isolated: float  # hazard ratio of having no tie at all
    death_uprooted: float  # hazard ratio for some months after a sudden move
    leave: NDArray[np.float64]  # [band]
    leave_parents: float  # chance that a young adult leaves the parents' home
    leave_parents_max_age: int  # years
    # need and skill
    rise: NDArray[np.float64]  # [band, need] need goes up a level
    fall: NDArray[np.float64]  # [band, need] need goes down a level
    rise_condition: NDArray[np.float64]  # [condition] hazard ratio, multiplied over conditions
    fall_condition: NDArray[np.float64]  # [condition]
    rise_fifth: NDArray[np.float64]  # [fifth] hazard ratio
    rise_unmet: float  # added hazard ratio when all help is missing
    rise_uprooted: float  # hazard ratio for some months after a sudden move
    onset: NDArray[np.float64]  # [condition, band]
    onset_any: NDArray[np.float64]  # [band] sum of onset over conditions
    remission: NDArray[np.float64]  # [condition]
    passing_share: float  # of problems that raise need, share that pass
    passing_end: float  # chance that a passing problem ends, beside the usual chance that need falls
    skill_drift: float  # share of the gap to the usual skill closed a month
    skill_usual: NDArray[np.float64]  # [need]
    # ties
    rupture: NDArray[np.float64]  # [kind] at no strength and first month, for the average pair
    rupture_strength: float  # hazard falls by exp(-this * strength)
    rupture_months: float  # hazard falls by (1 + months) ** -this
    rupture_frailty: NDArray[np.float64]  # [match 0-255] gamma quantile, mean 1, low match high hazard
    tie_gain: NDArray[np.float32]  # [kind, near]
    tie_decay: NDArray[np.float32]  # [kind]
    tie_floor: float  # a tie weaker than this has faded away
    tie_first: float  # strength of a new tie
    meet: NDArray[np.float64]  # [band] chance to set out to make a friend
    meet_need: NDArray[np.float64]  # [need] factor
    meet_neighbour: float  # share of new ties that are neighbours rather than friends
    meet_partner: float  # share of meetings of two people without partners that begin a partnership
    meet_age_gap: int  # years, at most, between new friends
    acquaint: float  # chance that a Shared Lives carer who is there all week introduces one of their own people
    balance: float  # chance that a tie of a person with support finds a new balance of giving and taking
    mutual: NDArray[np.float64]  # [near] chance that help then goes both ways, at full skill
    # moves
    move_kept: NDArray[np.float32]  # [kind] share of a tie's strength kept when two no longer live near each other
    move_kept_sudden: np.float32  # and of that, if the move was sudden
    move_skill: float  # share of skill lost at a sudden move
    uprooted_months: int  # months that a sudden move tells on health
    # unpaid care
    help_minutes: NDArray[np.int64]  # [need] minutes a week of help needed at no skill
    help_skill: float  # share of it that full skill removes
    care_minutes: NDArray[np.int64]  # [kind, near] most a willing tie gives, minutes a week
    care_willing: NDArray[np.int64]  # [kind] least match (0-255) of a willing pair
    care_main_permille: int  # of what is asked, what is first asked of the one who can give most
    care_displaced_permille: NDArray[np.int64]  # [near] minutes that families step back for 1000 of paid help
    care_min_age: int  # years
    care_max_need: int  # a carer's own need at most
    care_work_minutes: int  # minutes a week from which paid work is lost
    work_lost_permille: int  # minutes of paid work lost for 1000 of care beyond that
    work_lost_most: int  # minutes a week that a carer can lose
    carer_ask: float  # chance that a carer asks the council for support of the own
    carer_helped: float  # share of those who are given some, if there is room
    strain_keep: float
    strain_load: float  # added per full-time week (of strain_full_minutes) of care
    strain_full_minutes: int
    strain_lonely: float  # added, times loneliness
    strain_recover: float  # taken off each month
    strain_high: float  # counted as strained from here
    break_base: float
    break_strain: float  # times strain squared
    break_minutes: int  # only carers giving at least this can break down
    rest_months: int
    # front door
    ask: NDArray[np.float64]  # [age group 0 18-64 1 65+, need] with no support in place
    ask_gap: float  # added factor when all help is missing
    ask_supported: float  # factor when support is in place
    eligible_share: float  # share of assessments of people with enough need and missing help that end in support
    ask_least_gap: float  # least share of help missing for which new long-term support is given
    hospital_ask: NDArray[np.float64]  # [need] chance that a stay leads to a request
    breakdown_ask: float  # chance that a carer's breakdown leads to a request for each person helped
    support_stop: float  # chance that open-ended support at home stops for reasons not told apart
    review: float  # chance of a review of an arrangement
    plan_share: float  # share of the gap that a plan covers
    plan_min_minutes: int  # a plan is at least this, a week
    plan_max_minutes: int
    reablement_model: int  # row of Models offered first, or NOBODY
    reablement_offer: NDArray[np.float64]  # [group]
    self_arrange: float  # share of self-funders who arrange support without the council
    voice: NDArray[np.float64]  # [fifth] of an adult, over the greatest
    # crisis and hospital
    attend: NDArray[np.float64]  # [band, need] A&E
    attend_unmet: float  # added ratio when all help is missing
    admit: NDArray[np.float64]  # [band, need]
    admit_unmet: float
    stay_days: NDArray[np.float64]  # [need] mean
    stay_spread: NDArray[np.float64]  # [quantile] lognormal factor on the mean, mean 1, lowest first
    stroke: NDArray[np.float64]  # [age group] chance that an admission is a stroke that leaves lasting need
    stroke_levels: int  # by which need rises
    stroke_days: float  # mean stay
    stroke_skill: float  # share of skill lost
    decondition: NDArray[np.float64]  # [need] chance that need is higher after a stay
    decondition_day: float  # hazard of the same, for each day of waiting to leave
    delayed_days: float  # mean delay, days, of those who start support within the month
    discharge_needs_support: NDArray[np.float64]  # [need] chance that leaving waits for support
    step_down_share: float  # of those who wait, who are to leave for a step-down bed
    step_down_model: int  # row of Models, or NOBODY
    interim_share: float  # of care homes agreed in hospital, share that begin as a short stay
    interim_model: int  # row of Models of that short stay, or NOBODY
    crisis: NDArray[np.float64]  # [need]
    crisis_gap: float  # log hazard when all help is missing
    crisis_alone: float  # log hazard of living alone
    crisis_breakdown: float  # chance that a breakdown is a crisis for a person with substantial need or more
    crisis_place: NDArray[np.float64]  # [need] chance that a crisis at home leads to an emergency placement
    emergency_model: int  # row of Models
    short_stay_kept: NDArray[np.float64]  # [model] chance that a short stay in a care home becomes a permanent one
    # wellbeing
    lonely_keep: float
    lonely_base: float
    lonely_temper: float
    lonely_ties: float  # loneliness falls by exp(-this * sum of strengths)
    lonely_need: NDArray[np.float64]  # [need]
    lonely_often: float  # counted as often lonely from here
    contact_enough: float  # sum of strengths from which contact is enough
    waking_minutes: int  # a week
    fulfil_keep: float
    fulfil_base: NDArray[np.float64]  # [domain]
    fulfil_need: NDArray[np.float64]  # [domain] times need/4
    fulfil_ties: NDArray[np.float64]  # [domain] times 1 - exp(-sum of strengths)
    fulfil_unmet: NDArray[np.float64]  # [domain] times the share of help missing
    fulfil_skill: NDArray[np.float64]  # [domain] times skill
    fulfil_continuity: NDArray[np.float64]  # [domain] times the key worker tie's strength
    # workforce
    minutes_post: int  # contact minutes a week that a staffed post gives
    pay_level: float  # factor on the pay of every provider
    training_level: float  # factor on the training of every provider
    leave_pay: float  # log hazard per unit of relative pay
    leave_new: float  # hazard ratio in a worker's first year
    leave_training: float  # log hazard per unit of relative training
    leave_short: float  # log hazard of visits of no length, against usual ones
    visit_usual: float  # minutes of a visit from which none is short
    leave_quality: float  # log hazard per unit of the provider's quality above the usual of its model
    leave_ownership: NDArray[np.float64]  # [model, ownership] log hazard against the mean of the model's owners
    leave_tie: float  # log hazard per unit of the strength of the worker's strongest tie
    tie_usual: NDArray[np.float64]  # [model] usual strength of that tie
    cover: NDArray[np.int64]  # [model] share of the visits of a vacant post that others make, per mille
    worker_tie_gain: float
    worker_tie_decay: float
    # contracts
    contract_working: float  # how far workers' time turns to skill where all pay hangs on outcome and all is well run
    contract_gain: float  # share of missing skill gained a month where it has turned wholly
    contract_full: float  # mean skill above the model's that earns all that hangs on outcome
    worker_fit: float  # how far such a tie grows by how well the two fit, 1 as ties of people do
    # quality and the market
    inspected: NDArray[np.int64]  # [model] 1 if providers are inspected and rated
    quality_base: NDArray[np.float64]  # [model] log odds of good or better
    quality_pace: float  # share of the way to where its causes point that quality goes in a month
    quality_culture: float  # half-width of what is a provider's own
    quality_ownership: NDArray[np.float64]  # [ownership] added
    quality_size: float  # times the log of relative size
    quality_training: float  # times relative training - 1
    quality_vacancy: float  # times the share of posts vacant above usual
    quality_turnover: float  # times leavers a post-year above usual
    inspection_noise: float  # scale of an inspector's error, logistic
    cut_inadequate: float  # quality seen below which a provider is inadequate
    cut_outstanding: float  # quality seen from which it is outstanding; from 0 it is good
    inspection_months: NDArray[np.int64]  # [rating] to the next inspection
    exit: NDArray[np.float64]  # [model] chance to leave the market in a month
    exit_ownership: NDArray[np.float64]  # [ownership] ratio
    exit_inadequate: float  # ratio after that rating
    exit_lean: float  # ratio in lean times
    lean_quarters: int  # quarters of low margin in a row that make lean times
    lean_margin: float  # share of income below which a quarter is lean
    pay_share: float  # of a provider's usual cost
    vacancy_premium: float  # share that pay rises by when all posts are vacant and covered
    entry: float  # chance in a quarter that a new provider takes an empty row while people wait
    # Shared Lives carers
    sharer_min_age: int
    sharer_max_age: int
    sharer_places: NDArray[np.float64]  # [places 1-3] shares
    sharer_apply: float  # chance that an enquiry leads to an application
    sharer_approve: float  # chance that an application ends in approval
    sharer_months: float  # mean months from application to decision
    sharer_months_spread: float  # most that they differ from the mean, as a share of it
    sharer_rest_months: int  # until a household that went no further may be asked again
    sharer_retire_age: int  # years, from which carers retire
    sharer_retire: float  # chance, from that age
    sharer_retire_notice: int  # months
    sharer_resign: float  # chance of a carer without strain
    sharer_resign_strain: float  # log hazard of full strain
    sharer_resign_notice: int  # months
    sharer_strain_keep: float
    sharer_strain_load: float  # added by one person there all week, of moderate need, who fits averagely
    sharer_strain_need: NDArray[np.float64]  # [need] factor
    sharer_strain_misfit: float  # factor 1 + this * (1 - 2 * quality)
    sharer_strain_recover: float
    sharer_break_relief: float  # taken off by a week of breaks a month
    sharer_break_weeks: float  # a month
    sharer_break_permille: int  # weeks of breaks a month beyond those within the price, thousandths
    # matching with Shared Lives carers
    fit_traits: float  # weights of a match's quality; they add up to 1
    fit_place: float
    fit_ties: float
    fit_blur: float  # most by which a first impression misjudges quality
    introductions: int  # carers to whom a waiting person is introduced in a month
    tryout_decline: float  # chance a month that a try-out is given up, where nothing fits
    sharing_break: float  # chance that an arrangement breaks: no strain, no tie, average fit
    sharing_break_strain: float  # log hazard of the carer's full strain
    sharing_break_fit: float  # log hazard falls by this times quality - 0.5
    sharing_break_tie: float  # log hazard falls by this times the tie's strength
    sharing_move_on: float  # chance that a person who lives with a carer moves on as planned
    # money
    ae_pence: int
    admission_pence: int
    assessment_pence: int
    sharer_recruit_pence: int  # for each household approved, where all who are willing can be asked
    sharer_enquiry_pence: int  # for each enquiry that a household makes
    work_pence: int  # an hour of paid work that a carer gives up
    hospital_model: int  # row of Models whose price is a delayed stay's
    unpaid_model: int  # row of Models whose price values unpaid care
    weeks_permille: int  # thousandths of a week in a month
