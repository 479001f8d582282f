"""One simulated life under each strategy: where, with what support, what happened, and how need and ties went."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
import pyarrow as pa
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from numpy.typing import NDArray

from simulation.figures.canvas import Drawn, colour, frame, head, key_of, years_axis
from simulation.figures.style import DASHES, FAINT, GREY, PALETTE, Size
from simulation.measures.periods import YEAR
from simulation.state.codes import NEED_NAMES, SETTING_NAMES

Row = dict[str, Any]
LANES: Final = ("Home", "Support", "Front door", "Health", "Ties", "Care")
"""Rows of a strategy's panel, from the top; the first two are bands, and so is waiting in the third."""
HOME, SUPPORT, DOOR = 0, 1, 2
FILLS: Final = ("#FFFFFF", "#A8DCD7", "#A285D1", "#F46A25", "#3D3D3D")
HATCHES: Final = ("", "....", "////", "xxxx", "")
"""Fill and hatch of each setting, so that none rests on colour alone."""
SIGNS: Final = {"begins": ("^", "Begins or rises"), "ends": ("v", "Ends or falls"), "happens": ("D", "Happens")}
LINE: Final = 0.42
"""Height of a panel with a line, of a usual row of panels."""
TIMELINE: Final = 2.4
"""Height of a timeline, of a panel with a line."""
TALL: Final = 0.72
"""Of a lane, what a band fills."""
STACK: Final = 0.36
"""Of a lane, how far apart events of one month stand."""
LETTERS: Final = 1.1
"""Letters of a label that fit in a month of a ten-year timeline on paper, about."""


Span: TypeAlias = tuple[float, float]
"""First and last year."""


class Measure(NamedTuple):
    """A line under the timelines: column of the months, heading, unit, highest value (None: as needed)."""

    column: str
    heading: str
    unit: str
    top: float | None


MEASURES: Final = (
    Measure("need", "Need for help", "level", len(NEED_NAMES) - 1),
    Measure("skill", "Skill in daily living", "0 to 1", 1),
    Measure("ties_strength", "Ties to people", "sum of strengths", None),
    Measure("unpaid_care_received_hours_a_week", "Unpaid care received", "hours a week", None),
    Measure("loneliness", "Loneliness", "0 to 1", 1),
)


class LifeFacts(NamedTuple):
    """What the figure says beside its tables: who, the month in which lives part, if they do, and names by strategy."""

    who: str
    parts: int | None
    note: str
    names: Mapping[str, str]


def draw(months: pa.Table, events: pa.Table, facts: LifeFacts, size: Size) -> Drawn:
    """A panel of bands and marks a strategy, then a panel a measure with a line a strategy, on one axis of years."""
    strategies = list(dict.fromkeys(months["strategy"].to_pylist()))
    lived = {name: [row for row in months.to_pylist() if row["strategy"] == name] for name in strategies}
    heading = f"One simulated life: {facts.who}"
    ratios = [TIMELINE] * len(strategies) + [1] * len(MEASURES)
    shape = size._replace(columns=1, row=size.row * LINE * sum(ratios) / len(ratios))
    canvas = frame(shape, len(ratios), heading, facts.note, _key(strategies, lived, facts.names))
    _heights(canvas.panels[0], ratios)
    years = max(row["month"] + 1 for rows in lived.values() for row in rows) / YEAR
    for name, axes in zip(strategies, canvas.panels, strict=False):
        _timeline(axes, lived[name], [row for row in events.to_pylist() if row["strategy"] == name], size, years)
        axes.set_title(facts.names[name])
    for measure, axes in zip(MEASURES, canvas.panels[len(strategies) :], strict=True):
        _lines(axes, measure, list(lived.values()), size)
    for axes in canvas.panels:
        years_axis(axes, years)
        if facts.parts is not None:
            axes.axvline(facts.parts / YEAR, color=PALETTE[2], linestyle=DASHES[2], zorder=1.5)
        axes.set_xlabel("Years from the start of the comparison")
        axes.label_outer()
    return Drawn("life", heading, _alt(heading, events, strategies, facts.names), facts.note, months, canvas.figure)


