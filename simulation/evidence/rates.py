"""Hazards and effects for the kernels (``state.rates.Rates``), built from the evidence.

Yearly chances become monthly by 1 - (1 - q)^(1/12); hours become minutes; pounds become pence.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.evidence.ages import BAND_AGES, log_linear
from simulation.evidence.course import by_age_and_need, course
from simulation.evidence.gamma import mean_one_quantiles
from simulation.evidence.lognormal import mean_one_lognormal
from simulation.evidence.market import contract_rates, market_rates, quality_rates, workforce_rates
from simulation.evidence.mortality import death_by_need, monthly
from simulation.evidence.need import condition_given_need, condition_prevalence, need_prevalence
from simulation.evidence.parameters import Parameters
from simulation.state.catalogue import MOST_MODELS
from simulation.state.codes import DOMAIN_NAMES, GROUP_NAMES, N_FIFTHS, N_PERSON_TIES, NEED_NAMES, NOBODY, TIE_NAMES
from simulation.state.rates import NEAR, PER_MODEL, Rates

__all__ = ["build_rates", "condition_given_need", "condition_prevalence", "need_prevalence"]

MATCHES = 256
"""Values that the match of a pair can take."""
PERSON_TIES = TIE_NAMES[:N_PERSON_TIES]
PAID_TIE = "shared_lives"
AGE_GROUPS = ("age_18_64", "age_65_over")
OLDER_YEARS = 65
REABLEMENT, EMERGENCY, HOSPITAL_STAY, UNPAID = "reablement", "emergency_placement", "hospital", "unpaid_care"
STEP_DOWN, INTERIM = "step_down_bed", "assessment_bed"
SHORT_STAYS = {EMERGENCY: "crisis.stays", STEP_DOWN: "hospital.step_down_stays", INTERIM: "hospital.interim_stays"}
"""Time-limited stays in care homes, and the chance that one becomes permanent."""
STAYS = 1024
"""Quantiles of the length of a hospital stay."""


def build_rates(parameters: Parameters, model_ids: Sequence[str]) -> Rates:
    """Every table and number of ``Rates``. ``model_ids`` are the support models in row order.

    Raises UnknownParameterError for a missing row, and ValueError if a model that rates point at is not among them.
    """
    rates = Rates(
        **_people(parameters),
        **_ties(parameters),
        **_moves(parameters),
        **_care(parameters),
        **_front_door(parameters),
        **_hospital(parameters),
        **_crisis(parameters),
        **_wellbeing(parameters),
        **workforce_rates(parameters, model_ids),
        **contract_rates(parameters),
        **quality_rates(parameters, model_ids),
        **market_rates(parameters, model_ids),
        **_sharers(parameters),
        **_sharing(parameters),
        **_money(parameters),
        reablement_model=_row_or_nobody(model_ids, REABLEMENT),
        step_down_model=_row_or_nobody(model_ids, STEP_DOWN),
        interim_model=_row_or_nobody(model_ids, INTERIM),
        short_stay_kept=np.array([parameters.value(SHORT_STAYS[m]) if m in SHORT_STAYS else 0.0 for m in model_ids]),
        emergency_model=_row_of(model_ids, EMERGENCY),
        hospital_model=_row_of(model_ids, HOSPITAL_STAY),
        unpaid_model=_row_of(model_ids, UNPAID),
    )
    roomy: dict[str, Any] = {name: _with_room(getattr(rates, name)) for name in PER_MODEL}
    return rates._replace(**roomy)


def _with_room(entries: NDArray[Any]) -> NDArray[Any]:
    """Entries of the support models that there are, and zeros behind them."""
    room = np.zeros((MOST_MODELS, *entries.shape[1:]), entries.dtype)
    room[: len(entries)] = entries
    return room


def _row_of(model_ids: Sequence[str], wanted: str) -> int:
    if wanted not in model_ids:
        raise ValueError(f"the catalogue needs a support model called {wanted}")
    return model_ids.index(wanted)


def _row_or_nobody(model_ids: Sequence[str], wanted: str) -> int:
    return model_ids.index(wanted) if wanted in model_ids else NOBODY


def _minutes(hours: NDArray[np.float64] | float) -> NDArray[np.int64]:
    return np.asarray(np.rint(np.asarray(hours) * 60), np.int64)


def _admissions(p: Parameters) -> NDArray[np.float64]:
    return by_age_and_need(p, "hospital.admit_per_year", "hospital.admit_ratio")


def _rises_in_hospital(p: Parameters) -> NDArray[np.float64]:
    """Monthly chance [band, need] to cross to the next level in a stay, by deconditioning or by a stroke.

    A stroke crosses several levels at once: those of lower need cross here too, and count by how many they are.
    """
    admit, need = _admissions(p), need_prevalence(p)
    older = (np.asarray(BAND_AGES) >= OLDER_YEARS).astype(np.int64)
    strokes = admit * p.vector("hospital.stroke", AGE_GROUPS)[older][:, None] * need
    crossing = strokes.copy()
    for level in range(1, round(p.value("hospital.stroke_levels"))):
        crossing[:, level:] += strokes[:, :-level]
    crossing[:, -1] = 0.0
    return np.asarray(admit * p.vector("hospital.decondition", NEED_NAMES) + crossing / need)


def _people(p: Parameters) -> dict[str, Any]:
    way = course(p, _rises_in_hospital(p))._asdict()
    fifths = [f"fifth_{k}" for k in range(1, N_FIFTHS + 1)]
    return {
        "death": death_by_need(p),
        "death_isolated": p.value("death.hazard_ratio.isolated"),
        "death_uprooted": p.value("death.hazard_ratio.sudden_move"),
        "leave": monthly(log_linear(p, "leave.per_year", BAND_AGES) * p.value("leave.scale")),
        "leave_parents": float(monthly(p.value("home.leave_parents_per_year"))),
        "leave_parents_max_age": round(p.value("home.leave_parents_max_age")),
        **way,
        "onset_any": way["onset"].sum(axis=0),
        "rise_fifth": p.vector("need.rise_ratio", fifths),
        "rise_unmet": p.value("need.rise_ratio.unmet"),
        "rise_uprooted": p.value("need.rise_ratio.sudden_move"),
        "passing_share": p.value("passing.share"),
        "passing_end": p.value("passing.end_per_month"),
        "skill_drift": p.value("skill.drift"),
        "skill_usual": p.vector("skill.usual", NEED_NAMES),
    }


def _ties(p: Parameters) -> dict[str, Any]:
    return {
        "rupture": p.vector("tie.rupture", PERSON_TIES),
        "rupture_strength": p.value("tie.rupture_strength"),
        "rupture_months": p.value("tie.rupture_months"),
        "rupture_frailty": mean_one_quantiles(p.value("tie.rupture_spread"), MATCHES),
        "tie_gain": np.array([p.vector(f"tie.gain.{kind}", NEAR) for kind in PERSON_TIES], np.float32),
        "tie_decay": p.vector("tie.decay", PERSON_TIES).astype(np.float32),
        "tie_floor": p.value("tie.floor"),
        "tie_first": p.value("tie.first"),
        "meet": log_linear(p, "meet.per_month", BAND_AGES),
        "meet_need": p.vector("meet.need_ratio", NEED_NAMES),
        "meet_neighbour": p.value("meet.neighbour_share"),
        "meet_partner": p.value("meet.partner_share"),
        "meet_age_gap": round(p.value("meet.age_gap")),
        "acquaint": p.value("sharing.acquaint_per_month"),
        "balance": p.value("tie.balance_per_month"),
        "mutual": p.vector("tie.mutual", NEAR),
    }


def _moves(p: Parameters) -> dict[str, Any]:
    return {
        "move_kept": p.vector("move.tie_kept", PERSON_TIES).astype(np.float32),
        "move_kept_sudden": np.float32(p.value("move.tie_kept_sudden")),
        "move_skill": p.value("move.skill_lost"),
        "uprooted_months": round(p.value("move.uprooted_months")),
    }


def _care(p: Parameters) -> dict[str, Any]:
    """A Shared Lives carer's help is paid, so that tie gives no unpaid care."""
    hours = [np.zeros(len(NEAR)) if kind == PAID_TIE else p.vector(f"care.hours.{kind}", NEAR) for kind in PERSON_TIES]
    unwilling = [1.0 if kind == PAID_TIE else p.value(f"care.unwilling.{kind}") for kind in PERSON_TIES]
    return {
        "help_minutes": _minutes(p.vector("care.help_hours", NEED_NAMES)),
        "help_skill": p.value("care.help_skill"),
        "care_minutes": _minutes(np.array(hours)),
        "care_willing": np.rint(np.array(unwilling) * MATCHES).astype(np.int64),
        "care_main_permille": round(p.value("care.main_share") * 1000),
        "care_displaced_permille": np.rint(p.vector("care.displaced", NEAR) * 1000).astype(np.int64),
        "care_min_age": round(p.value("care.min_age")),
        "care_max_need": round(p.value("care.max_need")),
        "care_work_minutes": int(_minutes(p.value("care.work_hours"))),
        "work_lost_permille": round(p.value("care.work_lost_per_hour") * 1000),
        "work_lost_most": int(_minutes(p.value("care.work_lost_most"))),
        "carer_ask": float(monthly(p.value("carer.ask_per_year"))),
        "carer_helped": p.value("carer.helped_share"),
        "strain_keep": p.value("strain.keep"),
        "strain_load": p.value("strain.load"),
        "strain_full_minutes": int(_minutes(p.value("strain.full_hours"))),
        "strain_lonely": p.value("strain.lonely"),
        "strain_recover": p.value("strain.recover"),
        "strain_high": p.value("strain.high"),
        "break_base": float(monthly(p.value("breakdown.base_per_year"))),
        "break_strain": float(monthly(p.value("breakdown.strain_per_year"))),
        "break_minutes": int(_minutes(p.value("breakdown.min_hours"))),
        "rest_months": round(p.value("breakdown.rest_months")),
    }


