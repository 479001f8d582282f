"""Random but consistent records, journals and result folders, to measure without running the model."""

from __future__ import annotations

import numpy as np

from simulation.actors.council import SERIES
from simulation.state.codes import COUNCIL, N_CELLS, N_ENDS, N_FIFTHS, N_PAYERS, N_TIES, NEVER, PERSON
from simulation.state.journal import COUNT_INDEX, OTHER_SERVICES, TieLog, empty_journal
from simulation.state.record import Record, Spells

MODELS = (
    "unpaid_care",
    "home_care",
    "home_care_small_team",
    "personal_assistant",
    "reablement",
    "day_support",
    "supported_living",
    "residential_home",
    "nursing_home",
    "shared_lives",
    "emergency_placement",
    "hospital",
)
MODEL_CLASSES = (
    "unpaid", "maintenance", "maintenance", "maintenance", "prevention", "maintenance", "maintenance",
    "maintenance", "maintenance", "maintenance", "crisis", "crisis",
)  # fmt: skip
SETTINGS = ("", *["community"] * 3, "", *["community"] * 2, "residential", "nursing", "community", "", "")
PROGRAMMES = ("carer_support", "connector", "falls_exercise")
OTHER_CLASSES = ("assessment", "prevention", "crisis", "crisis", "unpaid", "maintenance", "maintenance")

SHARES = {
    "people": 1.0, "need_low": 0.1, "need_moderate": 0.05, "need_substantial": 0.03, "need_high": 0.01,
    "people_drawing_on_care": 0.09, "carers": 0.1, "carers_20_hours": 0.05, "carers_50_hours": 0.03,
    "carers_strained": 0.02, "supported": 0.03, "stable_12_months": 0.012, "enough_contact": 0.04, "often_lonely": 0.07,
    "isolated": 0.03, "awaiting_assessment": 0.005, "awaiting_start": 0.002, "visited": 0.01, "faces": 0.09,
    "unpaid_ties": 0.09, "mutual_unpaid_ties": 0.06, "paid_ties": 0.02, "continuity_windows": 0.002,
    "people_with_unmet_need": 0.02,
}  # fmt: skip
SCORES = (
    "practical_support", "community_participation", "work_and_learning", "relationships", "independence", "safety",
    "feels_like_home",
)  # fmt: skip


