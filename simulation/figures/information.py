"""What knowing would be worth: everything, and each family of the evidence that is worth anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from matplotlib.axes import Axes

from simulation.figures.appraisal_key import axis_scale, broken
from simulation.figures.canvas import Drawn, frame, head
from simulation.figures.style import GREY, PALETTE, Size
from simulation.measures.registry import in_words
from simulation.measures.wording import pounds

if TYPE_CHECKING:
    from simulation.figures.appraisal import AppraisalTables

MOST: Final = 8
"""Families shown of each purse."""
BAR: Final = 7.5
"""Millimetres of height of a bar, whose label may have two lines."""
HEAD: Final = 22
"""Millimetres of height of a panel's heading and axis."""

Row = dict[str, Any]


def draw(data: AppraisalTables, size: Size) -> Drawn:
    """One panel a purse: bars with Monte Carlo error, and the floor that shuffled values reach."""
    heading = "What knowing more would be worth, choosing the cheapest strategy"
    purses = list(dict.fromkeys(row["purse"] for row in data.rows("information")))
    every = {purse: data.rows("information", purse=purse) for purse in purses}
    shown = {purse: told_of(rows) for purse, rows in every.items()}
    tallest = max(len(rows) for rows in shown.values())
    shape = size._replace(columns=1, row=HEAD + BAR * tallest)
    note = _note([row for rows in every.values() for row in rows])
    note += data.left_out
    canvas = frame(shape, len(purses), heading, note, ())
    told = []
    for axes, purse in zip(canvas.panels, purses, strict=True):
        words = in_words(purse)[:1].upper() + in_words(purse)[1:]
        unit = _bars(axes, shown[purse], tallest)
        head(axes, size, words, f"{unit}{left_out(every[purse], shown[purse])}")
        told += [f"{in_words(purse)}, {row['family']}: {pounds(row['value_of_information'])}" for row in shown[purse]]
    return Drawn(
        "information", heading, f"{heading}. {'; '.join(told)}.", note, data.table("information"), canvas.figure
    )


def told_of(rows: list[Row]) -> list[Row]:
    """Everything together, and the families that are worth most; none that is worth nothing."""
    return [rows[0], *(row for row in rows[1:] if row["value_of_information"] > 0)][: MOST + 1]


def left_out(rows: list[Row], shown: list[Row]) -> str:
    """How many families are not shown, those that are worth nothing apart."""
    nothing = sum(row["value_of_information"] <= 0 for row in rows[1:])
    smaller = len(rows) - len(shown) - nothing
    parts = [f"{smaller:,} families worth less" if smaller else "", f"{nothing:,} families worth £0" if nothing else ""]
    words = " and ".join(part for part in parts if part)
    return f"; not shown: {words}" if words else ""


def _bars(axes: Axes, rows: list[Row], room: int) -> str:
    """Draw the bars, where there is room for some number of them; returns what they are counted in."""
    pound, unit = axis_scale([row["value_of_information"] for row in rows])
    for k, row in enumerate(rows):
        shade = PALETTE[0] if k == 0 else PALETTE[1] if row["told"] == "yes" else GREY
        value, error = row["value_of_information"] / pound, 2 * (row["mcse"] or 0.0) / pound
        axes.barh(-k, value, 0.7, color=shade)
        axes.plot([max(0.0, value - error), value + error], [-k, -k], color=PALETTE[4])
    floors = [row["floor"] for row in rows if row["floor"] is not None]
    if floors:
        axes.axvline(floors[0] / pound, color=PALETTE[4], linestyle=":")
    axes.set_yticks([-k for k in range(len(rows))], [broken(row["family"]) for row in rows])
    axes.set_xlim(left=0)
    axes.set_ylim(0.6 - room, 0.6)
    axes.grid(axis="y", visible=False)
    axes.grid(axis="x")
    return unit


def _note(rows: list[Row]) -> str:
    """What bars are, and what to beware of."""
    families = any(row["floor"] is not None for row in rows)
    words = (
        "Expected value of perfect information on everything, and on one family of the evidence (regression on the "
        "draws; green: it stands out), with twice the Monte Carlo error. Dotted: the most that values without meaning "
        "gave; below it nothing is found."
        if families
        else "Expected value of perfect information on everything, with twice the Monte Carlo error."
    )
    cautions = dict.fromkeys(row["caution"] for row in rows if row["caution"])
    beware = f" Beware: {'; '.join(cautions)}." if cautions else ""
    return f"{words}{beware} Present pounds of this place over the whole comparison."
