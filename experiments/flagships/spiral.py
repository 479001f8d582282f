"""Does crisis spending come back when prevention is cut for two years and restored? And what makes the circle?

    python experiments/flagships/spiral.py OUT [--scale 0.1] [--replicates 3] [--growth 0.015] [--workers 1]
        [--floors 0 0.02 0.053] [--lags 0 12 36]

Writes ``recover.csv`` (cut against no cut, over floors and lags), ``loop.csv`` (a cut of funding of a tenth for two
years, with the cash limit, the duty, the lag or the effects of prevention switched off), ``paths.csv`` (shares of
prevention and crisis by year, over floors), ``tipping.csv`` (for each lag, the floor below which crises do not come
back, with the ends that the interval allows), and a figure. Every pair has the same people and the same luck.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from places import lived, with_parameters, with_strategies, write, yearly

from simulation.measures.student import quantile
from simulation.model import live_past
from simulation.past import Past, Setting, setting_of

CUT = {"cut_share": 0.1, "cut_from_year": 0, "cut_years": 2}
FLOORS, LAGS, YEARS = [0.0, 0.02, 0.053], [0, 12, 36], 10
"""Shares of the budget; months; years lived."""
AFTER = slice(5, YEARS)
"""Years in which a place has had time to recover."""
FUNDING = (0.9, 0.9)
MATTERS = 0.01
"""Share of the level that counts as a difference, as for claims."""


def main() -> None:
    """Live everything and write it."""
    asked = _arguments()
    sets = {"place__scale": asked.scale, "time__years": YEARS, "run__seed": asked.seed}
    setting = with_parameters(setting_of(None, sets), council__real_growth_per_year=asked.growth)
    past = live_past(setting_of(None, sets))
    asked.out.mkdir(parents=True, exist_ok=True)
    write(asked.out / "loop.csv", list(loop(setting, past, asked.replicates)))
    print((asked.out / "loop.csv").read_text(encoding="utf-8"), flush=True)
    recover, paths = over_the_map(setting, past, asked)
    write(asked.out / "recover.csv", recover)
    write(asked.out / "paths.csv", paths)
    write(asked.out / "tipping.csv", tipping(recover, asked.floors, asked.lags))
    for name in ("recover.csv", "tipping.csv"):
        print((asked.out / name).read_text(encoding="utf-8"))
    print(in_a_sentence(recover))
    draw(asked.out, recover, paths, asked.floors, asked.lags)


CONTOURS = {"crises": "solid", "crises_low": "dashed", "crises_high": "dashed"}
"""Where the mean, and each end of its interval, crosses ``MATTERS``."""


def _contour(axes: Any, grid: Any, style: str) -> bool:
    """Draw where a quantity crosses ``MATTERS``; whether it does."""
    if min(grid.shape) < 2 or np.isnan(grid).all():
        return False
    if not np.nanmin(grid) < MATTERS < np.nanmax(grid):
        return False
    axes.contour(grid, levels=[MATTERS], colors="black", linestyles=style, linewidths=1.5 if style == "solid" else 1)
    return True


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--scale", type=float, default=0.1)
    parser.add_argument("--replicates", type=int, default=3)
    parser.add_argument("--growth", type=float, default=0.015)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1, help="cells of the map lived at a time")
    parser.add_argument("--floors", type=float, nargs="+", default=FLOORS, help="ascending shares of the budget")
    parser.add_argument("--lags", type=int, nargs="+", default=LAGS, help="ascending months")
    return parser.parse_args()


Rows = list[dict[str, Any]]


def over_the_map(setting: Setting, past: Past, asked: argparse.Namespace) -> tuple[Rows, Rows]:
    """For each floor and lag: crisis spending after the cut is restored, against no cut; and the paths."""
    with ProcessPoolExecutor(asked.workers) as pool:
        cells = [
            pool.submit(_cell, setting, past, asked.replicates, floor, lag)
            for floor, lag in product(asked.floors, asked.lags)
        ]
        found = [cell.result() for cell in cells]
    return [row for row, _ in found], [path for _, paths in found for path in paths]


def _cell(setting: Setting, past: Past, replicates: int, floor: float, lag: int) -> tuple[dict[str, Any], Rows]:
    plan = {"floor_share": floor, "lag_months": float(lag)}
    given = {
        "held": {"based_on": "crisis_driven", "prevention": plan},
        "cut": {"based_on": "crisis_driven", "prevention": {**plan, **CUT}},
    }
    place = with_strategies(setting, given)
    pairs = [[yearly(lived(place, name, past, k)) for name in given] for k in range(1, replicates + 1)]
    paths = [
        {"floor_share": floor, "lag_months": lag, "strategy": name, "replicate": k + 1, "year": year + 1}
        | {f"{what}_share": float(one[what][year] / one["spend"][year]) for what in ("pot", "crisis_spend")}
        for k, pair in enumerate(pairs)
        for name, one in zip(given, pair, strict=True)
        for year in range(YEARS)
    ]
    return {"floor_share": floor, "lag_months": lag} | _told(pairs, AFTER), paths


def loop(setting: Setting, past: Past, replicates: int) -> Iterator[dict[str, Any]]:
    """A tenth less funding for two years, given back: what it leaves behind, whole and with one part switched off."""
    usual = {"based_on": "crisis_driven"}
    programmes = setting.catalogue.programmes
    idle = past.catalogue._replace(programmes=past.catalogue.programmes.copy())
    idle.programmes.efficacy[:] = np.zeros_like(programmes.efficacy)
    variants = {
        "whole": (setting, past, usual),
        "no cash limit": (setting, past, usual | {"cash_limit": False}),
        "no duty": (setting, past, usual | {"duty": False}),
        "no lag": (with_parameters(setting, council__pot_adjustment=1.0), past, usual | {"overspend_recovery": 0.0}),
        "programmes do nothing": (setting, past._replace(catalogue=idle), usual),
    }
    for name, (place, start, strategy) in variants.items():
        place = with_strategies(place, {"held": strategy})
        growth = 1.0 + place.parameters.value("council.real_growth_per_year")
        path = [FUNDING[year] * growth**year if year < len(FUNDING) else growth**year for year in range(YEARS)]
        cut = place._replace(real_path=tuple(path))
        pairs = [[yearly(lived(one, "held", start, k)) for one in (place, cut)] for k in range(1, replicates + 1)]
        yield {"switched_off": name} | _told(pairs, slice(len(FUNDING), YEARS))


def _told(pairs: list[Rows], years: slice) -> dict[str, Any]:
    """Mean paired difference over some years as a share of the level without a cut, with its 95 % interval."""
    told: dict[str, Any] = {}
    for what in ("pot", "crisis_spend", "crises", "spend", "unmet_minutes"):
        level = float(np.mean([held[what][years].mean() for held, _ in pairs]))
        more = np.array([cut[what][years].mean() - held[what][years].mean() for held, cut in pairs])
        found = more / level if level else np.full(len(more), np.nan)  # a small place may have none
        half = quantile(0.975, len(found) - 1) * found.std(ddof=1) / len(found) ** 0.5 if len(found) > 1 else np.nan
        told |= {what: float(found.mean()), f"{what}_low": found.mean() - half, f"{what}_high": found.mean() + half}
    return told | {"verdict": _verdict(told)}


def _verdict(told: dict[str, Any]) -> str:
    """Whether crisis spending is back, by the rule of claims."""
    low, high = told["crises_low"], told["crises_high"]
    if low >= -MATTERS and high <= MATTERS:
        return "recovered"
    return "not recovered" if low > MATTERS else "lower" if high < -MATTERS else "undecided at this precision"


def tipping(recover: Rows, floors: list[float], lags: list[int]) -> Rows:
    """For each lag, the floor from which on crises after a cut are within ``MATTERS`` more than those without.

    Straight between floors; by the mean, and by both ends of its interval: within the upper end it surely recovers.
    """
    rows = []
    for lag in lags:
        mine = sorted((row for row in recover if row["lag_months"] == lag), key=lambda row: row["floor_share"])
        ends = {"mean": "crises", "low": "crises_low", "high": "crises_high"}
        found = {name: str(crossing(floors, [row[what] for row in mine])) for name, what in ends.items()}
        rows.append({"lag_months": lag} | {f"floor_by_{name}": floor for name, floor in found.items()})
    return rows


def crossing(floors: list[float], more: list[float]) -> float | str:
    """The floor from which on ``more`` stays within ``MATTERS``; in words where no floor lived divides them."""
    over = np.array(more) - MATTERS
    if np.isnan(over).any():
        return "not told by one pair"
    failing = np.flatnonzero(over > 0)
    if not len(failing):
        return "back at every floor"
    k = int(failing[-1])
    if k == len(floors) - 1:
        return "not back at the highest floor"
    return float(floors[k] - over[k] * (floors[k + 1] - floors[k]) / (over[k + 1] - over[k]))


def in_a_sentence(recover: Rows) -> str:
    """How many cells recover, fail, or are undecided."""
    count = {word: sum(row["verdict"] == word for row in recover) for word in ("not recovered", "recovered", "lower")}
    failed, back = count["not recovered"], count["recovered"] + count["lower"]
    unsure = len(recover) - failed - back
    failing = f"{failed} of {len(recover)} cells do not recover" if failed else "No cell is seen to fail"
    return f"{failing}: {back} recover, {unsure} are undecided at this precision (within {MATTERS:.0%} counts as back)"


def draw(out: Path, recover: Rows, paths: Rows, floors: list[float], lags: list[int]) -> None:
    """The map, and the paths in the plane of prevention and crisis."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10, 1.2 + len(floors)), layout="constrained")
    left, right = figure.subplots(1, 2)
    grids = {what: np.array([row[what] for row in recover]).reshape(len(floors), len(lags)) for what in CONTOURS}
    grid = grids["crises"] * 100
    bound = max(float(np.nanmax(np.abs(grid), initial=0.0)), 300 * MATTERS)  # what does not matter stays pale
    seen = left.imshow(grid, origin="lower", aspect="auto", cmap="RdBu_r", vmin=-bound, vmax=bound)
    left.set_xticks(range(len(lags)), [str(lag) for lag in lags])
    left.set_yticks(range(len(floors)), [f"{floor:.1%}" for floor in floors])
    left.set(xlabel="Months to build up again", ylabel="Floor of prevention, share of budget")
    left.set_title("Crises in years 6-10, % more after a cut", fontsize=10)
    for number, row in enumerate(recover):
        i, j = divmod(number, len(lags))
        text = f"{row['crises']:+.1%}\n({row['crises_low']:+.1%} to {row['crises_high']:+.1%})\n{row['verdict']}"
        ink = "white" if abs(row["crises"]) * 100 > bound / 2 else "black"
        left.text(j, i, text, ha="center", va="center", fontsize=6, color=ink)
    figure.colorbar(seen, ax=left)
    drawn = [what for what, style in CONTOURS.items() if _contour(left, grids[what], style)]
    told = "no tipping contour inside the map"
    if "crises" in drawn:
        told = "line: tipping contour; dashed: ends of its interval"
    elif drawn:
        told = "dashed: where the interval does not rule a failure out"
    figure.suptitle(f"{in_a_sentence(recover)}; {told}", fontsize=9)
    shown = dict.fromkeys((floors[0], floors[len(floors) // 2], floors[-1]))
    for floor, colour in zip(shown, ("#12436D", "#28A197", "#801650"), strict=False):
        for strategy, style in (("held", "-"), ("cut", "--")):
            rows = [
                r
                for r in paths
                if r["floor_share"] == floor and r["lag_months"] == lags[0] and r["strategy"] == strategy
            ]
            x, y = (
                [np.mean([r[k] for r in rows if r["year"] == year + 1]) * 100 for year in range(YEARS)]
                for k in ("pot_share", "crisis_spend_share")
            )
            right.plot(x, y, style, color=colour, marker="o", markersize=2.5, label=f"floor {floor:.1%}, {strategy}")
            right.plot(x[0], y[0], "s", color=colour, markersize=5)
    right.set(xlabel="Prevention pot, % of council spending", ylabel="Crisis spending, % of council spending")
    right.set_title(f"Ten years, square: first year (lag {lags[0]})", fontsize=10)
    right.legend(fontsize=6)
    figure.savefig(out / "spiral.svg")
    figure.savefig(out / "spiral.png", dpi=150)


if __name__ == "__main__":
    main()
