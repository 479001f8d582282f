"""A figure's frame: title, key, panels, and the sentence under it; and lines, bands and labels to put in panels."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
import pyarrow as pa
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from numpy.typing import NDArray

from simulation.figures.data import Line
from simulation.figures.style import BAND_50, BAND_95, DASHES, GREY, MARKERS, MM, PALETTE, Size
from simulation.measures.about import About

POINTS_PER_MM: Final = 72 / 25.4
LETTERS_PER_EM: Final = 1.9
"""Letters of the sans serif that fit in the width of one em, on average."""
LINE_HEIGHT: Final = 1.35
SHARE_OF_ROW: Final = 0.7
"""Of a row's height, what is left to the panel itself."""
LABEL_LETTERS: Final = 12
"""Longest line of a label beside a panel."""
MOST_LABELS: Final = 6
"""Strategies up to which their names are written beside lines too, not in the key alone."""
USUAL: Final = 1.7
SMALL: Final = 2.4
"""Marks that go into an em, and where there are many strategies."""
SAMPLE_EMS: Final = 5.5
"""Width of a key's line with the room around it, in ems."""
EDGE: Final = 3.0
"""Millimetres left free at the sides of a figure: labels of a vertical axis reach a little beyond their panel."""

Handle: TypeAlias = Line2D | Patch
"""What a key shows: a line or mark, or a fill."""


class Drawn(NamedTuple):
    """One figure, ready to be saved: its file name, title, alternative text, the sentence under it, and its data."""

    name: str
    title: str
    alt: str
    note: str
    data: pa.Table
    figure: Figure


class Frame(NamedTuple):
    """An empty figure and its panels, row by row."""

    figure: Figure
    panels: list[Axes]
    size: Size


def frame(size: Size, panels: int, heading: str, note: str, key: Sequence[Handle], *, share_y: bool = False) -> Frame:
    """A figure with ``panels`` panels, a heading, a key (may be empty) and a note under it."""
    columns = min(size.columns, panels) if panels != 4 or size.columns < 4 else 2
    rows = math.ceil(panels / columns)
    top, foot = _wrapped(heading, size, 1.15), _wrapped(note, size, 0.9)
    above = _millimetres(top, size, 1.15) + (_key_height(key, size) if key else 0) + 3
    below = _millimetres(foot, size, 0.9) + 3
    height = size.height or rows * size.row + above + below
    figure = Figure(figsize=(size.width * MM, height * MM))
    rect = (EDGE / size.width, below / height, 1 - 2 * EDGE / size.width, 1 - (above + below) / height)
    figure.set_layout_engine(ConstrainedLayoutEngine(rect=rect, w_pad=0.03, h_pad=0.04))
    figure.text(2 / size.width, 1 - 1.5 / height, top, va="top", fontsize=size.font * 1.15, fontweight="bold")
    figure.text(2 / size.width, 1.5 / height, foot, va="bottom", fontsize=size.font * 0.9, color=PALETTE[4])
    if key:
        _key(figure, key, size, 1 - (_millimetres(top, size, 1.15) + 1.5) / height)
    grid = figure.subplots(rows, columns, squeeze=False, sharey=share_y).ravel()
    for spare in grid[panels:]:
        spare.set_visible(False)
    return Frame(figure, list(grid[:panels]), size)


def _wrapped(text: str, size: Size, scale: float) -> str:
    letters = int((size.width - 4) * POINTS_PER_MM / (size.font * scale) * LETTERS_PER_EM)
    return "\n".join(textwrap.wrap(text, letters))


def _millimetres(text: str, size: Size, scale: float) -> float:
    return (text.count("\n") + 1) * size.font * scale * LINE_HEIGHT / POINTS_PER_MM


def _key_height(key: Sequence[Handle], size: Size) -> float:
    return math.ceil(len(key) / _key_columns(key, size)) * size.font * 1.7 / POINTS_PER_MM


def _key_columns(key: Sequence[Handle], size: Size) -> int:
    """As many columns as the longest name leaves room for."""
    longest = max(len(str(handle.get_label())) for handle in key)
    ems = (size.width - 4) * POINTS_PER_MM / size.font
    return max(1, min(2 if size.columns == 2 else 3, int(ems / (SAMPLE_EMS + longest / LETTERS_PER_EM))))


def _key(figure: Figure, key: Sequence[Handle], size: Size, top: float) -> None:
    figure.legend(
        handles=list(key),
        loc="upper left",
        bbox_to_anchor=(2 / size.width, top),
        ncols=_key_columns(key, size),
        borderaxespad=0,
        borderpad=0.2,
        columnspacing=1.5,
    )


def key_of(strategies: Sequence[str], names: Mapping[str, str]) -> list[Line2D]:
    """A key of strategies by colour and dash, under their ``names`` for readers."""
    return [Line2D([], [], color=colour(k), linestyle=dash(k), label=names[name]) for k, name in enumerate(strategies)]


def key_of_marks(strategies: Sequence[str], names: Mapping[str, str], first: int = 0) -> list[Line2D]:
    """A key of strategies by colour and mark; ``first`` is the number of the first."""
    return [
        Line2D([], [], color=colour(k), marker=marker(k), linestyle="none", label=names[name])
        for k, name in enumerate(strategies, start=first)
    ]