def _front_door(p: Parameters) -> dict[str, Any]:
    voice = p.vector("council.voice", [str(k) for k in range(1, N_FIFTHS + 1)])
    return {
        "ask": np.array([p.vector(f"front_door.ask_per_month.{group}", NEED_NAMES) for group in AGE_GROUPS]),
        "ask_gap": p.value("front_door.ask_gap"),
        "ask_supported": p.value("front_door.ask_supported"),
        "eligible_share": p.value("front_door.eligible_share"),
        "ask_least_gap": p.value("front_door.least_gap"),
        "hospital_ask": p.vector("front_door.hospital_ask", NEED_NAMES),
        "breakdown_ask": p.value("front_door.breakdown_ask"),
        "support_stop": float(monthly(p.value("front_door.support_stop_per_year"))),
        "review": float(monthly(p.value("front_door.review_per_year"))),
        "plan_share": p.value("front_door.plan_share"),
        "plan_min_minutes": int(_minutes(p.value("front_door.plan_min_hours"))),
        "plan_max_minutes": int(_minutes(p.value("front_door.plan_max_hours"))),
        "reablement_offer": p.vector("front_door.reablement_offer", GROUP_NAMES),
        "self_arrange": p.value("front_door.self_arrange"),
        "voice": voice / voice.max(),
    }


