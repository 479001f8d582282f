"""What happened in a month, counted by name."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Record:
    """Counters; their keys are the axes of the journal after the month."""

    counts: Counter = field(default_factory=Counter)  # (name, cell)
    stock: Counter = field(default_factory=Counter)  # (model, self_funded, cell)
    starts: Counter = field(default_factory=Counter)
    ends: Counter = field(default_factory=Counter)  # (model, reason)
    ledger: Counter = field(default_factory=Counter)  # (payer, service, fifth): pence
    ties_open: Counter = field(default_factory=Counter)  # (kind,)
    ties_formed: Counter = field(default_factory=Counter)
    ties_ended: Counter = field(default_factory=Counter)  # (kind, reason)
    staff: Counter = field(default_factory=Counter)  # (model, "staffed_posts" | "wanted_posts" | "leavers")
    visits: Counter = field(default_factory=Counter)  # (model, "visited" | "faces" | ...)
    market: Counter = field(default_factory=Counter)  # (model, "open" | "closed" | ...)
    sharers: Counter = field(default_factory=Counter)  # journal.SHARER_NAMES
    company: Counter = field(default_factory=Counter)  # (model, "people" | "friends" | ...)
    matches: Counter = field(default_factory=Counter)  # (programme, "matched" | "begun" | ...)
    long_term: Counter = field(default_factory=Counter)  # ("council" | "person", age group): pence
    persons: Counter = field(default_factory=Counter)  # "here", "entered", "died", "left"
