"""The story, the tables and the figure of a life."""

from __future__ import annotations

import re

import pytest

from simulation.catalogue.load import load_catalogue
from simulation.lives import words
from simulation.lives.differences import ASIDE, NEVER_WANTED, PLAIN
from simulation.lives.files import write
from simulation.lives.moment import Moment
from simulation.lives.story import Told, story
from simulation.lives.tables import date, tables
from simulation.lives.trace import first_difference
from simulation.measures.files import read_csv

START = "2025-04"
CLIP_NAME = re.compile(rb"p[0-9a-f]{10}\b")
FILES = {"story.md", "events.csv", "ties.csv", "life.pdf", "life.svg", "life.png", "life.csv", "life.alt.txt"}


@pytest.fixture(scope="module")
def told(names):
    return Told(names, START, "tiny", 1, 1)


@pytest.fixture(scope="module")
def eventful(both):
    """The lives in which most kinds of events happen and that part."""
    parted = [lives for lives in both.values() if first_difference(lives) is not None]
    return max(parted, key=lambda lives: len({event.kind for life in lives for event in life.events}))


def test_the_same_life_gives_the_same_bytes(eventful, told, tmp_path):
    """In the SVG, a clip path is named by a hash of its box, whose last bits the solver of the layout may move."""
    for name in ("one", "two"):
        assert {path.name for path in write(tmp_path / name, eventful, told)} == FILES
    for name in FILES - {"life.pdf"}:  # its boxes are written to more digits than the solver holds still
        one, two = (CLIP_NAME.sub(b"clip", (tmp_path / side / name).read_bytes()) for side in ("one", "two"))
        assert one == two, name


def test_the_tables_hold_every_month_and_event(eventful, told, tmp_path):
    write(tmp_path, eventful, told)
    months, events = read_csv(tmp_path / "life.csv"), read_csv(tmp_path / "events.csv")
    assert months.num_rows == sum(len(life.moments) for life in eventful)
    assert events.num_rows == sum(len(life.events) for life in eventful)
    assert set(months["strategy"].to_pylist()) == {life.strategy for life in eventful}


def test_the_description_tells_every_event(eventful, told, tmp_path):
    write(tmp_path, eventful, told)
    alt = (tmp_path / "life.alt.txt").read_text(encoding="utf-8")
    for row in tables(eventful, told.names, START).events.to_pylist():
        assert f"month {row['month']}, aged {row['age']}: {row['text']}" in alt


def test_every_event_of_everyone_has_words(everyone, names):
    _, lives = everyone
    for event in {event for life in lives.values() for event in life.events}:
        sentence = words.sentence(event.kind, event.what, event.why, names)
        assert sentence
        assert "{" not in sentence + words.label(event.kind, event.what, names)


def test_the_story_says_who_is_invented_what_is_shared_and_what_is_not_told(eventful, told):
    page = story(eventful, told)
    for words_of_page in ("This person is invented", "## The same under every strategy", "## What differs",
                          "same to the last bit up to the end of month", "leaves no trace"):  # fmt: skip
        assert words_of_page in page


def test_lives_that_do_not_part_are_told_once(eventful, told):
    same = (eventful[0], eventful[0]._replace(strategy="no_change"))
    page = story(same, told)
    assert "Nothing: in every month, all that is traced is the same to the last bit." in page
    assert page.count("- In month ") == len({event.month for event in eventful[0].events})


def test_where_lives_part_is_said_in_plain_words_and_with_what_each_has(eventful, told):
    one = eventful[0]
    last = one.moments[-1]
    other = last._replace(wanted=told.names.models.index("shared_lives"), stage_since=last.stage_since + 1)
    one = one._replace(moments=(*one.moments[:-1], last._replace(wanted=NEVER_WANTED)))
    page = story((one, one._replace(strategy="other", moments=(*one.moments[:-1], other))), told)
    assert (
        f"In month {last.month} ({date(START, last.month)}) they part. What differs first: since when it is waited for "
        "and the support last agreed at the front door (none under Crisis-driven, Shared Lives under Other)."
    ) in page


def test_no_support_has_the_code_that_stands_for_none_agreed(told):
    assert told.names.models[NEVER_WANTED] == "unpaid_care"
    assert not load_catalogue().support_models["unpaid_care"].choice


def test_every_field_of_a_month_has_plain_words():
    assert set(PLAIN) == set(Moment._fields) - set(ASIDE)


def test_months_have_their_date():
    assert [date(START, month) for month in (-4, 0, 8, 9)] == ["2024-12", "2025-04", "2025-12", "2026-01"]