def _hospital(p: Parameters) -> dict[str, Any]:
    return {
        "attend": by_age_and_need(p, "hospital.attend_per_year", "hospital.attend_ratio"),
        "attend_unmet": p.value("hospital.attend_unmet"),
        "admit": _admissions(p),
        "admit_unmet": p.value("hospital.admit_unmet"),
        "stay_days": p.vector("hospital.stay_days", NEED_NAMES),
        "stay_spread": mean_one_lognormal(p.value("hospital.stay_spread"), STAYS),
        "stroke": p.vector("hospital.stroke", AGE_GROUPS),
        "stroke_levels": round(p.value("hospital.stroke_levels")),
        "stroke_days": p.value("hospital.stroke_days"),
        "stroke_skill": p.value("hospital.stroke_skill"),
        "decondition": p.vector("hospital.decondition", NEED_NAMES),
        "decondition_day": p.value("hospital.decondition_per_day"),
        "delayed_days": p.value("hospital.delayed_days"),
        "discharge_needs_support": p.vector("hospital.discharge_needs_support", NEED_NAMES),
        "step_down_share": p.value("hospital.step_down_share"),
        "interim_share": p.value("hospital.interim_share"),
    }


def _crisis(p: Parameters) -> dict[str, Any]:
    return {
        "crisis": monthly(p.vector("crisis.per_year", NEED_NAMES)),
        "crisis_gap": p.value("crisis.gap"),
        "crisis_alone": p.value("crisis.alone"),
        "crisis_breakdown": p.value("crisis.breakdown"),
        "crisis_place": p.vector("crisis.place", NEED_NAMES),
    }


