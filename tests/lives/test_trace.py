"""A life is traced as it is lived: nothing changes by watching, and what is told adds up to the place's own books."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from simulation.lives.cost import spent
from simulation.lives.moment import same_life
from simulation.lives.trace import first_difference, first_different_event, follow, side_by_side
from simulation.lives.whereabouts import NotThereError
from simulation.state import codes
from simulation.state.codes import COUNCIL, NHS, NOBODY, PERSON
from simulation.state.journal import COUNT_INDEX
from simulation.state.place import ARRANGEMENTS

DIED, LEFT = 2, 3  # columns of journal.persons


def test_watching_changes_nothing(make, in_need):
    alone, watched = make("crisis_driven").run(), make("crisis_driven")
    follow(watched, in_need)
    assert watched.month == alone.month
    for mine, theirs in zip(alone.town.journal, watched.town.journal, strict=True):
        assert np.array_equal(mine, theirs)
    for mine, theirs in zip(alone.place.people, watched.place.people, strict=True):
        assert np.array_equal(mine, theirs)
    assert np.array_equal(alone.place.arrangements, watched.place.arrangements)


def test_every_month_of_everyone_is_there(everyone):
    model, lives = everyone
    for i, life in lives.items():
        assert [moment.month for moment in life.moments] == list(range(-1, len(life.moments) - 1))
        assert life.moments[-1].status == model.place.people.status[i]
        assert len(life.moments) == model.month + 1 or life.moments[-1].status != codes.HERE


def told(lives, *kinds):
    return Counter(event.kind for life in lives.values() for event in life.events if event.kind in kinds)


def test_what_is_told_of_everyone_adds_up_to_the_journal(everyone, setting, here):
    """Newcomers are in the journal and are not followed, so what befell them is taken off."""
    model, lives = everyone
    place, journal, first = model.place, model.town.journal, setting.burn_in
    others = np.setdiff1d(np.arange(len(place.people.status)), here)
    gone = Counter(place.people.status[others[place.people.entry_month[others] >= 0]].tolist())
    counted = told(lives, "died", "left", "support_started", "support_ended", "programme_joined")
    assert counted["died"] == journal.persons[first:, DIED].sum() - gone[codes.DIED]
    assert counted["left"] == journal.persons[first:, LEFT].sum() - gone[codes.LEFT]
    rows = place.arrangements[: int(place.counters[ARRANGEMENTS])]
    theirs = rows[np.isin(rows.person, others)]
    assert counted["support_started"] == journal.starts[first:].sum() - (theirs.started >= 0).sum() > 0
    assert (
        counted["support_ended"]
        == journal.ends[first:].sum() - ((theirs.ended >= 0) & (theirs.ended < codes.NEVER)).sum()
        > 0
    )
    joined = journal.counts[first:, COUNT_INDEX["programme_starts"]].sum()
    taking_part = (place.people.programme[others] != NOBODY) & (place.people.programme_since[others] >= 0)
    assert counted["programme_joined"] == joined - taking_part.sum()


def test_crises_told_are_crises_counted(everyone, setting):
    """A crisis of one who waits in a crisis leaves no trace, so some may be missing; none is invented."""
    model, lives = everyone
    counted = model.town.journal.counts[setting.burn_in :, COUNT_INDEX["crises"]].sum()
    assert 0 < told(lives, "crisis")["crisis"] <= counted


def test_requests_told_are_requests_counted(everyone, setting):
    """Newcomers ask too, requests answered in month 0 leave no trace, and whoever pays alone asks without a request."""
    model, lives = everyone
    counted = model.town.journal.counts[setting.burn_in :, COUNT_INDEX["requests"]].sum()
    alone = sum(e.kind == "support_started" and e.why == 1 for life in lives.values() for e in life.events)
    asked = sum(told(lives, "asked", "asked_from_hospital").values())
    assert 0.7 * counted < asked <= counted + alone


def test_people_tied_to_each_other_tell_the_same_endings(everyone):
    _, lives = everyone
    ended = 0
    for i, life in lives.items():
        for before, after in zip(life.moments, life.moments[1:], strict=False):
            if after.status != codes.HERE:
                continue
            lost = {(tie.other, tie.start) for tie in before.ties} - {(tie.other, tie.start) for tie in after.ties}
            ended += len(lost)
            assert len(lost) == sum(e.kind == "tie_ended" and e.month == after.month for e in life.events), i
    assert ended > 0


def test_support_of_all_people_costs_what_the_ledger_says(make, setting):
    model = make("prevention_investment")
    models, programmes = len(model.model_ids), len(model.programme_ids)
    by_event = (int(model.town.rates.hospital_model), int(model.town.rates.unpaid_model))
    services = [k for k in range(models + programmes) if k not in by_event]
    for month in range(3):
        model.step()
        people = model.place.people
        drawing = (people.arrangement != NOBODY) | (people.programme_since == month).any(axis=1)
        costs = [spent(model, int(i), month) for i in np.flatnonzero(drawing & (people.status == codes.HERE))]
        ledger = model.town.journal.ledger[setting.burn_in + month][:, services].sum(axis=(1, 2))
        payers = (COUNCIL, NHS, PERSON)
        assert [sum(column) for column in zip(*costs, strict=True)] == [int(ledger[payer]) for payer in payers]
        assert ledger[COUNCIL] > 0


def test_lives_are_the_same_until_they_part(both):
    parted = 0
    for lives in both.values():
        apart = first_difference(lives)
        assert same_life(lives[0].moments[0], lives[1].moments[0])
        months = zip(lives[0].moments, lives[1].moments, strict=False)
        shared = [one.month for one, other in months if same_life(one, other)]
        if apart is None:
            assert lives[0].events == lives[1].events
            continue
        parted += 1
        assert shared[: apart + 1] == list(range(-1, apart))
        event = first_different_event(lives)
        assert event is None or event >= apart
    assert parted > 0


def test_the_comparator_under_another_name_gives_the_same_life(setting, past, in_need):
    for person in in_need[:3]:
        lives = side_by_side(setting, past, person, ("crisis_driven", "no_change"))
        assert first_difference(lives) is None
        assert first_different_event(lives) is None


def test_threads_and_company_do_not_change_a_life(setting, past, everyone, in_need):
    _, lives = everyone
    (life,) = side_by_side(setting, past, in_need[0], ("crisis_driven",), threads=2)
    assert life == lives[in_need[0]]


def test_another_replicate_is_other_luck(setting, past, in_need):
    told = [side_by_side(setting, past, i, ("crisis_driven",), replicate=k) for k in (1, 2) for i in in_need[:1]]
    assert told[0][0].moments[0] == told[1][0].moments[0]
    assert first_difference((told[0][0], told[1][0])) is not None


@pytest.mark.parametrize("status", [codes.FUTURE, codes.DIED, codes.LEFT])
def test_somebody_who_is_not_there_is_refused_with_somebody_who_is(make, past, status):
    people = past.place.people
    person = int(np.flatnonzero(people.status == status)[0])
    with pytest.raises(NotThereError) as refused:
        follow(make("crisis_driven"), [person])
    assert refused.value.exit_code == 2
    assert f"Person {person} " in str(refused.value)
    nearby = str(refused.value).split("--person ")[1].split(";")[0]
    assert all(people.status[int(word)] == codes.HERE for word in nearby.split(", "))
