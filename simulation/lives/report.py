"""What a search has found, in lines: how many lives tell the story, among how many, and a few of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from simulation.lives import words
from simulation.lives.search import Found, Story

if TYPE_CHECKING:
    from simulation.past import Past


def report(
    found: Sequence[Found], names: Mapping[str, str], story: Story, past: Past, replicate: int, at_most: int
) -> list[str]:
    """Counts first, then the first few people by id, whatever became of them; ``names`` of strategies, by id."""
    chapters = ", then ".join(" or ".join(choice) for choice in story.chapters)
    lines = [
        f"{story.title[:1].upper()}{story.title[1:]}",
        f"  {chapters}; each at the end of a later month than the one before (-1: at the start)",
        f"  replicate {replicate}; {found[0].among:,} people live in the place at the start",
        *(f"  {names[one.strategy]}: {_count(len(one.people), one.among)}" for one in found),
    ]
    ids = sorted({int(i) for one in found for i in one.people})
    if len(found) > 1 and ids:
        every = set.intersection(*({int(i) for i in one.people} for one in found))
        lines.append(f"  the same person under each strategy: {_count(len(every), found[0].among)}")
    if ids:
        shown = ids[:at_most]
        how = "All of them" if len(ids) <= at_most else f"The first {len(shown)} of {len(ids):,} by id"
        lines += [f"{how}:", *(f"  {_line(i, found, names, past)}" for i in shown)]
    return lines


def _count(lives: int, among: int) -> str:
    if lives == 0:
        return "no life"
    return f"{lives:,} {'life' if lives == 1 else 'lives'}, {lives / among * 10_000:,.1f} in 10,000"


def _line(person: int, found: Sequence[Found], names: Mapping[str, str], past: Past) -> str:
    """One person: who, and in which months the chapters came under each strategy."""
    people = past.place.people
    age = -1 - int(people.birth_month[person])
    who = words.person(bool(people.female[person]), age // 12, int(people.conditions[person]))
    when = "; ".join(f"{names[one.strategy]}: {_months(person, one)}" for one in found)
    return f"{person}: {who}. {when}."


def _months(person: int, found: Found) -> str:
    rows = [row for row, i in enumerate(found.people) if i == person]
    return f"months {', '.join(str(month) for month in found.months[rows[0]])}" if rows else "not"
