"""A row that is not in every place: taken from the shelf, or written in a scenario file. Neither needs code."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from simulation import load
from simulation.catalogue.load import load_catalogue, load_shelf
from simulation.model import CareEcosystem, live_past
from simulation.scenario import load_text
from simulation.state.codes import COUNCIL, GROUP_NAMES, NOBODY, PERSON

SCENARIO = Path(__file__).parents[2] / "scenarios" / "micro_enterprises.yaml"
SMALL = ["place.scale=0.01", "time.years=1", "time.burn_in_months=24"]
NEW = ("micro_enterprise", "peer_enterprise")
TEXT = """\
schema: 1
name: shelf
comparator: one
strategies: [one]
place: {adults: 12000}
time: {years: 1, burn_in_months: 12}
strategy_definitions:
  one:
    based_on: crisis_driven
"""


def test_a_new_row_needs_no_code() -> None:
    shipped, case = load_catalogue().support_models, load(SCENARIO, SMALL)
    assert list(case.catalogue_rows().support_models) == [*shipped, *NEW]
    assert NEW[1] not in load_shelf().support_models
    model = CareEcosystem(case, strategy="enterprises_preferred", past=live_past(case), check=True).run()
    for name in NEW:
        row = model.model_ids.index(name)
        assert model.town.journal.stock[:, row].sum() > 0, name
        assert model.town.journal.ledger[:, :, row].sum() > 0, name


def test_every_row_of_the_shelf_is_lived_at_once() -> None:
    """Nothing assumes how many rows there are: each support model is begun by somebody, each programme is paid for."""
    shelf = load_shelf()
    everyone = ", ".join(f"{group}: {{moderate: 1, substantial: 1, high: 1}}" for group in GROUP_NAMES)
    rows = "".join(f"  {name}: {{choice: {{{everyone}}}}}\n" for name in shelf.support_models)
    shares = ", ".join(f"{name}: {1 / len(shelf.programmes)}" for name in shelf.programmes)
    case = load_text(f"{TEXT}    pot_shares: {{{shares}}}\nsupport_models:\n{rows}")
    model = CareEcosystem(case, past=live_past(case), check=True).run()
    starts = model.town.journal.starts.sum(axis=(0, 2, 3))[len(load_catalogue().support_models) :]
    assert dict(zip(shelf.support_models, starts > 0, strict=True)) == dict.fromkeys(shelf.support_models, True)
    first = len(model.model_ids)
    paid = model.town.journal.ledger.sum(axis=(0, 1, 3))[first : first + len(model.programme_ids)]
    assert np.all(paid > 0)


def test_the_shelf_is_in_no_place_that_does_not_name_it() -> None:
    rows, shipped = load_text(TEXT).catalogue_rows(), load_catalogue()
    assert (rows.support_models, rows.programmes) == (shipped.support_models, shipped.programmes)


def test_a_share_of_the_pot_takes_a_programme_from_the_shelf() -> None:
    case = load_text(f"{TEXT}    pot_shares: {{telecare: 0.5, reablement: 0.5}}\n")
    assert list(case.catalogue_rows().programmes) == [*load_catalogue().programmes, "telecare"]


@pytest.mark.parametrize(
    ("addition", "words"),
    [
        ("    preference: {extra_care_housing: 2}\n", "give it choice weights under support_models first"),
        ("support_models: {extra_care_housing: {price_gbp: 300}}\n", "nobody would choose this support model"),
        ("programmes: {telecare: {uptake: 0.5}}\n", "nothing reads this row"),
    ],
)
def test_a_row_that_would_do_nothing_is_refused(addition: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        load_text(TEXT + addition)


HOUSE = """\
support_models:
  peer_house:
    based_on: supported_living
    title: Peer house
    description: A house of the scenario's own.
    choice: {{older: {{moderate: 0.5, substantial: 0.5, high: 0.5}}}}
    start_capacity_per_1000: {capacity}
"""


def test_a_new_row_has_as_many_places_as_it_says() -> None:
    people = {}
    for capacity in (1, "population.start_capacity_per_1000.other", 6):
        model = CareEcosystem(load_text(TEXT + HOUSE.format(capacity=capacity)))
        row, providers = model.model_ids.index("peer_house"), model.town.place.providers
        people[capacity] = int(providers.places[providers.model == row].sum())
    assert people["population.start_capacity_per_1000.other"] < people[1] < people[6]
    assert 6 * 12 <= people[6] <= 1.2 * 6 * 12


@pytest.mark.parametrize(("capacity", "words"), [(-1, "-1 is below 0"), ("many", "no parameter is called 'many'")])
def test_places_that_cannot_be_are_refused(capacity: object, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        load_text(TEXT + HOUSE.format(capacity=capacity))


ONCE = """\
    start_cost_gbp: {cost}
    reciprocity: {factor}
"""


def _lived(cost: object, factor: object) -> CareEcosystem:
    case = load_text(TEXT + HOUSE.format(capacity=6) + ONCE.format(cost=cost, factor=factor))
    return CareEcosystem(case, past=live_past(case)).run()


def test_what_a_start_costs_is_paid_once_by_whoever_pays_for_the_support() -> None:
    """Until a month's pounds change what the council decides, two lives differ in nothing but that cost."""
    free, dear = _lived(0, 1), _lived(40, 1)
    row, journal = dear.model_ids.index("peer_house"), dear.town.journal
    assert np.array_equal(free.town.journal.starts, journal.starts)
    began = journal.starts[:, row].reshape(len(journal.starts), 2, -1, 2).sum(axis=3)  # [month, self_funded, fifth]
    more = journal.ledger[:, :, row] - free.town.journal.ledger[:, :, row]
    assert began.sum() > 0
    assert np.array_equal(more[:, COUNCIL], 4000 * began[:, 0])
    assert np.array_equal(more[:, PERSON], 4000 * began[:, 1])
    assert more.sum() == 4000 * began.sum()


def test_reciprocity_of_a_row_is_of_the_ties_of_those_who_have_it() -> None:
    """Help goes both ways in hardly any tie where the row takes the chance away, and in more the greater it is."""
    share = {}
    for factor in (0, 1, 1.5):
        model = _lived(0, factor)
        people, row = model.town.place.people, model.model_ids.index("peer_house")
        arrangements = model.town.place.arrangements
        here = people.arrangement != NOBODY
        own = np.flatnonzero(here)[arrangements.model[people.arrangement[here]] == row]
        tied = people.tie_other[own] != NOBODY
        assert tied.sum() > 50
        share[factor] = people.tie_mutual[own][tied].mean()
    assert share[0] < share[1] < share[1.5]


@pytest.mark.parametrize(
    ("cost", "factor", "words"),
    [(-1, 1, "start_cost_gbp.*-1 is below 0"), (0, "none", "no parameter is called 'none'")],
)
def test_a_start_cost_or_reciprocity_that_cannot_be_is_refused(cost: object, factor: object, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        load_text(TEXT + HOUSE.format(capacity=1) + ONCE.format(cost=cost, factor=factor))
