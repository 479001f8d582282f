"""A search counts every life that tells a story, and no other."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.lives.report import report
from simulation.lives.search import NOT_YET, UnknownStoryError, search, search_all, stories, story_of
from simulation.state import codes


def tells(life, truths):
    """Months of the chapters of a traced life, or nothing: the story read one month after another."""
    found = []
    for before, after in zip((life.moments[0], *life.moments), life.moments, strict=False):
        if len(found) < len(truths) and truths[len(found)](before, after):
            found.append(after.month)
    return found if len(found) == len(truths) else None


def here(moment):
    return moment.status == codes.HERE


@pytest.mark.parametrize(
    ("what", "truths"),
    [
        ("need_rose, need_fell", [lambda b, a: here(a) and a.need > b.need, lambda b, a: here(a) and a.need < b.need]),
        ("need_none|need_low, supported", [lambda _, a: here(a) and a.need < codes.NEED_MODERATE,
                                           lambda _, a: here(a) and a.support is not None]),
        ("gives-care, died", [lambda _, a: here(a) and a.care_minutes > 0, lambda _, a: a.status == codes.DIED]),
        ("home_care, no_support", [lambda _, a: a.support is not None and a.support.model == 1,
                                   lambda _, a: here(a) and a.support is None]),
    ],
)  # fmt: skip
def test_a_search_finds_the_lives_that_tell_the_story_and_no_others(make, everyone, setting, what, truths):
    _, lives = everyone
    found = search(make("crisis_driven"), story_of(what, setting))
    expected = {i: months for i, life in lives.items() if (months := tells(life, truths))}
    assert dict(zip(found.people.tolist(), found.months.tolist(), strict=True)) == expected
    assert found.among == len(lives)
    assert expected


def test_every_story_that_ships_can_be_looked_for(make, setting):
    for name in stories():
        found = search(make("crisis_driven"), story_of(name, setting))
        assert (found.months != NOT_YET).all()
        assert len(found.people) < found.among


def test_an_unknown_story_names_the_nearest_and_all(setting):
    with pytest.raises(UnknownStoryError, match="Did you mean 'home_again'") as refused:
        story_of("home_agin", setting)
    assert refused.value.exit_code == 2
    assert all(name in str(refused.value) for name in (*stories(), "emergency_placement", "carer_support"))
    with pytest.raises(UnknownStoryError, match=r"'hospitl'.*Did you mean 'hospital'"):
        story_of("hospitl,own_home", setting)


def test_the_report_says_how_many_among_all_and_takes_the_first_by_id(setting, past, names):
    story = story_of("supported,no_support", setting)
    found = search_all(setting, past, story, ("crisis_driven", "prevention_investment"))
    lines = report(found, names.strategies, story, past, replicate=1, at_most=2)
    ids = np.union1d(found[0].people, found[1].people)
    assert f"{found[0].among:,} people live in the place at the start" in lines[2]
    assert lines[3].startswith(f"  Crisis-driven: {len(found[0].people)} lives")
    assert [int(line.split(":")[0]) for line in lines[-2:]] == ids[:2].tolist()
    nobody = found[0]._replace(people=ids[:0], months=found[0].months[:0])
    assert report([nobody], names.strategies, story, past, replicate=1, at_most=2)[-1] == "  Crisis-driven: no life"
