"""Faces: which worker makes each visit, and how continuous that is."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

from naive.bonds import log_end
from naive.things import Arrangement, Post, Provider, clip, f32
from simulation.kernels.chance import VISIT, scaled16
from simulation.state.arrangements import FACES
from simulation.state.codes import END_SUPPORT_CHANGED, END_WORKER_LEFT

if TYPE_CHECKING:
    from naive.ecosystem import NaiveEcosystem

DRAWS_A_CALL = 8
RELIEF = "relief"
Worker = tuple
"""A post and how many held it before; or, of a relief worker, the month in which that one came, and a number."""


def size_of_team(town: NaiveEcosystem, model: SimpleNamespace, provider: Provider, span: int) -> int:
    """The model's team, as large as the council's practice makes it and the provider has posts."""
    size = max(int(model.team * town.levers.team_factor + 0.5), 1)
    return min(size, FACES, span, len(provider.posts))


def team_of(town: NaiveEcosystem, support: Arrangement) -> list[Post]:
    """The posts of a team, all different."""
    return [support.post(face) for face in range(size_of_team(town, support.model, support.provider, support.span))]


def others_of(support: Arrangement, team: list[Post]) -> list[Post]:
    """Posts that follow the team, whose workers cover for it."""
    return [support.post(face) for face in range(len(team), min(FACES, support.span))]


def visitors(town: NaiveEcosystem, support: Arrangement, team: list[Post], visits: int) -> list[Worker | None]:
    """Who makes each visit, in order; None where nobody does. Each is drawn on its own; those of vacant posts go round
    the others and, if they are fewer than the vacant posts, relief workers; beginning with another place each month, as
    far as others cover."""
    others, cover = others_of(support, team), town.rates.cover[support.model.row]
    begin = town.month % max(FACES - len(team), 1)
    places = [post.worker if post.staffed else None for post in others]
    vacant = sum(not post.staffed for post in team) - sum(post.staffed for post in others)
    relief = [(RELIEF, town.month, k) for k in range(vacant)]
    turn = [worker for worker in (*places[begin:], *relief, *places[:begin]) if worker is not None]
    came, spare, covered = [], 0, 0
    for visit in range(visits):
        words = town.words(VISIT, support.person.id, visit // DRAWS_A_CALL)
        half = visit % DRAWS_A_CALL
        post = team[scaled16(words[half // 2], half % 2, len(team))]
        if post.staffed:
            came.append(post.worker)
            continue
        spare += 1
        if spare * cover // 1000 == covered:
            came.append(None)
            continue
        covered += 1
        came.append(turn[(covered - 1) % len(turn)])
    return came


def meet_workers(town: NaiveEcosystem, support: Arrangement, team: list[Post]) -> tuple[int, int] | None:
    """A worker who has been replaced takes the account along, and the tie if there is one.

    Returns why the key worker is lost and when that tie began, or None.
    """
    lost = None
    for face, post in enumerate([*team, *others_of(support, team)]):
        if support.holder[face] == post.generation:
            continue
        support.close(support.visits[face])
        support.visits[face] = 0
        support.holder[face] = post.generation
        if face == support.key_face:
            lost = END_WORKER_LEFT, support.key_since
    if lost is None and support.key_face is not None and support.key_face >= len(team):
        lost = END_SUPPORT_CHANGED, support.key_since
    if lost is not None:
        support.key_face = None
        support.person.changed = town.month
    return lost


def book(support: Arrangement, posts: list[Post], came: list[Worker]) -> None:
    """Add the visits to the accounts of the window, by face and by worker."""
    for face, post in enumerate(posts):
        support.visits[face] += came.count(post.worker)
    for worker in {worker for worker in came if worker[0] == RELIEF}:
        support.close(came.count(worker))
    support.order.extend(came)


def keep_key_worker(town: NaiveEcosystem, support: Arrangement, team: list[Post], came: list, visits: int) -> None:
    """The tie grows with the share of visits made; where there is none, the team's worker who came most becomes one."""
    rates = town.rates
    if support.key_face is None:
        seen = support.visits[: len(team)]
        support.key_face = seen.index(max(seen)) if max(seen) > 0 else None
        support.key_since, support.key_strength = town.month, f32(rates.tie_first)
        return
    made = came.count(team[support.key_face].worker)
    gain = rates.worker_tie_gain * (1.0 + rates.worker_fit * (key_match(town, support) / 256 - 0.5))
    strength, share = support.key_strength, gain * made / max(visits, 1)
    support.key_strength = f32(clip(strength + (share * (1.0 - strength) - rates.worker_tie_decay)))


def key_match(town: NaiveEcosystem, support: Arrangement) -> int:
    """How well the person and the key worker fit, 0 to 255."""
    face = support.key_face
    return town.worker_match(support.person, support.post(face).row, support.holder[face])


def tell_key_worker(town: NaiveEcosystem, support: Arrangement, lost: tuple[int, int] | None) -> None:
    """Record a tie to a key worker that began or ended this month."""
    if support.key_face is not None and support.key_since == town.month:
        town.record.ties_formed[support.model.tie_kind,] += 1
    if lost is not None:
        reason, since = lost
        log_end(town, support.model.tie_kind, reason, since)


def tell(town: NaiveEcosystem, support: Arrangement, name: str, amount: int = 1) -> None:
    """Count something of a visited person, in the person's cell and with the model."""
    town.count(name, support.person, amount)
    town.record.visits[support.model.row, name] += amount


def close_window(town: NaiveEcosystem, support: Arrangement) -> None:
    """Bice and Boxerman's index, the usual provider index and the sequential one (per mille), and how many came."""
    order, seen = support.order, support.seen
    total = len(order)
    if total > 1:
        square = sum(n * n for n in seen.values())
        again = support.repeats
        tell(town, support, "continuity_windows")
        tell(town, support, "continuity", (square - total) * 1000 // (total * (total - 1)))
        tell(town, support, "usual_worker", max(seen.values()) * 1000 // total)
        tell(town, support, "sequential", again * 1000 // (total - 1))
        tell(town, support, "workers_6_months", len(seen))
    support.visits = [0] * FACES
    support.closed_square = support.closed_visits = support.closed_most = support.closed_faces = 0
    support.window = town.month + 1
    support.order.clear()
