"""The words that rows of the catalogue are written in: kinds that fields choose from, and bounded numbers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Quantity = Annotated[float, Field(allow_inf_nan=False)] | str
"""A number, or a parameter id."""

RowId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]

Setting = Literal["own_home", "tenancy", "carer_home", "care_home", "hospital"]
SpendClass = Literal["crisis", "maintenance", "prevention", "unpaid"]
Source = Literal["never_scarce", "worker_hours", "provider_places", "shared_lives_carers"]
PriceBasis = Literal["per_hour", "per_week"]
Need = Literal["none", "low", "moderate", "substantial", "high"]
ChoiceNeed = Literal["moderate", "substantial", "high"]
AgeGroup = Literal["age_18_64", "age_65_over"]
Group = Literal["learning_disability", "older", "mental_illness", "physical"]
TieKind = Literal["care_worker", "support_worker", "shared_lives"]
BroughtTie = Literal["friend", "neighbour"]
Domain = Literal[
    "practical_support",
    "community_participation",
    "work_and_learning",
    "relationships",
    "independence",
    "safety",
    "feels_like_home",
]
Channel = Literal["meeting", "relief", "protection", "skill", "calm", "settling"]
Chooser = Literal["nobody", "person", "person_and_council", "matched", "council", "hospital"]
Grade = Literal["measured", "derived", "calibrated", "judged"]
PreventionRule = Literal["residual", "ring_fenced"]
DecisionRule = Literal["hold", "uniform_cut", "shift_areas", "stabilise_first", "learn"]
Area = Literal["own_home", "accommodation", "day_and_work", "leaving_hospital", "whole_community"]
Layer = Literal["practice", "contracts", "culture", "systems"]

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Ratio = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Years = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Part(BaseModel):
    """A group of fields within a row. Unknown fields are errors."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)
