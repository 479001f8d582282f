"""A life in plain sentences, made from its events; and what differs between lives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from simulation.lives import words
from simulation.lives.differences import difference_rows, first_differences
from simulation.lives.tables import date, event_rows
from simulation.lives.trace import Life, first_difference, first_different_event
from simulation.lives.words import Names, listed
from simulation.state import codes

CAUTION = (
    "This person is invented. No one's record went in, and two lives of a simulated person under two strategies say "
    "nothing of any real person. One life shows how the model works; it is no evidence that a strategy does."
)
UNSEEN = (
    "Not told, because it leaves no trace in a month's end: visits to A&E, "
    "a request of month 0 that was answered in that month, a further crisis of somebody who already waits in one, and "
    "whatever else began and ended within one month."
)


class Told(NamedTuple):
    """What a story needs beside the lives: names of rows, the first month, and where the lives come from."""

    names: Names
    start: str
    scenario: str
    seed: int
    replicate: int


def story(lives: Sequence[Life], told: Told) -> str:
    """A person's lives as a Markdown page."""
    apart = first_different_event(lives)
    lines = [
        f"# One simulated life: person {lives[0].person}",
        "",
        f"{CAUTION}",
        "",
        f"Scenario {told.scenario}, seed {told.seed}, replicate {told.replicate}. Months are counted from the start "
        f"of the comparison, {told.start} (month 0); what befalls in a month is told by its end.",
        "",
        "## At the start",
        "",
        _opening(lives[0], told),
        "",
        *_told_together(lives, told, apart),
        *_told_apart(lives, told, apart),
        "## What differs",
        "",
        *_differs(lives, told),
        "",
        UNSEEN,
        "",
    ]
    return "\n".join(lines)


def _opening(life: Life, told: Told) -> str:
    first = life.moments[0]
    who = words.person(life.female, first.age, first.conditions)
    kinds = [words.OTHERS[tie.kind] for tie in first.ties]
    ties = listed([f"{kind}{_times(kinds.count(kind))}" for kind in dict.fromkeys(kinds)]) if kinds else "nobody"
    support = "no support is in place"
    if first.support is not None:
        support = f"{told.names.model(first.support.model)} is in place since month {first.support.started}"
    return (
        f"{who[:1].upper()}{who[1:]}, with {words.need_for_help(first.need)}, lives in "
        f"{words.HOMES[first.setting]}. Ties: {ties}. At the front door: {words.STAGES[first.stage]}; {support}."
    )


def _times(count: int) -> str:
    return f" ({count})" if count > 1 else ""


def _told_together(lives: Sequence[Life], told: Told, apart: int | None) -> list[str]:
    """What happens under every strategy, before lives part."""
    until = "" if apart is None else f", up to month {apart - 1}"
    heading = f"## The same under every strategy{until}" if len(lives) > 1 else "## What happened"
    return [heading, "", *_sentences(lives[0], told, None, apart), ""]


def _told_apart(lives: Sequence[Life], told: Told, apart: int | None) -> list[str]:
    if apart is None:
        return []
    lines = []
    for life in lives:
        heading = f"## {told.names.strategies[life.strategy]}, from month {apart}"
        lines += [heading, "", *_sentences(life, told, apart, None), ""]
    return lines


def _sentences(life: Life, told: Told, first: int | None, last: int | None) -> list[str]:
    """One line a month in which something happened, from ``first`` to before ``last``."""
    by_month: dict[int, list[str]] = {}
    ages: dict[int, str] = {}
    for row in event_rows(life, told.names, told.start):
        if (first is None or row["month"] >= first) and (last is None or row["month"] < last):
            by_month.setdefault(row["month"], []).append(row["text"])
            ages[row["month"]] = f"In month {row['month']} ({row['date']}), aged {row['age']}: "
    lines = [f"- {ages[month]}{'; '.join(texts)}." for month, texts in by_month.items()]
    if last is None:
        lines.append(f"- {_ending(life)}")
    return lines or ["- Nothing that the state shows."]


def _ending(life: Life) -> str:
    """How things stand at the end."""
    final = life.moments[-1]
    if final.status != codes.HERE:
        return "There the life in the place ends."
    ties = "1 tie" if len(final.ties) == 1 else f"{len(final.ties)} ties"
    return (
        f"At the end, aged {final.age}: lives in {words.HOMES[final.setting]}, has "
        f"{words.need_for_help(final.need)}, and {ties} to people."
    )


def _differs(lives: Sequence[Life], told: Told) -> list[str]:
    if len(lives) < 2:
        return ["Only one strategy was lived."]
    apart = first_difference(lives)
    if apart is None:
        return ["Nothing: in every month, all that is traced is the same to the last bit."]
    first = first_differences(lives, apart, told.names)
    heading = "| over all months | " + " | ".join(told.names.strategies[life.strategy] for life in lives) + " |"
    rows = [f"| {name} | {' | '.join(values)} |" for name, values in difference_rows(lives, told.names)]
    return [
        f"The lives are the same to the last bit up to the end of month {apart - 1}. In month {apart} "
        f"({date(told.start, apart)}) they part. What differs first: {listed(first)}.",
        "",
        heading,
        "|---|" + "---:|" * len(lives),
        *rows,
    ]
