"""What a row of the catalogue may say: support models, prevention programmes, and strategies.

A quantity is a number, or the id of a row of the parameter table (``home_care.price_gbp_per_hour``). Shipped rows
name parameters, so that every number has a source; a literal 0 or 1 there says "none" or "no change". A number of
pounds is in the prices of the scenario's price year; a parameter is brought to them by the deflator.
"""

from __future__ import annotations

import math
from typing import Self, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from simulation.catalogue.strategy_parts import Controls, Decision, Panel, Prevention
from simulation.catalogue.words import (
    AgeGroup,
    Area,
    BroughtTie,
    Channel,
    ChoiceNeed,
    Chooser,
    Domain,
    Grade,
    Group,
    Layer,
    Need,
    Part,
    PriceBasis,
    Quantity,
    Ratio,
    RowId,
    Setting,
    Share,
    Source,
    SpendClass,
    TieKind,
    Years,
)


def _check_needs(least: Need, greatest: Need) -> None:
    order = get_args(Need)
    if order.index(least) > order.index(greatest):
        raise ValueError(f"min_need ({least}) is above max_need ({greatest})")


class Row(BaseModel):
    """What every row of the catalogue has. Unknown fields are errors."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    id: RowId = Field(description="Short name used in scenarios, tables and parameter ids")
    title: str = Field(min_length=1, description="Name for readers")
    description: str = Field(min_length=1, description="What it is, in a sentence or two")


class SupportModel(Row):
    """A way to support a person: where they live, who comes, what it costs, and what it changes."""

    where: Setting = Field(description="Where a person with this support lives")
    spend_class: SpendClass = Field(description="The kind of spending it counts as")
    source: Source = Field(description="What limits it: workers' hours, a provider's places, or approved carers")
    price_basis: PriceBasis = Field(description="Whether the price is for an hour or a week")
    price_gbp: Quantity = Field(description="Gross price to the council, pounds an hour or a week")
    price_by_need: dict[Need, Quantity] = Field(
        default_factory=dict, description="Price at that need over the price, where fees come in bands; missing: 1"
    )
    award_price_weight: Share | None = Field(
        None,
        description="Weight on price (0-1; the rest is on the skill that people keep) by which hours go to a provider "
        "with room; missing: by lot",
    )
    outcome_pay: Quantity = Field(
        0.0, description="Share of the council's price that hangs on the skill that people keep, 0-1; 0: none"
    )
    price_by_age: dict[AgeGroup, Quantity] = Field(
        default_factory=dict, description="Price at that age over the price, where it differs; missing: 1"
    )
    client_share: Quantity = Field(0.0, description="Share of the price that a council-funded person pays, 0-1")
    nhs_weekly_gbp: Quantity = Field(0.0, description="The NHS's part of the price, pounds a week")
    self_funder_price_ratio: Quantity = Field(1.0, description="Price to self-funders over the council's price")
    start_cost_gbp: Quantity = Field(
        0.0,
        description="Pounds once, as it starts, beside its price and the assessment (matching, installing); paid by "
        "the council, the NHS where it pays the whole week, or a person who pays in full; 0: none",
    )
    worker_minutes_per_week: Quantity = Field(
        0.0, description="Worker minutes a week for one person when priced by the week; 0: as the plan says"
    )
    visit_minutes: Quantity = Field(description="Length of a visit, minutes; 0: nobody visits")
    task_minutes_per_visit: Quantity = Field(
        "company.task_minutes_per_visit", description="Minutes of each visit that go on tasks; the rest is company"
    )
    team_posts: Quantity = Field(description="Posts from which one person's visits are drawn; 0: nobody visits")
    duration_months: Quantity = Field(0.0, description="Months until it ends as planned; 0: open-ended")
    min_need: Need = Field(description="Least need for which it is offered")
    max_need: Need = Field("high", description="Greatest need for which it is offered")
    full_help: bool = Field(
        False, description="Whether someone is there day and night, so that no help goes missing while staff are there"
    )
    least_match: Quantity = Field(
        0.0, description="Least match (0-1) of person and carer that is accepted; 0: people are not matched"
    )
    candidates: Quantity = Field(
        1.0,
        description="Teams with room, of one or several providers, that a person knows of and compares, less those "
        "that a list leaves out; the best fitting is taken; 1: whichever has room first",
    )
    list_share: Quantity = Field(
        1.0, description="Share of its providers that a list lets people choose, 0-1; 1: no list"
    )
    take_up_by_voice: Quantity = Field(
        0.0,
        description="How far people take it up less who have little voice and nobody who helps them, 0-1; "
        "0: not at all",
    )
    tryout_months: Quantity = Field(
        0.0, description="Months of visits and stays before a match with a Shared Lives carer is made; 0: none"
    )
    carer_time: Quantity = Field(
        0.0, description="Share of the week that a Shared Lives carer gives to one person, 0-1; strains the carer"
    )
    family_relief_per_month: Quantity = Field(
        0.0, description="Strain (0-1) taken off family and friends who help the person, each month; 0: none"
    )
    skill_gain_per_month: Quantity = Field(0.0, description="Share of missing daily-living skill gained a month, 0-1")
    skill_loss_per_month: Quantity = Field(0.0, description="Share of daily-living skill lost a month, 0-1")
    meeting_factor: Quantity = Field(1.0, description="Factor on the chance to meet people; 1: no change")
    reciprocity: Quantity = Field(
        1.0,
        description="Factor on the chance (tie.mutual) that help comes to go both ways in a tie of the person; "
        "1: no change",
    )
    social_minutes_per_day: Quantity = Field(
        "social.usual_minutes_per_day",
        description="Minutes a day that staff spend with each resident on what the person enjoys; what is beyond usual "
        "adds to fulfilment and to the chance to meet people, with less for each further minute",
    )
    domains: dict[Domain, Quantity] = Field(
        default_factory=dict, description="Added to fulfilment (0-1) in each domain of a good life; missing: 0"
    )
    choice: dict[Group, dict[ChoiceNeed, Quantity]] = Field(
        default_factory=dict,
        description="Relative weight when support is chosen, by group and need; missing: not chosen",
    )
    start_capacity_per_1000: Quantity | None = Field(
        None,
        description="People for each 1,000 adults whom its providers can support at the start, if more than it has; "
        "missing: population.start_capacity_per_1000 of the row, or .other",
    )
    turnover_per_year: Quantity = Field(0.0, description="Workers who leave in a year, over posts filled, 0-1")
    refill_per_month: Quantity = Field(0.0, description="Chance that a vacant post is filled in a month, 0-1")
    tie_kind: TieKind = Field("care_worker", description="The tie between the person and their key worker")
    paid_from_prevention_pot: bool = Field(False, description="Whether the prevention pot limits new starts")
    who_chooses: Chooser = Field(description="Who chooses it (for readers; the choice weights do the choosing)")
    area: Area | None = Field(
        None, description="Area of spending that it counts in when a strategy shifts areas; missing: by where it is"
    )
    evidence: list[str] = Field(default_factory=list, description="Sources: ids of evidence rows")
    grade: Grade = Field("judged", description="How well its effects are known")

    @property
    def contracted(self) -> bool:
        """Whether it says how hours are awarded or what pay hangs on."""
        return self.award_price_weight is not None or self.outcome_pay != 0

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        _check_needs(self.min_need, self.max_need)
        if self.price_basis == "per_hour" and self.worker_minutes_per_week != 0:
            raise ValueError(
                "worker_minutes_per_week is for models priced per_week; by the hour, the plan sets minutes"
            )
        if self.contracted and (self.price_basis, self.source) != ("per_hour", "worker_hours"):
            raise ValueError("award_price_weight and outcome_pay are for hours of workers, priced per_hour")
        return self


class Brings(Part):
    """Somebody of the place whom a programme brings to a person who takes part: a homesharer, a befriender.

    Who takes part asks, others offer themselves, and the scheme tries pairs out; both wait until it has a match.
    """

    tie: BroughtTie = Field(description="Kind of the tie, where the two become close")
    lives_in: bool = Field(False, description="Whether who is brought moves in with the person, who lives alone")
    hours_per_week: Quantity = Field(description="Hours a week of company and help that are agreed")
    help_share: Quantity = Field(
        0.0, description="Share of those hours, 0-1, that can be help which is needed and which nobody else gives"
    )
    close_share: Quantity = Field(description="Share of matches in which a tie begins, 0-1; 0: company without a tie")
    room_share: Quantity = Field(1.0, description="Share of people who have the room that it takes, 0-1")
    offer_per_month: Quantity = Field(description="Chance a month that somebody free to do so offers, 0-1; 0: nobody")
    offer_min_age_years: Quantity = Field(description="Least age of who offers, years")
    offer_max_age_years: Quantity = Field(description="Greatest age of who offers, years")
    least_match: Quantity = Field(0.0, description="Least match of the two (0-1) that is tried out; 0: any")
    trial_fails: Quantity = Field(0.0, description="Share of trials, each within a month, that come to nothing, 0-1")
    term_months: Quantity = Field(description="Mean term that is agreed, months")
    term_spread: Quantity = Field(0.0, description="Most that a term differs from the mean, as a share of it, 0-1")
    patience_months: Quantity = Field(description="Months that either waits for a match before giving up")
    fee_gbp_per_month: Quantity = Field(0.0, description="Pounds a month of a match, paid by the person")
    offer_fee_gbp_per_month: Quantity = Field(0.0, description="Pounds a month of a match, paid by who is brought")


class Programme(Row):
    """A prevention programme, offered to people at some distance from crisis; its effect fades when it ends."""

    cost_gbp_per_person: Quantity = Field(description="Pounds a person, paid at enrolment")
    duration_months: Quantity = Field(description="Months of taking part")
    effects: dict[Channel, Quantity] = Field(
        description="Full effect while taking part, by channel; missing: 0. meeting: share added to the chance to "
        "meet people; relief: strain (0-1) taken off a carer each month; protection: share of worsening of need "
        "averted; skill: share of missing daily-living skill gained a month; calm: share of crises averted; "
        "settling: share added to the chance that a passing problem ends"
    )
    decay_per_month: Quantity = Field(description="Share of the effect lost each month afterwards, 0-1")
    uptake: Quantity = Field(description="Share of those offered who take part, 0-1")
    min_need: Need = Field("none", description="Least need for which it is offered")
    max_need: Need = Field("high", description="Greatest need for which it is offered")
    min_strain: Quantity = Field(0.0, description="Least strain (0-1) of a carer; 0: not for carers")
    min_lonely: Quantity = Field(0.0, description="Least loneliness (0-1)")
    min_age_years: Quantity = Field(description="Least age, years")
    quick_fix: bool = Field(
        False,
        description="Whether it is for those who ask at the front door alone, first of all if quick_first says so",
    )
    brings: Brings | None = Field(
        None,
        description="Somebody whom it brings to each who takes part, for as long as they wait or have a match (and "
        "duration_months after); missing: nobody",
    )
    area: Area = Field("whole_community", description="Area of spending that it counts in when a strategy shifts areas")
    evidence: list[str] = Field(default_factory=list, description="Sources: ids of evidence rows")
    grade: Grade = Field("judged", description="How well its effects are known")

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        _check_needs(self.min_need, self.max_need)
        return self


class Strategy(Row):
    """How a council decides: what it sets aside for prevention, offers and cuts. A choice, not a finding."""

    prevention: Prevention = Field(description="How the prevention pot is set")
    pot_shares: dict[str, float] = Field(
        description="How the pot is shared: programme id, id of a support model paid from the pot, or "
        "shared_lives_growth (recruiting Shared Lives carers). Adds up to 1"
    )
    preference: dict[str, float] = Field(
        default_factory=dict,
        description="Factor on the choice weight of a support model, reached at full ramp; missing: 1",
    )
    team_factor: float = Field(
        1.0,
        gt=0,
        allow_inf_nan=False,
        description="Factor on the number of posts that visit one person; below 1: steadier",
    )
    lists: dict[str, Share] = Field(
        default_factory=dict,
        description="Share of a support model's providers that a list lets people choose, from the first month, 0-1; "
        "missing: as the model's row says",
    )
    early_offer: float = Field(
        ge=0,
        le=1,
        description="Share of people eligible for a programme who are reached in a month while money lasts, 0-1",
    )
    quick_first: Share = Field(
        0.0,
        description="Share of those who ask, have no support and can wait, who are offered a quick fix before anything "
        "else, 0-1",
    )
    controls: Controls = Field(description="What is cut while an overspend is forecast")
    overspend_recovery: float = Field(
        ge=0, le=1, description="Share of an overspend taken from next year's budget; reserves meet the rest, 0-1"
    )
    eligibility_bands: int = Field(0, ge=-1, le=2, description="Bands by which least need for new support is raised")
    fee_target: Ratio = Field(1.0, description="Factor on the council's fees at full ramp; fees pay care workers")
    inertia: dict[Layer, Years] = Field(
        default_factory=dict, description="Years that each layer of the system adds to the ramp; missing: 0"
    )
    decision: Decision = Field(Decision.model_validate({}), description="What it decides each year beside the pot")
    panel: Panel = Field(Panel.model_validate({}), description="Who is heard when money is shared over places")
    cash_limit: bool = Field(True, description="Whether the budget binds; false: overspends have no consequence")
    duty: bool = Field(
        True, description="Whether crisis, hospital and eligible need are met first; false: they wait for money too"
    )

    @model_validator(mode="after")
    def _shares_add_up(self) -> Self:
        total = math.fsum(self.pot_shares.values())
        if not math.isclose(total, 1.0, abs_tol=1e-9):
            raise ValueError(f"pot_shares must add up to 1, and add up to {total:g}")
        if min(self.pot_shares.values()) < 0 or min(self.preference.values(), default=0.0) < 0:
            raise ValueError("pot_shares and preference must not be negative")
        return self
