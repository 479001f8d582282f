"""What figures of an appraisal share: a key of marks, and labels broken to fit beside bars."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from matplotlib.lines import Line2D

from simulation.figures.canvas import colour, marker
from simulation.measures.appraisal_sure import ends
from simulation.measures.wording import scaled

if TYPE_CHECKING:
    from simulation.figures.appraisal import AppraisalTables

LETTERS: Final = 28
"""Longest line of a label beside bars."""
RANGE: Final = (
    "95 % of draws of the evidence (where it was not drawn: 95 % interval of the mean over replicates, luck alone)"
)
"""What a line of a figure of an appraisal is."""


def marks(data: AppraisalTables) -> list[Line2D]:
    """A key of the strategies that are compared, by the mark that stands for each."""
    shades = {name: data.shade(name) for name in data.others}
    return [
        Line2D([], [], color=colour(k), marker=marker(k), linestyle="none", label=data.name(name))
        for name, k in shades.items()
    ]


def range_of(row: dict[str, Any], scale: float) -> tuple[float, float] | None:
    """Ends of the line of a row, divided by ``scale``; None with one run."""
    told = ends(row)
    return None if told.low is None or told.high is None else (told.low / scale, told.high / scale)


def broken(name: str) -> str:
    """An id of the evidence on lines of at most ``LETTERS``, broken after dots and underscores."""
    lines = [""]
    for part in re.split(r"(?<=[._])", name):
        if lines[-1] and len(lines[-1]) + len(part) > LETTERS:
            lines.append("")
        lines[-1] += part
    return "\n".join(lines)


def axis_scale(values: Sequence[float]) -> tuple[float, str]:
    """What pounds on an axis are counted in, and their name: 1e6 and £ million."""
    size, word = scaled(values)
    return size, f"£ {word}".strip()
