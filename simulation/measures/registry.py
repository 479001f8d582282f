"""What is measured: one row a measure in ``measures.csv``, with its unit, meaning, and how it adds up over months."""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Final

from simulation.state.codes import (
    CLASS_NAMES,
    DOMAIN_NAMES,
    NEED_NAMES,
    OWNERSHIP_NAMES,
    PAYER_NAMES,
    RATING_NAMES,
    TIE_NAMES,
    UNPAID,
)
from simulation.state.supply import MATCH_ENDS

_FILE: Final = Path(__file__).with_name("measures.csv")
_BLANK: Final = re.compile(r"\{(\w+)\}")

CASH_CLASSES: Final = tuple(name for code, name in enumerate(CLASS_NAMES) if code != UNPAID)
VALUED: Final = ("unpaid_care", "carer_earnings")
"""Services that are valued and that nobody pays for."""
SETTINGS: Final = ("nursing", "residential", "community")
SHARINGS: Final = ("live_in", "short_breaks", "day")
"""What a person in Shared Lives has."""
TIE_GROUPS: Final = ("unpaid", "paid")
SIZES: Final = ("small", "large")
"""Providers below the usual size of their support model, and the rest."""
CAUSES: Final = ("unplanned", "planned", "faded", "parted")
"""Kinds of ending of a tie; ``parted`` is by death or by leaving the place."""


@dataclass(frozen=True)
class Measure:
    """One measure. ``top`` and ``bottom`` are sums of series (``measures.series``); both empty: computed apart.

    Over a period of months the value is ``scale`` times the sum of ``top`` over the sum of ``bottom``: a flow has no
    bottom, a stock's bottom is ``months`` (so it is a mean), and anything else is a ratio of sums.
    """

    id: str
    unit: str
    label: str
    description: str
    source: str
    top: str
    bottom: str
    scale: Fraction
    better: str
    table: str
    headline: bool

    @property
    def aggregation(self) -> str:
        """How months make a period, in words for the data package."""
        if not self.top:
            return "computed from all ties, arrangements or fifths of the period"
        return {"": "sum over months", "months": "mean over months"}.get(self.bottom, "ratio of sums over months")


@functools.cache
def templates() -> tuple[Measure, ...]:
    """Rows of ``measures.csv`` in order; names in braces stand for every payer, class, service and so on."""
    with _FILE.open(encoding="utf-8", newline="") as lines:
        return tuple(_measure(row) for row in csv.DictReader(lines))


def _measure(row: Mapping[str, str]) -> Measure:
    return Measure(
        id=row["id"],
        unit=row["unit"],
        label=row["label"],
        description=row["description"],
        source=row["source"],
        top=row["top"],
        bottom=row["bottom"],
        scale=_fraction(row["scale"]),
        better=row["better"],
        table=row["table"],
        headline=row["headline"] == "yes",
    )


def _fraction(text: str) -> Fraction:
    top, _, bottom = text.partition("/")
    return Fraction(top or "1") / Fraction(bottom or "1")


def names(models: Sequence[str], services: Sequence[str], bringing: Sequence[str] = ()) -> dict[str, Sequence[str]]:
    """What each name in braces stands for, given the support models and services of a record, and those of its
    programmes that bring somebody (``Programme.brings``)."""
    return {
        "payer": PAYER_NAMES,
        "class": CASH_CLASSES,
        "service": [service for service in services if service not in VALUED],
        "model": [model for model in models if model not in VALUED],
        "need": NEED_NAMES[1:],
        "domain": DOMAIN_NAMES,
        "setting": SETTINGS,
        "sharing": SHARINGS,
        "tie": (*TIE_NAMES, *TIE_GROUPS),
        "cause": CAUSES,
        "owner": OWNERSHIP_NAMES,
        "rating": RATING_NAMES[1:],
        "size": SIZES,
        "brought": bringing,
        "match_end": MATCH_ENDS,
    }


def measures(models: Sequence[str], services: Sequence[str], bringing: Sequence[str] = ()) -> tuple[Measure, ...]:
    """Every measure of a record, templates filled in."""
    blanks = names(models, services, bringing)
    return tuple(measure for template in templates() for measure in _filled(template, blanks))


def _filled(template: Measure, blanks: Mapping[str, Sequence[str]]) -> Iterator[Measure]:
    keys = list(dict.fromkeys(_BLANK.findall(template.id)))
    for values in product(*(blanks[key] for key in keys)):
        yield _fill(template, dict(zip(keys, values, strict=True)))


def _fill(template: Measure, values: Mapping[str, str]) -> Measure:
    plain = {key: in_words(value) for key, value in values.items()}
    label = template.label.format(**plain)
    return replace(
        template,
        id=template.id.format(**values),
        label=label[:1].upper() + label[1:],
        description=template.description.format(**plain),
        top=template.top.format(**values),
        bottom=template.bottom.format(**values),
    )


def codebook(ids: Iterable[str]) -> list[dict[str, str]]:
    """What each measure is, a row a measure: for a table beside the results."""
    rows = []
    for measure in map(describe, ids):
        words = ("id", "label", "unit", "description", "source", "aggregation", "better", "table")
        rows.append({name: str(getattr(measure, name)) for name in words})
    return rows


def describe(measure_id: str) -> Measure:
    """The measure of an id, whatever models and services it names. Raises KeyError."""
    for template, pattern in _patterns():
        found = pattern.fullmatch(measure_id)
        if found:
            return _fill(template, found.groupdict())
    raise KeyError(measure_id)


@functools.cache
def _patterns() -> list[tuple[Measure, re.Pattern[str]]]:
    """Plain ids first, so that ``waiting.people`` is never read as a filled template."""
    ordered = sorted(templates(), key=lambda measure: "{" in measure.id)
    return [(measure, re.compile(_BLANK.sub(r"(?P<\1>\\w+)", measure.id.replace(".", r"\.")))) for measure in ordered]


_WORDS: Final = {"nhs": "NHS", "ae": "A&E", "shared_lives": "Shared Lives", "parent_child": "parent and child"}


def in_words(name: str) -> str:
    """A name with underscores as people write it: ``shared_lives`` is Shared Lives."""
    return _WORDS.get(name) or name.replace("_", " ").replace("ae attendance", "A&E attendance")
