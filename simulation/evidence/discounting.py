"""Discount schedules: dated files in ``discount/``, and the factors that turn a year's pounds into present ones."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FOLDER: Final = Path(__file__).with_name("discount")


class DiscountError(ValueError):
    """No such schedule, or its file breaks the rules."""


@dataclass(frozen=True)
class Schedule:
    """Yearly rates: ``rates`` holds (first year it applies to, rate), counted from year 0, in order."""

    name: str
    title: str
    issuer: str
    source: str
    valid_from: str
    dated: str
    note: str
    rates: tuple[tuple[int, float], ...]

    def rate(self, year: int) -> float:
        """The rate that leads from ``year - 1`` to ``year``."""
        return [rate for first, rate in self.rates if first <= year][-1]


def schedule_names() -> list[str]:
    """Every schedule that ships."""
    return sorted(path.stem for path in _FOLDER.glob("*.yaml"))


@functools.cache
def schedule(name: str) -> Schedule:
    """One schedule by the name of its file. Raises DiscountError."""
    if name not in schedule_names():
        raise DiscountError(f"no discount schedule is called {name!r}; there are {', '.join(schedule_names())}")
    from ruamel.yaml import YAML

    content = YAML(typ="safe", pure=True).load(_FOLDER / f"{name}.yaml")
    rates = tuple((int(step["from_year"]), float(step["rate"])) for step in content.pop("rates"))
    years = [first for first, _ in rates]
    if content["name"] != name or years != sorted(set(years)) or years[0] != 0:
        raise DiscountError(f"{name}.yaml: the name must be the file's, and rates must begin with year 0, in order")
    return Schedule(rates=rates, **{key: str(value) for key, value in content.items()})


def discount_factors(name: str, years: int) -> NDArray[np.float64]:
    """Present value of one pound in each of years 0 to ``years - 1``, [years]; year 0 is not discounted."""
    import numpy as np

    found = schedule(name)
    steps = [1.0] + [1.0 / (1.0 + found.rate(year)) for year in range(1, years)]
    return np.asarray(np.cumprod(np.array(steps[:years], np.float64)))
