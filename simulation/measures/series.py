"""Sums of a record by month and group of adults: the numerators and denominators of measures.

A series is float64 [month, ``GROUPS``], whole numbers held exactly; NaN where the record does not know the group
(money is known by deprivation fifth and not by age; ties and posts for the whole place only).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from simulation.measures.registry import SETTINGS
from simulation.state.codes import (
    CLASS_NAMES,
    END_DEATH,
    END_FADED,
    END_LEFT_PLACE,
    END_LEFT_TOGETHER,
    END_NEED_MET,
    END_SUPPORT_CHANGED,
    N_FIFTHS,
    N_PERSON_TIES,
    PAYER_NAMES,
    SHARED_LIVES,
    TIE_NAMES,
    UNPLANNED_ENDS,
)
from simulation.state.journal import (
    COMPANY_NAMES,
    COUNTS,
    MARKET_NAMES,
    MATCH_NAMES,
    SHARER_NAMES,
    STAFF_NAMES,
    VISIT_NAMES,
)
from simulation.state.record import NOT_LONG_TERM

if TYPE_CHECKING:
    from simulation.measures.sums import Sums

Series = NDArray[np.float64]

GROUPS: Final = ("all", "age_18_64", "age_65_over", *(f"fifth_{k}" for k in range(1, N_FIFTHS + 1)))
"""Groups of adults; ``fifth_1`` lives in the most deprived fifth of neighbourhoods."""

CAUSE_REASONS: Final = {
    "unplanned": UNPLANNED_ENDS,
    "planned": (END_SUPPORT_CHANGED, END_NEED_MET),
    "faded": (END_FADED,),
    "parted": (END_DEATH, END_LEFT_PLACE),
}
"""Reasons of ending by cause; every reason has one, or means that the tie is out of sight."""
GONE_FROM_SIGHT: Final = (END_LEFT_TOGETHER,)
"""Reasons that are no end: both people live on together elsewhere."""

TIE_KINDS: Final = {
    **{name: (code,) for code, name in enumerate(TIE_NAMES)},
    "unpaid": tuple(code for code in range(N_PERSON_TIES) if code != SHARED_LIVES),
    "paid": (SHARED_LIVES, *range(N_PERSON_TIES, len(TIE_NAMES))),
}
"""Kinds of tie that a name stands for; a Shared Lives carer is paid, though the tie joins two people."""

AFTER_HOSPITAL: Final = frozenset({"step_down_bed", "assessment_bed"})
"""Short stays that begin in hospital."""
SHARED_LIVES_OF: Final = {
    "live_in": "shared_lives",
    "short_breaks": "shared_lives_short_breaks",
    "day": "shared_lives_day",
}
"""The three ways of Shared Lives that are published; a scenario's own are in the total alone."""


def by_cell(cells: NDArray[np.int64]) -> Series:
    """[month, cell] (fifth by age group) to [month, group]."""
    table = cells.reshape(len(cells), N_FIFTHS, 2)
    ages = table.sum(axis=1)
    return np.column_stack([ages.sum(axis=1), ages, table.sum(axis=2)]).astype(np.float64)


def by_fifth(fifths: NDArray[np.int64]) -> Series:
    """[month, fifth] to [month, group]; ages unknown."""
    unknown = np.full((len(fifths), 2), np.nan)
    return np.column_stack([fifths.sum(axis=1), unknown, fifths]).astype(np.float64)


def by_age(ages: NDArray[np.int64]) -> Series:
    """[month, age group] to [month, group]; fifths unknown."""
    unknown = np.full((len(ages), N_FIFTHS), np.nan)
    return np.column_stack([ages.sum(axis=1), ages, unknown]).astype(np.float64)


def whole_place(months: NDArray[np.int64]) -> Series:
    """[month] to [month, group]; groups unknown."""
    series = np.full((len(months), len(GROUPS)), np.nan)
    series[:, 0] = months
    return series


def every_age(months: NDArray[np.int64]) -> Series:
    """[month] to [month, group], the whole place's number for each age group too; fifths unknown."""
    series = whole_place(months)
    series[:, [GROUPS.index("age_18_64"), GROUPS.index("age_65_over")]] = months[:, None]
    return series


def every_group(months: NDArray[np.int64]) -> Series:
    """[month] to [month, group], the whole place's number for each group."""
    return np.repeat(months[:, None], len(GROUPS), axis=1).astype(np.float64)


