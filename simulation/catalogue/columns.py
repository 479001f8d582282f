"""Rows of the catalogue as columns of numbers for kernels (``simulation.state.catalogue``)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any, Final, get_args

import numpy as np
from numpy.typing import NDArray

from simulation.catalogue.load import CatalogueRows
from simulation.catalogue.quantities import MILLE, MONTHS, Reader, later_hazard
from simulation.catalogue.types import Brings, Programme, SupportModel
from simulation.catalogue.words import AgeGroup
from simulation.evidence.parameters import Parameters
from simulation.state import codes
from simulation.state.arrangements import FACES
from simulation.state.catalogue import CHANNELS, NO_AWARD, Catalogue, Models, Programmes

SOURCE_NAMES: Final = ("never_scarce", "worker_hours", "provider_places", "shared_lives_carers")
"""Names of ``state.codes.FROM_*``."""
BASIS_NAMES: Final = ("per_hour", "per_week")
"""Names of ``state.codes.PER_*``."""
AT_HOME: Final = ("own_home", "tenancy")
DAYS: Final = 7
HOUR: Final = 60
NOBODY_BROUGHT: Final = Brings(
    tie="friend",
    hours_per_week=0.0,
    close_share=0.0,
    offer_per_month=0.0,
    offer_min_age_years=0.0,
    offer_max_age_years=0.0,
    term_months=0.0,
    patience_months=0.0,
    lives_in=False,
    help_share=0.0,
    room_share=1.0,
    least_match=0.0,
    trial_fails=0.0,
    term_spread=0.0,
    fee_gbp_per_month=0.0,
    offer_fee_gbp_per_month=0.0,
)
"""What stands in the columns of a programme that brings nobody."""


def build_catalogue(rows: CatalogueRows, parameters: Parameters) -> Catalogue:
    """Columns in the order of the rows, with money in integer pence and hazards a month.

    ``provider_first`` and ``provider_last`` are zeros until the population is built. Raises CatalogueError for a
    parameter that does not exist, naming the row and field, and for a value that makes no sense there.
    """
    return Catalogue(
        models=build_models(list(rows.support_models.values()), parameters),
        programmes=build_programmes(list(rows.programmes.values()), parameters),
    )


def build_models(rows: Sequence[SupportModel], parameters: Parameters) -> Models:
    """One column entry a support model."""
    columns = [_model(row, Reader(parameters, ("support_models", row.id))) for row in rows]
    return Models(**_stack(Models, columns))


def build_programmes(rows: Sequence[Programme], parameters: Parameters) -> Programmes:
    """One column entry a programme."""
    columns = [_programme(row, Reader(parameters, ("programmes", row.id))) for row in rows]
    return Programmes(**_stack(Programmes, columns))


def _stack(kind: type[Models] | type[Programmes], columns: Sequence[dict[str, Any]]) -> dict[str, NDArray[Any]]:
    return {
        field: np.array([column[field] for column in columns], dtype=_dtype(kind.__annotations__[field]))
        for field in kind._fields
    }


def _dtype(annotation: Any) -> Any:
    for scalar in (np.uint8, np.int64, np.float64):
        if scalar.__name__ in str(getattr(annotation, "__forward_arg__", annotation)):
            return scalar
    raise TypeError(f"no array type in {annotation}")


def _model(row: SupportModel, read: Reader) -> dict[str, Any]:
    return {**_kind(row), **_money(row, read), **_support(row, read), **_effects(row, read), **_workers(row, read)}


def _kind(row: SupportModel) -> dict[str, Any]:
    return {
        "where": codes.SETTING_NAMES.index(row.where),
        "spend_class": codes.CLASS_NAMES.index(row.spend_class),
        "source": SOURCE_NAMES.index(row.source),
        "basis": BASIS_NAMES.index(row.price_basis),
        "min_need": codes.NEED_NAMES.index(row.min_need),
        "max_need": codes.NEED_NAMES.index(row.max_need),
        "tie_kind": codes.TIE_NAMES.index(row.tie_kind),
        "paid_from_pot": int(row.paid_from_prevention_pot),
        "full_help": int(row.full_help),
        "provider_first": 0,
        "provider_last": 0,
    }


def _money(row: SupportModel, read: Reader) -> dict[str, Any]:
    return {
        "price_pence": read.pence(row.price_gbp, "price_gbp"),
        "price_weight": NO_AWARD if row.award_price_weight is None else row.award_price_weight,
        "outcome_pay": read.number(row.outcome_pay, "outcome_pay", 0.0, 1.0),
        "need_permille": [
            read.permille(row.price_by_need.get(need, 1.0), f"price_by_need.{need}", high=MILLE)
            for need in codes.NEED_NAMES
        ],
        "age_permille": [
            read.permille(row.price_by_age.get(age, 1.0), f"price_by_age.{age}", high=MILLE)
            for age in get_args(AgeGroup)
        ],
        "client_permille": read.permille(row.client_share, "client_share"),
        "nhs_weekly_pence": read.pence(row.nhs_weekly_gbp, "nhs_weekly_gbp"),
        "self_fund_permille": read.permille(row.self_funder_price_ratio, "self_funder_price_ratio", high=MILLE),
        **_start_cost(row, read),
    }


def _start_cost(row: SupportModel, read: Reader) -> dict[str, Any]:
    week = read.pence(row.price_gbp, "price_gbp")
    by_nhs = row.price_basis == "per_week" and 0 < week <= read.pence(row.nhs_weekly_gbp, "nhs_weekly_gbp")
    return {"start_cost_pence": read.pence(row.start_cost_gbp, "start_cost_gbp"), "start_by_nhs": int(by_nhs)}


def _support(row: SupportModel, read: Reader) -> dict[str, Any]:
    return {
        "minutes_week": read.whole(row.worker_minutes_per_week, "worker_minutes_per_week"),
        "visit_minutes": read.whole(row.visit_minutes, "visit_minutes"),
        "task_minutes": read.whole(row.task_minutes_per_visit, "task_minutes_per_visit"),
        "team": read.whole(row.team_posts, "team_posts", high=FACES),
        "months": read.whole(row.duration_months, "duration_months"),
        "matching": read.number(row.least_match, "least_match", 0.0, 1.0),
        **_choosing(row, read),
    }


def start_capacity(row: SupportModel, read: Reader) -> float | None:
    """People for each 1,000 adults whom its providers can support at the start, if the row says so."""
    given = row.start_capacity_per_1000
    return None if given is None else read.number(given, "start_capacity_per_1000", 0.0)


def _choosing(row: SupportModel, read: Reader) -> dict[str, Any]:
    """Who can be chosen, and who chooses."""
    return {
        "candidates": round(read.number(row.candidates, "candidates", 1.0, MILLE)),
        "list_share": read.number(row.list_share, "list_share", 0.0, 1.0),
        "by_voice": read.number(row.take_up_by_voice, "take_up_by_voice", 0.0, 1.0),
    }


def _effects(row: SupportModel, read: Reader) -> dict[str, Any]:
    social = _social(row, read)
    return {
        "tryout_months": read.whole(row.tryout_months, "tryout_months"),
        "carer_time": read.number(row.carer_time, "carer_time", 0.0, 1.0),
        "family_relief": read.number(row.family_relief_per_month, "family_relief_per_month", -1.0, 1.0),
        "skill_gain": read.number(row.skill_gain_per_month, "skill_gain_per_month", 0.0, 1.0),
        "skill_loss": read.number(row.skill_loss_per_month, "skill_loss_per_month", 0.0, 1.0),
        "meeting": read.number(row.meeting_factor, "meeting_factor", 0.0)
        * (1.0 + social * read.number("social.meeting", "social_minutes_per_day")),
        "reciprocity": read.number(row.reciprocity, "reciprocity", 0.0),
        "domains": _domains(row, read, social),
        "choice": [_choice(group, row, read) for group in codes.GROUP_NAMES],
    }


def _domains(row: SupportModel, read: Reader, social: float) -> list[float]:
    own = _along(codes.DOMAIN_NAMES, row.domains, read, "domains", -1.0)
    full = [read.number(f"social.domains.{name}", "social_minutes_per_day") for name in codes.DOMAIN_NAMES]
    return [added + social * most for added, most in zip(own, full, strict=True)]


def _social(row: SupportModel, read: Reader) -> float:
    """Share of the full effect of company that the minutes of a day beyond usual bring: 1 - exp(-minutes / scale)."""
    minutes = read.number(row.social_minutes_per_day, "social_minutes_per_day", 0.0) + _in_visits(row, read)
    usual = read.number("social.usual_minutes_per_day", "social_minutes_per_day", 0.0)
    scale = read.number("social.scale_minutes", "social_minutes_per_day", 0.0)
    beyond = max(minutes - usual, 0.0)
    return -math.expm1(-beyond / scale) if scale > 0.0 else float(beyond > 0.0)


def _in_visits(row: SupportModel, read: Reader) -> float:
    """Minutes of company a day in visits to people at home, by what each visit leaves beyond its tasks.

    Of rows priced by the week, whose hours the row itself says.
    """
    visit = read.number(row.visit_minutes, "visit_minutes", 0.0)
    if visit == 0.0 or row.where not in AT_HOME:
        return 0.0
    beyond = max(1.0 - read.number(row.task_minutes_per_visit, "task_minutes_per_visit", 0.0) / visit, 0.0)
    week = read.number(row.worker_minutes_per_week, "worker_minutes_per_week", 0.0)
    return week / DAYS * beyond * read.number("social.visit_share", "task_minutes_per_visit", 0.0, 1.0)


def _choice(group: Any, row: SupportModel, read: Reader) -> list[float]:
    return _along(codes.NEED_NAMES, row.choice.get(group, {}), read, f"choice.{group}", 0.0, float("inf"))


def _along(
    names: Iterable[str], given: Any, read: Reader, field: str, low: float = 0.0, high: float = 1.0
) -> list[float]:
    return [read.number(given.get(name, 0.0), f"{field}.{name}", low, high) for name in names]


def _workers(row: SupportModel, read: Reader) -> dict[str, Any]:
    leavers = read.number(row.turnover_per_year, "turnover_per_year", 0.0, 1.0) / MONTHS
    return {
        "turnover": leavers,
        "leave_base": later_hazard(leavers, read.number("workforce.leave_new", "turnover_per_year", 0.0)),
        "refill": read.number(row.refill_per_month, "refill_per_month", 0.0, 1.0),
    }


def _programme(row: Programme, read: Reader) -> dict[str, Any]:
    return {
        "cost_pence": read.pence(row.cost_gbp_per_person, "cost_gbp_per_person"),
        "months": read.whole(row.duration_months, "duration_months"),
        "efficacy": _along(CHANNELS, row.effects, read, "effects", -1.0),
        "decay": read.number(row.decay_per_month, "decay_per_month", 0.0, 1.0),
        "uptake": read.number(row.uptake, "uptake", 0.0, 1.0),
        "min_need": codes.NEED_NAMES.index(row.min_need),
        "max_need": codes.NEED_NAMES.index(row.max_need),
        "min_strain": read.number(row.min_strain, "min_strain", 0.0, 1.0),
        "min_lonely": read.number(row.min_lonely, "min_lonely", 0.0, 1.0),
        "min_age": read.whole(row.min_age_years, "min_age_years"),
        "quick_fix": int(row.quick_fix),
        **_brought(row.brings or NOBODY_BROUGHT, read),
        "brings": int(row.brings is not None),
    }


def _brought(brings: Brings, read: Reader) -> dict[str, Any]:
    def share(name: str) -> float:
        return read.number(getattr(brings, name), f"brings.{name}", 0.0, 1.0)

    def whole(name: str) -> int:
        return read.whole(getattr(brings, name), f"brings.{name}")

    minutes = HOUR * read.number(brings.hours_per_week, "brings.hours_per_week", 0.0)
    return {
        "brought_tie": codes.TIE_NAMES.index(brings.tie),
        "lives_in": int(brings.lives_in),
        "agreed_minutes": round(minutes),
        "help_minutes": round(minutes * share("help_share")),
        "close": share("close_share"),
        "room": share("room_share"),
        "offer": share("offer_per_month"),
        "offer_min_age": whole("offer_min_age_years"),
        "offer_max_age": whole("offer_max_age_years"),
        "least_match": share("least_match"),
        "trial_fails": share("trial_fails"),
        "term": read.number(brings.term_months, "brings.term_months", 0.0),
        "term_spread": share("term_spread"),
        "patience": whole("patience_months"),
        "fee_pence": read.pence(brings.fee_gbp_per_month, "brings.fee_gbp_per_month"),
        "offer_fee_pence": read.pence(brings.offer_fee_gbp_per_month, "brings.offer_fee_gbp_per_month"),
    }
