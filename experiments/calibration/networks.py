"""Networks of people over ten years beside published figures: ``python experiments/calibration/networks.py [SCALE]``.

Lives the average council under usual practice and looks at people and ties at month 0 and later, to which the monthly
measures do not reach: the same people years on, and networks of small groups. Prints one line a figure, and keeps them
in ``networks.csv`` beside this file, from which ``table.py`` takes them.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.measures import ties
from simulation.model import CareEcosystem, record
from simulation.state.codes import (
    END_LEFT_PLACE,
    FRIEND,
    HERE,
    LEARNING_DISABILITY,
    NOBODY,
    PARENT_CHILD,
    PARTNER,
    SHARED_LIVES,
    SIBLING,
)

SCALE, YEARS = 0.2, 10
KEPT = Path(__file__).with_name("networks.csv")
CLOSE_KINDS = (PARTNER, PARENT_CHILD, SIBLING, FRIEND)
CLOSE: Final = 0.3
"""Strength from which a tie counts as close."""
LOOK: Final = 24
"""Months between two looks at loneliness."""
FIVE_YEARS, SIX_YEARS, SEVEN_YEARS, MONTHS = 60, 72, 84, 12


class Look(NamedTuple):
    """Everyone at one time, one entry a row of people."""

    here: NDArray[np.bool_]
    age: NDArray[np.int64]  # years
    close: NDArray[np.int64]  # close ties
    friends: NDArray[np.int64]
    lonely: NDArray[np.bool_]


Found = tuple[str, float, str]


def main() -> None:
    """Live and tell."""
    scale = float(sys.argv[1]) if len(sys.argv) > 1 else SCALE
    model = CareEcosystem(place__scale=scale, time__years=YEARS)
    looks, learning = {0: look(model)}, list(networks_of_learning(model))
    gained: list[Found] = []
    while model.running:
        model.step()
        if model.month % LOOK == 0:
            looks[model.month] = look(model)
        if model.month == FIVE_YEARS:
            gained = new_confidants(model, looks[0])
    found = [*learning, *later(looks), *gained, *survival(model)]
    model.town.close()
    for name, value, published in found:
        print(f"{name:<92} {value:8.3f}   published {published}")
    with KEPT.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(("figure", "model", "published"))
        lines.writerows((name, f"{value:.3f}", published) for name, value, published in found)


def look(model: CareEcosystem) -> Look:
    """Everyone now."""
    people = model.place.people
    tied = people.tie_other != NOBODY
    close = tied & np.isin(people.tie_kind, CLOSE_KINDS) & (people.tie_strength >= CLOSE)
    return Look(
        here=people.status == HERE,
        age=(model.month - people.birth_month.astype(np.int64)) // MONTHS,
        close=close.sum(axis=1),
        friends=(tied & (people.tie_kind == FRIEND)).sum(axis=1),
        lonely=people.lonely >= model.rates.lonely_often,
    )


def networks_of_learning(model: CareEcosystem) -> Iterator[Found]:
    """Ties of adults with a learning disability who draw on support (O40); key workers are paid ties."""
    people, arrangements = model.place.people, model.place.arrangements
    adult = (people.status == HERE) & (model.month - people.birth_month >= 18 * MONTHS)
    drawing = adult & (people.arrangement != NOBODY) & ((people.conditions & LEARNING_DISABILITY) > 0)
    tied = people.tie_other[drawing] != NOBODY
    sharing = people.tie_kind[drawing] == SHARED_LIVES
    key = arrangements.key_face[people.arrangement[drawing]] != NOBODY
    unpaid, paid = (tied & ~sharing).sum(axis=1), (tied & sharing).sum(axis=1) + key
    yield "O40 learning disability, drawing on support: median of unpaid ties", float(np.median(unpaid)), "2 (B-PN01)"
    share = float(paid.sum() / max(paid.sum() + unpaid.sum(), 1))
    yield "O40 learning disability, drawing on support: paid ties over all", share, "0.43 (B-PN04)"


def later(looks: dict[int, Look]) -> Iterator[Found]:
    """The same people years on (O35, O38), and friends of people aged 75 and over (O39)."""
    first, after = looks[0], looks[SIX_YEARS]
    panel = first.here & after.here & (first.age >= 57)
    smaller, larger = (after.close < first.close)[panel].mean(), (after.close > first.close)[panel].mean()
    yield "O38 aged 57 and over: fewer close ties six years on", float(smaller), "-"
    yield "O38 aged 57 and over: more close ties six years on", float(larger), "-"
    old = first.here & (first.age >= 75)
    yield (
        "O39 aged 75 and over: no friend",
        float((first.friends[old] == 0).mean()),
        "0.09 of those 40 and over (C-271)",
    )
    all_through = first.here & (first.age >= 50)
    for one in looks.values():
        all_through &= one.here
    always = np.logical_and.reduce([one.lonely[all_through] for one in looks.values()])
    yield "O35 aged 50 and over: often lonely at every two-yearly look over ten years", float(always.mean()), "-"
    adults = {month: one.here & (one.age >= 18) for month, one in looks.items()}
    for month in (0, max(looks)):
        lonely = float(looks[month].lonely[adults[month]].mean())
        yield f"O34 adults often lonely, month {month}", lonely, "0.066 (B-LO15)"


def new_confidants(model: CareEcosystem, first: Look) -> list[Found]:
    """Older people with a friend or partner now whom they did not have at month 0."""
    people = model.place.people
    new = (people.tie_other != NOBODY) & np.isin(people.tie_kind, (FRIEND, PARTNER)) & (people.tie_start >= 0)
    panel = first.here & (people.status == HERE) & (first.age >= 57) & (first.age <= 85)
    value = float(new.any(axis=1)[panel].mean())
    return [("O38 aged 57 to 85: a new friend or partner within five years", value, "0.818 (B-PN06, United States)")]


def survival(model: CareEcosystem) -> Iterator[Found]:
    """Ties of month 0 after seven years (O37): counting who moves away as lost, and as out of sight."""
    left = record(model)
    watched = ties.watched(left.ties_ended, left.ties_open, left.months)
    counted: Any = ties.counted(watched, MONTHS)
    for name, share in ties.still_open_by_name(counted).items():
        if name in ("partner", "parent_child", "sibling", "friend", "neighbour", "unpaid"):
            published = "0.48 of all (B-PN16)" if name == "unpaid" else "-"
            yield f"O37 {name}: still open after seven years", float(share[SEVEN_YEARS - 1]), published
    stays = watched._replace(end=np.where(watched.reason == END_LEFT_PLACE, watched.months, watched.end))
    ended = stays.end < stays.months
    for name in ("friend", "unpaid"):
        chosen = np.isin(watched.kind, ties.TIE_KINDS[name]) & (watched.start < 0)
        risk = kept = 1.0
        for month in range(SEVEN_YEARS):
            risk = float((chosen & (watched.end >= month)).sum())
            kept *= 1.0 - float((chosen & ended & (stays.end == month)).sum()) / max(risk, 1.0)
        yield f"O37 {name}: still open after seven years, who moves away out of sight", kept, "0.48 of all (B-PN16)"


if __name__ == "__main__":
    main()
