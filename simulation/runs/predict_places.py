"""What a run of several places will take: places one after another in each worker, one past at a time."""

from __future__ import annotations

from simulation.runs.engine import Case
from simulation.runs.memory import MB
from simulation.runs.places import adults_lived
from simulation.runs.predict import MONTHS, SECONDS, Prediction, costs, people


def largest(case: Case) -> Case:
    """The place with most people, or the scenario itself where there is one place."""
    return max((case.of_place(place.id) for place in case.every_place), key=adults_lived, default=case)


def predict_places(case: Case, missing: dict[str, int], workers: int, each_mb: float) -> Prediction:
    """What living ``missing`` replicates of each place takes in workers of ``each_mb``, and adding up."""
    cost, months = costs(), case.time.years * MONTHS
    speed = cost["person_months_per_second"]
    seconds, count = cost["base_seconds"], 0
    for place, replicates in missing.items():
        here = people(case.of_place(place))
        count += here
        lived = case.time.burn_in_months + months * len(case.strategies) * replicates
        seconds += here * (1 / cost["past_people_per_second"] + lived / speed) / workers if replicates else 0.0
    strategy_months = months * len(case.strategies)
    archives = sum(missing.values()) + max(missing.values(), default=0)
    disk = strategy_months * (archives * cost["run_bytes_per_strategy_month"] + cost["table_bytes_per_strategy_month"])
    return Prediction(
        replicates=max(missing.values(), default=0),
        strategies=len(case.strategies),
        people=count,
        months=months,
        workers=workers,
        minutes=seconds / SECONDS,
        disk_mb=disk / MB,
        worker_mb=each_mb,
    )