def head(panel: Axes, size: Size, heading: str, unit: str) -> None:
    """A panel's heading, and its unit below it, level with the text so that nobody turns their head."""
    panel.set_title(heading, pad=size.font * 1.85)
    above = (0, size.font * 0.6)
    panel.annotate(unit, (0, 1), above, xycoords="axes fraction", textcoords="offset points", color=PALETTE[4])


def colour(k: int) -> str:
    """Colour of the k-th strategy."""
    return PALETTE[k % len(PALETTE)]


def dash(k: int) -> Any:
    """Dash of the k-th strategy."""
    return DASHES[k % len(DASHES)]


def marker(k: int) -> str:
    """Mark of the k-th strategy."""
    return MARKERS[k % len(MARKERS)]


def mark_size(size: Size, strategies: int) -> float:
    """Points of a mark that stands close above another: smaller where there are many."""
    return size.font / (SMALL if strategies > MOST_LABELS else USUAL)


def draw_line(panel: Axes, x: NDArray[np.float64], line: Line, k: int) -> None:
    """A mean with its 50 and 95 % bands, in the colour and dash of strategy ``k``."""
    panel.fill_between(x, line.low, line.high, color=colour(k), alpha=BAND_95, linewidth=0)
    panel.fill_between(x, line.low_50, line.high_50, color=colour(k), alpha=BAND_50, linewidth=0)
    panel.plot(x, line.mean, color=colour(k), linestyle=dash(k))


class Label(NamedTuple):
    """Text for the right end of a line at height ``y``."""

    y: float
    text: str
    colour: str


def labels_fit(names: Sequence[str], size: Size, rows: int = 1) -> bool:
    """Whether names of strategies can be written beside the lines of one of ``rows`` panels above each other."""
    height = size.row if size.height is None else size.height * SHARE_OF_ROW / rows
    lines = sum(_label(name).count("\n") + 1 for name in names)
    return len(names) <= MOST_LABELS and lines * _label_height(size) <= height


def _label(text: str) -> str:
    """A name in short lines; words stay whole."""
    return textwrap.fill(text, LABEL_LETTERS, break_long_words=False, break_on_hyphens=False)


def _label_height(size: Size) -> float:
    """Millimetres of a line of a label."""
    return size.font * LINE_HEIGHT * 0.85 / POINTS_PER_MM


def end_labels(panel: Axes, size: Size, labels: Sequence[Label]) -> None:
    """Write labels beside the right end of a panel, moved apart where they would overlap. Set its limits first."""
    low, high = panel.get_ylim()
    line = _label_height(size) / (_row(panel, size) * SHARE_OF_ROW)
    wrapped = [_label(label.text) for label in labels]
    gaps = [line * (text.count("\n") + 1) for text in wrapped]
    places = spread([(label.y - low) / (high - low) for label in labels], gaps)
    for label, text, place in zip(labels, wrapped, places, strict=True):
        panel.annotate(
            text,
            (1, place),
            (4, 0),
            xycoords="axes fraction",
            textcoords="offset points",
            color=label.colour,
            va="center",
            linespacing=0.95,
            fontsize=size.font * 0.9,
            annotation_clip=False,
        )


def _row(panel: Axes, size: Size) -> float:
    """Millimetres of height of a row of panels, about."""
    place = panel.get_subplotspec()
    if size.height is None or place is None:
        return size.row
    return size.height * SHARE_OF_ROW / place.get_gridspec().nrows


def spread(wanted: Sequence[float], heights: Sequence[float]) -> list[float]:
    """Middles of labels of some heights, in the order wanted, moved up as little as keeps them apart, then centred."""
    order = np.argsort(wanted, kind="stable")
    placed, tall = np.array(wanted, np.float64)[order], np.array(heights, np.float64)[order]
    for k in range(1, len(placed)):
        placed[k] = max(placed[k], placed[k - 1] + (tall[k] + tall[k - 1]) / 2)
    placed += np.mean(np.array(wanted)) - np.mean(placed)
    back = np.empty_like(placed)
    back[order] = placed
    return [float(height) for height in back]


def headroom(panel: Axes) -> None:
    """A vertical axis from 0 (or below it) to a little above the highest value."""
    low, high = panel.dataLim.y0, panel.dataLim.y1
    room = (max(high, 0) - min(low, 0)) / 12 or 1
    panel.set_ylim(min(0, low - room if low < 0 else 0), max(high, 0) + room)


def years_axis(panel: Axes, years: float) -> None:
    """A horizontal axis in years from the start of the comparison."""
    panel.set_xlim(0, years)
    step = 1 if years <= 5 else 2 if years <= 12 else 5
    panel.set_xticks(np.arange(0, years + 0.01, step))


def zero_line(panel: Axes) -> None:
    """A line where nothing differs."""
    panel.axhline(0, color=GREY, linewidth=panel.spines["left"].get_linewidth(), zorder=1.5)


def band_note(facts: About) -> str:
    """The sentence that says what a band is."""
    if facts.replicates < 2:
        return "One replicate: there is no band, and nothing is said about luck or about how sure the evidence is."
    return (
        f"Dark and light bands: 50\u00a0% and 95\u00a0% intervals of the mean over {facts.replicates} replicates "
        "(luck after the start only; uncertainty of the evidence is not in them)."
    )


def interval_note(facts: About, what: str) -> str:
    """The sentence that says what a bar or mark of ``what`` is."""
    if facts.replicates < 2:
        return "One replicate: there is no interval."
    return f"{what}: 95\u00a0% interval of the mean over {facts.replicates} replicates (luck after the start only)."
