"""Lives as tables: a row a month, a row an event, a row a tie."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

import pyarrow as pa

from simulation.lives import words
from simulation.lives.moment import Moment
from simulation.lives.trace import Life
from simulation.lives.words import Names
from simulation.measures.registry import in_words
from simulation.state import codes
from simulation.state.codes import NEVER

PENCE: Final = 100
YEAR: Final = 12
HOUR: Final = 60


class LifeTables(NamedTuple):
    """What files and figures are made of. ``months`` begins with the state at the start, as month -1."""

    months: pa.Table
    events: pa.Table
    ties: pa.Table


def tables(lives: Sequence[Life], names: Names, start: str) -> LifeTables:
    """Tables of a person's lives; ``start`` is the first month of the comparison, as 2025-04."""
    months = [_month_row(life, moment, names, start) for life in lives for moment in life.moments]
    events = [row for life in lives for row in event_rows(life, names, start)]
    ties = [row for life in lives for row in _tie_rows(life)]
    return LifeTables(_table(months), _table(events, EVENT_COLUMNS), _table(ties, TIE_COLUMNS))


EVENT_COLUMNS: Final = ("strategy", "person", "month", "date", "age", "event", "text", "brief", "lane", "sign")
TIE_COLUMNS: Final = ("strategy", "person", "kind", "other_person", "began_month", "first_strength", "last_seen_month",
                      "last_strength")  # fmt: skip


def _table(rows: list[dict[str, Any]], columns: Iterable[str] = ()) -> pa.Table:
    """Rows as a table; with its columns, although empty, where there are none."""
    return pa.Table.from_pylist(rows) if rows else pa.table({name: pa.array([], pa.string()) for name in columns})


def date(start: str, month: int) -> str:
    """The calendar month of a month of the comparison, as 2026-06."""
    year, first = (int(part) for part in start.split("-"))
    months = year * YEAR + first - 1 + month
    return f"{months // YEAR}-{months % YEAR + 1:02d}"


def _month_row(life: Life, moment: Moment, names: Names, start: str) -> dict[str, Any]:
    here = moment.status == codes.HERE
    row = {
        "strategy": life.strategy,
        "person": life.person,
        "month": moment.month,
        "date": date(start, moment.month),
        "age": moment.age,
        "status": codes.STATUS_NAMES[moment.status],
    }
    for columns in (_state, _supported, _help, _tie_columns, _costs):
        row |= {name: value if here else None for name, value in columns(moment, names).items()}
    return row


def _state(moment: Moment, _names: Names) -> dict[str, Any]:
    draws_on_care = moment.need >= codes.NEED_MODERATE  # the model follows the domains of those who do
    domains = dict(zip(codes.DOMAIN_NAMES, moment.fulfilment, strict=True))
    return {
        "need": moment.need,
        "skill": moment.skill,
        "conditions": "; ".join(words.conditions(moment.conditions)),
        "setting": codes.SETTING_NAMES[moment.setting],
        "lives_in": words.HOMES[moment.setting],
        "moved": moment.moved == moment.month,
        "loneliness": moment.lonely,
        **{f"good_life_{name}": value if draws_on_care else None for name, value in domains.items()},
    }


def _supported(moment: Moment, names: Names) -> dict[str, Any]:
    support = moment.support
    waits = moment.stage == codes.AWAITING_START
    row: dict[str, Any] = {
        "stage": codes.STAGE_NAMES[moment.stage],
        "waits_for": names.models[moment.wanted] if waits else "",
        "support": "",
        "support_words": "",
        "support_since": None,
        "provider": None,
        "shared_lives_carer": None,
        "self_funded": None,
        "key_worker_since": None,
        "key_worker_strength": None,
        "programmes_joined": "; ".join(names.programmes[code] for code, _ in moment.programmes),
    }
    if support is not None:
        known = support.key_since != NEVER
        row |= {
            "support": names.models[support.model],
            "support_words": names.model(support.model),
            "support_since": support.started,
            "provider": support.provider if support.provider >= 0 else None,
            "shared_lives_carer": support.carer if support.carer >= 0 else None,
            "self_funded": support.self_funded,
            "key_worker_since": support.key_since if known else None,
            "key_worker_strength": support.key_strength if known else None,
        }
    return row


def _help(moment: Moment, _names: Names) -> dict[str, Any]:
    asked, unpaid = moment.asked_minutes, moment.unpaid_minutes
    paid = max(min(moment.paid_minutes, asked - unpaid), 0)
    return {
        "help_needed_hours_a_week": asked / HOUR,
        "unpaid_care_received_hours_a_week": unpaid / HOUR,
        "paid_help_hours_a_week": paid / HOUR,
        "help_missing_hours_a_week": max(asked - unpaid - paid, 0) / HOUR,
        "unpaid_care_given_hours_a_week": moment.care_minutes / HOUR,
        "strain_of_caring": moment.strain,
    }


def _tie_columns(moment: Moment, _names: Names) -> dict[str, Any]:
    row: dict[str, Any] = {"ties": len(moment.ties), "ties_strength": sum((tie.strength for tie in moment.ties), 0.0)}
    for kind in range(codes.N_PERSON_TIES):
        strengths = [tie.strength for tie in moment.ties if tie.kind == kind]
        name = codes.TIE_NAMES[kind]
        row |= {f"ties_{name}": len(strengths), f"strength_{name}": sum(strengths, 0.0)}
    return row


def _costs(moment: Moment, _names: Names) -> dict[str, Any]:
    return {f"support_cost_{payer}_gbp": pence / PENCE for payer, pence in moment.cost._asdict().items()}


def event_rows(life: Life, names: Names, start: str) -> list[dict[str, Any]]:
    """Events of a life in order, with their words."""
    born = life.moments[0].birth_month
    rows = []
    for event in life.events:
        told = words.EVENTS[event.kind]
        rows.append(
            {
                "strategy": life.strategy,
                "person": life.person,
                "month": event.month,
                "date": date(start, event.month),
                "age": (event.month - born) // YEAR,
                "event": event.kind,
                "text": words.sentence(event.kind, event.what, event.why, names),
                "brief": words.label(event.kind, event.what, names),
                "lane": told.lane,
                "sign": told.sign,
            }
        )
    return rows


def _tie_rows(life: Life) -> list[dict[str, Any]]:
    """Every tie seen, with its strength when first and last seen."""
    seen: dict[tuple[int, int, int], dict[str, Any]] = {}
    for moment in life.moments:
        for tie in moment.ties:
            row = seen.setdefault(
                (tie.other, tie.start, tie.kind),
                {
                    "strategy": life.strategy,
                    "person": life.person,
                    "kind": in_words(codes.TIE_NAMES[tie.kind]),
                    "other_person": tie.other,
                    "began_month": tie.start,
                    "first_strength": tie.strength,
                },
            )
            row |= {"last_seen_month": moment.month, "last_strength": tie.strength}
    return list(seen.values())
