"""Looking for lives that tell a story: chapters that come true one after another, counted among everyone."""

from __future__ import annotations

import csv
import functools
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.lives.chapters import holds, names
from simulation.scenario.errors import did_you_mean
from simulation.state.codes import HERE

if TYPE_CHECKING:
    from simulation.model import CareEcosystem, Past
    from simulation.past import Setting

_FILE: Final = Path(__file__).with_name("stories.csv")
NOT_YET: Final = np.iinfo(np.int16).min
"""Month of a chapter that has not come true."""


class UnknownStoryError(ValueError):
    """There is no story, or no chapter, of that name."""

    exit_code = 2


class Story(NamedTuple):
    """Chapters in order; each is a choice of one or more names, of which one must come true."""

    title: str
    chapters: tuple[tuple[str, ...], ...]

    def __str__(self) -> str:
        return ", ".join("|".join(choice) for choice in self.chapters)


class Found(NamedTuple):
    """Whose life under a strategy tells a story, among how many who lived there at the start."""

    strategy: str
    people: NDArray[np.int64]  # ids in order
    months: NDArray[np.int16]  # [found, chapter] month at whose end it was first true after the chapter before
    among: int


@functools.cache
def stories() -> dict[str, Story]:
    """Stories that ship, by id."""
    with _FILE.open(encoding="utf-8", newline="") as lines:
        return {row["id"]: Story(row["title"], _chapters(row["chapters"])) for row in csv.DictReader(lines)}


def _chapters(text: str) -> tuple[tuple[str, ...], ...]:
    parts = [part.replace("-", "_") for part in text.replace(" ", "").split(",") if part]
    return tuple(tuple(part.split("|")) for part in parts)


def story_of(what: str, setting: Setting) -> Story:
    """A story by its id, or made of chapters separated by commas (``hospital,shared_lives,own_home|tenancy``).

    Raises:
        UnknownStoryError: names the nearest, and all there are.
    """
    shipped, known = stories(), _known(setting)
    if what.replace("-", "_") in shipped:
        return shipped[what.replace("-", "_")]
    chapters = _chapters(what)
    unknown = [name for choice in chapters for name in choice if name not in known]
    if chapters and not unknown:
        return Story("chapters as asked", chapters)
    word = unknown[0] if unknown else what
    near = did_you_mean(word, (*shipped, *known))
    listing = "\n".join(f"  {name}: {story.title} ({story})" for name, story in shipped.items())
    raise UnknownStoryError(
        f"There is no story or chapter {word!r}. {near}\nStories:\n{listing}\n"
        f"Or chapters in order, separated by commas (a|b for either): {', '.join(known)}."
    )


def _known(setting: Setting) -> tuple[str, ...]:
    """Every chapter; two rows of the catalogue only price what is not arranged (unpaid care, days of delay)."""
    priced = (setting.rates.unpaid_model, setting.rates.hospital_model)
    arranged = tuple(name for code, name in enumerate(setting.model_ids) if code not in priced)
    return names(arranged, setting.programme_ids)


def search(model: CareEcosystem, story: Story) -> Found:
    """Live a model to its end and see whose life tells the story.

    A chapter is true at the end of a month, or at the start; the next must be true at the end of a later month. It is
    asked of everyone who lives in the place at the start.
    """
    people = model.place.people
    at_start = people.status == HERE
    reached = np.zeros(len(at_start), np.int64)
    months = np.full((len(at_start), len(story.chapters)), NOT_YET, np.int16)
    _turn_pages(model, story, model.month - 1, people.need, reached, months)
    while model.running:
        month, need = model.month, people.need.copy()
        model.step()
        _turn_pages(model, story, month, need, reached, months)
    model.town.close()
    found = np.flatnonzero(at_start & (reached == len(story.chapters)))
    return Found(model.strategy_id, found, months[found], int(at_start.sum()))


def _turn_pages(
    model: CareEcosystem,
    story: Story,
    month: int,
    before: NDArray[np.uint8],
    reached: NDArray[np.int64],
    months: NDArray[np.int16],
) -> None:
    """Whoever's next chapter is true goes on to the one after it; one chapter a month."""
    turned = np.zeros(len(reached), np.bool_)
    for k, choice in enumerate(story.chapters):
        waiting = (reached == k) & ~turned
        if not waiting.any():
            continue
        true = np.zeros(len(reached), np.bool_)
        for name in choice:
            true |= holds(name, model, month, before)
        months[waiting & true, k] = month
        turned |= waiting & true
        reached[waiting & true] += 1


def search_all(
    setting: Setting, past: Past, story: Story, strategies: Sequence[str], replicate: int = 1, threads: int = 1
) -> list[Found]:
    """The same people with the same luck under each strategy."""
    from simulation.model import CareEcosystem

    found = []
    for strategy in strategies:
        model = CareEcosystem(setting, strategy=strategy, replicate=replicate, past=past, threads=threads)
        found.append(search(model, story))
    return found
