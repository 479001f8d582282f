"""What a user of the Mesa model can rely on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import mesa
import numpy as np
import pytest

from simulation import load
from simulation.model import CareEcosystem, Past, live_past, record
from simulation.past import setting_of
from simulation.state.codes import GROUP_NAMES, NEED_MODERATE
from simulation.state.place import ARRANGEMENTS, SHARERS

SMALL = {"place__adults": 3000, "place__scale": 1.0, "time__years": 1, "time__burn_in_months": 12}
TEXT = """\
schema: 1
name: small
comparator: crisis_driven
strategies: [crisis_driven, no_change, prevention_investment, only_shared_lives]
strategy_definitions:
  only_shared_lives:
    based_on: crisis_driven
    title: Only Shared Lives
    description: The usual strategy, but Shared Lives is preferred fivefold.
    preference: {shared_lives: 5}
place: {adults: 3000}
time: {years: 2, burn_in_months: 12}
"""


@pytest.fixture(scope="module")
def past() -> Past:
    return live_past(setting_of(None, SMALL))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scenario")


def _journals_equal(one: CareEcosystem, other: CareEcosystem) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(one.town.journal, other.town.journal, strict=True))


def test_the_comparator_under_another_name_differs_in_no_cell(folder: Path) -> None:
    path = folder / "small.yaml"
    path.write_text(TEXT, encoding="utf-8")
    case = load(path)
    common = live_past(case)
    usual = CareEcosystem(case, past=common, check=True).run()
    same = CareEcosystem(case, strategy="no_change", past=common, check=True).run()
    other = CareEcosystem(case, strategy="prevention_investment", past=common, check=True).run()
    assert _journals_equal(usual, same)
    assert not _journals_equal(usual, other)


def test_a_strategy_about_shared_lives_changes_nothing_where_there_is_none(folder: Path) -> None:
    path = folder / "none.yaml"
    never = "{moderate: 0, substantial: 0, high: 0}"
    choice = ", ".join(f"{group}: {never}" for group in GROUP_NAMES)
    none = f"support_models:\n  shared_lives:\n    choice: {{{choice}}}\n"
    path.write_text(TEXT + none, encoding="utf-8")
    case = load(path)
    common = live_past(case)
    usual = CareEcosystem(case, past=common).run()
    other = CareEcosystem(case, strategy="only_shared_lives", past=common).run()
    shared = usual.model_ids.index("shared_lives")
    assert usual.town.catalogue.models.choice[shared].sum() == 0
    assert _journals_equal(usual, other)


def test_threads_do_not_change_a_bit(past: Past) -> None:
    setting = setting_of(None, SMALL)
    one = CareEcosystem(setting, past=past, threads=1).run()
    two = CareEcosystem(setting, past=past, threads=2).run()
    assert _journals_equal(one, two)
    for mine, theirs in zip(one.town.place.people, two.town.place.people, strict=True):
        assert np.array_equal(mine, theirs)


def test_another_replicate_has_other_luck(past: Past) -> None:
    setting = setting_of(None, SMALL)
    one, two = (CareEcosystem(setting, past=past, replicate=k).run() for k in (1, 2))
    assert not _journals_equal(one, two)


def test_a_saved_past_lives_on_the_same(past: Past, tmp_path: Path) -> None:
    past.save(tmp_path / "past")
    setting = setting_of(None, SMALL)
    here = CareEcosystem(setting, past=past).run()
    again = CareEcosystem(setting, past=Past.load(tmp_path / "past")).run()
    assert _journals_equal(here, again)


def test_people_are_a_frame_with_the_verbs_of_an_agent_set(past: Past) -> None:
    model = CareEcosystem(setting_of(None, SMALL), past=past)
    adults = model.people.select(lambda people: people.get("age") >= 18)
    needing = adults.select(lambda people: people.get("need") >= NEED_MODERATE, at_most=5)
    assert 0 < len(needing) <= 5
    assert len(adults) < len(model.people)
    assert sum(len(frame) for frame in adults.groupby("need").values()) == len(adults)
    person = next(iter(needing))
    assert model.people[person.id].need == person.need >= NEED_MODERATE
    assert needing.set("lonely", 0.5).agg("lonely", np.mean) == 0.5
    with pytest.raises(KeyError):
        model.people[10**9]
    with pytest.raises(AttributeError, match="people have no 'wealth'"):
        model.people.get("wealth")


def test_institutions_are_agents_and_people_are_not(past: Past) -> None:
    model = CareEcosystem(setting_of(None, SMALL), past=past)
    kinds = {type(agent).__name__ for agent in model.agents}
    assert kinds == {"Council", "Hospital", "SharedLivesScheme", "Provider", "Neighbourhood"}
    assert len({agent.unique_id for agent in model.agents}) == len(model.agents)


def test_mesa_batch_run_and_data_collector_work() -> None:
    settings = {**SMALL, "place__adults": 1000, "strategy": ["crisis_driven", "prevention_investment"]}
    rows = mesa.batch_run(CareEcosystem, settings, max_steps=3, data_collection_period=1, display_progress=False)
    last = [row for row in rows if row["Step"] == 3]
    assert len(last) == 2
    assert all(row["council_spend_gbp"] > 0 for row in last)


FIFTY_MODELS = """
import gc
from pathlib import Path
from simulation.model import CareEcosystem, live_past
from simulation.past import setting_of

setting = setting_of(None, {settings})
past = live_past(setting)

def resident_kb():
    gc.collect()
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4

def make(models):
    for _ in range(models):
        CareEcosystem(setting, past=past).step()
    return resident_kb()

before = make(5)
print(make(50) - before, sum(column.nbytes for column in past.place.people) // 1024)
"""


def test_fifty_models_leave_memory_flat() -> None:
    """In a process of its own: in one that has run other tests, holes left in memory by them are filled meanwhile."""
    code = FIFTY_MODELS.format(settings=SMALL)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    grown_kb, one_model_kb = map(int, done.stdout.split())
    assert grown_kb < 2 * one_model_kb


def test_a_record_holds_every_tie_once(past: Past) -> None:
    model = CareEcosystem(setting_of(None, SMALL), past=past).run()
    left = record(model)
    logged = np.bincount(left.ties_ended.kind, minlength=left.journal.ties_ended.shape[1])
    assert np.array_equal(logged, left.journal.ties_ended.sum(axis=(0, 2)))
    still = np.bincount(left.ties_open.kind, minlength=left.journal.ties_open.shape[1])
    assert np.array_equal(still, left.journal.ties_open[-1])


def test_tables_that_run_out_of_rows_change_nothing(past: Past) -> None:
    """Starts of support and applications of carers are written to the larger tables, which kernels are then given."""
    usual, full = (CareEcosystem(setting_of(None, SMALL), past=past, replicate=1) for _ in range(2))
    place = full.town.place
    used = {"arrangements": int(place.counters[ARRANGEMENTS]), "sharers": int(place.counters[SHARERS])}
    full.town.place = place._replace(**{name: getattr(place, name)[:rows].copy() for name, rows in used.items()})
    assert _journals_equal(usual.run(), full.run())
    assert all(len(getattr(full.town.place, name)) > rows for name, rows in used.items())
