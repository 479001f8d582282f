"""Small integer codes that name what a state array holds.

Kernels compare against these module-level integers; tables and figures read the ``*_NAMES`` tuples beside
them, so a code and its public name cannot drift apart. A code is an index into its tuple.
"""

from __future__ import annotations

from typing import Final

# Where a person stands in the life of the place.
FUTURE: Final = 0  # will be born here or move in later
HERE: Final = 1
DIED: Final = 2
LEFT: Final = 3
STATUS_NAMES: Final = ("future", "here", "died", "left")

# Where a person lives this month (a support model's row says where it puts people).
OWN_HOME: Final = 0  # own or family home
TENANCY: Final = 1  # own tenancy with support on the premises
CARER_HOME: Final = 2  # an approved carer's home (Shared Lives)
CARE_HOME: Final = 3
HOSPITAL: Final = 4
SETTING_NAMES: Final = ("own_home", "tenancy", "carer_home", "care_home", "hospital")

# Need for help with daily living.
NEED_NONE: Final = 0
NEED_LOW: Final = 1  # less than daily help
NEED_MODERATE: Final = 2  # two or more activities
NEED_SUBSTANTIAL: Final = 3  # help at regular times every day
NEED_HIGH: Final = 4  # help day and night
NEED_NAMES: Final = ("none", "low", "moderate", "substantial", "high")
N_NEEDS: Final = 5

# Conditions, one bit each.
LEARNING_DISABILITY: Final = 1
AUTISM: Final = 2
MENTAL_ILLNESS: Final = 4
DEMENTIA: Final = 8
FRAILTY: Final = 16
PHYSICAL: Final = 32
CONDITION_NAMES: Final = ("learning_disability", "autism", "mental_illness", "dementia", "frailty", "physical")

# Groups by which councils plan support; a person is in the first that applies.
GROUP_LEARNING: Final = 0  # learning disability or autism
GROUP_OLDER: Final = 1  # aged 65 or over
GROUP_MENTAL: Final = 2
GROUP_PHYSICAL: Final = 3
GROUP_NAMES: Final = ("learning_disability", "older", "mental_illness", "physical")
N_GROUPS: Final = 4

# Ties. The first six join two people; the last two join a person and a paid worker.
PARTNER: Final = 0
PARENT_CHILD: Final = 1
SIBLING: Final = 2
FRIEND: Final = 3
NEIGHBOUR: Final = 4
SHARED_LIVES: Final = 5
CARE_WORKER: Final = 6
SUPPORT_WORKER: Final = 7
TIE_NAMES: Final = (
    "partner",
    "parent_child",
    "sibling",
    "friend",
    "neighbour",
    "shared_lives",
    "care_worker",
    "support_worker",
)
N_PERSON_TIES: Final = 6
N_TIES: Final = 8

# Why a tie or an arrangement ended.
END_DEATH: Final = 0
END_LEFT_PLACE: Final = 1
END_RUPTURE: Final = 2  # unplanned
END_FADED: Final = 3
END_WORKER_LEFT: Final = 4
END_SUPPORT_CHANGED: Final = 5  # planned change of support
END_SUPPORT_BROKE: Final = 6  # unplanned end of support
END_NEED_MET: Final = 7  # planned: no longer needed
END_PROVIDER_CLOSED: Final = 8  # unplanned: the provider left the market
END_LEFT_TOGETHER: Final = 9  # both moved out of the place: no end, but nobody here sees the tie any more
END_OFF_LIST: Final = 10  # unplanned: a list no longer lets people choose the provider
END_NAMES: Final = (
    "death",
    "left_place",
    "rupture",
    "faded",
    "worker_left",
    "support_changed",
    "support_broke",
    "need_met",
    "provider_closed",
    "left_together",
    "off_list",
)
N_ENDS: Final = 11
UNPLANNED_ENDS: Final = (END_RUPTURE, END_WORKER_LEFT, END_SUPPORT_BROKE, END_PROVIDER_CLOSED, END_OFF_LIST)

