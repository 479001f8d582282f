"""What a strategy is put together from: its pot of prevention, its controls, its yearly decision, and who is heard."""

from __future__ import annotations

import math
from typing import Final, Self

from pydantic import Field, model_validator

from simulation.catalogue.words import Area, DecisionRule, Part, PreventionRule, Quantity, Share, Years


class Prevention(Part):
    """How the prevention pot is set each year, as shares of the council's budget for adult social care."""

    rule: PreventionRule = Field(
        description="residual: what is left after statutory duties; ring_fenced: set aside before other spending"
    )
    start_share: Quantity = Field("council.prevention_share", description="Share of the budget in the first year, 0-1")
    floor_share: Quantity = Field(0.0, description="Share of the budget below which the pot never falls, 0-1")
    target_share: Quantity = Field(description="Share of the budget at full ramp, 0-1")
    ramp_years: float = Field(0.0, ge=0, allow_inf_nan=False, description="Years from the first share to the target")
    double_running_share: Quantity = Field(
        0.0, description="Extra money while old and new run side by side, share of the budget a year, 0-1"
    )
    double_running_years: float = Field(0.0, ge=0, allow_inf_nan=False, description="Years of that extra money")
    cut_share: Share = Field(0.0, description="Share taken off the pot for some years, and then given back, 0-1")
    cut_from_year: int = Field(0, ge=0, description="Year in which that cut begins; 0 is the first")
    cut_years: int = Field(0, ge=0, description="Years that it lasts")
    lag_months: Quantity = Field(
        0.0, description="Months until more money has become places (people hired, groups begun); cuts act at once"
    )


class Controls(Part):
    """What the council does while it forecasts an overspend; shares are those at full control."""

    start_cut: float = Field(0.0, ge=0, le=1, description="Share of routine starts of support put off, 0-1")
    pot_cut: float = Field(0.0, ge=0, le=1, description="Share of the rest of the year's prevention pot taken, 0-1")
    assessment_cut: Share = Field(0.0, description="Share of assessments put off, 0-1")
    threshold_at: Share | None = Field(
        None, description="Control (0-1) from which only one band of need higher gets new support; missing: never"
    )
    fee_freeze: Share = Field(
        0.0, description="Share by which fees fall behind prices over a year of full control, 0-1"
    )


DECISION_FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "hold": (),
    "uniform_cut": ("most_per_year", "fee_share"),
    "shift_areas": ("areas", "per_year", "most_step", "decommission_share"),
    "stabilise_first": ("years", "cash_share", "codesign_share"),
    "learn": (
        *("horizon_years", "risk_aversion", "prior_sd", "case_sd", "trial_people", "trial_share", "trial_models"),
        *("peers", "peer_sd", "peer_pull", "crisis_push", "pioneers"),
    ),
}
"""Parameters of each decision rule; the others stay as they are by default."""


class Decision(Part):
    """What the council decides once a year beside its pot: one rule, with that rule's parameters."""

    rule: DecisionRule = Field(
        "hold",
        description="hold: the plan as written; uniform_cut: all is cut alike by what last year cost above this "
        "budget; shift_areas: money moves between five areas; stabilise_first: money now, change later; learn: a "
        "support model is preferred once it is believed to pay",
    )
    most_per_year: Share = Field(0.0, description="uniform_cut: most that is cut or given back in a year, 0-1")
    fee_share: Share = Field(0.0, description="uniform_cut: share of the cut that falls on fees and not on hours, 0-1")
    areas: dict[Area, Share] = Field(
        default_factory=dict, description="shift_areas: shares of spending aimed at, by area; they add up to 1"
    )
    per_year: Share = Field(0.0, description="shift_areas: most that an area's share moves in a year, 0-1")
    most_step: Share = Field(0.0, description="shift_areas: most that preference changes in a year, as a share, 0-1")
    decommission_share: Share = Field(
        0.0, description="shift_areas: cost of closing, over the yearly money moved out of an area, 0-1"
    )
    years: int = Field(0, ge=0, description="stabilise_first: years before anything else changes")
    cash_share: Share = Field(0.0, description="stabilise_first: extra money in those years, share of the budget, 0-1")
    codesign_share: Share = Field(
        0.0, description="stabilise_first: cost of designing together in the year after, share of the budget, 0-1"
    )
    horizon_years: Years = Field(0.0, description="learn: years over which a saving is counted")
    risk_aversion: Years = Field(
        0.0, description="learn: standard deviations that the mean belief must lie above nothing"
    )
    prior_sd: Years = Field(0.0, description="learn: standard deviation of the belief before anything is seen")
    case_sd: Years = Field(0.0, description="learn: spread of one person-year's cost around the model's, over the mean")
    trial_people: int = Field(0, ge=0, description="learn: people in a trial of each model in the first year")
    trial_share: Share = Field(0.0, description="learn: cost of the trials in the first year, share of the budget, 0-1")
    trial_models: tuple[str, ...] = Field(
        (), strict=False, description="learn: support models that are tried; every one if none is named"
    )
    peers: int = Field(
        0, ge=0, description="learn: other places, the most alike, whose figures of the year before are read each year"
    )
    peer_sd: Years = Field(0.0, description="learn: how far a model's saving differs between places, over the mean")
    peer_pull: Share = Field(
        0.0, description="learn: how much lower the hurdle is when every peer has adopted a model, as a share, 0-1"
    )
    crisis_push: float = Field(
        0.0,
        ge=-1,
        le=10,
        description="learn: how much higher the hurdle is after a year under full in-year controls, as a share; "
        "below 0: lower",
    )
    pioneers: tuple[str, ...] = Field(
        (), strict=False, description="learn: places that prefer and avoid from the first year, whatever they believe"
    )

    @property
    def touches(self) -> bool:
        """Whether places under it see each other, or are told apart by name, and so are lived side by side."""
        return self.peers > 0 or bool(self.pioneers)

    @model_validator(mode="after")
    def _of_one_rule(self) -> Self:
        own = {"rule", *DECISION_FIELDS[self.rule]}
        for name, field in type(self).model_fields.items():
            if name not in own and getattr(self, name) != field.get_default(call_default_factory=True):
                raise ValueError(f"{name} is not for the rule {self.rule}, whose parameters are: {_listed(self.rule)}")
        if self.rule == "shift_areas" and not math.isclose(math.fsum(self.areas.values()), 1.0, abs_tol=1e-9):
            raise ValueError(f"areas must add up to 1, and add up to {math.fsum(self.areas.values()):g}")
        return self


def _listed(rule: str) -> str:
    return ", ".join(DECISION_FIELDS[rule]) or "none"


class Panel(Part):
    """Who is heard when money is shared over places: by voice, by need, or in between. Null: ``strength`` 0."""

    strength: Share = Field(0.0, description="How far shares of money follow shares of influence, 0-1; 0: not at all")
    need_weight: Share = Field(0.0, description="Influence by need and not by voice (co-production's breadth), 0-1")
    cost_gbp_per_year: Quantity = Field(0.0, description="Cost of the panel, pounds a year for each 100,000 adults")
