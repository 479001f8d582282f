"""Rates of workers, providers and the market (parts of ``state.rates.Rates``), built from the evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.evidence.mortality import monthly
from simulation.evidence.parameters import Parameters
from simulation.state.codes import OWNERSHIP_NAMES, RATING_NAMES

OTHER = "other"
"""The row for support models without one of their own."""


def by_model(p: Parameters, prefix: str, model_ids: Sequence[str]) -> NDArray[np.float64]:
    """Values of ``prefix.model`` for each support model, float64 [model]; of ``prefix.other`` where it has no row."""
    names = [model if f"{prefix}.{model}" in p else OTHER for model in model_ids]
    return p.vector(prefix, names)


def workforce_rates(p: Parameters, model_ids: Sequence[str]) -> dict[str, Any]:
    """Why workers leave, ties to them, and who covers."""
    return {
        "minutes_post": round(p.value("workforce.hours_post") * 60),
        "pay_level": p.value("workforce.pay_level"),
        "training_level": p.value("workforce.training_level"),
        "leave_pay": p.value("workforce.leave_pay"),
        "leave_new": p.value("workforce.leave_new"),
        "leave_training": p.value("workforce.leave_training"),
        "leave_short": p.value("workforce.leave_short"),
        "visit_usual": p.value("workforce.visit_usual_minutes"),
        "leave_quality": p.value("workforce.leave_quality"),
        "leave_ownership": _against_the_mean(p, model_ids),
        "leave_tie": p.value("workforce.leave_tie"),
        "tie_usual": by_model(p, "workforce.tie_usual", model_ids),
        "cover": np.rint(by_model(p, "workforce.cover", model_ids) * 1000).astype(np.int64),
        "worker_tie_gain": p.value("workforce.tie_gain"),
        "worker_tie_decay": p.value("workforce.tie_decay"),
        "worker_fit": p.value("workforce.tie_fit"),
    }


def owners(p: Parameters, model: str) -> NDArray[np.float64]:
    """Shares of a support model's providers by owner, float64 [ownership]."""
    return p.vector(
        f"population.ownership.{model if f'population.ownership.{model}.public' in p else OTHER}", OWNERSHIP_NAMES
    )


def _against_the_mean(p: Parameters, model_ids: Sequence[str]) -> NDArray[np.float64]:
    """Log hazard of leaving by owner, float64 [model, ownership]: it moves who leaves a model and not how many."""
    log = p.vector("workforce.leave_ownership", OWNERSHIP_NAMES)
    usual = [np.log(np.sum(owners(p, model) * np.exp(log))) for model in model_ids]
    return np.asarray(log[None, :] - np.array(usual)[:, None])


def contract_rates(p: Parameters) -> dict[str, Any]:
    """What pay by outcome does to workers' time, and what earns it."""
    return {
        "contract_working": p.value("contracts.working_share"),
        "contract_gain": p.value("home_care_outcome.skill_gain_per_month"),
        "contract_full": p.value("contracts.full_outcome"),
    }


def quality_rates(p: Parameters, model_ids: Sequence[str]) -> dict[str, Any]:
    """What moves a provider's quality, and how it is inspected. A model without a row of quality is not inspected."""
    inspected = np.array([f"quality.base.{model}" in p for model in model_ids])
    base = [
        p.value(f"quality.base.{model}") if rated else 0.0 for model, rated in zip(model_ids, inspected, strict=True)
    ]
    return {
        "inspected": inspected.astype(np.int64),
        "quality_base": np.array(base),
        "quality_pace": p.value("quality.pace"),
        "quality_culture": p.value("quality.culture"),
        "quality_ownership": p.vector("quality.ownership", OWNERSHIP_NAMES),
        "quality_size": p.value("quality.size"),
        "quality_training": p.value("quality.training"),
        "quality_vacancy": p.value("quality.vacancy"),
        "quality_turnover": p.value("quality.turnover"),
        "inspection_noise": p.value("quality.inspection_noise"),
        "cut_inadequate": p.value("quality.cut_inadequate"),
        "cut_outstanding": p.value("quality.cut_outstanding"),
        "inspection_months": np.rint(p.vector("quality.inspection_months", RATING_NAMES)).astype(np.int64),
    }


def market_rates(p: Parameters, model_ids: Sequence[str]) -> dict[str, Any]:
    """When providers leave the market, and when new ones come."""
    return {
        "exit": np.asarray(monthly(by_model(p, "provider.exit_per_year", model_ids))),
        "exit_ownership": p.vector("provider.exit_ownership", OWNERSHIP_NAMES),
        "exit_inadequate": p.value("provider.exit_inadequate"),
        "exit_lean": p.value("provider.exit_lean"),
        "lean_quarters": round(p.value("provider.lean_quarters")),
        "lean_margin": p.value("provider.lean_margin"),
        "pay_share": p.value("provider.pay_share"),
        "vacancy_premium": p.value("provider.vacancy_premium"),
        "entry": p.value("provider.entry_per_quarter"),
    }
