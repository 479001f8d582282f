"""Who can be chosen: null means exactly nothing, comparing fits better, a list parts people from providers."""

from __future__ import annotations

from functools import cache

import numpy as np
from naive.small import Case

from simulation.month import Town
from simulation.state.codes import AWAITING_START, END_OFF_LIST, NEVER, NOBODY, UNPLANNED_ENDS
from simulation.state.journal import VISIT_NAMES
from simulation.state.place import ARRANGEMENTS

from .test_null import Change, differing, lived, put

ROOMY = Case(seed=5, adults=1500, per_hood=300, months=8, heat=0.3, jumbled=True, roomy=True)
KEY_WORKERS, KEY_MATCH = VISIT_NAMES.index("key_workers"), VISIT_NAMES.index("key_match")
LOW_VOICE = np.array([0.2, 0.4, 0.6, 0.8, 1.0])


def lists(share: float) -> Change:
    """Every model has a list of that share, each month."""

    def change(town: Town) -> None:
        town.levers.list_share[:] = share

    return change


def models(**values: float) -> Change:
    """Set columns of every support model."""

    def change(town: Town) -> None:
        for name, value in values.items():
            town.catalogue.models[name][:] = value

    return change


def both(*changes: Change) -> Change:
    def change(town: Town) -> None:
        for one in changes:
            one(town)

    return change


@cache
def compared(candidates: int, team: int, share: float) -> Town:
    """A place whose people compare so many teams of that size, from lists of that share."""
    return lived(ROOMY, change=models(candidates=candidates, team=team), each_month=lists(share))


def some_by_voice(town: Town) -> None:
    """Every second support model is taken up as voice goes."""
    town.catalogue.models.by_voice[:] = np.arange(len(town.catalogue.models)) % 2


def fit(town: Town) -> float:
    """Mean match of people and key workers, 0 to 255."""
    sums = town.journal.visits.sum(axis=(0, 1))
    return float(sums[KEY_MATCH] / sums[KEY_WORKERS])


def open_with_provider(town: Town) -> np.ndarray:
    arr = town.place.arrangements[: int(town.place.counters[ARRANGEMENTS])]
    return arr[(arr.ended == NEVER) & (arr.provider != NOBODY)]


def test_a_list_with_everybody_on_it_changes_nothing() -> None:
    all_but = float(np.nextafter(1.0, 0.0))
    assert differing(lived(ROOMY, each_month=lists(1.0)), lived(ROOMY, each_month=lists(all_but))) == set()
    assert differing(lived(ROOMY, each_month=lists(1.0)), lived(ROOMY, each_month=lists(0.4))) != set()


def test_take_up_by_voice_changes_nothing_where_it_is_null_or_all_are_heard_alike() -> None:
    heard_alike, little = (lived(ROOMY, change=both(some_by_voice, put(voice=v))) for v in (np.ones(5), LOW_VOICE))
    null = lived(ROOMY, change=both(models(by_voice=0.0), put(voice=LOW_VOICE)))
    assert differing(heard_alike, null) == set()
    assert differing(little, null) != set()


def test_fit_moves_ties_only_as_far_as_its_weight_says() -> None:
    """Without comparison, and without weight, another fit is another number in the journal and nothing else."""
    alone = models(candidates=1)
    none, strong = (lived(ROOMY, change=both(alone, put(worker_fit=w, leave_tie=0.0))) for w in (0.0, 1.0))
    moved = differing(none, strong)
    assert "arrangements.key_strength" in moved
    assert not moved & {"arrangements.provider", "arrangements.anchor", "posts.generation", "providers.filled"}
    mean = none.place.arrangements.key_strength.mean() / strong.place.arrangements.key_strength.mean()
    assert 0.95 < mean < 1.05


def test_who_can_compare_fits_better_and_less_so_with_large_teams() -> None:
    one, many = fit(compared(1, 1, 1.0)), fit(compared(8, 1, 1.0))
    assert abs(one - 127.5) < 12
    assert many > one + 15
    assert fit(compared(8, 8, 1.0)) < many
    assert fit(compared(8, 1, 0.3)) < many  # a list takes some of what people know of


def test_a_list_parts_people_from_providers_and_nobody_goes_without() -> None:
    town = compared(1, 2, 0.0)
    off = town.journal.ends[:, :, END_OFF_LIST].sum()
    assert off > 0
    assert END_OFF_LIST in UNPLANNED_ENDS
    assert town.journal.ties_ended[:, :, END_OFF_LIST].sum() > 0
    arr = town.place.arrangements[: int(town.place.counters[ARRANGEMENTS])]
    struck = arr[(arr.ended != NEVER) & (arr.reason == END_OFF_LIST)]
    for row in struck:  # on the same day the person has other support of the kind, from somebody else
        after = arr[(arr.person == row.person) & (arr.started == row.ended) & (arr.model == row.model)]
        assert len(after) == 1
        assert after[0].provider != row.provider


def test_with_the_shortest_list_new_support_comes_from_one_provider_of_a_kind() -> None:
    town = compared(4, 2, 0.0)
    arr = town.place.arrangements[: int(town.place.counters[ARRANGEMENTS])]
    begun = arr[(arr.started >= 0) & (arr.provider != NOBODY) & (arr.self_funded == 0)]  # lists bind nobody else
    begun = begun[begun.started > begun.started.min()]
    assert len(begun) > 20
    for m in np.unique(begun.model):
        assert len(np.unique(begun.provider[begun.model == m])) == 1


def test_who_waits_for_a_listed_provider_keeps_support_until_then() -> None:
    town = lived(ROOMY, change=models(candidates=1), each_month=both(lists(0.0), no_room))
    people, rows = town.place.people, open_with_provider(town)
    waiting = [r for r in rows if people.stage[r.person] == AWAITING_START and people.wanted[r.person] == r.model]
    assert waiting
    assert town.journal.ends[:, :, END_OFF_LIST].sum() == 0


def no_room(town: Town) -> None:
    """Nobody new can be taken on."""
    town.rates.minutes_post = 0
    town.place.providers.places[:] = 0
