"""A record as one tidy table: a row a strategy, replicate, period, month, group and measure.

``period`` says what the row covers and ``month`` where it starts:

- ``month``: one month, group ``all`` only
- ``year``: twelve months from ``month`` (the last year may be short), every group the record knows
- ``run``: all months of the comparison (``month`` 0)
- ``before``: the last year of the burn-in (``month`` below 0), the same for every strategy of a replicate
- ``age``: ``month`` is the age of a tie in months (``ties.survival`` and its kin)

Values are null where a measure is undefined (a rate of nobody). Counts and pence are exact until the last division.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from simulation.measures import equity, periods, spells, ties
from simulation.measures.periods import Periods, running
from simulation.measures.registry import CAUSES, Measure, measures
from simulation.measures.series import GROUPS, SeriesOf
from simulation.measures.sums import AGES, Sums, spans_of_spells, sums_of
from simulation.state.record import Record

ALL: Final = GROUPS.index("all")
COLUMNS: Final = ("strategy", "replicate", "period", "month", "group", "measure", "unit", "value")


class Block(NamedTuple):
    """Values of one measure: [period, group]; a group is left out where ``known`` is false."""

    measure: str
    period: str
    month: NDArray[np.int16]
    value: NDArray[np.float64]
    known: NDArray[np.bool_]


def run_table(record: Record, strategy: str, replicate: int) -> pa.Table:
    """Every measure of one strategy in one replicate, tidy; columns are ``COLUMNS``."""
    return table_of(sums_of(record), strategy, replicate)


def table_of(record: Sums, strategy: str, replicate: int) -> pa.Table:
    """The same of sums, of one place or of several together."""
    wanted = measures(record.model_ids, record.services, record.bringing)
    blocks = [*_summed(record, wanted), *_equity(record), *_spells(record), *_ties(record)]
    order = {measure.id: k for k, measure in enumerate(wanted)}
    blocks.sort(key=lambda block: order[block.measure])
    return _table(blocks, {measure.id: measure.unit for measure in wanted}, strategy, replicate)


def spans(record: Sums) -> list[Periods]:
    """Periods for which sums over months are told."""
    kinds = (periods.months, periods.years, periods.run)
    return [periods.before(record.burn_in), *(kind(record.burn_in, record.months) for kind in kinds)]


def _spans(record: Sums) -> Iterator[tuple[Periods, NDArray[np.bool_]]]:
    """Periods with the groups told for each: of single months, the whole place only."""
    for span in spans(record):
        every = np.full(len(GROUPS), span.name != "month")
        yield span, every | (np.arange(len(GROUPS)) == ALL)


def _summed(record: Sums, wanted: tuple[Measure, ...]) -> Iterator[Block]:
    series, every_span = SeriesOf(record), list(_spans(record))
    for measure in (measure for measure in wanted if measure.top):
        top = series.total(measure.top)
        bottom = series.total(measure.bottom) if measure.bottom else None
        known = ~np.isnan(top[0]) & (bottom is None or ~np.isnan(bottom[0]))
        over, under = running(top), None if bottom is None else running(bottom)
        for span, groups in every_span:
            parts = span.of(over) * measure.scale.numerator
            whole = np.ones_like(parts) if under is None else span.of(under)
            value = quotient(parts, whole * measure.scale.denominator)
            yield Block(measure.id, span.name, span.month, value, groups & known)


def quotient(top: NDArray[np.float64], bottom: NDArray[np.float64]) -> NDArray[np.float64]:
    """One over the other; NaN where there is nothing to divide by."""
    return np.asarray(np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom != 0))


def _equity(record: Sums) -> Iterator[Block]:
    series = SeriesOf(record)
    for span, groups in _spans(record):
        people = span.sum(series["people"])
        for name, source in (("council_spend", "pence.payer.council"), ("unmet_hours", "unmet_minutes")):
            index, ratio = equity.by_period(span.sum(series[source]), people)
            yield _whole(f"equity.concentration.{name}", span.name, span.month, index, groups)
            yield _whole(f"equity.ratio.{name}", span.name, span.month, ratio, groups)


def _whole(
    measure: str,
    period: str,
    month: NDArray[np.int16],
    value: NDArray[np.float64],
    groups: NDArray[np.bool_] | None = None,
    group: str = "all",
) -> Block:
    """Values that one group alone has, usually the whole place."""
    at = GROUPS.index(group)
    table = np.full((len(value), len(GROUPS)), np.nan)
    table[:, at] = value
    known = np.arange(len(GROUPS)) == at
    return Block(measure, period, month, table, known if groups is None else known & groups)


def _spells(record: Sums) -> Iterator[Block]:
    """What is told from single arrangements, for the last year of the burn-in and each year."""
    lasting = record.lasting
    whole = {
        "over_a_year": spells.share(lasting.over_a_year, lasting.clients),
        "after_reablement.long_term": spells.share(lasting.then_long_term, lasting.episodes),
        "after_reablement.again": spells.share(lasting.then_again, lasting.episodes),
        "after_reablement.nothing": spells.share(lasting.then_nothing, lasting.episodes),
    }
    older = {
        "stepping_down": spells.share(lasting.stepped_down, lasting.away),
        "care_home_residents_ratio": spells.residents_ratio(lasting.residents, lasting.resident_months),
        "care_home_stay": np.array([spells.median_length(counts) for counts in lasting.stays]),
    }
    done = 0
    for span in spans_of_spells(record.burn_in, record.months):
        rows = slice(done, done := done + len(span.month))
        for name, values in whole.items():
            yield _whole(f"support.{name}", span.name, span.month, values[rows])
        for name, values in older.items():
            yield _whole(f"support.{name}", span.name, span.month, values[rows], group="age_65_over")


def _ties(record: Sums) -> Iterator[Block]:
    ages = np.arange(AGES + 1, dtype=np.int16)
    for name, life in ties.survival_by_name(record.ties).items():
        yield _whole(f"ties.survival.{name}", "age", ages, life.open_share)
        yield _whole(f"ties.at_risk.{name}", "age", ages[1:], life.at_risk[1:].astype(np.float64))
        for cause, share in zip(CAUSES, life.ended_share, strict=True):
            yield _whole(f"ties.ended_{cause}.{name}", "age", ages, share)
    every_month = np.arange(record.months, dtype=np.int16)
    for name, share in ties.still_open_by_name(record.ties).items():
        yield _whole(f"ties.still_open.{name}", "month", every_month, share)
    for name, kept in ties.turnover_by_name(record.ties).items():
        yield from _kept(name, kept)


def _kept(name: str, kept: ties.Turnover) -> Iterator[Block]:
    """Retention by year, and over the run as a ratio of sums."""
    for measure, top, bottom in (
        ("kept_12_months", kept.kept_12, kept.open),
        ("kept_24_months", kept.kept_24, kept.open_24),
        ("lost_12_months", kept.open - kept.kept_12, kept.open),
        ("gained_12_months", kept.gained_12, kept.open),
    ):
        month = (np.arange(len(top)) * periods.YEAR).astype(np.int16)
        yield _whole(f"ties.{measure}.{name}", "year", month, quotient(top.astype(float), bottom.astype(float)))
        whole = quotient(np.array([float(top.sum())]), np.array([float(bottom.sum())]))
        yield _whole(f"ties.{measure}.{name}", "run", np.zeros(1, np.int16), whole)


def _table(blocks: list[Block], units: dict[str, str], strategy: str, replicate: int) -> pa.Table:
    measure_ids = list(dict.fromkeys(block.measure for block in blocks))
    code = {name: k for k, name in enumerate(measure_ids)}
    parts = [_rows(block, code[block.measure]) for block in blocks]
    measure, period, month, group, value = (np.concatenate(column) for column in zip(*parts, strict=True))
    unit_names = list(dict.fromkeys(units[name] for name in measure_ids))
    unit = np.array([unit_names.index(units[name]) for name in measure_ids], np.int32)[measure]
    n = len(value)
    columns = (
        _words(np.zeros(n, np.int32), [strategy]),
        pa.array(np.full(n, replicate, np.int32)),
        _words(period, _PERIODS),
        pa.array(month),
        _words(group, GROUPS),
        _words(measure, measure_ids),
        _words(unit, unit_names),
        pa.array(value, from_pandas=True),
    )
    return pa.table(dict(zip(COLUMNS, columns, strict=True)))


_PERIODS: Final = ("before", "month", "year", "run", "age")


def _rows(block: Block, measure: int) -> tuple[NDArray[Any], ...]:
    groups = np.flatnonzero(block.known).astype(np.int32)
    n = len(block.month) * len(groups)
    return (
        np.full(n, measure, np.int32),
        np.full(n, _PERIODS.index(block.period), np.int32),
        np.repeat(block.month, len(groups)),
        np.tile(groups, len(block.month)),
        block.value[:, groups].ravel(),
    )


def _words(codes: NDArray[np.int32], names: tuple[str, ...] | list[str]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), pa.array(list(names), pa.string()))
