"""The real model in two tiny places: they are what they are alone, and the whole is their sum."""

from functools import reduce

import pyarrow.compute as pc
import pytest

from simulation.measures.parts import archive_path
from simulation.measures.sums import added, sums_of
from simulation.measures.tables import table_of
from simulation.model import CareEcosystem, live_past, record
from simulation.runs import datapackage, digests, manifest, storage
from simulation.runs.engine import MODEL
from simulation.runs.job import Job
from simulation.runs.options import RunOptions
from simulation.runs.verify import verify_by_living
from simulation.scenario import load_text

SCENARIO = """schema: 1
name: pair
places:
- id: poor
  adults: 1400
  deprivation: {fifth_1: 0.7, fifth_2: 0.3, fifth_3: 0, fifth_4: 0, fifth_5: 0}
  older_share: 0.2
  spend_ratio: 1.2
  request_ratio: 1.1
- {id: usual, parameters: {council.control_tolerance: 0.04}}
place: {adults: 1000}
time: {burn_in_months: 3, years: 1}
run: {seed: 5, replicates: 1}
comparator: crisis_driven
strategies: [crisis_driven, prevention_investment]
"""
THIRD = SCENARIO.replace("- {id: usual", "- {id: another, older_share: 0.3}\n- {id: usual")


def lived(out, text, **options):
    job = Job(load_text(text), RunOptions(out=out, figures=False, **options), engine=MODEL)
    assert job.run().exit_code == 0
    return out


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    return lived(tmp_path_factory.mktemp("pair") / "out", SCENARIO, workers=2, check=True)


def test_two_places_are_the_two_alone_and_summed(pair):
    scenario = load_text(SCENARIO)
    sums = []
    for name in ("poor", "usual"):
        own = load_text(scenario.of_place(name).resolved_yaml())
        model = CareEcosystem(own, strategy="prevention_investment", replicate=1, past=live_past(own))
        sums.append(sums_of(record(model.run())))
    table = storage.read_table(storage.run_path(pair, 1))
    stored = table.filter(pc.equal(table["strategy"], "prevention_investment"))
    assert digests.of_values(stored) == digests.of_values(table_of(reduce(added, sums), "prevention_investment", 1))


def test_another_place_changes_nothing_in_the_others(pair, tmp_path):
    lived(tmp_path / "out", THIRD, workers=1)
    for name in ("poor", "usual"):
        one, other = (archive_path(folder, name, 1).read_bytes() for folder in (pair, tmp_path / "out"))
        assert one == other


def test_workers_and_threads_change_no_value(pair, tmp_path):
    lived(tmp_path / "out", SCENARIO, workers=1, threads=2)
    assert manifest.read(tmp_path / "out")["values_sha256"] == manifest.read(pair)["values_sha256"]


def test_the_whole_can_be_lived_again(pair):
    assert verify_by_living(pair).sound


def test_every_column_is_described(pair):
    tables = [*pair.glob("tables/by_place.csv"), *pair.glob("comparison/*.csv")]
    names = {name.strip('"') for path in tables for name in path.read_text().splitlines()[0].split(",")}
    assert {"place", "freedom", "most_deprived_share"} <= names
    assert names - set(datapackage.known_fields()) == set()


PEERS = SCENARIO.replace("years: 1", "years: 2").replace(
    "strategies: [crisis_driven, prevention_investment]",
    """strategies: [crisis_driven, learning]
strategy_definitions:
  learning:
    based_on: crisis_driven
    preference: {residential_home: 0.5, home_care_small_team: 2}
    decision: {rule: learn, horizon_years: 5, prior_sd: 0.3, case_sd: 1, peers: 1, peer_pull: 0.5, pioneers: [poor]}""",
)


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    return lived(tmp_path_factory.mktemp("seen") / "out", PEERS.replace("replicates: 1", "replicates: 2"), workers=2)


def test_places_that_see_each_other_are_the_same_in_any_workers_and_threads(seen, tmp_path):
    lived(tmp_path / "out", PEERS.replace("replicates: 1", "replicates: 2"), workers=1, threads=2)
    assert manifest.read(tmp_path / "out")["values_sha256"] == manifest.read(seen)["values_sha256"]
    assert verify_by_living(seen, 2).sound
