"""O55 and O56: what happens to hospital visits when council spending per older resident is cut by 375 pounds a year.

    python experiments/flagships/spending_response.py OUT [--scale 0.1] [--replicates 5]

Cuts of several sizes of every plan at home, of starts and of assessments; the response is scaled to 375 pounds for
each resident aged 65 and over. Nothing is fitted to the published responses (Crawford, Stoye and Zaranko 2021: A&E
visits rise a little, inpatient admissions not measurably; Seamer et al. 2019). The ledger does not know age outside
long-term support, so the cut is of the council's long-term support of people aged 65 and over.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
from places import lived, with_parameters, with_strategies, write

from simulation.measures.student import quantile
from simulation.model import CareEcosystem, live_past
from simulation.past import setting_of

YEARS, CUT_GBP, OLDER = 5, 375.0, 1
RESPONSES = ("visits", "admissions", "unmet_hours_week", "crises", "bed_days", "substantial_need")
"""The last two tell who was there to visit: nobody in a hospital bed does, and people with more need do more often."""
FUNDING = {"held": None, "down_10": 0.9, "down_20": 0.8, "down_30": 0.7}
SALAMI = {
    "based_on": "salami_cuts",
    "decision": {"most_per_year": 0.3, "fee_share": 0.0},
    "controls": {"start_cut": 0.5, "fee_freeze": 0.0},
}


def main() -> None:
    """Live the cuts and write the responses."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--scale", type=float, default=0.1)
    parser.add_argument("--replicates", type=int, default=5)
    asked = parser.parse_args()
    usual = setting_of(None, {"place__scale": asked.scale, "time__years": YEARS})
    place = with_strategies(with_parameters(usual, council__real_growth_per_year=0.0), {"salami": SALAMI})
    past, found = live_past(usual), {}
    for name, level in FUNDING.items():
        here = place if level is None else place._replace(real_path=(level,) * YEARS)
        strategy = "crisis_driven" if level is None else "salami"
        found[name] = [older(lived(here, strategy, past, k)) for k in range(1, asked.replicates + 1)]
    asked.out.mkdir(parents=True, exist_ok=True)
    write(asked.out / "response.csv", [told(name, found) for name in FUNDING if name != "held"])
    print((asked.out / "response.csv").read_text(encoding="utf-8"))


def older(model: CareEcosystem) -> dict[str, float]:
    """For each resident aged 65 and over and year, from the second year on."""
    journal, first = model.town.journal, model.burn_in + 12

    def count(name: str) -> float:
        return float(journal.counts[first:, model.counts[name], OLDER::2].sum())

    years = count("people") / 12
    return {
        "gbp": float(journal.long_term[first:, 0, OLDER].sum()) / 100 / years,
        "visits": count("ae_attendances") / years,
        "admissions": count("emergency_admissions") / years,
        "unmet_hours_week": count("unmet_minutes") / 60 / count("people"),
        "crises": count("crises") / years,
        "bed_days": count("bed_days") / years,
        "substantial_need": (count("need_substantial") + count("need_high")) / count("people"),
    }


def told(name: str, found: dict[str, list[dict[str, float]]]) -> dict[str, Any]:
    """The cut that came about, and responses scaled to a cut of 375 pounds, with 95 % intervals of luck."""
    pairs = list(zip(found["held"], found[name], strict=True))
    cut = np.array([held["gbp"] - less["gbp"] for held, less in pairs])
    row: dict[str, Any] = {"funding": name, "cut_gbp_per_older_resident": cut.mean()}
    row["spend_per_older_resident_before"] = np.mean([held["gbp"] for held, _ in pairs])
    scale = CUT_GBP / cut.mean()
    for what in RESPONSES:
        apart = np.array([less[what] - held[what] for held, less in pairs]) * scale
        half = quantile(0.975, len(apart) - 1) * apart.std(ddof=1) / len(apart) ** 0.5 if len(apart) > 1 else np.nan
        level = np.mean([held[what] for held, _ in pairs])
        row |= {what: apart.mean(), f"{what}_low": apart.mean() - half, f"{what}_high": apart.mean() + half}
        row[f"{what}_ratio"] = 1.0 + apart.mean() / level
    return row


if __name__ == "__main__":
    main()
