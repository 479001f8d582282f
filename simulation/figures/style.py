"""How every figure looks: colours, dashes, sizes, fonts and reproducible bytes."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

PALETTE: Final = (
    "#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1",
    "#5B3A00", "#4A98DC", "#0B4A26", "#DC6BA4", "#3A1A78", "#B08C00",
)  # fmt: skip
"""Government Analysis Function palette and six more, in the order in which neighbours contrast."""

DASHES: Final[tuple[Any, ...]] = (
    "solid",
    (0, (5, 1.5)),
    (0, (1.2, 1.2)),
    (0, (6, 1.5, 1.2, 1.5)),
    (0, (9, 2)),
    (0, (3, 1, 1, 1, 1, 1)),
    (0, (2.5, 1.2)),
    (0, (8, 1.5, 1.2, 1.5, 1.2, 1.5)),
    (0, (1.2, 2.6)),
    (0, (4, 1.2, 4, 1.2, 1.2, 1.2)),
    (0, (12, 1.5, 3, 1.5)),
    (0, (2, 3)),
)
MARKERS: Final = ("o", "s", "D", "^", "v", "P", "X", "<", "*", ">", "p", "h")
"""As many dashes and marks as colours: of two strategies that are drawn together, no two look alike."""
GREY: Final = "#6B6B6B"
FAINT: Final = "#D9D9D9"
BAND_95: Final = 0.18
BAND_50: Final = 0.38
MM: Final = 1 / 25.4
"""Inches in a millimetre."""


class Size(NamedTuple):
    """Width and height of a row of panels in millimetres, font size in points, and panels side by side at most.

    ``height`` fixes the whole figure's height in millimetres; None lets it grow with the rows.
    """

    width: float
    row: float
    font: float
    columns: int
    height: float | None


SIZES: Final = {
    "single": Size(89, 46, 6.5, 2, None),
    "double": Size(183, 56, 7.5, 4, None),
    "a4": Size(170, 60, 8.5, 2, None),
    "slide": Size(338.7, 60, 15, 4, 190.5),
}
"""Nature's one and two columns; the text width of A4; a 16:9 slide."""


def settings(size: Size) -> Any:
    """Matplotlib settings for a size."""
    return {
        "axes.axisbelow": True,
        "axes.formatter.limits": (-6, 9),
        "axes.formatter.useoffset": False,
        "axes.edgecolor": GREY,
        "axes.grid": True,
        "axes.grid.axis": "y",
        "axes.labelcolor": PALETTE[4],
        "axes.labelsize": size.font,
        "axes.linewidth": size.font / 12,
        "axes.spines.right": False,
        "axes.spines.top": False,
        "axes.titlelocation": "left",
        "axes.titlesize": size.font,
        "axes.titleweight": "bold",
        "axes.unicode_minus": True,
        "font.family": "DejaVu Sans",
        "font.size": size.font,
        "grid.color": FAINT,
        "grid.linewidth": size.font / 14,
        "legend.fontsize": size.font,
        "legend.frameon": False,
        "legend.handlelength": 3.2,
        "lines.linewidth": size.font / 5,
        "lines.markersize": size.font / 1.7,
        "pdf.fonttype": 42,
        "savefig.dpi": 200,
        "svg.fonttype": "path",
        "svg.hashsalt": "goodlives",
        "text.color": "#0B0C0C",
        "xtick.color": GREY,
        "xtick.labelcolor": PALETTE[4],
        "xtick.labelsize": size.font,
        "ytick.color": GREY,
        "ytick.labelcolor": PALETTE[4],
        "ytick.labelsize": size.font,
    }
