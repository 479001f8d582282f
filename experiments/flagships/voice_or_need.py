"""The same budget, shared by voice or by need: concentration curves of need, spending and influence.

    python experiments/flagships/voice_or_need.py OUT [--scale 0.1] [--replicates 3]

Strategies differ in nothing but whom the panel hears; ``nobody`` is the null, in which money follows plans as it does.
Writes ``curves.csv`` (cumulative shares over fifths, most deprived first), ``summary.csv`` (paired differences from
``nobody``) and a figure. Years 6 to 10.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from places import PENCE_M, lived, with_strategies, write

from simulation.actors.influence import FIFTHS
from simulation.measures.equity import concentration
from simulation.measures.student import quantile
from simulation.model import CareEcosystem, live_past
from simulation.past import setting_of
from simulation.state.codes import COUNCIL, NEED_MODERATE, NEED_NAMES

YEARS, FIRST = 10, 60
PANELS = {"nobody": (0.0, 0.0), "voice": (1.0, 0.0), "half": (1.0, 0.5), "need": (1.0, 1.0)}
"""Strength and weight of need."""
TITLES = {
    "influence": "Influence (of nobody: voice as it is)",
    "spend": "Council spending",
    "unmet": "Hours of help that are missing",
}


def main() -> None:
    """Live the panels and write what they do."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--scale", type=float, default=0.1)
    parser.add_argument("--replicates", type=int, default=3)
    asked = parser.parse_args()
    given = {
        name: {"based_on": "crisis_driven", "panel": {"strength": strength, "need_weight": weight}}
        for name, (strength, weight) in PANELS.items()
    }
    setting = with_strategies(setting_of(None, {"place__scale": asked.scale, "time__years": YEARS}), given)
    past = live_past(setting)
    found = {name: [seen(lived(setting, name, past, k)) for k in range(1, asked.replicates + 1)] for name in PANELS}
    asked.out.mkdir(parents=True, exist_ok=True)
    curves = [row for name, runs in found.items() for row in curve(name, runs)]
    write(asked.out / "curves.csv", curves)
    write(asked.out / "summary.csv", [row for name in PANELS for row in summary(name, found)])
    print((asked.out / "summary.csv").read_text(encoding="utf-8"))
    draw(asked.out, curves)


def seen(model: CareEcosystem) -> dict[str, NDArray[np.float64]]:
    """Sums by fifth: adults, adults with need, hours that are missing, council spending, influence."""
    journal, first = model.town.journal, model.burn_in + FIRST

    def count(*names: str) -> NDArray[np.float64]:
        rows = [model.counts[name] for name in names]
        return journal.counts[first:, rows].sum(axis=(0, 1)).reshape(len(FIFTHS), -1).sum(axis=1).astype(float)

    influence = [np.mean(model.council.series[f"influence_{fifth}"][FIRST // 12 :]) for fifth in FIFTHS]
    return {
        "adults": count("people"),
        "need": count(*(f"need_{name}" for name in NEED_NAMES[NEED_MODERATE:])),
        "unmet": count("unmet_minutes"),
        "spend": journal.ledger[first:, COUNCIL].sum(axis=(0, 1)).astype(float),
        "influence": np.array(influence),
    }


def curve(name: str, runs: list[dict[str, NDArray[np.float64]]]) -> list[dict[str, Any]]:
    """Cumulative shares over fifths, the most deprived first."""
    sums = {what: np.sum([run[what] for run in runs], axis=0) for what in runs[0]}
    shares = {what: np.cumsum(amount) / amount.sum() for what, amount in sums.items()}
    return [
        {"panel": name, "fifth": k + 1} | {what: float(share[k]) for what, share in shares.items()}
        for k in range(len(FIFTHS))
    ]


def summary(name: str, found: dict[str, list[dict[str, NDArray[np.float64]]]]) -> list[dict[str, Any]]:
    """Concentration indices and totals, with the paired difference from the null and its 95 % interval."""
    rows = []
    for what in ("need", "unmet", "spend", "influence", "total_spend_m", "total_unmet_hours_m"):
        here, null = ([_one(run, what) for run in found[panel]] for panel in (name, "nobody"))
        apart = np.array(here) - np.array(null)
        half = quantile(0.975, len(apart) - 1) * apart.std(ddof=1) / len(apart) ** 0.5 if len(apart) > 1 else np.nan
        figures = {"value": np.mean(here), "difference": apart.mean(), "low": apart.mean() - half}
        rows.append({"panel": name, "what": what} | figures | {"high": apart.mean() + half})
    return rows


def _one(run: dict[str, NDArray[np.float64]], what: str) -> float:
    if what == "total_spend_m":
        return float(run["spend"].sum() / PENCE_M)
    if what == "total_unmet_hours_m":
        return float(run["unmet"].sum() / 60 / 1e6)
    return float(concentration(run[what], run["adults"]))


def draw(out: Path, curves: list[dict[str, Any]]) -> None:
    """One panel each for influence, spending and missing hours; need is the dotted line."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(11, 3.8), layout="constrained")
    styles = dict(zip(PANELS, (("#3D3D3D", "--"), ("#801650", "-"), ("#F46A25", "-."), ("#12436D", "-")), strict=True))
    for axes, (what, title) in zip(figure.subplots(1, 3), TITLES.items(), strict=True):
        axes.plot([0, 1], [0, 1], color="#BBBBBB", linewidth=1)
        for name, (colour, dash) in styles.items():
            rows = [row for row in curves if row["panel"] == name]
            adults = [0.0, *(row["adults"] for row in rows)]
            axes.plot(adults, [0.0, *(row[what] for row in rows)], dash, color=colour, label=f"panel: {name}")
            if name == "nobody":
                axes.plot(adults, [0.0, *(row["need"] for row in rows)], ":", color="#28A197", label="adults' need")
        axes.set(xlabel="Share of adults, most deprived first", ylabel="Cumulative share", title=title)
        axes.legend(fontsize=7)
    figure.suptitle("Means of the replicates; intervals of the indices are in summary.csv", fontsize=8)
    figure.savefig(out / "voice_or_need.svg")
    figure.savefig(out / "voice_or_need.png", dpi=150)


if __name__ == "__main__":
    main()
