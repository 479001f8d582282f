"""A life to files: the story, the tables, the figure; the same bytes each time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from matplotlib import rc_context

from simulation.figures import life as figure
from simulation.figures.saving import save
from simulation.figures.style import SIZES, settings
from simulation.lives import words
from simulation.lives.story import Told, story
from simulation.lives.tables import tables
from simulation.lives.trace import Life, first_difference
from simulation.measures.files import write_bytes, write_csv

NOTE = (
    "Need, skill and the rest are as at each month's end; marks stand in the month in which something happened, and "
    "story.md says what. An invented person: one life shows how the model works, and is no evidence for a strategy."
)
PARTS = "Dotted: the month in which the lives part; up to it they are the same to the last bit. "


def write(folder: Path, lives: Sequence[Life], told: Told, size: str = "double") -> list[Path]:
    """Write ``story.md``, ``events.csv``, ``ties.csv`` and the figure ``life`` with its months as ``life.csv``."""
    months, events, ties = tables(lives, told.names, told.start)
    write_bytes(folder / "story.md", story(lives, told).encode())
    write_csv(folder / "events.csv", events)
    write_csv(folder / "ties.csv", ties)
    first, parts = lives[0].moments[0], first_difference(lives)
    who = words.person(lives[0].female, first.age, first.conditions)
    note = f"At the start, {who}. {'' if parts is None else PARTS}{NOTE}"
    facts = figure.LifeFacts(f"person {lives[0].person}", parts, note, told.names.strategies)
    shape = SIZES[size]
    with rc_context(settings(shape)):
        drawn = figure.draw(months, events, facts, shape)
        return [folder / name for name in ("story.md", "events.csv", "ties.csv")] + save(drawn, folder)