def _wellbeing(p: Parameters) -> dict[str, Any]:
    return {
        "lonely_keep": p.value("lonely.keep"),
        "lonely_base": p.value("lonely.base"),
        "lonely_temper": p.value("lonely.temper"),
        "lonely_ties": p.value("lonely.ties"),
        "lonely_need": p.vector("lonely.need", NEED_NAMES),
        "lonely_often": p.value("lonely.often"),
        "contact_enough": p.value("lonely.contact_enough"),
        "waking_minutes": int(_minutes(7 * p.value("company.waking_hours"))),
        "fulfil_keep": p.value("fulfil.keep"),
        **{
            f"fulfil_{part}": p.vector(f"fulfil.{part}", DOMAIN_NAMES)
            for part in ("base", "need", "ties", "unmet", "skill", "continuity")
        },
    }


def _sharers(p: Parameters) -> dict[str, Any]:
    weeks, priced = p.value("sharer.break_weeks_per_year"), p.value("sharer.break_weeks_in_price")
    return {
        "sharer_min_age": round(p.value("sharer.min_age")),
        "sharer_max_age": round(p.value("sharer.max_age")),
        "sharer_places": _shares(p.vector("sharer.places", ["1", "2", "3"])),
        "sharer_apply": p.value("sharer.apply_share"),
        "sharer_approve": p.value("sharer.approve_share"),
        "sharer_months": p.value("sharer.approval_months"),
        "sharer_months_spread": p.value("sharer.approval_spread"),
        "sharer_rest_months": round(p.value("sharer.rest_months")),
        "sharer_retire_age": round(p.value("sharer.retire_age")),
        "sharer_retire": float(monthly(p.value("sharer.retire_per_year"))),
        "sharer_retire_notice": round(p.value("sharer.retire_notice_months")),
        "sharer_resign": float(monthly(p.value("sharer.resign_per_year"))),
        "sharer_resign_strain": p.value("sharer.resign_strain"),
        "sharer_resign_notice": round(p.value("sharer.resign_notice_months")),
        "sharer_strain_keep": p.value("sharer.strain_keep"),
        "sharer_strain_load": p.value("sharer.strain_load"),
        "sharer_strain_need": p.vector("sharer.strain_need", NEED_NAMES),
        "sharer_strain_misfit": p.value("sharer.strain_misfit"),
        "sharer_strain_recover": p.value("sharer.strain_recover"),
        "sharer_break_relief": p.value("sharer.break_relief"),
        "sharer_break_weeks": weeks / 12,
        "sharer_break_permille": round((weeks - priced) / 12 * 1000),
    }


def _sharing(p: Parameters) -> dict[str, Any]:
    traits, place, ties = _shares(p.vector("sharing.fit", ["traits", "place", "ties"]))
    return {
        "fit_traits": float(traits),
        "fit_place": float(place),
        "fit_ties": float(ties),
        "fit_blur": p.value("sharing.fit_blur"),
        "introductions": round(p.value("sharing.introductions_per_month")),
        "tryout_decline": p.value("sharing.tryout_decline"),
        "sharing_break": float(monthly(p.value("sharing.break_per_year"))),
        "sharing_break_strain": p.value("sharing.break_strain"),
        "sharing_break_fit": p.value("sharing.break_fit"),
        "sharing_break_tie": p.value("sharing.break_tie"),
        "sharing_move_on": float(monthly(p.value("sharing.move_on_per_year"))),
    }


def _shares(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(weights / weights.sum())


def _money(p: Parameters) -> dict[str, Any]:
    assessment = p.value("money.assessment_hours") * p.value("money.social_worker_gbp_per_hour")
    recruit = p.value("money.sharer_recruitment_gbp")
    return {
        "ae_pence": round(p.value("money.attendance_gbp") * 100),
        "admission_pence": round(p.value("money.admission_gbp") * 100),
        "assessment_pence": round(assessment * 100),
        "work_pence": round(p.value("money.earnings_gbp_per_hour") * 100),
        "sharer_recruit_pence": round(recruit * 100),
        "sharer_enquiry_pence": round(recruit * 100 / p.value("council.enquiries_per_approval")),
        "weeks_permille": round(p.value("calendar.weeks_per_month") * 1000),
    }