class SeriesOf:
    """Series of one place or of several together, by name; each is made when asked for. ``names`` lists them all."""

    def __init__(self, record: Sums) -> None:
        self.record = record
        self._makers: dict[str, Callable[[], Series]] = {}
        self._made: dict[str, Series] = {}
        self._count_series()
        self._money_series()
        self._support_series()
        self._tie_series()
        self._staff_series()
        self._council_series()

    @property
    def names(self) -> tuple[str, ...]:
        """Every series name."""
        return tuple(self._makers)

    def __getitem__(self, name: str) -> Series:
        """One series by name. Raises KeyError."""
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]

    def total(self, expression: str) -> Series:
        """``a + b - c`` of series names."""
        first, *rest = expression.split()
        value = self[first]
        for sign, name in zip(rest[::2], rest[1::2], strict=True):
            value = value + self[name] if sign == "+" else value - self[name]
        return value

    def _count_series(self) -> None:
        counts = self.record.journal.counts
        for k, name in enumerate(COUNTS):
            self._makers[name] = partial(by_cell, counts[:, k, :])
        self._makers["months"] = partial(np.ones, (len(counts), len(GROUPS)))

    def _money_series(self) -> None:
        classes = np.array(self.record.service_classes)
        paid = classes != "unpaid"
        self._money("pence.cash", None, paid)
        self._money("pence.unpaid", None, ~paid)
        for payer, name in enumerate(PAYER_NAMES):
            self._money(f"pence.payer.{name}", payer, paid)
        for name in CLASS_NAMES:
            self._money(f"pence.class.{name}", None, classes == name)
            self._money(f"pence.council.class.{name}", PAYER_NAMES.index("council"), classes == name)
        for k, name in enumerate(self.record.services):
            chosen = np.arange(len(classes)) == k
            self._money(f"pence.service.{name}", None, chosen)
            self._money(f"pence.council.service.{name}", PAYER_NAMES.index("council"), chosen)

        self._long_term_money()

    def _long_term_money(self) -> None:
        """Council-funded long-term support by who pays; ``every_age`` is the same in every age group."""
        pence = self.record.journal.long_term
        for k, name in enumerate(("council", "person")):
            self._makers[f"pence.long_term.{name}"] = partial(by_age, pence[:, k])
        self._makers["pence.long_term.every_age"] = partial(every_age, pence.sum(axis=(1, 2)))

    def _money(self, name: str, payer: int | None, services: NDArray[np.bool_]) -> None:
        payers = slice(None) if payer is None else slice(payer, payer + 1)
        self._makers[name] = partial(_pence, self.record.journal.ledger[:, payers], services)

    def _council_series(self) -> None:
        spread = {"influence": by_fifth, "councils": every_group}
        for name, figures in self.record.decided._asdict().items():
            self._makers[f"decided.{name}"] = partial(spread.get(name, whole_place), figures)

    def _support_series(self) -> None:
        models, settings = self.record.model_ids, self.record.settings
        long_term = [k for k, setting in enumerate(settings) if setting != NOT_LONG_TERM]
        for k, model in enumerate(models):
            self._support(model, [k])
            self._ends(model, k)
        self._support("long_term", long_term)
        for name, model in SHARED_LIVES_OF.items():
            self._support(f"sharing.{name}", [k for k, one in enumerate(models) if one == model])
        self._support("sharing", [k for k, shared in enumerate(self.record.by_sharers) if shared])
        self._support("after_hospital", [k for k, model in enumerate(models) if model in AFTER_HOSPITAL])
        for setting in SETTINGS:
            self._support(f"setting.{setting}", [k for k in long_term if settings[k] == setting])

    def _support(self, name: str, rows: list[int]) -> None:
        journal = self.record.journal
        for funded, who in enumerate(("council", "self")):
            for kind, table in (("stock", journal.stock), ("starts", journal.starts)):
                self._makers[f"{kind}.{name}.{who}"] = partial(_rows, by_cell, table[:, :, funded], rows)

    def _ends(self, model: str, row: int) -> None:
        ends = self.record.journal.ends
        for cause, reasons in CAUSE_REASONS.items():
            self._makers[f"ends.{model}.{cause}"] = partial(_rows, whole_place, ends[:, row], reasons)

    def _tie_series(self) -> None:
        journal = self.record.journal
        for name, kinds in TIE_KINDS.items():
            self._tie(f"ties_open.{name}", journal.ties_open, kinds)
            self._tie(f"ties_formed.{name}", journal.ties_formed, kinds)
            self._tie(f"ties_at_risk.{name}", journal.ties_open + journal.ties_ended.sum(axis=2), kinds)
            for cause, reasons in CAUSE_REASONS.items():
                self._tie(f"ties_ended.{name}.{cause}", journal.ties_ended[:, :, list(reasons)].sum(axis=2), kinds)

    def _tie(self, name: str, table: NDArray[np.int64], kinds: Iterable[int]) -> None:
        self._makers[name] = partial(_rows, whole_place, table, kinds)

    def _staff_series(self) -> None:
        journal = self.record.journal
        vacant = self.record.vacant
        self._makers["posts.vacant"] = partial(whole_place, vacant.sum(axis=1))
        for row, model in enumerate(self.record.model_ids):
            self._makers[f"staff.{model}.vacant"] = partial(whole_place, vacant[:, row])
        for k, name in enumerate(STAFF_NAMES):
            every = range(len(self.record.model_ids))
            self._makers[f"posts.{name.removesuffix('_posts')}"] = partial(
                _rows, whole_place, journal.staff[:, :, k], every
            )
            for row, model in enumerate(self.record.model_ids):
                self._makers[f"staff.{model}.{name}"] = partial(whole_place, journal.staff[:, row, k])
        for table, names in (("visits", VISIT_NAMES), ("market", MARKET_NAMES), ("company", COMPANY_NAMES)):
            for k, name in enumerate(names):
                self._by_model(f"{table}.{{}}.{name}", getattr(journal, table)[:, :, k])
        for k, name in enumerate(SHARER_NAMES):
            self._makers[f"sharers.{name}"] = partial(whole_place, journal.sharers[:, k])
        for row, programme in enumerate(self.record.programme_ids):
            for k, name in enumerate(MATCH_NAMES):
                self._makers[f"matches.{programme}.{name}"] = partial(whole_place, journal.matches[:, row, k])

    def _by_model(self, name: str, table: NDArray[np.int64]) -> None:
        """A series of each support model and of ``every`` one together, from [month, model]."""
        for row, model in enumerate(self.record.model_ids):
            self._makers[name.format(model)] = partial(whole_place, table[:, row])
        self._makers[name.format("every")] = partial(_rows, whole_place, table, range(len(self.record.model_ids)))


def _rows(spread: Callable[[NDArray[np.int64]], Series], table: NDArray[np.int64], rows: Iterable[int]) -> Series:
    return spread(table[:, list(rows)].sum(axis=1))


def _pence(ledger: NDArray[np.int64], services: NDArray[np.bool_]) -> Series:
    return by_fifth(ledger[:, :, services].sum(axis=(1, 2)))
