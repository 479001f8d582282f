"""Following people through a model that is being lived; the model does not know that it is watched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from simulation.lives.events import Event, events
from simulation.lives.moment import Moment, moment, same_life
from simulation.lives.whereabouts import must_live_here
from simulation.state.codes import HERE
from simulation.state.place import TIES_LOGGED

if TYPE_CHECKING:
    from simulation.model import CareEcosystem, Past
    from simulation.past import Setting


class Life(NamedTuple):
    """One person's life under one strategy: the start of the comparison, then every month until it ends."""

    person: int
    strategy: str
    female: bool
    moments: tuple[Moment, ...]
    events: tuple[Event, ...]


def follow(model: CareEcosystem, people: Iterable[int]) -> dict[int, Life]:
    """Live a model until its end, or until nobody followed lives there any more.

    Raises:
        NotThereError: somebody does not live in the place at the start.
    """
    followed = list(people)
    for i in followed:
        must_live_here(model, i)
    lives = {i: [moment(model, i, model.month - 1, None, 0)] for i in followed}
    while model.running and any(found[-1].status == HERE for found in lives.values()):
        month, logged = model.month, int(model.place.counters[TIES_LOGGED])
        model.step()
        for i, found in lives.items():
            if found[-1].status == HERE:
                found.append(moment(model, i, month, found[-1], logged))
    model.town.close()
    return {i: _life(model, i, found) for i, found in lives.items()}


def _life(model: CareEcosystem, i: int, moments: Sequence[Moment]) -> Life:
    told = [event for k in range(1, len(moments)) for event in events(moments[k - 1], moments[k])]
    return Life(i, model.strategy_id, bool(model.place.people.female[i]), tuple(moments), tuple(told))


def side_by_side(
    setting: Setting, past: Past, person: int, strategies: Sequence[str], replicate: int = 1, threads: int = 1
) -> tuple[Life, ...]:
    """The same person with the same luck under each strategy, from one common past.

    Raises:
        NotThereError: the person does not live in the place at the start.
    """
    from simulation.model import CareEcosystem

    lives = []
    for strategy in strategies:
        model = CareEcosystem(setting, strategy=strategy, replicate=replicate, past=past, threads=threads)
        lives.append(follow(model, [person])[person])
    return tuple(lives)


def first_difference(lives: Sequence[Life]) -> int | None:
    """The first month at whose end anything of the lives differs, or None if nothing ever does."""
    months = max(len(life.moments) for life in lives)
    for k in range(months):
        if any(len(life.moments) <= k for life in lives):
            return lives[0].moments[0].month + k
        if not all(same_life(lives[0].moments[k], life.moments[k]) for life in lives[1:]):
            return lives[0].moments[k].month
    return None


def first_different_event(lives: Sequence[Life]) -> int | None:
    """The first month in which what happened differs, or None if the same things happen in every life."""
    months = sorted({event.month for life in lives for event in life.events})
    for month in months:
        told = [tuple(event for event in life.events if event.month == month) for life in lives]
        if any(events_of != told[0] for events_of in told[1:]):
            return month
    return None
