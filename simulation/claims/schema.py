"""What a claim file may say: keys, units and bounds. Unknown keys are errors at every depth."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import Field, StringConstraints, model_validator

from simulation.scenario.places import PlaceGiven
from simulation.scenario.schema import Fields, PlaceSection, RowId, RunSection, TimeSection
from simulation.scenario.section import Change, Section

WITH: Final = "with"
WITHOUT: Final = "without"
BOTH: Final = "both"
SIDES: Final = (WITHOUT, WITH)
"""The two sides of a claim, and the ids of their strategies; the null comes first."""

ID: Final = r"^R[0-9]{3}[a-z]?$"
PERIOD: Final = r"^(run|year_[1-9][0-9]?)$"

Expect = Literal["up", "down", "none", "within"]
Grade = Literal["measured", "derived", "calibrated", "judged"]
Reason = Literal["institution_or_wording", "out_of_scope", "mechanism_missing", "measure_missing"]
Words: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Number: TypeAlias = Annotated[float, Field(allow_inf_nan=False)]


class Side(Section):
    """What a side sets over usual practice; nothing given is usual practice."""

    strategy: Fields = Field(
        default_factory=dict, description="Fields of the strategy; based_on crisis_driven if unsaid"
    )
    support_models: dict[RowId, Fields] = Field(default_factory=dict, description="Support models changed")
    programmes: dict[RowId, Fields] = Field(default_factory=dict, description="Prevention programmes changed")
    parameters: dict[str, Change] = Field(default_factory=dict, description="Values of the evidence changed, by id")


class Expectation(Section):
    """One measure that the switch should move, or leave where it is."""

    measure: str = Field(description="Id of a measure (tables/measures.csv of any run)")
    per: str | None = Field(
        default=None, description="Divide the difference by the difference in this measure: pounds per person-year"
    )
    group: str = Field(default="all", description="Group of adults")
    period: str = Field(default="run", pattern=PERIOD, description="run, or year_1, year_2...")
    expect: Expect = Field(description="Which way: up, down, none, or within low and high")
    matters: Number = Field(
        default=0.0, ge=0, description="Smallest difference worth calling one, in the unit of the measure"
    )
    matters_share: Number = Field(
        default=0.0, ge=0, le=1, description="The same as a share of the mean with the switch off, in place of matters"
    )
    low: Number | None = Field(default=None, description="With expect within: least difference claimed")
    high: Number | None = Field(default=None, description="With expect within: greatest difference claimed")
    why: str = Field(default="", max_length=2000, description="Where the direction or the size comes from")

    @model_validator(mode="after")
    def _bounds_fit_together(self) -> Expectation:
        given = [bound is not None for bound in (self.low, self.high)]
        if self.expect == "within":
            if self.low is None or self.high is None or self.low >= self.high:
                raise ValueError("within needs low and high, low below high")
        elif any(given):
            raise ValueError("low and high belong to expect: within")
        if self.matters and self.matters_share:
            raise ValueError("give matters or matters_share, not both")
        if self.matters_share and self.per is not None:
            raise ValueError("with per, give matters in the unit of the ratio")
        return self


class Claim(Section):
    """A claim of the register: in a sentence, with its evidence, and how to try it; or why it cannot be tried."""

    schema_version: Literal[1] = Field(alias="schema", description="Version of these rules: 1")
    id: str = Field(pattern=ID, description="Row of the register, and a small letter for a second claim of the row")
    title: Words = Field(description="Name for readers")
    claim: Words = Field(description="The claim, in one plain sentence")
    evidence: tuple[str, ...] = Field(default=(), strict=False, description="Rows of evidence/sources.csv")
    grade: Grade = Field(description="How well the effect is known")
    covered: bool = Field(description="Whether the model can try it")
    reason: Reason | None = Field(default=None, description="If not covered: what kind of reason")
    why: str = Field(default="", max_length=4000, description="If not covered: what is missing, precisely")
    rests_on: tuple[Words, ...] = Field(
        default=(), strict=False, description="If covered: assumptions that the verdict rests on"
    )
    minutes: Number = Field(default=0.0, ge=0, description="About how long it takes on a laptop, minutes")
    place: PlaceSection = Field(default_factory=PlaceSection, description="How large the place is")
    places: tuple[PlaceGiven, ...] = Field(
        default=(), strict=False, max_length=12, description="Several places, lived side by side; none: ``place`` alone"
    )
    at: str | None = Field(default=None, description="Of several places: the one that is judged; all as one if unsaid")
    time: TimeSection = Field(default_factory=TimeSection, description="When it begins, how long it lasts")
    run: RunSection = Field(default_factory=RunSection, description="How often, and with which luck")
    both: Side = Field(
        default_factory=Side, description="What both sides have; all but the strategy holds in the past too"
    )
    without: Side = Field(default_factory=Side, description="The null: the switch off")
    with_: Side | None = Field(default=None, alias=WITH, description="The switch on")
    measures: tuple[Expectation, ...] = Field(
        default=(), strict=False, max_length=12, description="What the switch should move"
    )

    @model_validator(mode="after")
    def _covered_or_not(self) -> Claim:
        if self.covered:
            self._must_have("a claim that is covered", {WITH: self.with_, "measures": self.measures})
            self._must_have("a claim that is covered", {"rests_on": self.rests_on, "minutes": self.minutes})
            self._must_not_have("a claim that is covered", {"reason": self.reason, "why": self.why})
        else:
            self._must_have("a claim that is not covered", {"reason": self.reason, "why": self.why})
            self._must_not_have("a claim that is not covered", {WITH: self.with_, "measures": self.measures})
        return self

    @model_validator(mode="after")
    def _judged_where_lived(self) -> Claim:
        if self.at is not None and self.at not in {place.id for place in self.places}:
            raise ValueError("at is none of places")
        return self

    def _must_have(self, what: str, keys: dict[str, Any]) -> None:
        missing = [name for name, value in keys.items() if not value]
        if missing:
            raise ValueError(f"{what} needs {' and '.join(missing)}")

    def _must_not_have(self, what: str, keys: dict[str, Any]) -> None:
        extra = [name for name, value in keys.items() if value]
        if extra:
            raise ValueError(f"{what} has no {' and '.join(extra)}")

    @property
    def register(self) -> str:
        """The row of the register."""
        return self.id[:4]
