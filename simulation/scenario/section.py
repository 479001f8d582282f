"""What every group of keys has in common, and a value given for a parameter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

Finite: TypeAlias = Annotated[float, Field(allow_inf_nan=False)]


class Section(BaseModel):
    """A group of keys. Types are strict, unknown keys are errors, numbers are finite."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False, populate_by_name=False)


class ParameterChange(Section):
    """A value given for a parameter, with its source."""

    value: Finite = Field(description="The value, in the unit of the parameter; pounds in price_year prices")
    source: str = Field(default="", max_length=2000, description="Where the value comes from")
    outside_range: bool = Field(default=False, description="Leave the range of the evidence on purpose; needs a source")


def _written_as(value: Any) -> str:
    return "change" if isinstance(value, Mapping | ParameterChange) else "number"


Change: TypeAlias = Annotated[
    Annotated[Finite, Tag("number")] | Annotated[ParameterChange, Tag("change")], Discriminator(_written_as)
]