def _heights(panel: Axes, ratios: Sequence[float]) -> None:
    place = panel.get_subplotspec()
    if place is not None:
        place.get_gridspec().set_height_ratios(ratios)


def _key(strategies: Sequence[str], lived: dict[str, list[Row]], names: Mapping[str, str]) -> list[Line2D | Patch]:
    """Strategies by line, the settings that occur by fill and hatch, marks by shape."""
    occur = {row["setting"]: row["lives_in"] for rows in lived.values() for row in rows if row["setting"]}
    settings = [
        Patch(
            facecolor=FILLS[code], hatch=HATCHES[code], edgecolor=GREY, label=occur[name][:1].upper() + occur[name][1:]
        )
        for code, name in enumerate(SETTING_NAMES)
        if name in occur
    ]
    waits = Patch(facecolor=FAINT, hatch="----", edgecolor=GREY, label="Waits at the front door")
    marks = [
        Line2D([], [], linestyle="", marker=mark, color=PALETTE[4], markerfacecolor=_face(sign), label=text)
        for sign, (mark, text) in SIGNS.items()
    ]
    return [*key_of(strategies, names), *settings, waits, *marks]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _face(sign: str) -> str:
    return "white" if sign == "ends" else PALETTE[4]


def _timeline(axes: Axes, rows: Sequence[Row], told: Sequence[Row], size: Size, years: float) -> None:
    """Bands of home, support and waiting, and a mark for each event in its lane."""
    here = [row for row in rows if row["status"] == "here" and row["month"] >= 0]
    for name, span in _runs(here, "setting"):
        code = SETTING_NAMES.index(name)
        _band(axes, HOME, span, FILLS[code], HATCHES[code])
    supports = list(_runs(here, "support_words"))
    for k, (name, span) in enumerate(supports):
        if name:
            _band(axes, SUPPORT, span, "white" if k % 2 else FAINT, "")
    _labels(axes, supports, size, years)
    for stage, span in _runs(here, "stage"):
        if stage != "not_asking":
            _band(axes, DOOR, span, FAINT, "----")
    for lane, name in enumerate(LANES):
        _marks(axes, lane, [row for row in told if row["lane"] == name], size, years)
    if rows[-1]["status"] != "here":
        word = "Died" if rows[-1]["status"] == "died" else "Moved away"
        axes.annotate(word, ((rows[-1]["month"] + 1) / YEAR, HOME), (3, 0), textcoords="offset points", va="center")
    axes.set_yticks(range(len(LANES)), LANES)
    axes.set_ylim(len(LANES) - 0.5, -0.6)
    axes.grid(axis="y", visible=True)


def _runs(rows: Sequence[Row], column: str) -> Iterator[tuple[str, Span]]:
    """Runs of months with one value: the value, first year and last."""
    for value, run in groupby(rows, key=lambda row: row[column]):
        months = [row["month"] for row in run]
        yield value, (months[0] / YEAR, (months[-1] + 1) / YEAR)


def _band(axes: Axes, lane: int, span: Span, fill: str, hatch: str) -> None:
    first, last = span
    axes.barh(
        lane, last - first, TALL, first, facecolor=fill, hatch=hatch, edgecolor=GREY,
        linewidth=axes.spines["left"].get_linewidth(), zorder=2,
    )  # fmt: skip


def _labels(axes: Axes, supports: Sequence[tuple[str, Span]], size: Size, years: float) -> None:
    """Name each support in its band, or beside it where it is short and nothing else stands there."""
    taken = [span for name, span in supports if name]
    for name, (first, last) in supports:
        if not name:
            continue
        if _wide(max(name.split(), key=len), years) <= last - first:
            text = name if _wide(name, years) <= last - first else name.replace(" ", "\n")
            axes.text((first + last) / 2, SUPPORT, text, ha="center", va="center", fontsize=size.font * 0.8, zorder=3)
        else:
            others = [span for span in taken if span != (first, last)]
            taken += _beside(axes, name, SUPPORT, (first, last), others, size, years)


