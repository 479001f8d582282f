"""Settings on the command line are read and checked as the file is."""

from __future__ import annotations

import pytest

from scenario.helpers import SMALL, faults_of_text
from simulation.scenario import load_text


@pytest.mark.parametrize(
    ("setting", "path", "value"),
    [
        ("place.scale=0.1", "place.scale", 0.1),
        ("place.scale=2", "place.scale", 2.0),
        ("time.years=7", "time.years", 7),
        (" time.years = 7", "time.years", 7),
        ("strategies=[crisis_driven, no_change]", "strategies", ("crisis_driven", "no_change")),
        ("time={years: 7}", "time.burn_in_months", 12),
        ("title='Ten years: a test'", "title", "Ten years: a test"),
        ("time.start=2026-04", "time.start", "2026-04"),
    ],
)
def test_a_setting_is_typed_and_laid_over(setting: str, path: str, value: object) -> None:
    found: object = load_text(SMALL, [setting])
    for name in path.split("."):
        found = getattr(found, name)
    assert found == value


def test_a_later_setting_goes_over_an_earlier_one() -> None:
    assert load_text(SMALL, ["time.years=3", "time.years=4"]).time.years == 4


def test_what_follows_parameters_is_one_id() -> None:
    scenario = load_text(SMALL, ["parameters.home_care.team_posts=12"])
    assert scenario.parameters == {"home_care.team_posts": 12.0}


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("place.scale=x", '--set:1:13: error: place.scale: Input should be a number (got "x").'),
        ('place.scale="5"', '--set:1:13: error: place.scale: Input should be a number (got "5"). Write 5 without'),
        ("place.scal=1", "--set:1:1: error: place.scal: unknown key (got 1). Did you mean 'scale'?"),
        ("plac.scale=1", "--set:1:1: error: plac: unknown key (got a mapping). Did you mean 'place'?"),
        ("time.years=017", "--set:1:12: error: time.years: a number must not begin with 0 (got 017). Write 17"),
        ("time.years=", "--set:1:12: error: time.years: Input should be a whole number (got nothing)"),
        ("time.years=null", "--set:1:12: error: time.years: Input should be a whole number (got nothing)"),
        ("time=null", "--set:1:6: error: time: Input should be a mapping (got nothing)"),
        ("time.years.more=1", "--set:1:1: error: time.years: Input should be a whole number (got a mapping)"),
        ("time={years: 5, yeers: 6}", "--set:1:17: error: time.yeers: unknown key (got 6). Did you mean 'years'?"),
        ("time.years", "--set:1:1: error: a setting is written a.b=value (got time.years)."),
        ("=5", "--set:1:1: error: a setting is written a.b=value (got =5)."),
        ("a..b=5", "--set:1:1: error: a setting is written a.b=value (got a..b=5)."),
        ("extends=base.yaml", "--set:1:1: error: extends: a file to extend is named in the scenario file."),
        ("place=&a {scale: 1}", "--set:1:7: error: place: anchors, aliases and merge keys are not read (got &a)."),
        ("run.seed=!!int 5", "--set:1:10: error: run.seed: tags are not read"),
        ("place.scale=.nan", "--set:1:13: error: place.scale: a number must be finite (got .nan)."),
        ("parameters.home_care.team_post=1", "--set:1:1: error: parameters.home_care.team_post: there is no such par"),
        ("strategies=[crisis_driven, x]", '--set:1:28: error: strategies.1: there is no such strategy (got "x").'),
    ],
)
def test_a_faulty_setting_is_refused_at_its_place(setting: str, said: str) -> None:
    lines = faults_of_text(SMALL, [setting])
    assert len(lines) == 1
    assert lines[0].startswith(said)


def test_every_faulty_setting_is_said_with_its_number() -> None:
    lines = faults_of_text(SMALL, ["place.scale=x", "time.years=2", "run.sed=1"])
    assert [line[:9] for line in lines] == ["--set:1:1", "--set:3:1"]
