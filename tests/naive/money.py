"""Money: every pound of the month in one ledger, in pence, by payer, service and deprivation fifth."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

from naive.support import priced_for, weekly_pence
from naive.things import Arrangement
from simulation.state.codes import COUNCIL, FAMILY, N_CELLS, NHS, PERSON

if TYPE_CHECKING:
    from naive.ecosystem import NaiveEcosystem


def step(town: NaiveEcosystem) -> None:
    for support in town.arrangements:
        if support.open:
            charge(town, support)
    for (row, self_funded, cell), starts in town.record.starts.items():
        charge_once(town, town.models[row], self_funded, cell, starts)
    for cell in range(N_CELLS):
        charge_counts(town, cell)


def month_of(town: NaiveEcosystem, weekly: int) -> int:
    return weekly * town.rates.weeks_permille // 1000


def charge(town: NaiveEcosystem, support: Arrangement) -> None:
    """The NHS's part first, then the person's share of the rest (all of it with savings), then the council."""
    model, fifth = support.model, support.person.hood.fifth
    weekly = weekly_pence(model, support.delivered, bool(support.self_funded))
    weekly = priced_for(support.person, model, weekly)
    if support.provider is not None and not support.self_funded:
        weekly = weekly * support.provider.paid // 1000
    price = month_of(town, weekly)
    nhs = min(month_of(town, model.nhs_weekly_pence), price)
    rest = price - nhs
    person = rest if support.self_funded else rest * model.client_permille // 1000
    town.pay(NHS, model.row, fifth, nhs)
    town.pay(PERSON, model.row, fifth, person)
    town.pay(COUNCIL, model.row, fifth, rest - person)
    if not support.self_funded and model.months == 0:
        older = int(support.person.older)
        town.record.long_term["council", older] += rest - person
        town.record.long_term["person", older] += person


def charge_once(town: NaiveEcosystem, model: SimpleNamespace, self_funded: int, cell: int, starts: int) -> None:
    """What starts cost beside their price, from whoever pays for the support."""
    pence = starts * model.start_cost_pence
    payer = PERSON if self_funded else NHS if model.start_by_nhs else COUNCIL
    town.pay(payer, model.row, cell // 2, pence)
    if payer == COUNCIL and model.months == 0:
        town.record.long_term["council", cell % 2] += pence


def charge_counts(town: NaiveEcosystem, cell: int) -> None:
    """What is priced by the event; unpaid care is valued at the price of an hour, and paid by nobody."""
    rates, fifth = town.rates, cell // 2
    events = {
        name: town.record.counts[name, cell] for name in ("assessments", "ae_attendances", "emergency_admissions")
    }
    town.pay(COUNCIL, town.service("assessment"), fifth, events["assessments"] * rates.assessment_pence)
    town.pay(NHS, town.service("ae_attendance"), fifth, events["ae_attendances"] * rates.ae_pence)
    town.pay(NHS, town.service("emergency_admission"), fifth, events["emergency_admissions"] * rates.admission_pence)
    week_in_hospital = town.models[rates.hospital_model].price_pence
    waiting = week_in_hospital * town.record.counts["delayed_days", cell] // 7
    town.pay(NHS, rates.hospital_model, fifth, waiting)
    hour = town.models[rates.unpaid_model].price_pence
    unpaid = month_of(town, hour * town.record.counts["unpaid_minutes", cell] // 60)
    town.pay(FAMILY, rates.unpaid_model, fifth, unpaid)
    earnings = rates.work_pence * town.record.counts["lost_work_minutes", cell] // 60
    town.pay(FAMILY, town.service("carer_earnings"), fifth, month_of(town, earnings))