def fake_record(
    seed: int = 1, *, months: int = 24, burn_in: int = 12, luck: int = 2, prevention: float = 0.0, adults: int = 5000
) -> Record:
    """A record of ``seed``'s luck; ``prevention`` (0 to 1) shifts money from crisis to prevention as time goes on."""
    rng = np.random.default_rng([seed, luck])
    n = burn_in + months
    ramp = np.concatenate([np.zeros(burn_in), np.linspace(0, prevention, months)])
    journal = empty_journal(n, len(MODELS), len(PROGRAMMES))
    _fill_counts(journal.counts, rng, ramp, adults)
    _fill_money(journal.ledger, rng, ramp, adults)
    journal.stock[:] = rng.poisson(adults / 2000, journal.stock.shape)
    journal.starts[:] = rng.poisson(adults / 20000, journal.starts.shape)
    journal.ends[:] = rng.poisson(adults / 50000, journal.ends.shape)
    journal.staff[:, :, 1] = adults // 100
    journal.staff[:, :, 0] = adults // 100 - rng.poisson(3, journal.staff.shape[:2])
    journal.staff[:, :, 2] = rng.poisson(1, journal.staff.shape[:2])
    journal.sharers[:] = rng.poisson(4, journal.sharers.shape)
    ended, still_open = fake_ties(rng, months, burn_in, adults)
    _count_ties(journal, ended, still_open, burn_in)
    _fill_long_term(journal)
    spells = fake_spells(rng, months, burn_in, adults)
    journal.company[:] = rng.poisson(9, journal.company.shape)
    services = (*MODELS, *PROGRAMMES, *OTHER_SERVICES)
    classes = (*MODEL_CLASSES, *["prevention"] * len(PROGRAMMES), *OTHER_CLASSES)
    return Record(
        journal=journal,
        ties_ended=ended,
        ties_open=still_open,
        model_ids=MODELS,
        settings=SETTINGS,
        by_sharers=tuple(model.startswith("shared_lives") for model in MODELS),
        programme_ids=PROGRAMMES,
        services=services,
        service_classes=classes,
        burn_in=burn_in,
        months=months,
        spells=spells,
        council={name: rng.random(-(-months // 12)) for name in SERIES},
    )


def _fill_counts(counts: np.ndarray, rng: np.random.Generator, ramp: np.ndarray, adults: int) -> None:
    months = len(counts)
    for name, k in COUNT_INDEX.items():
        mean = adults / N_CELLS * SHARES.get(name, 0.002)
        counts[:, k, :] = rng.poisson(mean, (months, N_CELLS))
    counts[:, COUNT_INDEX["people"], :] = adults // N_CELLS
    down = np.maximum(0, 1 - 0.4 * ramp)[:, None]
    for name in ("crises", "emergency_placements", "carer_breakdowns", "unmet_minutes"):
        k = COUNT_INDEX[name]
        counts[:, k, :] = rng.poisson(np.broadcast_to(adults / N_CELLS * 0.004 * down, (months, N_CELLS)))
    for name in SCORES:
        k, people = COUNT_INDEX[name], counts[:, COUNT_INDEX["people_drawing_on_care"], :]
        counts[:, k, :] = (people * (550 + 60 * ramp[:, None] + rng.normal(0, 10, (months, 1)))).astype(int)
    for name, people in (("loneliness", "people"), ("continuity", "continuity_windows")):
        counts[:, COUNT_INDEX[name], :] = counts[:, COUNT_INDEX[people], :] * rng.integers(250, 350, (months, 1))
    counts[:, COUNT_INDEX["unmet_minutes"], :] *= 400
    counts[:, COUNT_INDEX["asked_minutes"], :] = counts[:, COUNT_INDEX["unmet_minutes"], :] * 4 + 1000


def _fill_money(ledger: np.ndarray, rng: np.random.Generator, ramp: np.ndarray, adults: int) -> None:
    months, payers, services, fifths = ledger.shape
    mean = adults * 4000 / 12 / services / fifths * np.array([5, 2, 1.5, 0.3, 0.2])[:, None, None]
    ledger[:] = rng.gamma(40, np.broadcast_to(mean / 40, (months, payers, services, fifths)) + 1e-9).astype(np.int64)
    classes = np.array([*MODEL_CLASSES, *["prevention"] * len(PROGRAMMES), *OTHER_CLASSES])
    for name, shift in (("crisis", -0.35), ("prevention", 0.5)):
        chosen = classes == name
        ledger[:, :, chosen] = (ledger[:, :, chosen] * (1 + shift * ramp)[:, None, None, None]).astype(np.int64)
    assert payers == N_PAYERS
    assert fifths == N_FIFTHS


def _fill_long_term(journal) -> None:
    """Half of what the council and people pay in all, two fifths of it for people aged 18 to 64."""
    for k, payer in enumerate((COUNCIL, PERSON)):
        half = journal.ledger[:, payer].sum(axis=(1, 2)) // 2
        journal.long_term[:, k, 0] = half * 2 // 5
        journal.long_term[:, k, 1] = half - half * 2 // 5


def fake_spells(rng: np.random.Generator, months: int, burn_in: int, adults: int) -> Spells:
    """One arrangement after another for a tenth of the adults, half of them past 65 throughout."""
    rows = []
    for person in range(adults // 10):
        month, birth = int(rng.integers(-burn_in, months)), int(rng.choice([-900, -400]))
        own = rng.random() < 0.3
        for _ in range(3):
            end = month + int(rng.geometric(0.06))
            still = end >= months
            rows.append((person, rng.integers(1, len(MODELS) - 1), month, NEVER if still else end,
                         rng.integers(0, N_ENDS), own, birth))  # fmt: skip
            month = end + int(rng.integers(0, 5))
            if still or month >= months:
                break
    kinds = (np.int32, np.uint8, np.int16, np.int16, np.uint8, np.uint8, np.int16)
    return Spells(*(np.array(column).astype(kind) for column, kind in zip(zip(*rows, strict=True), kinds, strict=True)))


def fake_ties(rng: np.random.Generator, months: int, burn_in: int, adults: int) -> tuple[TieLog, TieLog]:
    """Ties born from long before the burn-in; each kind has its own hazard."""
    n = adults
    kind = rng.integers(0, N_TIES, n)
    start = rng.integers(-240, months, n)
    hazard = np.array([0.002, 0.0004, 0.001, 0.01, 0.015, 0.008, 0.05, 0.04])[kind] * rng.gamma(2, 0.5, n)
    end = start + rng.geometric(np.clip(hazard, 1e-6, 1)) - 1
    reason = rng.integers(0, N_ENDS, n)
    logged = (end >= -burn_in) & (end < months)
    still = end >= months
    ended = TieLog(
        kind[logged].astype(np.uint8),
        reason[logged].astype(np.uint8),
        start[logged].astype(np.int16),
        end[logged].astype(np.int16),
    )
    count = int(still.sum())
    return ended, TieLog(
        kind[still].astype(np.uint8),
        np.zeros(count, np.uint8),
        start[still].astype(np.int16),
        np.full(count, NEVER, np.int16),
    )


def _count_ties(journal, ended: TieLog, still_open: TieLog, burn_in: int) -> None:
    for m in range(len(journal.ties_open)):
        month = m - burn_in
        for log in (ended, still_open):
            here = (log.start <= month) & (log.end > month)
            journal.ties_open[m] += np.bincount(log.kind[here], minlength=N_TIES)
            journal.ties_formed[m] += np.bincount(log.kind[log.start == month], minlength=N_TIES)
        now = ended.end == month
        np.add.at(journal.ties_ended[m], (ended.kind[now], ended.reason[now]), 1)
