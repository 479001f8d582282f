"""Money: every pound of the month in one ledger, in pence, by payer, service and deprivation fifth.

A week of an arrangement has a gross price. The NHS pays its weekly part, the person the share that charges take (or
all the rest, if savings are above the limit), the council what remains; so payers sum to the price to the penny.
What a start costs once is the council's, the NHS's where it pays the whole week, or the person's who pays in full.
Under a contract the price is what the provider is paid (``contracts``), but for people who pay for themselves.
"""

from __future__ import annotations

from simulation.kernels.compiling import kernel, rule
from simulation.kernels.lookups import cell
from simulation.kernels.support import priced_for, weekly_pence
from simulation.state.codes import COUNCIL, FAMILY, NEVER, NHS, NOBODY, PERSON
from simulation.state.journal import COUNT_INDEX
from simulation.state.place import ARRANGEMENTS

ATTENDANCES = COUNT_INDEX["ae_attendances"]
ADMISSIONS = COUNT_INDEX["emergency_admissions"]
DELAYED_DAYS = COUNT_INDEX["delayed_days"]
ASSESSMENTS = COUNT_INDEX["assessments"]
UNPAID_MINUTES = COUNT_INDEX["unpaid_minutes"]
DAYS = 7
LOST_WORK_MINUTES = COUNT_INDEX["lost_work_minutes"]
ASSESSMENT_SERVICE, RECRUITMENT_SERVICE, AE_SERVICE, ADMISSION_SERVICE, EARNINGS_SERVICE = range(5)


@rule
def month_of(rates, weekly):
    """What a month comes to, of so much a week."""
    return weekly * rates.weeks_permille // 1000


@rule
def _charge(place, catalogue, rates, scratch, journal, t, row, month):
    """Split the month's price of one arrangement over its payers."""
    arr, models = place.arrangements, catalogue.models
    i, m, own = arr.person[row], arr.model[row], arr.self_funded[row]
    fifth = place.hoods.fifth[place.people.hood[i]]
    weekly = priced_for(place.people, models, i, m, weekly_pence(models, m, arr.delivered[row], own), month)
    if arr.provider[row] != NOBODY and not own:
        weekly = weekly * scratch.paid[arr.provider[row]] // 1000
    gross = month_of(rates, weekly)
    nhs = min(month_of(rates, models.nhs_weekly_pence[m]), gross)
    person = gross - nhs if own else (gross - nhs) * models.client_permille[m] // 1000
    journal.ledger[t, NHS, m, fifth] += nhs
    journal.ledger[t, PERSON, m, fifth] += person
    journal.ledger[t, COUNCIL, m, fifth] += gross - nhs - person
    if not own and models.months[m] == 0:
        older = cell(place.people, place.hoods, i, month) % 2
        journal.long_term[t, 0, older] += gross - nhs - person
        journal.long_term[t, 1, older] += person


@rule
def _charge_starts(models, journal, t):
    """What each start of the month costs once; charges take no share of it."""
    for m in range(models.where.shape[0]):
        pence, payer = models.start_cost_pence[m], NHS if models.start_by_nhs[m] else COUNCIL
        if pence == 0:
            continue
        for at in range(journal.starts.shape[3]):
            funded = journal.starts[t, m, 0, at] * pence
            journal.ledger[t, payer, m, at // 2] += funded
            journal.ledger[t, PERSON, m, at // 2] += journal.starts[t, m, 1, at] * pence
            if payer == COUNCIL and models.months[m] == 0:
                journal.long_term[t, 0, at % 2] += funded


@rule
def _charge_counts(catalogue, rates, journal, t):
    """What is priced by the event; unpaid care and the earnings it costs, by the hour (valued, not paid)."""
    models = catalogue.models
    first = models.where.shape[0] + catalogue.programmes.months.shape[0]
    counts = journal.counts[t]
    for at in range(counts.shape[1]):
        fifth = at // 2
        journal.ledger[t, COUNCIL, first + ASSESSMENT_SERVICE, fifth] += (
            counts[ASSESSMENTS, at] * rates.assessment_pence
        )
        journal.ledger[t, NHS, first + AE_SERVICE, fifth] += counts[ATTENDANCES, at] * rates.ae_pence
        journal.ledger[t, NHS, first + ADMISSION_SERVICE, fifth] += counts[ADMISSIONS, at] * rates.admission_pence
        delay = models.price_pence[rates.hospital_model] * counts[DELAYED_DAYS, at] // DAYS
        journal.ledger[t, NHS, rates.hospital_model, fifth] += delay
        unpaid = models.price_pence[rates.unpaid_model] * counts[UNPAID_MINUTES, at] // 60
        journal.ledger[t, FAMILY, rates.unpaid_model, fifth] += month_of(rates, unpaid)
        earnings = rates.work_pence * counts[LOST_WORK_MINUTES, at] // 60
        journal.ledger[t, FAMILY, first + EARNINGS_SERVICE, fifth] += month_of(rates, earnings)


@kernel
def settle(place, catalogue, rates, scratch, journal, t, month):
    """Write the month's ledger, after the census."""
    for row in range(place.counters[ARRANGEMENTS]):
        if place.arrangements.ended[row] == NEVER:
            _charge(place, catalogue, rates, scratch, journal, t, row, month)
    _charge_starts(catalogue.models, journal, t)
    _charge_counts(catalogue, rates, journal, t)