# How a move to another home came about.
MOVE_WANTED: Final = 0
MOVE_UNWANTED: Final = 1  # planned, and not what people would choose
MOVE_SUDDEN: Final = 2  # nobody had planned it
MOVE_NAMES: Final = ("wanted", "unwanted", "sudden")

# The front door.
NOT_ASKING: Final = 0
AWAITING_ASSESSMENT: Final = 1
AWAITING_START: Final = 2
STAGE_NAMES: Final = ("not_asking", "awaiting_assessment", "awaiting_start")

# How urgent a request is; a larger number goes first.
ROUTINE: Final = 0
PRESSING: Final = 1  # a carer has stopped, or a young person turned 18
FROM_HOSPITAL: Final = 2
IN_CRISIS: Final = 3
URGENCY_NAMES: Final = ("routine", "pressing", "from_hospital", "in_crisis")

# What a person who is ready to leave hospital waits for.
WAITS_ASSESSMENT: Final = 0
WAITS_HOME_CARE: Final = 1  # open-ended support in the own home, to begin or to begin again
WAITS_INTERMEDIATE: Final = 2  # reablement at home, or a step-down bed
WAITS_CARE_HOME: Final = 3  # to stay, or to be assessed there
WAITS_OTHER_HOME: Final = 4  # Shared Lives, or a supported tenancy
WAIT_NAMES: Final = ("assessment", "home_care", "intermediate", "care_home", "other_home")

# Pathways home, as in discharge to assess.
HOME_UNAIDED: Final = 0  # pathway 0: no new support
HOME_WITH_SUPPORT: Final = 1  # new, or taken up again
TO_STEP_DOWN: Final = 2
TO_CARE_HOME: Final = 3
PATHWAY_NAMES: Final = ("unaided", "with_support", "to_step_down", "to_care_home")

# Who pays.
COUNCIL: Final = 0
NHS: Final = 1
PERSON: Final = 2
FAMILY: Final = 3
COMMUNITY: Final = 4
PAYER_NAMES: Final = ("council", "nhs", "person", "family", "community")
N_PAYERS: Final = 5

# What kind of spending a service is.
CRISIS: Final = 0
MAINTENANCE: Final = 1
PREVENTION: Final = 2
ASSESSMENT: Final = 3
UNPAID: Final = 4  # valued, not paid
CLASS_NAMES: Final = ("crisis", "maintenance", "prevention", "assessment", "unpaid")

# Where the places of a support model come from.
FROM_NOWHERE: Final = 0  # never scarce
FROM_HOURS: Final = 1  # care workers' hours at a provider
FROM_PLACES: Final = 2  # beds or tenancies at a provider
FROM_SHARERS: Final = 3  # approved Shared Lives carers

# Who owns a provider.
FOR_PROFIT: Final = 0
VOLUNTARY: Final = 1
PUBLIC: Final = 2
OWNERSHIP_NAMES: Final = ("for_profit", "voluntary", "public")

# What the inspector has said of a provider.
UNRATED: Final = 0
INADEQUATE: Final = 1
REQUIRES_IMPROVEMENT: Final = 2
GOOD: Final = 3
OUTSTANDING: Final = 4
RATING_NAMES: Final = ("unrated", "inadequate", "requires_improvement", "good", "outstanding")

# What a provider has decided for the next month.
GOES_ON: Final = 0
CLOSES: Final = 1
OPENS: Final = 2

# How a support model is priced.
PER_HOUR: Final = 0
PER_WEEK: Final = 1

# The seven domains of a good life.
DOMAIN_NAMES: Final = (
    "practical_support",
    "community_participation",
    "work_and_learning",
    "relationships",
    "independence",
    "safety",
    "feels_like_home",
)
N_DOMAINS: Final = 7

# Cells of every count: deprivation fifth (0 = most deprived) by age group (0 = 18-64, 1 = 65 and over).
N_FIFTHS: Final = 5
N_CELLS: Final = 10

NOBODY: Final = -1
NEVER: Final = 32767  # a month that does not come
LONG_AGO: Final = -32768
"""A month before every other."""
