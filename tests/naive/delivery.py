"""Delivery: hours that come, and which faces bring them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from naive.bonds import log_end
from naive.things import Arrangement, Post, clip, f32
from simulation.kernels.chance import VISIT, scaled16
from simulation.state.arrangements import FACES, WINDOW_MONTHS
from simulation.state.codes import END_SUPPORT_CHANGED, END_WORKER_LEFT, HOSPITAL

if TYPE_CHECKING:
    from naive.ecosystem import NaiveEcosystem

DRAWS_A_CALL = 8
WEEK_MINUTES = 7 * 24 * 60


def step(town: NaiveEcosystem) -> None:
    """Everybody's month of support, in the order in which it began."""
    for support in town.arrangements:
        if support.open:
            deliver(town, support)


def deliver(town: NaiveEcosystem, support: Arrangement) -> None:
    """The provider's share of the plan comes; nobody is visited in hospital."""
    person, model, provider = support.person, support.model, support.provider
    ratio = 1000 if provider is None else provider.ratio(town.rates.minutes_post)
    in_hospital = person.setting == HOSPITAL
    support.delivered = 0 if in_hospital else support.minutes * ratio // 1000
    if model.full_help and not in_hospital:
        person.paid_minutes = (person.asked_minutes - person.unpaid_minutes) * ratio // 1000
    else:
        person.paid_minutes = min(support.delivered, WEEK_MINUTES)
    if provider is not None and model.visit_minutes > 0 and support.delivered > 0:
        visit(town, support)


def visit(town: NaiveEcosystem, support: Arrangement) -> None:
    """A month of visits: who came, the key worker, and every six months the index of continuity."""
    visits = support.delivered * town.rates.weeks_permille // 1000 // support.model.visit_minutes
    team = team_of(town, support)
    made = visits_by_face(town, support, team, visits)
    lost = book(town, support, team, made)
    keep_key_worker(town, support, made, visits)
    if support.key_face is not None and support.key_since == town.month:
        town.record.ties_formed[support.model.tie_kind,] += 1
    if lost is not None:
        reason, since = lost
        log_end(town, support.model.tie_kind, reason, since)
    faces = len({team[face].worker for face in range(len(team)) if made[face] > 0})
    if faces > 0:
        town.count("visited", support.person)
        town.count("faces", support.person, faces)
    if town.month - support.window >= WINDOW_MONTHS - 1:
        close_window(town, support)


def team_of(town: NaiveEcosystem, support: Arrangement) -> list[Post]:
    """The model's team, as large as the council's practice makes it, of different posts."""
    size = max(int(support.model.team * town.levers.team_factor + 0.5), 1)
    return [support.post(face) for face in range(min(size, FACES, support.span))]


def visits_by_face(town: NaiveEcosystem, support: Arrangement, team: list[Post], visits: int) -> list[int]:
    """Each visit is drawn on its own; visits of vacant posts fall to the first post of the team that is staffed."""
    made = [0] * len(team)
    for first in range(0, visits, DRAWS_A_CALL):
        drawn = town.words(VISIT, support.person.id, first // DRAWS_A_CALL)
        for k in range(min(DRAWS_A_CALL, visits - first)):
            made[scaled16(drawn[k // 2], k % 2, len(team))] += 1
    vacant = [face for face, post in enumerate(team) if not post.staffed]
    staffed = [face for face, post in enumerate(team) if post.staffed]
    if staffed:
        made[staffed[0]] += sum(made[face] for face in vacant)
    for face in vacant:
        made[face] = 0
    return made


def book(town: NaiveEcosystem, support: Arrangement, team: list[Post], made: list[int]) -> tuple[int, int] | None:
    """Add the visits to the window. A worker who no longer comes takes along the account, and the tie if there is one.

    Returns why the key worker is lost and when that tie began, or None.
    """
    lost = None
    for face in range(FACES):
        comes = face < len(team)
        if comes and support.holder[face] == team[face].generation:
            continue
        closed = support.visits[face]
        support.closed_square += closed * closed
        support.closed_visits += closed
        support.visits[face] = 0
        if comes:
            support.holder[face] = team[face].generation
        if face == support.key_face:
            lost = (END_WORKER_LEFT if comes else END_SUPPORT_CHANGED), support.key_since
            support.key_face = None
            support.person.changed = town.month
    for face, post in enumerate(team):
        support.visits[face] += made[face]
        support.seen[post.worker] += made[face]
    return lost


def keep_key_worker(town: NaiveEcosystem, support: Arrangement, made: list[int], visits: int) -> None:
    """The tie grows with the share of visits made; where there is none, who came most in the window becomes one."""
    rates = town.rates
    if support.key_face is None:
        most = max(support.visits)
        support.key_face = support.visits.index(most) if most > 0 else None
        support.key_since, support.key_strength = town.month, f32(rates.tie_first)
        return
    strength, share = support.key_strength, rates.worker_tie_gain * made[support.key_face] / max(visits, 1)
    support.key_strength = f32(clip(strength + (share * (1.0 - strength) - rates.worker_tie_decay)))


def close_window(town: NaiveEcosystem, support: Arrangement) -> None:
    """Bice and Boxerman's index over the workers seen in the window, per mille; then another window begins."""
    total = sum(support.seen.values())
    square = sum(n * n for n in support.seen.values())
    if total > 1:
        town.count("continuity_windows", support.person)
        town.count("continuity", support.person, (square - total) * 1000 // (total * (total - 1)))
    support.visits = [0] * FACES
    support.closed_square = support.closed_visits = 0
    support.window = town.month + 1
    support.seen.clear()
