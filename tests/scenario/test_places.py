"""Scenarios of several places: what they inherit, what decides their numbers, and each place alone."""

from __future__ import annotations

import pytest

from scenario.helpers import SMALL
from simulation.scenario import load_text, places, unread_overrides

LISTED = (
    SMALL
    + """\
parameters: {council.assessment_slack: 1.1}
places:
- {id: a, title: Aton, adults: 4000, spend_ratio: 1.2}
- {id: b, older_share: 0.3, parameters: {council.control_tolerance: 0.04}}
"""
)
TABLE = """\
id,name,region,people,adults,older_share,fifth_1,fifth_2,fifth_3,fifth_4,fifth_5,spend_ratio,request_ratio,note
X1,Aton,North,5000,4000,0.25,0.5,0.5,0,0,0,1.2,0.9,
X2,Beeton,South,2000,1500,0.2,0,0,0,0.5,0.5,0.8,,
X3,Ceeton,South,90000,70000,0.3,0.2,0.2,0.2,0.2,0.2,1,1,
"""


@pytest.fixture
def tiny_table(tmp_path, monkeypatch):
    (tmp_path / "tiny.csv").write_text(TABLE)
    monkeypatch.setattr(places, "EVIDENCE", tmp_path)
    monkeypatch.setitem(places.TABLES, "tiny", "tiny.csv")
    yield
    places.table_rows.cache_clear()


def test_a_place_takes_from_place_what_it_does_not_say():
    scenario = load_text(LISTED)
    one, two = (scenario.of_place(name) for name in "ab")
    assert (one.place.adults, two.place.adults) == (4_000, 5_000)
    assert (one.place.spend_ratio, two.place.spend_ratio) == (1.2, None)
    assert two.parameter_table().value("council.control_tolerance") == 0.04
    assert one.parameter_table().value("council.control_tolerance") == 0.05
    assert one.parameter_table().value("council.assessment_slack") == 1.1
    assert one.title == "Aton"
    with pytest.raises(KeyError):
        scenario.of_place("c")


def test_a_place_alone_is_a_scenario_that_can_be_written_and_read():
    one = load_text(LISTED).of_place("a")
    assert one.every_place == ()
    assert load_text(one.resolved_yaml()).digest() == one.digest()


def test_the_seed_of_a_place_depends_on_no_other_place():
    alone = load_text(LISTED.split("- {id: a")[0] + "- {id: b}\n").of_place("b").run.seed
    assert load_text(LISTED).of_place("b").run.seed == alone
    assert load_text(LISTED).of_place("a").run.seed != alone
    assert load_text(LISTED, ["run.seed=2"]).of_place("b").run.seed != alone


def test_without_places_nothing_is_said_of_them():
    text = load_text(SMALL).resolved_yaml()
    assert not any(word in text for word in ("places", "deprivation", "older_share", "spend_ratio", "request_ratio"))


def test_what_a_place_is_decides_the_digest_and_what_it_is_called_does_not():
    digest = load_text(LISTED).digest()
    assert load_text(LISTED.replace("Aton", "Atown")).digest() == digest
    assert load_text(LISTED.replace("spend_ratio: 1.2", "spend_ratio: 1.3")).digest() != digest
    assert load_text(SMALL).digest() != digest


def test_a_place_too_small_to_live_is_lived_at_the_least_size():
    small, large = (load_text(LISTED, [f"place.scale={scale}"]).of_place("a").place for scale in (0.1, 0.5))
    assert round(small.adults * small.scale) == places.LEAST_ADULTS
    assert (large.adults, large.scale) == (4_000, 0.5)


def test_a_table_is_read_whole_or_in_part(tiny_table):
    def ids(given):
        return [place.id for place in load_text(SMALL, [f"places={given}"]).every_place]

    assert ids("tiny") == ["X1", "X2", "X3"]
    assert ids("{table: tiny, only: [South]}") == ["X2", "X3"]
    assert ids("{table: tiny, only: [Ceeton, X1]}") == ["X1", "X3"]


def test_a_table_says_what_each_place_is(tiny_table):
    one, two, _ = load_text(SMALL, ["places=tiny"]).every_place
    assert (one.name, one.adults, one.older_share, one.spend_ratio, one.request_ratio) == ("Aton", 4000, 0.25, 1.2, 0.9)
    assert one.deprivation.shares == (0.5, 0.5, 0, 0, 0)
    assert two.request_ratio is None


def test_the_resolved_scenario_needs_no_table(tiny_table):
    scenario = load_text(SMALL, ["places=tiny"])
    again = load_text(scenario.resolved_yaml())
    assert isinstance(again.places, tuple)
    assert again.digest() == scenario.digest()


def test_a_parameter_of_one_place_that_nothing_reads_is_named():
    assert unread_overrides(load_text(LISTED), {"council.assessment_slack", "council.control_tolerance"}) == []
    (fault,) = unread_overrides(load_text(LISTED), {"council.assessment_slack"})
    assert fault.path == "places.1.parameters.council.control_tolerance"
    assert fault.line == 10


def test_the_councils_of_england_are_all_there():
    scenario = load_text(SMALL, ["places=england_councils"])
    assert len(scenario.every_place) == 153
    assert sum(place.adults for place in scenario.every_place) == pytest.approx(45.7e6, rel=0.01)
    assert load_text(SMALL, ["places={table: england_councils, only: [Leeds]}"]).every_place[0].id == "E08000035"
