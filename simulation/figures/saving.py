"""A figure to files: PDF, SVG, PNG, its data as CSV, and its alternative text; the same bytes each time."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

from simulation.figures.canvas import Drawn
from simulation.measures.files import write_bytes, write_csv

PICTURES: Final = ("pdf", "svg", "png")


def save(drawn: Drawn, folder: Path) -> list[Path]:
    """Write the five files of a figure into ``folder``; returns their paths."""
    drawn.figure.draw_without_rendering()
    drawn.figure.set_layout_engine(None)  # laid out once, so that the three pictures agree
    paths = []
    for kind in PICTURES:
        sink = io.BytesIO()
        drawn.figure.savefig(sink, format=kind, metadata=_metadata(drawn, kind))
        paths.append(_path(folder, drawn, kind))
        write_bytes(paths[-1], sink.getvalue())
    paths += [_path(folder, drawn, "csv"), _path(folder, drawn, "alt.txt")]
    write_csv(paths[-2], drawn.data)
    write_bytes(paths[-1], f"{drawn.alt}\n".encode())
    return paths


def _path(folder: Path, drawn: Drawn, ending: str) -> Path:
    return folder / f"{drawn.name}.{ending}"


def _metadata(drawn: Drawn, kind: str) -> dict[str, str | None]:
    if kind == "pdf":
        return {"Title": drawn.title, "Subject": drawn.alt, "CreationDate": None, "ModDate": None}
    if kind == "svg":
        return {"Title": drawn.title, "Description": drawn.alt, "Date": None}
    return {"Title": drawn.title, "Description": drawn.alt}
