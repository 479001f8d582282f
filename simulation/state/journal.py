"""What happened, month by month, in whole numbers: counts, minutes, pence, and thousandths of scores.

Rows of the month axis run from the first month of the burn-in; ``Journal`` sums are integers, so that adding
them in any order gives the same bits.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.state.codes import N_CELLS, N_ENDS, N_FIFTHS, N_PAYERS, N_TIES, OWNERSHIP_NAMES, RATING_NAMES
from simulation.state.supply import MATCH_ENDS

OF_VISITS = (
    "visited",
    "faces",
    "continuity_windows",
    "continuity",
    "usual_worker",
    "sequential",
    "workers_6_months",
)
"""What is counted of who came, of adults in a cell and of support models alike."""

COUNTS = (
    # demography
    "people",
    "deaths",
    "moves_out",
    "arrivals",
    # need
    "need_low",
    "need_moderate",
    "need_substantial",
    "need_high",
    "need_rose",
    "need_fell",
    # hours, in minutes a week, of adults living outside hospital and care homes
    "asked_minutes",
    "unpaid_minutes",
    "paid_minutes",
    "unmet_minutes",
    "people_with_unmet_need",
    # carers, counted where the carer lives
    "carers",
    "carers_20_hours",
    "carers_50_hours",
    "carers_strained",
    "carer_breakdowns",
    "carers_starting",
    "carers_stopping",
    "carers_losing_work",
    "lost_work_minutes",  # of paid work, a week
    "carers_asking",
    "carers_helped",
    # front door
    "requests",
    "requests_from_hospital",
    "assessments",
    "signposted",
    "awaiting_assessment",
    "awaiting_start",
    "assessment_wait_months",
    "start_wait_months",
    "programme_starts",
    # crisis
    "crises",
    "emergency_placements",
    "ae_attendances",
    "emergency_admissions",
    "admissions_of_residents",
    "residents",
    "bed_days",
    "strokes",
    "long_stays",
    "delayed_people",
    "delayed_days",
    # days of delay by what was waited for, in the order of state.codes WAITS_*
    "delayed_days_assessment",
    "delayed_days_home_care",
    "delayed_days_intermediate",
    "delayed_days_care_home",
    "delayed_days_other_home",
    # stays that ended, by pathway 0 to 3
    "discharges_unaided",
    "discharges_with_support",
    "discharges_to_step_down",
    "discharges_to_care_home",
    # short stays in care homes that came to term, and those of them that became permanent
    "short_stays_over",
    "short_stays_kept",
    # what became of people followed up
    "reabled_followed",
    "reabled_at_home",
    "frail_followed",
    "frail_in_care_home",
    # wellbeing, of people with moderate or higher need (scores in thousandths)
    "people_drawing_on_care",
    "practical_support",
    "community_participation",
    "work_and_learning",
    "relationships",
    "independence",
    "safety",
    "feels_like_home",
    "enough_contact",
    # loneliness, of all adults (score in thousandths)
    "loneliness",
    "often_lonely",
    "isolated",
    # stability, of people with council-funded or own support
    "supported",
    "stable_12_months",
    "moves_of_home",
    "unwanted_moves",
    "sudden_moves",
    "unpaid_ties",
    "mutual_unpaid_ties",
    "paid_ties",
    *OF_VISITS,
)
"""Every count, by name; its place in this tuple is its column. Sums are over adults in a cell (fifth by age group)."""

COUNT_INDEX = {name: k for k, name in enumerate(COUNTS)}
N_COUNTS = len(COUNTS)
N_STAFF = 3
STAFF_NAMES = ("staffed_posts", "wanted_posts", "leavers")
VISIT_NAMES = (*OF_VISITS, "planned_minutes", "missed_minutes", "key_workers", "key_match")
"""Columns of ``Journal.visits``: who came, as in ``COUNTS`` but by support model; minutes a week planned and missed;
key workers, and the sum of how well each fits the person (0 to 255)."""
MARKET_NAMES = (
    "open",
    "closed",
    "opened",
    "displaced",
    *RATING_NAMES,
    "small_rated",
    "small_good",
    "large_rated",
    "large_good",
    *(f"{owner}_{what}" for owner in OWNERSHIP_NAMES for what in ("rated", "good", "staffed_posts", "leavers")),
)
"""Columns of ``Journal.market``: providers open, leaving and entering, people displaced, ratings of those open by size
(small: below the usual of the model) and owner ("good" is good or outstanding), and their workers by owner."""
SHARER_NAMES = (
    # stocks, as the month's matching begins
    "approved",
    "applying",
    "people",  # supported
    "places",  # of approved carers
    "strain",  # sum over approved carers, thousandths
    # the pipeline
    "sought",  # enquiries sought
    "enquiries",
    "withdrawn",  # enquiries and applications that went no further
    "approvals",
    "approval_months",  # from application, of those approved
    "notices",  # carers who give notice to retire
    "left",
    # matching
    "waiting",  # people whom the month's matching leaves without a carer, nor one to try out
    "trying",  # people in try-outs after it
    "introductions",
    "declines",  # by either side, at an introduction or in a try-out
    # how arrangements end, beside what the journal's ``ends`` tell
    "broken",  # arrangements that break down
    "displaced",  # people whose carer leaves while they are there
    "families_relieved",  # family carers relieved by a day or break
)
"""What is counted of Shared Lives, by name; its place in this tuple is its column."""
COMPANY_NAMES = (
    "people",
    "friends",  # ties of the kind friend
    "settled",  # people who have had this support for a year
    "new_friends",  # of those, ties of the kind friend begun within the year
    "ties",  # to people and to key workers
    "mutual_ties",  # of those, help goes both ways
    "at_home",  # people who live in an ordinary home
    "alone_minutes",  # of their waking week, without anybody's company
)
"""What is counted of the company that people with support have, by support model; its place is its column."""

MATCH_NAMES = (
    # people who ever asked and live here
    "people",
    "loneliness",  # thousandths
    "at_home",  # those who live in the own home
    "alone_minutes",  # of their waking week, without anybody's company
    "unsupported",  # those without open-ended support, or with support begun this month
    "home_care_starts",  # those whose open-ended support in the own home began this month
    # the scheme
    "matched",  # matches at the month's end
    "asking",  # people who wait for somebody
    "offering",  # people who wait to be brought
    "begun",
    "trials_failed",
    "help_minutes",  # a week, that meet need
    *MATCH_ENDS,
)
"""What is counted of a programme that brings somebody, by name; its place in this tuple is its column."""


class TieLog(NamedTuple):
    """One row an ended tie; rows beyond ``Counters.ties_logged`` are unused. Each tie between two people is one row."""

    kind: NDArray[np.uint8]
    reason: NDArray[np.uint8]
    start: NDArray[np.int16]
    end: NDArray[np.int16]


class Journal(NamedTuple):
    """Sums by month. ``service`` numbers the support models, then the programmes, then ``OTHER_SERVICES``."""

    counts: NDArray[np.int64]  # [month, count, cell]
    stock: NDArray[np.int64]  # [month, model, self_funded, cell] people supported at the month's end
    starts: NDArray[np.int64]  # [month, model, self_funded, cell]
    ends: NDArray[np.int64]  # [month, model, reason]
    ledger: NDArray[np.int64]  # [month, payer, service, fifth] pence
    ties_open: NDArray[np.int64]  # [month, kind]
    ties_formed: NDArray[np.int64]  # [month, kind]
    ties_ended: NDArray[np.int64]  # [month, kind, reason]
    staff: NDArray[np.int64]  # [month, model, STAFF_NAMES]
    visits: NDArray[np.int64]  # [month, model, VISIT_NAMES]
    market: NDArray[np.int64]  # [month, model, MARKET_NAMES]
    sharers: NDArray[np.int64]  # [month, SHARER_NAMES]
    company: NDArray[np.int64]  # [month, model, COMPANY_NAMES]
    matches: NDArray[np.int64]  # [month, programme, MATCH_NAMES]
    long_term: NDArray[np.int64]  # [month, (council, person), age group] pence for council-funded long-term support
    persons: NDArray[np.int64]  # [month, (here, entered, died, left)] of all ages


OTHER_SERVICES = (
    "assessment",
    "sharer_recruitment",
    "ae_attendance",
    "emergency_admission",
    "carer_earnings",
    "closing_capacity",
    "change_costs",
)
"""Services that are neither a support model nor a programme, in ledger order after both."""


def empty_journal(months: int, models: int, programmes: int) -> Journal:
    """A journal of zeros for ``months`` months."""
    services = models + programmes + len(OTHER_SERVICES)
    return Journal(
        counts=np.zeros((months, N_COUNTS, N_CELLS), np.int64),
        stock=np.zeros((months, models, 2, N_CELLS), np.int64),
        starts=np.zeros((months, models, 2, N_CELLS), np.int64),
        ends=np.zeros((months, models, N_ENDS), np.int64),
        ledger=np.zeros((months, N_PAYERS, services, N_FIFTHS), np.int64),
        ties_open=np.zeros((months, N_TIES), np.int64),
        ties_formed=np.zeros((months, N_TIES), np.int64),
        ties_ended=np.zeros((months, N_TIES, N_ENDS), np.int64),
        staff=np.zeros((months, models, N_STAFF), np.int64),
        visits=np.zeros((months, models, len(VISIT_NAMES)), np.int64),
        market=np.zeros((months, models, len(MARKET_NAMES)), np.int64),
        sharers=np.zeros((months, len(SHARER_NAMES)), np.int64),
        company=np.zeros((months, models, len(COMPANY_NAMES)), np.int64),
        matches=np.zeros((months, programmes, len(MATCH_NAMES)), np.int64),
        long_term=np.zeros((months, 2, 2), np.int64),
        persons=np.zeros((months, 4), np.int64),
    )


def empty_tie_log(n: int) -> TieLog:
    """Room for ``n`` ended ties."""
    return TieLog(
        kind=np.zeros(n, np.uint8),
        reason=np.zeros(n, np.uint8),
        start=np.zeros(n, np.int16),
        end=np.zeros(n, np.int16),
    )
