"""Council spending and unmet need by deprivation fifth."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from simulation.figures.canvas import Drawn, colour, frame, headroom
from simulation.figures.data import FigureData
from simulation.figures.style import DASHES, MARKERS, Size
from simulation.measures.series import GROUPS
from simulation.measures.wording import title

FIFTHS = GROUPS[3:]
PANELS = {
    "spend.council.per_adult": ("Council spending", "£ per adult a year"),
    "unmet.hours": ("Hours of help missing", "a week per 1,000 adults"),
}


def draw(data: FigureData, size: Size) -> Drawn:
    """One panel each: mean of the run by fifth, one line a strategy, with 95 % intervals."""
    heading = "Poorer and richer neighbourhoods"
    luck = (
        f"Bars: 95 % interval of the mean over {data.about.replicates} replicates (luck only)."
        if data.about.replicates > 1
        else "One replicate: no interval."
    )
    note = f"Fifths of neighbourhoods by deprivation, mean of all years; {data.about.prices}. {luck}"
    canvas = frame(size, len(PANELS), heading, note, data.about.strategies)
    for axes, (measure, (words, unit)) in zip(canvas.panels, PANELS.items(), strict=True):
        for k, strategy in enumerate(data.about.strategies):
            mean, low, high = (_by_fifth(data, strategy, measure, name) for name in ("mean", "low", "high"))
            x = np.arange(len(FIFTHS)) + 0.06 * (k - (len(data.about.strategies) - 1) / 2)
            axes.vlines(x, low, high, color=colour(k), alpha=0.5, linewidth=size.font / 2.5)
            axes.plot(x, mean, MARKERS[k % len(MARKERS)], color=colour(k), linestyle=DASHES[k % len(DASHES)])
        axes.set_xticks(range(len(FIFTHS)), ["most\ndeprived", "2", "3", "4", "least\ndeprived"])
        headroom(axes)
        axes.set_title(words)
        axes.set_ylabel(unit)
    table = pa.concat_tables([data.rows(measure, "run", group) for measure in PANELS for group in FIFTHS])
    return Drawn("equity", heading, _alt(data, heading), note, table, canvas.figure)


def _by_fifth(data: FigureData, strategy: str, measure: str, name: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([getattr(data.line(strategy, measure, "run", group), name)[0] for group in FIFTHS])


def _alt(data: FigureData, heading: str) -> str:
    parts = []
    for measure, (words, unit) in PANELS.items():
        for strategy in data.about.strategies:
            mean = _by_fifth(data, strategy, measure, "mean")
            parts.append(
                f"{words}, {title(strategy)}: {mean[0]:.3g} in the most deprived fifth, {mean[-1]:.3g} in the least ({unit})."
            )
    return f"{heading}. {' '.join(parts)}"