def _marks(axes: Axes, lane: int, told: Sequence[Row], size: Size, years: float) -> None:
    """A lane's events, those of one month one above the other; named where nothing else stands."""
    months = [row["month"] for row in told]
    taken: dict[int, list[Span]] = {month: [(month / YEAR, (month + 1) / YEAR)] for month in months}
    for k, row in enumerate(told):
        month, same = row["month"], [at for at, month in enumerate(months) if month == row["month"]]
        y = lane + (same.index(k) - (len(same) - 1) / 2) * STACK
        mark, _ = SIGNS[row["sign"]]
        axes.plot((month + 0.5) / YEAR, y, mark, color=PALETTE[4], markerfacecolor=_face(row["sign"]),
                  markeredgecolor="white" if row["sign"] != "ends" else PALETTE[4], markersize=size.font / 1.7,
                  markeredgewidth=size.font / 14, zorder=4)  # fmt: skip
        others = [span for at, spans in taken.items() if at != month for span in spans]
        if lane > SUPPORT and row["brief"]:
            taken[month] += _beside(axes, row["brief"], y, taken[month][0], others, size, years)


def _wide(text: str, years: float) -> float:
    """Years that a label takes up on the axis, about."""
    return (len(text) + 1) / LETTERS / YEAR * years / 10


def _beside(
    axes: Axes, text: str, y: float, span: Span, others: Sequence[Span], size: Size, years: float
) -> list[Span]:
    """Write a label after a mark or band, or before it, where it meets no other; returns the place it takes."""
    width = _wide(text, years)
    after, before = (span[1], span[1] + width), (span[0] - width, span[0])
    for place, x, align in ((after, span[1], "left"), (before, span[0], "right")):
        inside = place[0] >= 0 and place[1] <= years
        if inside and not any(place[0] < last and first < place[1] for first, last in others):
            shift = (1.5 if align == "left" else -1.5, 0)
            paper = {"facecolor": "white", "edgecolor": "none", "pad": 0.4}
            axes.annotate(text, (x, y), shift, textcoords="offset points", ha=align, va="center",
                          fontsize=size.font * 0.8, bbox=paper, zorder=3)  # fmt: skip
            return [place]
    return []


def _lines(axes: Axes, measure: Measure, lives: Sequence[Sequence[Row]], size: Size) -> None:
    for k, rows in enumerate(lives):
        here = [row for row in rows if row["status"] == "here"]
        at = np.array([(row["month"] + 1) / YEAR for row in here])
        values: NDArray[np.float64] = np.array([row[measure.column] for row in here], np.float64)
        axes.plot(at, values, color=colour(k), linestyle=DASHES[k % len(DASHES)], drawstyle="steps-pre")
    head(axes, size, measure.heading, measure.unit)
    low, high = 0.0, measure.top if measure.top is not None else max(axes.dataLim.y1, 1.0)
    room = (high - low) / 12
    axes.set_ylim(low - room, high + room)
    if measure.column == "need":
        axes.set_yticks(range(len(NEED_NAMES)), NEED_NAMES)


def _alt(heading: str, events: pa.Table, strategies: Sequence[str], names: Mapping[str, str]) -> str:
    """Every event in words, strategy by strategy."""
    parts = []
    for name in strategies:
        rows = [row for row in events.to_pylist() if row["strategy"] == name]
        told = "; ".join(f"month {row['month']}, aged {row['age']}: {row['text']}" for row in rows)
        parts.append(f"{names[name]}: {told or 'nothing that the state shows'}.")
    return f"{heading}. Bands show home, support and waiting by month. {' '.join(parts)}"
