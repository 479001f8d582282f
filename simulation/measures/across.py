"""Two results folders against each other: same strategy, same luck, another scenario."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa

from simulation.measures import about
from simulation.measures.about import About
from simulation.measures.differences import compared_rows, paired_table, period_names
from simulation.measures.results import Results, ResultsError, read_folder

MUST_AGREE: Final = {"seed": "seed", "months": "horizon in months", "price_year": "price year"}


class UnlikeResultsError(ResultsError):
    """Two folders cannot be compared; the message names all that differs."""


def compare(a: Path, b: Path) -> pa.Table:
    """Paired differences, ``b`` less ``a``, for every strategy that both ran; columns as in ``differences.csv``.

    ``comparator`` and ``strategy`` read ``folder:strategy``. Replicates that only one folder has are left out, and
    so are measures of support models or services that only one scenario has. Raises UnlikeResultsError, ResultsError.
    """
    refuse_unlike(a, b)
    first, second = read_folder(a), read_folder(b)
    shared = [name for name in first.strategies if name in second.strategies]
    if not shared:
        raise UnlikeResultsError(f"no strategy was run in both {a} and {b}")
    return pa.concat_tables([_of_strategy(name, (a, first), (b, second)) for name in shared])


def refuse_unlike(a: Path, b: Path) -> None:
    """Make sure that a paired difference means something. Raises UnlikeResultsError, naming all that differs."""
    one, two = about.read(a), about.read(b)
    unlike = [
        f"{words}: {getattr(one, name)} in {a}, {getattr(two, name)} in {b}"
        for name, words in MUST_AGREE.items()
        if getattr(one, name) != getattr(two, name)
    ]
    versions = _results_version(a), _results_version(b)
    if versions[0] != versions[1]:
        unlike.append(f"results_version: {versions[0]} in {a}, {versions[1]} in {b}")
    if unlike:
        raise UnlikeResultsError("these results cannot be compared:\n" + "\n".join(f"  {line}" for line in unlike))


def cautions(a: Path, b: Path) -> list[str]:
    """What differs between two folders that may be compared, and a reader should know."""
    one, two = about.read(a), about.read(b)
    lines = [_if_unlike("size of the place", _size(one), _size(two))]
    lines.append(_if_unlike("first month", one.start, two.start))
    lines.append(_if_unlike("replicates", str(one.replicates), str(two.replicates)))
    return [line for line in lines if line]


def _if_unlike(words: str, one: str, two: str) -> str:
    return "" if one == two else f"Note: {words}: {one} against {two}."


def _size(facts: About) -> str:
    return f"{facts.adults:,} adults at scale {facts.scale:g}"


def _results_version(folder: Path) -> int:
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        return int(manifest["identity"]["results_version"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ResultsError(f"{folder / 'manifest.json'} does not say its results_version ({error!r})") from error


def _of_strategy(strategy: str, a: tuple[Path, Results], b: tuple[Path, Results]) -> pa.Table:
    (folder_a, first), (folder_b, second) = a, b
    replicates = sorted(set(first.replicates) & set(second.replicates))
    if not replicates:
        raise UnlikeResultsError(f"no replicate is in both {folder_a} and {folder_b}")
    names = _names(first), _names(second)
    common, rows_a, rows_b = np.intersect1d(*names, return_indices=True)
    order = np.argsort(rows_a, kind="stable")
    rows_a, rows_b = rows_a[order], rows_b[order]
    kept_a, kept_b = compared_rows(first)[rows_a], compared_rows(second)[rows_b]
    words = {
        "measure": first.measure[kept_a],
        "group": first.group[kept_a],
        "period": period_names(first.period[kept_a], first.month[kept_a]),
        "comparator": np.full(len(common), f"{folder_a.name}:{strategy}"),
        "strategy": np.full(len(common), f"{folder_b.name}:{strategy}"),
    }
    base = first.of(strategy)[[first.replicates.index(k) for k in replicates]][:, kept_a]
    values = second.of(strategy)[[second.replicates.index(k) for k in replicates]][:, kept_b]
    return paired_table(words, first.unit[kept_a], base, values)


def _names(results: Results) -> np.ndarray[tuple[int], np.dtype[np.str_]]:
    rows = compared_rows(results)
    period = period_names(results.period[rows], results.month[rows])
    return np.array([" ".join(words) for words in zip(results.measure[rows], results.group[rows], period, strict=True)])
