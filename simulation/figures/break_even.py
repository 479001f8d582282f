"""In which year a strategy is paid back: a distribution, with never as its own bar."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from simulation.figures.canvas import Drawn, colour, frame, head, key_of
from simulation.figures.data import FigureData
from simulation.figures.net_cost import PURSES
from simulation.figures.style import Size
from simulation.measures.break_even import NEVER_PAID, NO_DIFFERENCE
from simulation.measures.discounting import UNDISCOUNTED
from simulation.measures.periods import YEAR

SHORT = {NEVER_PAID: "never", NO_DIFFERENCE: "same"}

MOST_ACROSS = 8
"""Bars under which words still fit side by side."""


def draw(data: FigureData, size: Size) -> Drawn:
    """Bars by purse: share of replicates paid back for good by the end of each year."""
    heading = f"Year in which the cost over {data.base} is paid back"
    note = (
        "From the end of that year on, the cumulative net cost (not discounted) stays at or below 0. Never: not "
        f"within the {data.about.months // YEAR} years. Same: no pound differs. Shares of {data.about.replicates} "
        "replicates (luck only)."
    )
    key = [] if len(data.about.others) == 1 else key_of(data.about.strategies, data.names)
    canvas = frame(size, len(PURSES), heading, note, key, share_y=True)
    table = _table(data)
    outcomes = list(dict.fromkeys(table["outcome"].to_pylist()))
    width = 0.8 / len(data.about.others)
    for axes, (purse, words) in zip(canvas.panels, PURSES.items(), strict=True):
        for j, strategy in enumerate(data.about.others):
            share = 100 * _shares(table, strategy, purse)
            place = np.arange(len(outcomes)) + (j - (len(data.about.others) - 1) / 2) * width
            axes.bar(place, share, width, color=colour(data.about.strategies.index(strategy)))
        names = [SHORT.get(name, name.removeprefix("year_")) for name in outcomes]
        axes.set_xticks(range(len(outcomes)), names)
        for label in axes.get_xticklabels()[-len(SHORT) :]:
            label.set(rotation=90 if len(outcomes) > MOST_ACROSS else 0)
        axes.set_ylim(0, 100)
        head(axes, size, words, "% of replicates")
        axes.set_xlabel("Year")
    return Drawn("break-even", heading, _alt(data, heading, table), note, table, canvas.figure)


def _table(data: FigureData) -> pa.Table:
    table = data.comparison("break_even")
    wanted = pc.and_(pc.equal(table["discounting"], UNDISCOUNTED), pc.is_in(table["purse"], pa.array(list(PURSES))))
    return table.filter(wanted)


def _shares(table: pa.Table, strategy: str, purse: str) -> NDArray[np.float64]:
    mine = table.filter(pc.and_(pc.equal(table["strategy"], strategy), pc.equal(table["purse"], purse)))
    return np.asarray(mine["share"].to_numpy(), np.float64)


def _alt(data: FigureData, heading: str, table: pa.Table) -> str:
    parts = [
        f"{PURSES[row['purse']]}, {data.name(row['strategy'])}: {row['outcome'].replace('_', ' ')} "
        f"in {row['replicates']} of {row['n']}"
        for row in table.to_pylist()
        if row["replicates"]
    ]
    return f"{heading}. {'; '.join(parts)}."
