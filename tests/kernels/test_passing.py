"""Problems that pass and quick fixes: with a share of 0 there are none, and nobody is given one before all else."""

from __future__ import annotations

from simulation.month import Town
from simulation.state.catalogue import SETTLING
from simulation.state.codes import HERE, NEED_NONE
from simulation.state.journal import COUNT_INDEX

from .test_null import SMALL, Change, differing, lived, one_step, put

STARTS, FELL = COUNT_INDEX["programme_starts"], COUNT_INDEX["need_fell"]


def all_pass(town: Town) -> None:
    """As if every problem that there is would pass."""
    town.place.people.passing[:] = town.place.people.need > NEED_NONE


def settle_more(town: Town) -> None:
    """As if every programme settled passing problems at once."""
    town.catalogue.programmes.efficacy[:, SETTLING] = 50.0


def fell(town: Town) -> int:
    return int(town.journal.counts[:, FELL].sum())


def test_where_no_problem_passes_none_is_marked_and_nothing_settles_it() -> None:
    town = lived(SMALL, change=put(passing_share=0.0))
    assert not town.place.people.passing.any()
    numbers = put(passing_share=0.0, passing_end=0.9)
    assert differing(town, lived(SMALL, change=numbers)) == set()
    assert differing(*one_step("need and skill", put(passing_share=0.0), settle_more)) == set()


def test_a_passing_problem_that_never_ends_is_like_any_other() -> None:
    left = differing(*one_step("need and skill", put(passing_share=0.0, passing_end=0.0), all_pass))
    assert left <= {"people.passing"}


def test_passing_problems_end() -> None:
    one, other = one_step("need and skill", put(passing_share=0.0, passing_end=0.9), all_pass)
    here = (one.place.people.status == HERE) & (one.place.people.need > NEED_NONE)
    ended = other.place.people.need[here] < one.place.people.need[here]
    assert ended.mean() > 0.7
    assert fell(lived(SMALL, change=put(passing_share=1.0, passing_end=0.5))) > fell(
        lived(SMALL, change=put(passing_share=0.0))
    )


def test_a_programme_settles_passing_problems_and_no_others() -> None:
    def passing(town: Town) -> None:
        put(passing_share=0.0, passing_end=0.02)(town)
        town.place.people.passing[:] = 1

    def settled(town: Town) -> None:
        all_pass(town)
        settle_more(town)

    with_it, without = one_step("need and skill", passing, settled)[1], one_step("need and skill", passing, all_pass)[1]
    assert with_it.place.people.need.sum() < without.place.people.need.sum()


def front_door(quick_first: float, quick_fix: int) -> Change:
    """What is offered to those who ask, and whether programmes are quick fixes, with room for everybody."""

    def change(town: Town) -> None:
        town.levers.quick_first[0], town.levers.early_offer[0] = quick_first, 0.0
        town.levers.programme_places[:] = 1000
        town.levers.assessments[0] = 1000
        town.catalogue.programmes.quick_fix[:] = quick_fix

    return change


def starts(quick_first: float, quick_fix: int) -> int:
    town = lived(SMALL, each_month=front_door(quick_first, quick_fix))
    return int(town.journal.counts[:, STARTS].sum())


def test_a_quick_fix_is_for_those_who_ask() -> None:
    assert starts(0.0, 1) < starts(1.0, 1)
    assert starts(0.0, 1) < starts(0.0, 0)  # other programmes reach out


def test_without_quick_fixes_nobody_is_given_one_first() -> None:
    one, other = (lived(SMALL, each_month=front_door(first, 0)) for first in (0.0, 1.0))
    assert differing(one, other) == set()
